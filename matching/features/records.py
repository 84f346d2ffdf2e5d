"""Earlier spells of work, counted as they were known on any day."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from labor.arrays import FloatArray, IntArray
from labor.market import Spells

STAYED_DAYS = 30
QUARTER_DAYS = 90
_DAYS_KEPT = 4  # the day looked at, the day before everything, two years back
_LARGEST_TABLE = 1 << 24  # keys answered by one table; beyond, by search
_DAYS = 1 << 17  # room for days since 1970-01-01 beside a key in one whole number


class Records:
    """Spells grouped by a key and sorted by the day they were known, so that "until that day" is one look-up.

    What came later was not known then: no leak from the future.
    """

    def __init__(self, key: IntArray, spells: Spells, known: IntArray) -> None:
        there = ~np.isnat(spells.ended)
        days = spells.days[there]
        moment = key[there].astype(np.int64) * _DAYS + known[there]
        order = np.argsort(moment, kind="stable")
        self._moment = moment[order]
        self._days: dict[int, NDArray[np.int32]] = {}
        self._stayed = np.concatenate([[0], np.cumsum(days[order] >= STAYED_DAYS)])
        # Days beyond a quarter say little more about whether people stay.
        self._quarters = np.concatenate([[0.0], np.cumsum(np.minimum(days[order], QUARTER_DAYS) / QUARTER_DAYS)])

    @classmethod
    def when_ended(cls, key: IntArray, spells: Spells) -> Records:
        """Known from the day a spell ended: who has been where."""
        return cls(key, spells, _numbers(spells))

    @classmethod
    def when_judged(cls, key: IntArray, spells: Spells) -> Records:
        """Known a quarter after a spell began, however long it lasted.

        Short spells end first: counting spells as they end would make every house look bad at first.
        """
        return cls(key, spells, _numbers(spells) - spells.days + QUARTER_DAYS)

    @cached_property
    def _bounds(self) -> tuple[IntArray, IntArray]:
        """First position of every key up to the largest, and of the one after."""
        keys = self._moment // _DAYS
        edges = np.searchsorted(keys, np.arange(int(keys.max(initial=-1)) + 2))
        return edges[:-1].astype(np.int64), edges[1:].astype(np.int64)

    def _until_day(self, day: int) -> NDArray[np.int32]:
        """For every key, how many of all spells stand before the first one known after ``day``."""
        if day not in self._days:
            first, _ = self._bounds
            asked = np.arange(len(first), dtype=np.int64) * _DAYS + day
            while len(self._days) >= _DAYS_KEPT:
                self._days.pop(next(iter(self._days)))
            self._days[day] = np.searchsorted(self._moment, asked, side="right").astype(np.int32)
        return self._days[day]

    def _until(self, key: IntArray, on: IntArray) -> IntArray:
        if not len(self._moment):
            return np.zeros(len(key), dtype=np.int64)
        days = np.asarray(on)
        if days.strides == (0,) and len(days) and len(self._bounds[0]) <= _LARGEST_TABLE:
            # All pairs ask about one day: one table by key answers them all; unheard-of keys have no spells.
            table = self._until_day(int(days[0]))
            known = np.minimum(key, len(table) - 1)
            return np.where(key < len(table), table[known], len(self._moment)).astype(np.int64)
        asked = key.astype(np.int64) * _DAYS + days
        distinct, back = np.unique(asked, return_inverse=True)
        found = np.asarray(np.searchsorted(self._moment, distinct, side="right"), dtype=np.int64)
        return np.asarray(found[back])

    def _since(self, key: IntArray, since: IntArray | int) -> IntArray:
        return self._until(key, np.broadcast_to(np.asarray(since, dtype=np.int64), key.shape))

    def spells(self, key: IntArray, on: IntArray, within_days: int | None = None) -> FloatArray:
        """How many spells had ended by ``on`` (and not longer ago than ``within_days``)."""
        ends, begins = self._span(key, on, within_days)
        return (ends - begins).astype(np.float64)

    def stayed(self, key: IntArray, on: IntArray, within_days: int | None = None) -> FloatArray:
        """How many of them lasted thirty days or more."""
        ends, begins = self._span(key, on, within_days)
        return np.asarray(self._stayed[ends] - self._stayed[begins], dtype=np.float64)

    def quarters(self, key: IntArray, on: IntArray) -> FloatArray:
        """Their length in quarters of a year, each counted up to one."""
        ends, begins = self._span(key, on, None)
        return np.asarray(self._quarters[ends] - self._quarters[begins])

    def _span(self, key: IntArray, on: IntArray, within_days: int | None) -> tuple[IntArray, IntArray]:
        ends = self._until(key, on)
        if within_days is None:
            return ends, self._since(key, 0)
        if on.strides == (0,) and len(on):
            return ends, self._since(key, int(on[0]) - within_days - 1)
        return ends, self._since(key, on - within_days - 1)


def _numbers(spells: Spells) -> IntArray:
    return spells.ended.astype("datetime64[D]").astype(np.int64)
