"""Learning to rank from clicks: each like against postings drawn at random, by people who are not in the counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import FloatArray, IntArray
from matching.additive import Additive
from matching.glassbox import Boosting, train_single
from matching.ranking.crowd import Crowd
from matching.ranking.outcomes import with_outcomes
from matching.ranking.signals import NAMES, SIGNALS, Signals
from matching.ranking.tables import Tables
from matching.ranking.tastes import Tastes, lessons_of

FOLDS = 5
MOST_LESSONS = 12_000
AT_RANDOM, NEARBY = 24, 12
FEWEST_LESSONS = 50
BOOSTING = Boosting(rounds=140, rate=0.08, leaves=10, smallest_leaf=40, ridge=5.0, steps=250)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Pairs to learn from: signals and whether each is the like."""

    table: FloatArray
    liked: IntArray


def draw(tables: Tables, signals: Signals, *, seed: int) -> Drawn:
    """Likes beside postings at random and in the same place, signals as other people's clicks give them."""
    rng = np.random.default_rng(seed)
    fold_of = rng.integers(FOLDS, size=len(tables.workers))
    tastes, target = lessons_of(tables.history, len(tables.workers))
    listed = np.flatnonzero(target < tables.offered)
    chosen = rng.permutation(listed)[:MOST_LESSONS]
    parts = []
    for fold in range(FOLDS):
        others = np.flatnonzero(fold_of[tables.history.worker] != fold)
        crowd = Crowd(tables, tables.history.some(others), signals.title)
        rows = chosen[fold_of[tastes.worker[chosen]] == fold]
        if len(rows):
            parts.append(_pairs(signals, (tastes, crowd), rows, target, rng))
    return Drawn(np.concatenate([part.table for part in parts]), np.concatenate([part.liked for part in parts]))


def _pairs(
    signals: Signals, seen: tuple[Tastes, Crowd], rows: IntArray, target: IntArray, rng: np.random.Generator
) -> Drawn:
    tastes, crowd = seen
    postings = signals.tables.offered
    at_random = rng.integers(postings, size=(len(rows), AT_RANDOM))
    near = _nearby(signals, target[rows], rng)
    posting = np.concatenate([target[rows][:, None], at_random, near], axis=1)
    context = np.repeat(rows, posting.shape[1])
    liked = np.zeros(posting.shape, dtype=np.int64)
    liked[:, 0] = 1
    # A posting drawn by chance that is the like itself says nothing.
    keep = (liked == 1) | (posting != target[rows][:, None])
    flat = keep.ravel()
    table = signals.read(tastes, crowd, context[flat], posting.ravel()[flat])
    return Drawn(table, liked.ravel()[flat])


def _nearby(signals: Signals, target: IntArray, rng: np.random.Generator) -> IntArray:
    """Postings of the target's own wide place: telling those apart is the harder lesson."""
    sites = signals.places[0][1]
    order = np.argsort(sites, kind="stable")
    ranked = sites[order]
    first, last = np.searchsorted(ranked, sites[target]), np.searchsorted(ranked, sites[target], side="right")
    drawn = first[:, None] + (rng.random((len(target), NEARBY)) * (last - first)[:, None]).astype(np.int64)
    return order[drawn]


def train_ranker(drawn: Drawn, *, seed: int) -> Additive:
    """The glass box over the signals: each moves the rank only in its stated direction, reasons add up exactly."""
    directions = [direction for _, direction, _ in SIGNALS]
    table = drawn.table.copy()
    # Outcomes are weighed by hand: a like taken for the answer has its own outcome in them.
    table[:, [NAMES.index(name) for name in ("own_no", "went_well")]] = np.nan
    return with_outcomes(train_single(table, drawn.liked, directions, boosting=BOOSTING, seed=seed), NAMES)
