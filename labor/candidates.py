"""Pairs worth considering, and the one-method protocols that pass between rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from labor.arrays import FloatArray, IntArray, same_length
from labor.market import Market


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Worker and posting positions, side by side."""

    worker: IntArray
    posting: IntArray

    def __post_init__(self) -> None:
        same_length(self, "worker", "posting")

    def __len__(self) -> int:
        return len(self.worker)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Allowed pairs with their score: the chance (0 to 1) of being at work after 30 days."""

    worker: IntArray
    posting: IntArray
    score: FloatArray

    def __post_init__(self) -> None:
        same_length(self, "worker", "posting", "score")
        if len(self.score) and not (np.all(self.score >= 0) and np.all(self.score <= 1)):
            raise ValueError("Candidates: a score is a chance and stands between 0 and 1")

    def __len__(self) -> int:
        return len(self.worker)

    @property
    def pairs(self) -> Pairs:
        """The same pairs without their score."""
        return Pairs(self.worker, self.posting)


class Scorer(Protocol):
    """Gives each pair the chance (0 to 1) that this worker is at work there after 30 days."""

    def score(self, market: Market, pairs: Pairs) -> FloatArray:
        """Scores as long as ``pairs``."""
        ...


@dataclass(frozen=True, slots=True)
class Tidings:
    """One line of progress; ``best``, ``bound`` and ``gap`` are NaN until there is a plan."""

    phase: str
    done: float = float("nan")  # share of the phase, 0 to 1
    best: float = float("nan")
    bound: float = float("nan")
    gap: float = float("nan")


class Watcher(Protocol):
    """Hears of progress; answers True when the work should stop and hand over what it has."""

    def __call__(self, tidings: Tidings) -> bool:
        """Take the news; True asks to stop."""
        ...


def nobody_watches(tidings: Tidings) -> bool:  # noqa: ARG001
    """The watcher of a run nobody looks at."""
    return False
