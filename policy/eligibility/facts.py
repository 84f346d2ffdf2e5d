"""What every hard rule is written with: days as numbers, counties, sets of pairs, and where a mask leaves it to judge.

A market's facts are worked out once for a day, so that judging a pair is a few gathers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import cached_property, lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from labor.arrays import BoolArray, DayArray, FloatArray, IntArray, Ragged
from labor.candidates import Pairs
from labor.days import NO_END
from labor.market import NO, YES, Market
from labor.regions import Regions, great_circle_km

DayNumbers: TypeAlias = NDArray[np.int32]  # days since 1970-01-01
FAR_PAST = np.int32(-(2**30))
FAR_FUTURE = np.int32(2**30)
ENDLESS = np.datetime64(NO_END, "D")  # a paper that says 长期 instead of a last day
Check: TypeAlias = Callable[[IntArray, IntArray], BoolArray]


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return int(np.datetime64(day, "D").astype(np.int64))


def day_numbers(days: DayArray, missing: np.int32) -> DayNumbers:
    """Days since 1970-01-01, ``missing`` where a day is NaT."""
    numbers = days.astype("datetime64[D]").astype(np.int64)
    return np.where(np.isnat(days), missing, numbers).astype(np.int32)


def day_of_age(birth: DayArray, years: IntArray | int, missing: np.int32) -> DayNumbers:
    """The day each person completes this many years; a leap-day child does so on 1 March in common years."""
    months = birth.astype("datetime64[M]")
    into_month = birth.astype("datetime64[D]") - months.astype("datetime64[D]")
    shifted = months + np.asarray(years, dtype="timedelta64[Y]").astype("timedelta64[M]")
    return day_numbers(shifted.astype("datetime64[D]") + into_month, missing)


class PairSet:
    """A set of pairs that answers for whole arrays at once."""

    def __init__(self, worker: IntArray, posting: IntArray, workers: int, postings: int) -> None:
        self._postings = max(postings, 1)
        self._keys = np.unique(worker.astype(np.int64) * self._postings + posting)
        self.worker_mask = np.zeros(workers, dtype=np.bool_)
        self.worker_mask[worker] = True

    def holds(self, worker: IntArray, posting: IntArray) -> BoolArray:
        """Which of these pairs are in the set."""
        if not len(self._keys):
            return np.zeros(len(worker), dtype=np.bool_)
        keys = worker.astype(np.int64) * self._postings + posting
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        found: BoolArray = self._keys[at] == keys
        return found


class Counties:
    """Distinct counties of one side and the position of each row's county among them, retired codes resolved."""

    def __init__(self, counties: IntArray, regions: Regions) -> None:
        raw, inverse = np.unique(counties, return_inverse=True)
        resolved = np.array([current_code(regions, int(code)) for code in raw], dtype=np.int64)
        self.codes, again = np.unique(resolved, return_inverse=True)
        self.at: NDArray[np.int32] = again[inverse].astype(np.int32)
        points = [_point(regions, int(code)) for code in self.codes]
        self.points: FloatArray = np.array(points, dtype=np.float64).reshape(-1, 2)


def current_code(regions: Regions, code: int) -> int:
    """Today's code, the code itself where the table does not hold it."""
    return regions.current(code) if code in regions else code


def _point(regions: Regions, code: int) -> tuple[float, float]:
    """Longitude and latitude of the seat, of the prefecture's or province's where the county has none."""
    for step in (code, code // 100 * 100, code // 10000 * 10000):
        if step in regions:
            at = regions.position(step)
            if np.isfinite(regions.longitude[at]) and np.isfinite(regions.latitude[at]):
                return float(regions.longitude[at]), float(regions.latitude[at])
    return float("nan"), float("nan")


def names_any(rows: Ragged, wanted: Collection[str]) -> BoolArray:
    """Which rows hold at least one of the wanted codes."""
    held = np.zeros(len(rows), dtype=np.bool_)
    if wanted and len(rows.items):
        held[rows.owners[np.isin(rows.items, sorted(wanted))]] = True
    return held


def where_posting(mask: BoolArray, pairs: Pairs, check: Check) -> BoolArray:
    """Allowed everywhere but where the posting is masked: there ``check`` decides."""
    return _where(mask, pairs.posting, pairs, check)


def where_worker(mask: BoolArray, pairs: Pairs, check: Check) -> BoolArray:
    """Allowed everywhere but where the worker is masked: there ``check`` decides."""
    return _where(mask, pairs.worker, pairs, check)


def _where(mask: BoolArray, side: IntArray, pairs: Pairs, check: Check) -> BoolArray:
    allowed = np.ones(len(pairs), dtype=np.bool_)
    if mask.any():
        at = np.flatnonzero(mask[side])
        allowed[at] = check(pairs.worker[at], pairs.posting[at])
    return allowed


class Facts:
    """Look-ups for one market and day; each is built when a rule first asks for it."""

    def __init__(self, market: Market, today: date) -> None:
        self.market = market
        self.today = today
        self.today_number = day_number(today)

    @cached_property
    def start(self) -> DayNumbers:
        """First day of work of each posting: never before today."""
        return np.maximum(day_numbers(self.market.postings.start_from, FAR_PAST), np.int32(self.today_number))

    @cached_property
    def last_start(self) -> DayNumbers:
        """Last day a worker may begin, the first day where none is given."""
        by = day_numbers(self.market.postings.start_by, FAR_PAST)
        return np.maximum(by, self.start)

    @cached_property
    def homes(self) -> Counties:
        """The workers' home counties."""
        return Counties(self.market.workers.county, self.market.regions)

    @cached_property
    def sites(self) -> Counties:
        """The postings' counties."""
        return Counties(self.market.postings.county, self.market.regions)

    @cached_property
    def straight_km(self) -> FloatArray:
        """Straight line between county seats, homes x sites; 0 in the same county, NaN where a point is missing."""
        home, site = self.homes.points, self.sites.points
        km = great_circle_km(home[:, None, 0], home[:, None, 1], site[None, :, 0], site[None, :, 1])
        return np.where(self.homes.codes[:, None] == self.sites.codes[None, :], 0.0, km)

    @cached_property
    def said_no(self) -> PairSet:
        """Offers declined on their present terms."""
        return self._replied(NO)

    @cached_property
    def said_yes(self) -> PairSet:
        """Offers accepted on their present terms."""
        return self._replied(YES)

    @cached_property
    def unfit(self) -> PairSet:
        """Pairs a health check ruled out."""
        health = self.market.health
        return self._set(health.worker[health.fit == 0], health.posting[health.fit == 0])

    @cached_property
    def checked(self) -> PairSet:
        """Pairs with a health check on record, fit or not."""
        return self._set(self.market.health.worker, self.market.health.posting)

    def _replied(self, answer: int) -> PairSet:
        replies = self.market.replies
        return self._set(replies.worker[replies.reply == answer], replies.posting[replies.reply == answer])

    def _set(self, worker: IntArray, posting: IntArray) -> PairSet:
        return PairSet(worker, posting, len(self.market.workers), len(self.market.postings))


# A Market is compared by identity and never changes, so what is worked out for one is kept for the last two.
per_market = lru_cache(maxsize=2)


@per_market
def facts(market: Market, today: date) -> Facts:
    """The look-ups of a market on a day."""
    return Facts(market, today)


def within_starts(days: DayNumbers, market: Market, today: date) -> DayNumbers:
    """The same days, those before the first start made one and those after the last start another."""
    look_up = facts(market, today)
    low, high = int(look_up.start.min(initial=0)) - 1, int(look_up.last_start.max(initial=0)) + 1
    return np.clip(days, low, high)
