"""Training the glass box: boosted steps per feature, never two features in one tree, read off as curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from labor.arrays import FloatArray, IntArray
from matching.additive import Additive
from matching.chances import STAGES
from matching.features import DIRECTIONS
from matching.weights import weighted_model

PRIOR_OUTCOMES = 400.0  # outcomes of a stage at which the documented weights and the data count alike
FEWEST_TO_LEARN = 60
MANY_ROWS = 400_000


@dataclass(frozen=True, slots=True)
class Boosting:
    """How hard to boost; the defaults hold for tens of thousands to a million outcomes.

    Each round moves one feature by one step (two leaves): on seasons drawn anew that orders as well as larger trees and
    comes nearer to the true chances (docs/scoring.md).
    """

    rounds: int = 300
    rate: float = 0.2
    leaves: int = 2
    smallest_leaf: int = 40
    ridge: float = 10.0
    steps: int = 48  # of each curve, at most 254


def thresholds(table: FloatArray, most: int) -> tuple[FloatArray, ...]:
    """Fewer than ``most`` cuts a feature, at quantiles of what was seen, between neighboring values."""
    return tuple(_cuts(table[:, feature], most) for feature in range(table.shape[1]))


def _cuts(column: FloatArray, most: int) -> FloatArray:
    known = column[~np.isnan(column)]
    if not len(known):
        return np.zeros(0)
    distinct = np.unique(known)
    if len(distinct) > most:
        distinct = np.unique(np.quantile(known, np.linspace(0, 1, most), method="nearest"))
    return np.asarray((distinct[1:] + distinct[:-1]) / 2)


def train_additive(
    table: FloatArray,
    stages: IntArray,
    *,
    seed: int,
    boosting: Boosting | None = None,
    weight: FloatArray | None = None,
) -> Additive:
    """One additive model for all stages; ``stages`` is STAGES x rows with 1, 0 or NOT_KNOWN (left out).

    The documented weights are a prior: with n outcomes of a stage they count PRIOR_OUTCOMES / (n + PRIOR_OUTCOMES).
    """
    boosting = boosting or Boosting()
    edges = thresholds(table, boosting.steps)
    codes = coded(table, edges)
    prior = on_steps(weighted_model(), table, edges)
    steps, base = [step.copy() for step in prior.steps], prior.base.copy()
    for stage in range(len(STAGES)):
        rows = np.flatnonzero(stages[stage] >= 0)
        trust = len(rows) / (len(rows) + PRIOR_OUTCOMES)
        labels = stages[stage][rows]
        if len(rows) < FEWEST_TO_LEARN or labels.min() == labels.max():
            continue
        learned_from = (labels, None if weight is None else weight[rows])
        curves, level = curves_of(codes[rows], learned_from, DIRECTIONS, boosting=boosting, seed=seed)
        base[stage] = (1 - trust) * base[stage] + trust * level
        for feature, curve in enumerate(curves):
            learned = np.append(curve[: len(edges[feature]) + 1], 0.0)
            steps[feature][stage] = (1 - trust) * steps[feature][stage] + trust * learned
    return Additive(edges, tuple(steps), base)


def train_single(
    table: FloatArray, labels: IntArray, directions: Sequence[int], *, boosting: Boosting, seed: int
) -> Additive:
    """The same glass box for one question and any features."""
    edges = thresholds(table, boosting.steps)
    curves, level = curves_of(coded(table, edges), (labels, None), directions, boosting=boosting, seed=seed)
    steps = [np.append(curve[: len(cuts) + 1], 0.0)[None] for curve, cuts in zip(curves, edges, strict=True)]
    return Additive(edges, tuple(steps), np.array([level]))


def coded(table: FloatArray, edges: tuple[FloatArray, ...]) -> FloatArray:
    """The step each value falls into, NaN where not known."""
    codes = [np.searchsorted(cuts, table[:, at], side="right") for at, cuts in enumerate(edges)]
    return np.where(np.isnan(table), np.nan, np.stack(codes, axis=1).astype(np.float64))


def on_steps(model: Additive, table: FloatArray, edges: tuple[FloatArray, ...]) -> Additive:
    """The same curves on other steps: each takes the mean of what the rows in it had; unseen steps add nothing."""
    steps = []
    for feature, cuts in enumerate(edges):
        step = np.zeros((len(STAGES), len(cuts) + 2))
        known = ~np.isnan(table[:, feature])
        code = np.searchsorted(cuts, table[known, feature], side="right")
        had = model.steps[feature][:, model.codes(table, feature)[known]]
        counts = np.maximum(np.bincount(code, minlength=len(cuts) + 1), 1)
        for stage in range(len(STAGES)):
            step[stage, :-1] = np.bincount(code, had[stage], minlength=len(cuts) + 1) / counts
        steps.append(step)
    return Additive(edges, tuple(steps), model.base)


def curves_of(
    codes: FloatArray,
    learned_from: tuple[IntArray, FloatArray | None],
    directions: Sequence[int],
    *,
    boosting: Boosting,
    seed: int,
) -> tuple[list[FloatArray], float]:
    """The boosted curve of each feature over its steps, centered on what was seen, and the level.

    ``learned_from`` is labels and, where rows count differently, their weights.
    """
    labels, weight = learned_from
    # The learner cannot bin a column nobody knows; a constant says as little.
    codes = np.where(np.isnan(codes).all(axis=0), 0.0, codes)
    learner = HistGradientBoostingClassifier(
        learning_rate=boosting.rate,
        max_iter=boosting.rounds,
        max_leaf_nodes=boosting.leaves,
        min_samples_leaf=boosting.smallest_leaf,
        l2_regularization=boosting.ridge,
        monotonic_cst=list(directions),
        interaction_cst="no_interactions",
        early_stopping=False,
        random_state=seed,
    )
    count = boosting.steps + 1
    # One row with nothing known, then every step of every feature with nothing else known.
    grid = np.full((1 + codes.shape[1] * count, codes.shape[1]), np.nan)
    for feature in range(codes.shape[1]):
        grid[1 + feature * count : 1 + (feature + 1) * count, feature] = np.arange(count)
    # On a busy machine two threads wait for each other most of the time; they pay only where there is much to do.
    with threadpool_limits(1 if len(codes) < MANY_ROWS else None, user_api="openmp"):
        model = learner.fit(codes, labels, sample_weight=weight)
    with threadpool_limits(1, user_api="openmp"):
        told = model.decision_function(grid)
    level, steps = float(told[0]), (told[1:] - told[0]).reshape(codes.shape[1], count)
    curves = []
    for column, curve in zip(codes.T, steps, strict=True):
        seen = np.bincount(column[~np.isnan(column)].astype(np.int64), minlength=count)[:count]
        middle = float(curve @ seen / max(seen.sum(), 1))
        curves.append((curve - middle, middle, int(seen.sum())))
    # A fact not known adds nothing, so the level takes up what the known ones add on average.
    level += sum(middle * known / len(labels) for _, middle, known in curves)
    return [curve for curve, _, _ in curves], level


def platt_lines(log_odds: FloatArray, stages: IntArray) -> tuple[FloatArray, FloatArray]:
    """Slope and shift per stage from log-odds (STAGES x rows) told of outcomes their teller had not seen.

    A line keeps a sum a sum, so reasons stay exact.
    """
    slope, shift = np.ones(len(STAGES)), np.zeros(len(STAGES))
    for stage in range(len(STAGES)):
        rows = np.flatnonzero(stages[stage] >= 0)
        labels = stages[stage][rows]
        if len(rows) < FEWEST_TO_LEARN or labels.min() == labels.max():
            continue
        line = LogisticRegression(C=1e4).fit(log_odds[stage, rows, None], labels)
        if line.coef_[0, 0] > 0:
            slope[stage], shift[stage] = float(line.coef_[0, 0]), float(line.intercept_[0])
    return slope, shift
