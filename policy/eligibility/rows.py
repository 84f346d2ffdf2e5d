"""Who may go where, for whole rows of a large market: a few look-ups a worker instead of twenty rules a pair."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from labor.arrays import BoolArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from policy.eligibility.judging import RULES, HardRule
from policy.eligibility.reads import READS, Columns
from policy.rulebook import rule_on

_PAIRS_AT_ONCE: Final = 1 << 20
_WORD_BITS: Final = 64


class AllowedRows:
    """The rules of READS over every pair of a market, kept as bits by kind of worker.

    Allowed here is not yet allowed: rules of single pairs are left to ``judge``, which is asked about the pairs that
    are handed over.
    """

    def __init__(self, market: Market, today: date, *, order: IntArray | None = None) -> None:
        """``order`` is the order the postings should stand in (default: the market's)."""
        self.market, self.today = market, today
        in_force = [rule for rule in RULES if rule.__name__ in READS and rule_on(rule.__name__, today)]
        order = np.arange(len(market.postings), dtype=np.int64) if order is None else order
        self.postings: IntArray = order[self._open(in_force)[order]]
        """Positions of the postings anybody can go to: the columns of every row."""
        self._tables = [self._table(rule) for rule in in_force if READS[rule.__name__].of_worker is not None]

    def of(self, workers: IntArray) -> BoolArray:
        """Workers x ``postings``."""
        words = np.full((len(workers), _words(len(self.postings))), ~np.uint64(0))
        for kind, bits in self._tables:
            words &= bits[kind[workers]]
        free: BoolArray = np.unpackbits(words.view(np.uint8), axis=1, count=len(self.postings)).view(np.bool_)
        return free

    def _open(self, rules: list[HardRule]) -> BoolArray:
        """Postings no rule shuts for everybody."""
        still = np.ones(len(self.market.postings), dtype=np.bool_)
        everything = np.arange(len(still), dtype=np.int64)
        if len(self.market.workers):
            pairs = Pairs(np.zeros(len(still), dtype=np.int64), everything)
            for rule in rules:
                if READS[rule.__name__].of_worker is None:
                    still &= rule(self.market, pairs, self.today)
        return still

    def _table(self, rule: HardRule) -> tuple[IntArray, NDArray[np.uint64]]:
        """Which kind of worker each is to this rule, and the postings open to each kind as bits."""
        reads = READS[rule.__name__]
        assert reads.of_worker is not None
        worker, kind = kinds_of(reads.of_worker(self.market, self.today), len(self.market.workers))
        columns = reads.of_posting(self.market, self.today) if reads.of_posting else ()
        posting, column = kinds_of(tuple(column[self.postings] for column in columns), len(self.postings))
        bits = np.zeros((len(worker), _words(len(self.postings))), dtype=np.uint64)
        rows = max(1, _PAIRS_AT_ONCE // max(len(self.postings), 1))
        for begin in range(0, len(worker), rows):
            some = worker[begin : begin + rows]
            pairs = Pairs(np.repeat(some, len(posting)), np.tile(self.postings[posting], len(some)))
            allowed = rule(self.market, pairs, self.today).reshape(len(some), len(posting))
            packed = np.packbits(allowed[:, column], axis=1)
            bits.view(np.uint8)[begin : begin + rows, : packed.shape[1]] = packed
        return kind, bits


def kinds_of(columns: Columns, count: int) -> tuple[IntArray, IntArray]:
    """Position of the first row of each distinct combination, and which one each row is."""
    code: IntArray = np.zeros(count, dtype=np.int64)
    first: IntArray = np.zeros(min(count, 1), dtype=np.int64)
    for column in columns:
        _, value = np.unique(column, return_inverse=True)
        width = int(value.max(initial=0)) + 1
        _, first, code = np.unique(code * width + value, return_index=True, return_inverse=True)
    return first, code


def _words(columns: int) -> int:
    return -(-columns // _WORD_BITS)
