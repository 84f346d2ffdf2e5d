"""A plan: who goes to which posting, how, on which trip, and why the others do not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from labor.arrays import FloatArray, IntArray, StrArray, same_length

TRIP, OWN, FREE = 0, 1, 2
TRAVEL_WORDS: Final = ("trip", "own", "free")
NO_TRIP = -1

# In order of precedence: the first that holds is the reason (docs/formats.md).
REASONS: Final = (
    "banned",
    "no_pair",
    "dates",
    "no_travel",
    "group",
    "no_bed",
    "postings_full",
    "team_too_small",
    "seats_full",
    "trip_too_empty",
    "budget",
    "worth_less_than_travel",
    "not_found_in_time",
)
SEVERAL: Final = "several"  # what binds where no single rule does


@dataclass(frozen=True, slots=True, eq=False)
class Assignments:
    """One row a placed row of the problem; ``trip`` indexes Trips, NO_TRIP for own and free travel."""

    row: IntArray
    posting: IntArray
    trip: IntArray
    travel: IntArray

    def __post_init__(self) -> None:
        same_length(self, "row", "posting", "trip", "travel")

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True, eq=False)
class Trips:
    """One row a vehicle's journey."""

    vehicle: IntArray
    people: IntArray
    cost: FloatArray

    def __post_init__(self) -> None:
        same_length(self, "vehicle", "people", "cost")

    def __len__(self) -> int:
        return len(self.vehicle)


@dataclass(frozen=True, slots=True, eq=False)
class Unplaced:
    """One row a row of the problem that stays home; ``reason`` is a word of REASONS, ``detail`` a sentence.

    ``detail_zh`` is the sentence in Chinese; ``posting`` and ``vehicle`` are those of the option it speaks of, -1
    for none; ``binds`` is the reason whose relaxing alone would place the row, SEVERAL where it takes more than
    one. The four may be empty where nobody asked for them.
    """

    row: IntArray
    reason: StrArray
    detail: tuple[str, ...]
    detail_zh: tuple[str, ...] = ()
    posting: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    vehicle: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    binds: StrArray = field(default_factory=lambda: np.zeros(0, dtype=np.str_))

    def __post_init__(self) -> None:
        same_length(self, "row", "reason", "detail")
        given = [name for name in ("detail_zh", "posting", "vehicle", "binds") if len(getattr(self, name))]
        same_length(self, "row", *given)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A plan with its certificate. ``objective``, ``bound`` and ``travel_cost`` are in the problem's money."""

    assignments: Assignments
    trips: Trips
    unplaced: Unplaced
    objective: float
    bound: float
    travel_cost: float
    placed_people: int
    stopped: str  # "done", "gap", "iterations", "time", "signal"

    @property
    def gap(self) -> float:
        """(bound - objective) / max(1, |bound|)."""
        return (self.bound - self.objective) / max(1.0, abs(self.bound))

    @property
    def status(self) -> str:
        """ "optimal" when the bound leaves no more than max(1e-4, 1e-9 x |objective|), else "feasible"."""
        return "optimal" if self.bound - self.objective <= max(1e-4, 1e-9 * abs(self.objective)) else "feasible"


def cost_a_head(travel_cost: float, people: int) -> float | None:
    """Travel cost of one person placed; None where nobody is."""
    return travel_cost / people if people else None
