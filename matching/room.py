"""Whether a posting still has room for one more person on whose page it would stand: its openings bound who sees it."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from matching.chances import StageScorer
from matching.congestion import Bounds
from matching.features import NAMES, read
from policy import judge

MOST_ASKED: Final = 4000  # people looked at for a posting; of more, evenly spread ones stand for the rest


def crowding(
    market: Market, scorer: StageScorer, worker: int, offered: tuple[IntArray, FloatArray], today: date
) -> FloatArray:
    """Of each posting, how many people it would suit better than this worker, for each place on the lists it has.

    ``offered`` is postings and this worker's scores there. Below 1 the worker is among those it may be shown to
    (as many an opening as on the lists of everybody: matching.congestion).
    """
    people = len(market.workers)
    asked = np.arange(people) if people <= MOST_ASKED else np.linspace(0, people - 1, MOST_ASKED).astype(np.int64)
    asked = asked[asked != worker]
    bounds = Bounds()
    found = np.zeros(len(offered[0]))
    for at, (posting, mine) in enumerate(zip(*(column.tolist() for column in offered), strict=True)):
        pairs = Pairs(asked, np.full(len(asked), posting, dtype=np.int64))
        free = judge(market, pairs, today).allowed
        score = scorer.chances(market, Pairs(asked[free], pairs.posting[free]), today).at_work_after_30
        better = np.count_nonzero(score > mine) * people / max(len(asked) + 1, 1)
        found[at] = better / max(market.postings.openings[posting] * bounds.per_opening, bounds.options)
    return found


def is_own_trade(market: Market, worker: int, posting: IntArray, today: date) -> np.ndarray:
    """Whether each posting is of the very trade the worker names."""
    pairs = Pairs(np.full(len(posting), worker, dtype=np.int64), posting)
    return np.asarray(read(market, pairs, today)[:, NAMES.index("trade_match")] == 1.0)
