"""Who goes where, on which trip? Everything the rest of the house may use stands here."""

from optimizer.planning import plan
from optimizer.questions.counterfactual import Inquiry, WhatIf, what_would_place
from optimizer.repair import Changes, repair

__all__ = ["Changes", "Inquiry", "WhatIf", "plan", "repair", "what_would_place"]
