"""Small integer models with whole-number coefficients, for HiGHS (branching.py) or CP-SAT (cp_sat.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from labor.arrays import FloatArray, IntArray

ENDLESS = 1 << 40
_LARGEST_SUM = float(1 << 52)  # objective terms stay well inside CP-SAT's 64-bit sums


@dataclass(slots=True)
class LinearModel:
    """Maximize gain x within ranges of whole numbers and rows low <= a x <= high."""

    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    gain: list[float] = field(default_factory=list)
    rows: list[tuple[Sequence[int], Sequence[int], int, int]] = field(default_factory=list)
    choices: list[int] = field(default_factory=list)  # rows of which at most one variable is 1
    implications: list[tuple[int, int]] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)  # travel cost of each variable, for the budget
    budget: float | None = None

    def add(self, high: int, gain: float = 0.0, *, cost: float = 0.0, low: int = 0) -> int:
        """A new whole-number variable; its number."""
        self.low.append(low)
        self.high.append(high)
        self.gain.append(gain)
        self.cost.append(cost)
        return len(self.low) - 1

    def row(self, variables: Sequence[int], factors: Sequence[int], low: int, high: int) -> None:
        """A new row low <= factors . variables <= high."""
        self.rows.append((variables, factors, low, high))


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a model may be worked on: wall-clock, and work that does not depend on the machine's load."""

    time_s: float
    work: float | None = None
    threads: int = 1
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """``values`` is None where nothing was found; ``bound`` holds for every solution, -inf proves there is none."""

    values: IntArray | None
    bound: float
    proven: bool


def whole_scale(numbers: FloatArray, largest: float = _LARGEST_SUM) -> float:
    """The power of ten that makes all numbers whole, or else the finest that keeps their sum exact."""
    total = max(1.0, float(np.abs(numbers).sum()))
    for power in range(13):
        scale = 10.0**power
        if total * scale > largest:
            break
        scaled = numbers * scale
        if np.all(np.abs(scaled - np.rint(scaled)) <= 1e-7):
            return scale
    return float(10.0 ** np.floor(np.log10(largest / total)))
