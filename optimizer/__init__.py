"""Who goes where, on which trip? Everything the rest of the house may use stands here.

What brings a solver along is loaded when it is first asked for: a small folder needs none (docs/decisions/141).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from optimizer.audit import audit, audit_assignments, audit_money
from optimizer.journeys.driving_hours import TransportTerms, VehicleOffer, offer
from optimizer.journeys.reserves import assess, reserve_needed
from optimizer.journeys.verdicts import Relief, Verdict, arrival_words, verdict_on
from optimizer.model.formulation import ByHand, PinnedPair, PlanTerms, formulate
from optimizer.model.organized import money_spent
from optimizer.model.problem import (
    NO_HUB,
    NO_LIMIT,
    UNSAID,
    Fleet,
    Names,
    Objective,
    PairTable,
    PlanParams,
    PostingTable,
    Problem,
    Rows,
    Tickets,
)
from optimizer.model.stations import Stations, one_station_a_group
from optimizer.model.travel_units import units_of
from optimizer.model.ways import leftover_of
from optimizer.planning import plan
from optimizer.reasons.idle_vehicles import uses_of

if TYPE_CHECKING:
    from optimizer.journeys.stop_order import Stop, feeder_runs, round_of
    from optimizer.model.opening_prices import Arrivals, keep_back, opening_prices, usual_travel
    from optimizer.questions.conflict import smallest_clash
    from optimizer.questions.counterfactual import Inquiry, WhatIf, what_would_place

_LOADED_LATER: Final = {
    "Arrivals": "optimizer.model.opening_prices",
    "Inquiry": "optimizer.questions.counterfactual",
    "Stop": "optimizer.journeys.stop_order",
    "WhatIf": "optimizer.questions.counterfactual",
    "feeder_runs": "optimizer.journeys.stop_order",
    "keep_back": "optimizer.model.opening_prices",
    "opening_prices": "optimizer.model.opening_prices",
    "round_of": "optimizer.journeys.stop_order",
    "smallest_clash": "optimizer.questions.conflict",
    "usual_travel": "optimizer.model.opening_prices",
    "what_would_place": "optimizer.questions.counterfactual",
}


def __getattr__(name: str) -> Any:
    """The names that bring a solver along."""
    if name not in _LOADED_LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LOADED_LATER[name]), name)


__all__ = [
    "NO_HUB",
    "NO_LIMIT",
    "UNSAID",
    "Arrivals",
    "ByHand",
    "Fleet",
    "Inquiry",
    "Names",
    "Objective",
    "PairTable",
    "PinnedPair",
    "PlanParams",
    "PlanTerms",
    "PostingTable",
    "Problem",
    "Relief",
    "Rows",
    "Stations",
    "Stop",
    "Tickets",
    "TransportTerms",
    "VehicleOffer",
    "Verdict",
    "WhatIf",
    "arrival_words",
    "assess",
    "audit",
    "audit_assignments",
    "audit_money",
    "feeder_runs",
    "formulate",
    "keep_back",
    "leftover_of",
    "money_spent",
    "offer",
    "one_station_a_group",
    "opening_prices",
    "plan",
    "reserve_needed",
    "round_of",
    "smallest_clash",
    "units_of",
    "uses_of",
    "usual_travel",
    "verdict_on",
    "what_would_place",
]
