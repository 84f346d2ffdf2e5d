"""How well does this worker suit this posting? Scores, shortlists, recommendations and their reasons."""

from matching.chances import Chances, Contributions, StageScorer
from matching.shortlist import shortlist
from matching.weights import WeightedScorer

__all__ = ["Chances", "Contributions", "StageScorer", "WeightedScorer", "shortlist"]
