"""Ranking postings for people on any tables: learned from clicks where there are any, else by what the tables say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.candidates import Pairs
from matching.additive import Additive
from matching.chances import logistic
from matching.ranking.crowd import Crowd
from matching.ranking.learning import FEWEST_LESSONS, draw, train_ranker
from matching.ranking.openings import within_openings
from matching.ranking.outcomes import OWN_NO, WENT_WELL
from matching.ranking.signals import NAMES, SIGNALS, Signals
from matching.ranking.tables import Tables
from matching.ranking.tastes import Tastes, lessons_of, tastes_now

# Log-odds a unit of a signal adds where there is nothing to learn from; docs/formats-rank.md prints them.
COLD: Final = {
    "own_words": 4.0, "own_words_broad": 2.0, "occupation": 2.0, "home_wide": 1.5, "home_narrow": 1.5,
    "distance": -0.002, "pay": 1.0, "liked_words_best": 3.0, "liked_broad": 2.0, "liked_wide": 1.5,
    "liked_narrow": 1.5, "own_no": OWN_NO, "went_well": WENT_WELL,
}  # fmt: skip
COLD_BASE: Final = -3.0
BLOCK_PAIRS: Final = 1 << 18
LOOKED_AT: Final = 400  # postings a person keeps after the first, cheap look (at least ten times K)


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Pairs with their score, each worker's best first; ``reason`` in Chinese and English."""

    worker: IntArray
    posting: IntArray
    rank: IntArray
    score: FloatArray
    reason: tuple[str, ...]


def rank(tables: Tables, *, top: int, seed: int, candidates: Pairs | None = None) -> Ranked:
    """Score the candidates, or each worker's best ``top`` among all postings; the same seed ranks the same."""
    signals = Signals(tables, seed=seed)
    tastes = tastes_now(tables.history, len(tables.workers))
    crowd = Crowd(tables, tables.history, signals.title)
    ranker = _ranker(tables, signals, seed)
    parts = []
    for pairs in _portions(tables, signals, (tastes, crowd), (candidates, top)):
        table = signals.read(tastes, crowd, pairs.worker, pairs.posting)
        parts.append((pairs.worker, pairs.posting, *_scored(ranker, table)))
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Ranked(none, none, none, np.zeros(0), ())
    worker, posting, log_odds, table = (np.concatenate(column) for column in zip(*parts, strict=True))
    if candidates is None:
        kept = within_openings(Pairs(worker, posting), log_odds, tables.room, top)
        worker, posting, log_odds, table = worker[kept], posting[kept], log_odds[kept], table[kept]
    return _ordered(Pairs(worker, posting), log_odds, table, (ranker, None if candidates else top))


def _ranker(tables: Tables, signals: Signals, seed: int) -> Additive | None:
    _, target = lessons_of(tables.history, len(tables.workers))
    if np.count_nonzero(target < tables.offered) < FEWEST_LESSONS or tables.offered < 2:
        return None
    return train_ranker(draw(tables, signals, seed=seed), seed=seed)


def _scored(ranker: Additive | None, table: FloatArray) -> tuple[FloatArray, FloatArray]:
    if ranker is not None:
        return ranker.log_odds(table)[0], table
    weights = np.array([COLD.get(name, 0.0) for name in NAMES])
    return COLD_BASE + np.nan_to_num(table) @ weights, table


def _portions(
    tables: Tables, signals: Signals, seen: tuple[Tastes, Crowd], asked: tuple[Pairs | None, int]
) -> Iterator[Pairs]:
    (candidates, top), (tastes, crowd) = asked, seen
    if candidates is not None:
        for begin in range(0, len(candidates), BLOCK_PAIRS):
            part = slice(begin, begin + BLOCK_PAIRS)
            yield Pairs(candidates.worker[part], candidates.posting[part])
        return
    postings = tables.offered
    looked_at = min(postings, max(LOOKED_AT, 10 * top))
    rows = max(1, BLOCK_PAIRS // max(postings, 1))
    for begin in range(0, tables.people if postings else 0, rows):
        workers = np.arange(begin, min(begin + rows, tables.people), dtype=np.int64)
        cheap = _first_look(signals, tastes, crowd, workers)[:, :postings]
        kept = np.argpartition(-cheap, looked_at - 1, axis=1)[:, :looked_at]
        yield Pairs(np.repeat(workers, looked_at), np.sort(kept, axis=1).ravel().astype(np.int64))


def _first_look(signals: Signals, tastes: Tastes, crowd: Crowd, workers: IntArray) -> FloatArray:
    """A cheap score of every posting: kinds of work and places, own and liked, and what people of like taste liked."""
    liked = tastes.matrix(len(signals.tables.postings))[workers]
    counts = np.maximum(np.asarray(liked.sum(axis=1)).ravel(), 1)[:, None]
    broad = signals.worker_broad[workers] + (liked @ signals.posting_broad) / counts
    score = np.asarray(broad @ signals.posting_broad.T)
    for homes, sites in signals.places:
        score += (homes[workers][:, None] == sites[None, :]) & (sites >= 0)[None, :]
        share = np.zeros((len(workers), int(sites.max(initial=-1)) + 2))
        owner, item = liked.nonzero()
        np.add.at(share, (owner, sites[item]), 1)
        score += (share / counts)[:, sites] * (sites >= 0)
    near = ((liked @ crowd.walks.step) @ crowd.walks.step).toarray()
    sought = crowd.viewers / max(crowd.viewers.max(initial=0.0), 1.0)
    return np.asarray(score + near / np.maximum(near.max(axis=1, keepdims=True), 1e-9) + 0.5 * sought)


def _ordered(pairs: Pairs, log_odds: FloatArray, table: FloatArray, how: tuple[Additive | None, int | None]) -> Ranked:
    ranker, top = how
    order = np.lexsort((pairs.posting, -log_odds, pairs.worker))
    worker = pairs.worker[order]
    first = np.flatnonzero(np.concatenate([[True], worker[1:] != worker[:-1]]))
    place = np.arange(len(worker)) - np.repeat(first, np.diff(np.append(first, len(worker)))) + 1
    kept = place <= (top if top is not None else len(place))
    order, place = order[kept], place[kept]
    reasons = tuple(_reasons(ranker, table[order]))
    return Ranked(pairs.worker[order], pairs.posting[order], place, logistic(log_odds[order]), reasons)


def _reasons(ranker: Additive | None, table: FloatArray) -> Iterator[str]:
    """The up to three largest contributions that speak for a pair, in words."""
    weights = np.array([COLD.get(name, 0.0) for name in NAMES])
    for begin in range(0, len(table), 1 << 16):
        part = table[begin : begin + (1 << 16)]
        added = ranker.added(part)[0] if ranker is not None else np.nan_to_num(part) * weights
        best = np.argsort(-added, axis=1)[:, :3]
        for row, columns in zip(added, best, strict=True):
            said = [SIGNALS[column][2] for column in columns if row[column] > 0.05]
            yield "; ".join(f"{words.zh} {words.en}" for words in said) or "没有突出的理由 nothing stands out"
