"""Three postings for one person while others decide too: chance times worth, each a real option, room counted.

Only a yes holds a place. Whoever was shown a posting and has not answered counts as the part of a person that will
say yes; a posting is shown while that leaves room. Nobody goes without a real option for want of room on the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from matching.chances import StageScorer
from matching.distance_scorer import road_km
from matching.recommendation import OPTIONS, different
from matching.worth import surplus_fen
from policy import judge

REAL: Final = 0.08  # a lesser chance of being at work after thirty days is told as such, not as an option

WORTH_ANOTHER: Final = 0.5  # another employer stands before a second posting of the same, down to half its value


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """The allowed postings of one person: positions in the market, chances, and what order they stand in."""

    posting: IntArray
    chance: FloatArray  # at work after thirty days
    accepts: FloatArray
    value: FloatArray  # chance times worth, or nearness for who wants no ranking by their own data

    def without(self, postings: IntArray) -> Looked:
        """The same without some positions of postings."""
        left = ~np.isin(self.posting, postings)
        return Looked(self.posting[left], self.chance[left], self.accepts[left], self.value[left])


@dataclass(frozen=True, slots=True, eq=False)
class PlacesLeft:
    """By position of posting: places no yes holds, and how many yeses are to be expected of who is deciding."""

    free: IntArray
    expected: FloatArray

    def room(self, posting: IntArray) -> FloatArray:
        """Places that will still be free once those deciding have decided."""
        return np.asarray(self.free[posting] - self.expected[posting])


@dataclass(frozen=True, slots=True)
class Chosen:
    """Positions of postings, best first; ``real`` is False where none of them has a fair chance."""

    postings: tuple[int, ...]
    real: bool


def look(
    market: Market, scorer: StageScorer, worker: int, *, by_distance: bool = False, today: date | None = None
) -> Looked:
    """What law and wishes allow one worker, with chances and value."""
    today = today or market.window.first
    everything = np.arange(len(market.postings), dtype=np.int64)
    pairs = Pairs(np.full(len(everything), worker, dtype=np.int64), everything)
    allowed = judge(market, pairs, today).allowed
    pairs = Pairs(pairs.worker[allowed], pairs.posting[allowed])
    chances = scorer.chances(market, pairs, today)
    score = chances.at_work_after_30
    if by_distance:
        km = road_km(market, pairs)
        value = 1.0 / (1.0 + np.where(np.isnan(km), 1e6, km))
    else:
        value = surplus_fen(market, pairs, score) + score  # where no pay is known the chance alone decides
    return Looked(pairs.posting, score, np.asarray(chances.accept), np.asarray(value))


def choose(
    market: Market,
    looked: Looked,
    crowd: PlacesLeft,
    *,
    kept: tuple[int, ...] = (),
    passed: frozenset[int] = frozenset(),
) -> Chosen:
    """Up to three that differ, those ``kept`` first; what was ``passed`` over comes again only where nothing else is.

    A person for whom nothing is allowed, or nothing free, gets none.
    """
    mine = (crowd.free[looked.posting] > 0) & ~np.isin(looked.posting, np.array(kept, dtype=np.int64))
    fair, room = looked.chance >= REAL, crowd.room(looked.posting) > 0
    seen = np.isin(looked.posting, np.array(sorted(passed), dtype=np.int64))
    for tier in (mine & fair & room & ~seen, mine & fair & room, mine & fair & ~seen, mine & fair):
        taken = _different(market, looked, np.flatnonzero(tier), kept)
        if taken or kept:
            return Chosen((*kept, *taken), real=True)
    return Chosen(_different(market, looked, np.flatnonzero(mine), ()), real=False)


def _different(market: Market, looked: Looked, pool: IntArray, kept: tuple[int, ...]) -> tuple[int, ...]:
    """Positions of postings: the best of the pool that differ from one another and from those kept."""
    taken = list(kept)
    employer = market.postings.employer
    while len(taken) < OPTIONS and len(pool):
        beside = np.array(taken, dtype=np.int64)
        others = pool[~np.isin(employer[looked.posting[pool]], employer[beside])]
        value = looked.value
        best = others if len(others) and value[others].max() >= WORTH_ANOTHER * value[pool].max() else pool
        at = best[different(market, looked.posting[best], value[best], 1, beside=beside)[0]]
        taken.append(int(looked.posting[at]))
        pool = pool[pool != at]
    return tuple(taken[len(kept) :])


def expected_yeses(accepts: FloatArray) -> FloatArray:
    """Of one person who is shown these at once and says at most one yes: the chance of it falling on each."""
    total = float(accepts.sum())
    any_yes = 1.0 - float(np.prod(1.0 - accepts))
    return np.asarray(accepts * (any_yes / total if total > 0 else 0.0))
