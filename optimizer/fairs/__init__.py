"""Talks between people and booths at a job fair: who, where, when (docs/fairs.md). Its door."""

from optimizer.fairs.audit import audit_fair
from optimizer.fairs.fair import (
    AIMS,
    NO_LIMIT,
    USUAL_AIMS,
    Before,
    Booths,
    Clockwork,
    Fair,
    FairPairs,
    People,
    Talks,
)
from optimizer.fairs.fair_plan import REASONS, AimOutcome, FairPlan
from optimizer.fairs.figures import figure
from optimizer.fairs.first_plans import by_score, first_come
from optimizer.fairs.fixed_talks import broken_by_fixed
from optimizer.fairs.planning import plan_fair
from optimizer.fairs.requeue import DayStanding, Requeued, requeue

__all__ = [
    "AIMS",
    "NO_LIMIT",
    "REASONS",
    "USUAL_AIMS",
    "AimOutcome",
    "Before",
    "Booths",
    "Clockwork",
    "DayStanding",
    "Fair",
    "FairPairs",
    "FairPlan",
    "People",
    "Requeued",
    "Talks",
    "audit_fair",
    "broken_by_fixed",
    "by_score",
    "figure",
    "first_come",
    "plan_fair",
    "requeue",
]
