"""The planning problem as arrays: exactly what docs/formats.md says, whoever brings it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from labor.arrays import DayArray, FloatArray, IntArray, Ragged, same_length
from labor.errors import BadInput
from labor.limits import USUAL_TIME_LIMIT_S
from labor.words import Bilingual

NO_HUB = -1
NO_LIMIT = -1
UNSAID = -1  # a row that does not say its men and women

Objective = Literal["value", "placed_then_value"]


def _none() -> IntArray:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class PlanParams:
    """How to plan; refuses nonsense by itself.

    ``time_limit_s`` is wall-clock for the whole call, ``iterations`` a work limit that makes runs repeatable
    whatever the machine's load, ``gap`` relative. None means no such limit.
    """

    time_limit_s: float | None = USUAL_TIME_LIMIT_S
    iterations: int | None = None
    gap: float = 0.0
    seed: int = 0
    threads: int = 2

    def __post_init__(self) -> None:
        if self.time_limit_s is not None and not (self.time_limit_s > 0 and math.isfinite(self.time_limit_s)):
            raise BadInput(f"the time limit must be a number of seconds above 0, not {self.time_limit_s}")
        if self.iterations is not None and self.iterations < 1:
            raise BadInput(f"iterations must be at least 1, not {self.iterations}")
        if not 0 <= self.gap < 1:
            raise BadInput(f"the gap must lie in [0, 1), not {self.gap}")
        if self.seed < 0:
            raise BadInput(f"the seed must not be below 0, not {self.seed}")
        if self.threads < 1:
            raise BadInput(f"threads must be at least 1, not {self.threads}")


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One row = one person or an indivisible crew. ``men`` and ``women`` are UNSAID where not given."""

    size: IntArray
    men: IntArray
    women: IntArray
    group: IntArray  # rows with one number >= 0 stay together; -1 alone
    origin: IntArray  # hub, NO_HUB = travels free
    earliest: DayArray
    latest: DayArray

    def __post_init__(self) -> None:
        same_length(self, *(name for name in self.__dataclass_fields__))

    def __len__(self) -> int:
        return len(self.size)


@dataclass(frozen=True, slots=True, eq=False)
class PostingTable:
    """One row a posting. Beds are NO_LIMIT where not given."""

    openings: IntArray
    min_team: IntArray
    destination: IntArray
    beds: IntArray
    beds_m: IntArray
    beds_f: IntArray
    start_from: DayArray
    start_by: DayArray

    def __post_init__(self) -> None:
        same_length(self, *(name for name in self.__dataclass_fields__))

    def __len__(self) -> int:
        return len(self.openings)


@dataclass(frozen=True, slots=True, eq=False)
class PairTable:
    """Allowed pairs, sorted by (row, posting); ``value`` is the whole row's, in money."""

    row: IntArray
    posting: IntArray
    value: FloatArray

    def __post_init__(self) -> None:
        same_length(self, "row", "posting", "value")

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True, eq=False)
class Fleet:
    """One row a vehicle; ``available`` NO_LIMIT = any number of runs."""

    origins: Ragged
    destinations: Ragged
    seats: IntArray
    fixed_cost: FloatArray
    cost_per_person: FloatArray
    min_load: IntArray
    escorts: IntArray
    available: IntArray
    leaves: DayArray
    arrives: DayArray

    def __post_init__(self) -> None:
        same_length(self, *(name for name in self.__dataclass_fields__))

    def __len__(self) -> int:
        return len(self.seats)


@dataclass(frozen=True, slots=True, eq=False)
class Tickets:
    """One row a fare line between two hubs; ``days`` of travel.

    ``beside`` is the part of the fare that is a preference and no money; empty where all of it is money.
    """

    origin: IntArray
    destination: IntArray
    fare: FloatArray
    days: IntArray
    beside: FloatArray = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        same_length(self, "origin", "destination", "fare", "days")
        assert len(self.beside) in (0, len(self.fare))

    def __len__(self) -> int:
        return len(self.origin)


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """The ids of the outside world, for messages only: planning never reads them.

    ``fen_in_yuan`` says that the problem's money is fen and is told in yuan; plain files have money of their own.
    """

    rows: tuple[str, ...] = ()
    postings: tuple[str, ...] = ()
    vehicles: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()
    fen_in_yuan: bool = False

    def money_words(self, amount: float) -> Bilingual:
        """An amount of the problem's money as it is told."""
        if self.fen_in_yuan:
            return Bilingual(f"{amount / 100:,.2f}元", f"{amount / 100:,.2f} yuan")
        return Bilingual(f"{amount:.2f}", f"{amount:.2f}")


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Rules by number as in docs/formats.md; ``pins`` and ``bans`` index ``pairs``.

    A pin or ban of one row holds for its whole group (rule 3). ``travel_is_free`` is rule 6's first sentence:
    neither vehicles nor fares were given. ``pins`` also may fix the travel: ``pin_vehicle`` holds a vehicle, or
    -1 where the way of travel is open (used by repair and by hand-made pins, never by plain files).
    """

    rows: Rows
    places: PostingTable
    pairs: PairTable
    fleet: Fleet
    tickets: Tickets
    travel_is_free: bool
    objective: Objective = "value"
    budget: float | None = None
    pins: IntArray = field(default_factory=_none)
    bans: IntArray = field(default_factory=_none)
    pin_vehicle: IntArray = field(default_factory=_none)
    names: Names = field(default_factory=Names)
    offered: IntArray = field(default_factory=_none)  # which vehicle of the market each of the fleet is
