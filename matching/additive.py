"""An additive model of the stages: one curve a feature and stage, summed; nothing hidden, nothing interacting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from labor.arrays import FloatArray
from labor.candidates import Pairs
from labor.market import Market
from matching.chances import STAGES, Chances, Contributions, logistic
from matching.features import read

_BLOCK = 1 << 17  # pairs looked at together: their features stay near the processor


@dataclass(frozen=True, slots=True, eq=False)
class Additive:
    """Step curves over features.

    ``edges[f]`` are rising thresholds; a value x falls into step ``searchsorted(edges[f], x, "right")``.
    ``steps[f]`` is stages x (len(edges[f]) + 2) log-odds; the last column is the fact not known, 0 by construction.
    ``base`` is one log-odds a stage.
    """

    edges: tuple[FloatArray, ...]
    steps: tuple[FloatArray, ...]
    base: FloatArray

    def codes(self, table: FloatArray, feature: int) -> np.ndarray:
        """The step each value of one column falls into."""
        return self.codes_of(table[:, feature], feature)

    def codes_of(self, values: FloatArray, feature: int) -> np.ndarray:
        """The step each of one feature's values falls into."""
        code = np.searchsorted(self.edges[feature], values, side="right")
        code[np.isnan(values)] = len(self.edges[feature]) + 1
        return code

    def log_odds(self, table: FloatArray) -> FloatArray:
        """Stages x rows."""
        total = np.repeat(self.base[:, None], len(table), axis=1)
        for feature in range(len(self.edges)):
            code = self.codes(table, feature)
            for stage, step in enumerate(self.steps[feature]):
                total[stage] += np.take(step, code)
        return total

    def added(self, table: FloatArray) -> FloatArray:
        """Stages x rows x features."""
        parts = [self.steps[feature][:, self.codes(table, feature)] for feature in range(len(self.edges))]
        return np.stack(parts, axis=2)

    def scaled(self, slope: FloatArray, shift: FloatArray) -> Additive:
        """The same model with each stage's log-odds z turned into slope x z + shift."""
        steps = tuple(step * slope[:, None] for step in self.steps)
        return replace(self, steps=steps, base=slope * self.base + shift)

    def chances(self, market: Market, pairs: Pairs, on: date | None = None) -> Chances:
        """The chance of each stage as of a day (default: the window's first)."""
        stages = np.empty((len(STAGES), len(pairs)))
        for begin in range(0, len(pairs), _BLOCK):
            part = slice(begin, begin + _BLOCK)
            some = Pairs(pairs.worker[part], pairs.posting[part])
            stages[:, part] = self.log_odds(read(market, some, on or market.window.first))
        return Chances(*logistic(stages))

    def score(self, market: Market, pairs: Pairs) -> FloatArray:
        """The chance of being at work after thirty days."""
        return self.chances(market, pairs).at_work_after_30

    def contributions(self, market: Market, pairs: Pairs, on: date | None = None) -> Contributions:
        """What each feature adds to each stage; meant for the few pairs somebody looks at."""
        return Contributions(self.base, self.added(read(market, pairs, on or market.window.first)))
