"""Earlier spells of work, counted as they were known on any day."""

from __future__ import annotations

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.people import Spells

STAYED_DAYS = 30
QUARTER_DAYS = 90
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

    def _until(self, key: IntArray, on: IntArray) -> IntArray:
        if not len(self._moment):
            return np.zeros(len(key), dtype=np.int64)
        # Many pairs ask about one key: answer each distinct question once.
        asked = key.astype(np.int64) * _DAYS + on
        distinct, back = np.unique(asked, return_inverse=True)
        return np.asarray(np.asarray(np.searchsorted(self._moment, distinct, side="right"))[back], dtype=np.int64)

    def _since(self, key: IntArray, since: IntArray | int) -> IntArray:
        return self._until(key, np.broadcast_to(np.asarray(since), key.shape))

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
        return ends, self._since(key, np.asarray(on) - within_days - 1)


def _numbers(spells: Spells) -> IntArray:
    return spells.ended.astype("datetime64[D]").astype(np.int64)
