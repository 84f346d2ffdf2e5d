"""The score before there are outcomes: documented weights, the same additive shape as a trained model."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Final

import numpy as np

from labor.arrays import FloatArray
from labor.candidates import Pairs
from labor.market import Market
from matching.additive import Additive
from matching.chances import Chances, Contributions
from matching.features import FEATURES, Feature

# Log-odds of a pair of which nothing is known: half accept, 85 in 100 of those show up, 70 stay 30 days, 70 of
# those 90. Office experience, to be replaced by outcomes; docs/scoring.md prints the table.
BASE: Final = (0.0, 1.73, 0.85, 0.85)
# How much of a feature's weight each stage feels: what makes people say yes matters less for turning up.
SHARE: Final = (1.0, 0.35, 0.6, 0.6)
RANGES: Final = {
    "distance_km": (0.0, 3000.0),
    "lift_margin_kg": (-20.0, 20.0),
    "days_apart": (0.0, 60.0),
    "long_hours": (0.0, 5.0),
    "long_hours_new_trade": (0.0, 5.0),
    "wage_gain": (-0.5, 0.5),
    "wage_against_usual": (-0.5, 0.5),
    "low_pay_far": (-3.0, 0.0),
    "alone_far": (-3.0, 0.0),
}
STEPS: Final = 64


def weighted_model() -> Additive:
    """Straight lines weight x (value - middle), in 64 steps over each feature's range."""
    edges, steps = [], []
    for feature in FEATURES:
        low, high = RANGES.get(feature.name, (-1.0, 1.0))
        cuts = np.linspace(low, high, STEPS + 1)
        edges.append(cuts)
        steps.append(np.outer(SHARE, _line(feature, cuts)))
    return Additive(tuple(edges), tuple(steps), np.array(BASE))


def _line(feature: Feature, cuts: FloatArray) -> FloatArray:
    """The line at the middle of each step; 0 for a fact not known."""
    half = (cuts[1] - cuts[0]) / 2
    at = np.concatenate([cuts[:1], cuts[:-1] + half, cuts[-1:]])
    return np.concatenate([feature.weight * (at - feature.middle), [0.0]])


class WeightedScorer:
    """Scores by documented weights: for an office's first season, and the prior of its first models."""

    @cached_property
    def model(self) -> Additive:
        """The curves behind the score."""
        return weighted_model()

    def score(self, market: Market, pairs: Pairs) -> FloatArray:
        """The chance of being at work after thirty days."""
        return self.model.score(market, pairs)

    def chances(self, market: Market, pairs: Pairs, on: date | None = None) -> Chances:
        """The chance of each stage as of a day (default: the window's first)."""
        return self.model.chances(market, pairs, on)

    def contributions(self, market: Market, pairs: Pairs, on: date | None = None) -> Contributions:
        """What each feature adds to each stage."""
        return self.model.contributions(market, pairs, on)
