"""Options for everyone, bounded by openings: not a thousand people after ten seats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.candidates import Candidates
from labor.errors import BadInput
from labor.market import Market
from matching.metrics import gini
from matching.worth import Worth, surplus_fen

ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Bounds:
    """``options`` a worker; a posting is shown to at most ``per_opening`` people an opening (at least ``options``)."""

    options: int = 3
    per_opening: float = 4.0

    def __post_init__(self) -> None:
        if self.options < 1 or self.per_opening <= 0:
            raise BadInput("options is at least 1 and per_opening above 0")


@dataclass(frozen=True, slots=True)
class Spread:
    """How a set of recommendations falls on postings."""

    workers_with_all: int  # have as many options as asked for
    workers_with_some: int
    postings_shown: int
    gini: float  # of people shown per opening
    most_per_opening: float
    over_the_bound: int  # postings shown to more people than the bound
    mean_surplus_fen: float


@dataclass(frozen=True, slots=True, eq=False)
class RecommendedPairs:
    """The pairs recommended, and how they spread before the bound and after."""

    chosen: Candidates
    before: Spread
    after: Spread


def options_for_all(
    market: Market, candidates: Candidates, *, bounds: Bounds | None = None, worth: Worth | None = None
) -> RecommendedPairs:
    """Each worker's options by expected surplus, with prices on crowded postings.

    A posting shown to more people than its bound gets dearer until few enough choose it (an auction with a shrinking
    step); what then still stands over the bound is cut, least surplus first, and who lost an option takes their next
    best with room, or, where none has room, the least crowded one: everyone keeps what options exist.
    """
    bounds = bounds or Bounds()
    order = np.lexsort((candidates.posting, candidates.worker))
    worker, posting, score = candidates.worker[order], candidates.posting[order], candidates.score[order]
    listed = Candidates(worker, posting, score)
    surplus = surplus_fen(market, listed.pairs, score, worth)
    room = np.maximum(np.ceil(market.postings.openings * bounds.per_opening), bounds.options)
    free = _best(worker, surplus, bounds.options)
    price = _prices(listed, surplus, room, bounds)
    chosen = _within_room(listed, surplus - price[posting], room, bounds)
    return RecommendedPairs(
        Candidates(worker[chosen], posting[chosen], score[chosen]),
        _spread(market, listed, surplus, free, (room, bounds)),
        _spread(market, listed, surplus, chosen, (room, bounds)),
    )


def _best(worker: IntArray, value: FloatArray, count: int) -> IntArray:
    """Positions of each worker's best ``count``, best first."""
    order = np.lexsort((-value, worker))
    return order[_place(worker[order]) < count]


def _place(owner: IntArray) -> IntArray:
    """Place of each entry within its owner's run."""
    if not len(owner):
        return np.zeros(0, dtype=np.int64)
    first = np.flatnonzero(np.concatenate([[True], owner[1:] != owner[:-1]]))
    return np.arange(len(owner)) - np.repeat(first, np.diff(np.append(first, len(owner))))


def _prices(listed: Candidates, surplus: FloatArray, room: FloatArray, bounds: Bounds) -> FloatArray:
    price = np.zeros(len(room))
    step = float(np.median(surplus)) * 0.5 if len(surplus) else 0.0
    for turn in range(ROUNDS):
        chosen = _best(listed.worker, surplus - price[listed.posting], bounds.options)
        asked = np.bincount(listed.posting[chosen], minlength=len(room))
        excess = np.clip((asked - room) / room, -0.5, 1.0)
        if np.all(asked <= room):
            break
        price = np.maximum(price + step * excess / (1 + turn / 10), 0.0)
    return price


def _within_room(listed: Candidates, net: FloatArray, room: FloatArray, bounds: Bounds) -> IntArray:
    """Take pairs best first while both sides have room; then fill up who is short with the least crowded."""
    best = np.lexsort((listed.posting, listed.worker, -net))
    had = np.zeros(int(listed.worker.max(initial=-1)) + 1, dtype=np.int64)
    left = room.copy()
    taken = np.zeros(len(listed), dtype=np.bool_)
    for at in best.tolist():
        worker, posting = listed.worker[at], listed.posting[at]
        if had[worker] < bounds.options and left[posting] >= 1:
            taken[at] = True
            had[worker] += 1
            left[posting] -= 1
    short = np.flatnonzero(~taken & (had[listed.worker] < bounds.options))
    crowd = 1 - left[listed.posting[short]] / room[listed.posting[short]]
    for at in short[np.lexsort((listed.worker[short], crowd))].tolist():
        if had[listed.worker[at]] < bounds.options:
            taken[at] = True
            had[listed.worker[at]] += 1
    return np.flatnonzero(taken)


def _spread(
    market: Market, listed: Candidates, surplus: FloatArray, chosen: IntArray, terms: tuple[FloatArray, Bounds]
) -> Spread:
    room, bounds = terms
    shown = np.bincount(listed.posting[chosen], minlength=len(room)).astype(np.float64)
    options = np.bincount(listed.worker[chosen])
    openings = np.maximum(market.postings.openings, 1)
    return Spread(
        workers_with_all=int(np.sum(options >= bounds.options)),
        workers_with_some=int(np.sum(options > 0)),
        postings_shown=int(np.sum(shown > 0)),
        gini=gini(shown / openings),
        most_per_opening=float((shown / openings).max(initial=0.0)),
        over_the_bound=int(np.sum(shown > room)),
        mean_surplus_fen=float(surplus[chosen].mean()) if len(chosen) else 0.0,
    )
