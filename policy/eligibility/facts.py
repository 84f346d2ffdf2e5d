"""What the hard rules look up, worked out once for a market and a day so that judging a pair is a few gathers."""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.market import Market
from labor.people import NO, YES
from labor.regions import great_circle_km
from policy.eligibility.day_numbers import FAR_PAST, DayNumbers, day_number, day_numbers
from policy.eligibility.pair_sets import PairSet
from policy.eligibility.places import Counties


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
