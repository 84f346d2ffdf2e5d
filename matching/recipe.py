"""How a glass box is learned: curves from everything, and the line that makes its chances true from unseen outcomes."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np

from labor.arrays import BoolArray, FloatArray
from matching.additive import Additive
from matching.chances import STAGES
from matching.glassbox import Boosting, platt_lines, train_additive
from matching.lessons import Lessons

MANY: Final = 200_000  # from here on the latest eighth alone tells the line well enough
LATEST: Final = 0.875
FOLDS: Final = 3
Line: TypeAlias = tuple[FloatArray, FloatArray]  # slope and shift per stage


def learned(
    known: Lessons, *, seed: int, boosting: Boosting | None = None, weight: FloatArray | None = None
) -> tuple[Additive, Line]:
    """The calibrated model of some lessons, and its line; ``weight`` is how much each outcome counts (None: alike)."""
    line = honest_line(known, seed=seed, boosting=boosting, weight=weight)
    return curves(known, seed=seed, boosting=boosting, weight=weight).scaled(*line), line


def curves(
    known: Lessons, *, seed: int, boosting: Boosting | None = None, weight: FloatArray | None = None
) -> Additive:
    """The additive model, not yet calibrated."""
    return train_additive(known.table, known.stages, seed=seed, boosting=boosting, weight=weight)


def honest_line(
    known: Lessons, *, seed: int, boosting: Boosting | None = None, weight: FloatArray | None = None
) -> Line:
    """Platt's line per stage from outcomes of people the curves had not learned from.

    Every outcome is told once by curves learned from the other folds' people: a line from a short stretch of time
    would carry that stretch's luck. Where there is plenty, the latest eighth is told by what came before.
    """

    def told_by(others: BoolArray, rows: BoolArray) -> FloatArray:
        counts = None if weight is None else weight[others]
        model = curves(known.at(others), seed=seed, boosting=boosting, weight=counts)
        return model.log_odds(known.table[rows])

    if len(known) >= MANY:
        late = known.offered >= known.offered[int(len(known) * LATEST)]
        if 0 < late.sum() < len(known):
            return platt_lines(told_by(~late, late), known.stages[:, late])
    fold = np.random.default_rng(seed).integers(FOLDS, size=int(known.worker.max(initial=0)) + 1)[known.worker]
    log_odds = np.empty((len(STAGES), len(known)))
    for one in range(FOLDS):
        mine = fold == one
        if mine.any():
            log_odds[:, mine] = told_by(~mine, mine)
    return platt_lines(log_odds, known.stages)
