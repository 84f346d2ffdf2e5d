"""A pair's chances stage by stage, and what each feature adds to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

import numpy as np

from labor.arrays import FloatArray, same_length
from labor.candidates import Pairs
from labor.market import Market

STAGES: Final = ("accept", "show_up", "stay_30", "stay_90")
SCORED: Final = STAGES[:3]  # a score is the chance of being at work after 30 days


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """The chance of each stage given the one before it."""

    accept: FloatArray
    show_up: FloatArray
    stay_30: FloatArray
    stay_90: FloatArray

    def __post_init__(self) -> None:
        same_length(self, *STAGES)

    @property
    def at_work_after_30(self) -> FloatArray:
        """Accepts, shows up and stays thirty days: the score."""
        return np.asarray(self.accept * self.show_up * self.stay_30)


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """What each feature adds to the log-odds of each stage: ``base[s] + added[s].sum(axis=1)`` is that log-odds.

    ``base`` has one entry a stage, ``added`` is stages x pairs x features. A fact not known adds exactly 0.
    """

    base: FloatArray
    added: FloatArray

    @property
    def log_odds(self) -> FloatArray:
        """Stages x pairs."""
        return np.asarray(self.base[:, None] + self.added.sum(axis=2))

    @property
    def log_score_base(self) -> float:
        """Log of the score of a pair of which nothing is known."""
        return float(np.sum(_log_chance(self.base[: len(SCORED)])))

    @property
    def to_log_score(self) -> FloatArray:
        """Pairs x features: ``log_score_base`` + the row's sum is the log of the score, exactly.

        Each stage's gain in log chance is shared by its log-odds contributions (Aumann-Shapley shares, which for a
        function of a sum are the proportional ones).
        """
        total = np.zeros(self.added.shape[1:])
        for stage in range(len(SCORED)):
            moved = self.added[stage].sum(axis=1)
            gained = _log_chance(self.base[stage] + moved) - _log_chance(self.base[stage])
            # At no movement at all the share is the slope: 1 - chance.
            slope = 1 - 1 / (1 + np.exp(-self.base[stage]))
            near_zero = np.abs(moved) < 1e-9
            per_unit = np.where(near_zero, slope, gained / np.where(near_zero, 1.0, moved))
            total += self.added[stage] * per_unit[:, None]
        return total


class StageScorer(Protocol):
    """A scorer that tells its stages apart and shows what moved them."""

    def score(self, market: Market, pairs: Pairs) -> FloatArray:
        """The chance of being at work after thirty days."""
        ...

    def chances(self, market: Market, pairs: Pairs, on: date | None = None) -> Chances:
        """The chance of each stage as of a day (default: the window's first)."""
        ...

    def contributions(self, market: Market, pairs: Pairs, on: date | None = None) -> Contributions:
        """What each feature adds."""
        ...


def logistic(log_odds: FloatArray) -> FloatArray:
    """Chances of log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)))


def _log_chance(log_odds: FloatArray) -> FloatArray:
    return np.asarray(-np.logaddexp(0.0, -log_odds))
