"""The pairs worth considering: each worker's best allowed postings, in blocks, never the full matrix."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.candidates import Candidates, Pairs, Scorer
from labor.market import Market
from matching.additive import Additive
from matching.two_stages import Listed, TwoStages
from policy import judge

PAIRS_A_BLOCK = 1 << 18
EXHAUSTIVE_PAIRS = 20_000_000  # some ten seconds; a county is far below


def shortlist(
    market: Market, scorer: Scorer, *, postings_per_worker: int = 50, today: date | None = None
) -> Candidates:
    """Each worker's best allowed postings by score, best first, workers in order; ties go to the earlier posting.

    ``today`` is the day the hard rules are judged on (default: the window's first). Up to EXHAUSTIVE_PAIRS pairs every
    allowed one is scored; larger markets go through a first stage, whose recall docs/scoring.md states. A scorer that
    is no additive model is asked about every allowed pair however many there are.
    """
    today = today or market.window.first
    model = getattr(scorer, "model", None)
    if len(market.workers) * len(market.postings) > EXHAUSTIVE_PAIRS and isinstance(model, Additive):
        kept = [TwoStages(market, model, today).all_listed(postings_per_worker)]
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
