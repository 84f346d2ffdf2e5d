"""A plan of a fair with its certificate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from labor.arrays import IntArray
from optimizer.fairs.fair import Talks

# Of people without a talk, in order of precedence: the first that holds is the reason (docs/formats-fair.md).
REASONS: Final = ("no_pair", "banned", "hours", "booths_full", "clash", "not_found_in_time")


@dataclass(frozen=True, slots=True)
class AimOutcome:
    """One aim: what the plan reaches, and what no plan as good in the aims before can better."""

    aim: str
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """|bound - value| / max(1, |bound|)."""
        return abs(self.bound - self.value) / max(1.0, abs(self.bound))

    @property
    def is_proven(self) -> bool:
        """Whether nothing better is left to find."""
        return abs(self.bound - self.value) <= max(1e-6, 1e-9 * abs(self.value))


@dataclass(frozen=True, slots=True, eq=False)
class FairPlan:
    """Who talks where and when, with whom of the booth, and why the others do not."""

    talks: Talks
    interviewer: IntArray  # 1, 2 …
    outcomes: tuple[AimOutcome, ...]
    reason: tuple[str, ...]  # one a person, "" for those with a talk
    stopped: str  # "done", "gap", "time", "signal"

    @property
    def status(self) -> str:
        """Optimal when every aim is proven."""
        return "optimal" if all(one.is_proven for one in self.outcomes) else "feasible"

    @property
    def gap(self) -> float:
        """That of the last aim."""
        return self.outcomes[-1].gap
