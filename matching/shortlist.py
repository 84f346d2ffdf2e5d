"""The pairs worth considering: each worker's best allowed postings, in blocks, never the full matrix."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.candidates import Candidates, Pairs, Scorer
from labor.market import Market
from matching.embedding import embed
from matching.first_stage import promising
from policy import judge

PAIRS_A_BLOCK = 1 << 18
EXHAUSTIVE_PAIRS = 100_000_000  # some minutes on two cores; a county is far below
FIRST_STAGE = 8  # times as many as are asked for pass the first stage

Listed: TypeAlias = tuple[IntArray, IntArray, FloatArray]


def shortlist(
    market: Market, scorer: Scorer, *, postings_per_worker: int = 50, today: date | None = None
) -> Candidates:
    """Each worker's best allowed postings by score, best first, workers in order; ties go to the earlier posting.

    ``today`` is the day the hard rules are judged on (default: the window's first). Up to EXHAUSTIVE_PAIRS pairs every
    allowed one is scored; larger markets go through a first stage, whose recall docs/scoring.md states.
    """
    today = today or market.window.first
    if len(market.workers) * len(market.postings) > EXHAUSTIVE_PAIRS:
        kept = list(_in_two_stages(market, scorer, postings_per_worker, today))
    else:
        kept = list(_exhaustively(market, scorer, postings_per_worker, today))
    if not kept:
        none = np.zeros(0, dtype=np.int64)
        return Candidates(none, none, np.zeros(0))
    return Candidates(*(np.concatenate(column) for column in zip(*kept, strict=True)))


def _exhaustively(market: Market, scorer: Scorer, count: int, today: date) -> Iterator[Listed]:
    postings = len(market.postings)
    rows = max(1, PAIRS_A_BLOCK // max(postings, 1))
    for begin in range(0, len(market.workers) if postings else 0, rows):
        yield _best_of(market, scorer, np.arange(begin, min(begin + rows, len(market.workers))), (count, today))


def _in_two_stages(market: Market, scorer: Scorer, count: int, today: date) -> Iterator[Listed]:
    embedding = embed(market, scorer, today=today)
    waiting: list[Pairs] = []
    for pairs in promising(market, embedding, today=today, count=FIRST_STAGE * count):
        waiting.append(pairs)
        if sum(map(len, waiting)) >= PAIRS_A_BLOCK:
            yield _second_stage(market, scorer, waiting, count)
            waiting = []
    if waiting:
        yield _second_stage(market, scorer, waiting, count)


def _second_stage(market: Market, scorer: Scorer, blocks: list[Pairs], count: int) -> Listed:
    worker = np.concatenate([pairs.worker for pairs in blocks])
    pairs = Pairs(worker, np.concatenate([pairs.posting for pairs in blocks]))
    return best(pairs, scorer.score(market, pairs), count)


def _best_of(market: Market, scorer: Scorer, workers: IntArray, terms: tuple[int, date]) -> Listed:
    count, today = terms
    postings = np.arange(len(market.postings), dtype=np.int64)
    pairs = Pairs(np.repeat(workers, len(postings)), np.tile(postings, len(workers)))
    allowed = judge(market, pairs, today).allowed
    pairs = Pairs(pairs.worker[allowed], pairs.posting[allowed])
    score = scorer.score(market, pairs)
    return best(pairs, score, count)


def best(pairs: Pairs, score: FloatArray, count: int) -> Listed:
    """The best ``count`` pairs of each worker, best first."""
    order = np.lexsort((pairs.posting, -score, pairs.worker))
    worker = pairs.worker[order]
    first = np.flatnonzero(np.concatenate([[True], worker[1:] != worker[:-1]])) if len(worker) else order
    rank = np.arange(len(worker)) - np.repeat(first, np.diff(np.append(first, len(worker))))
    kept = order[rank < count]
    return pairs.worker[kept], pairs.posting[kept], score[kept]
