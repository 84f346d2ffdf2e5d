"""Who may go where, for whole rows of a large market: a few look-ups a worker instead of twenty rules a pair."""

from __future__ import annotations

from datetime import date
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from labor.arrays import BoolArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from policy.eligibility.hard_rule import Columns, HardRule
from policy.eligibility.judging import RULES

_PAIRS_AT_ONCE: Final = 1 << 20
_WORD_BITS: Final = 64
_MOST_MARKED: Final = 1 << 21
_MOST_KINDS: Final = (
    4096  # of workers, where the bits of several rules are joined: few look-ups, still near the processor
)
Table: TypeAlias = tuple[IntArray, NDArray[np.uint64]]  # the kind of each worker, and the postings open to each kind


class AllowedRows:
    """The rules that speak of kinds over every pair of a market, kept as bits by kind of worker.

    Allowed here is not yet allowed: rules of single pairs are left to ``judge``, which is asked about the pairs that
    are handed over.
    """

    def __init__(self, market: Market, today: date, *, order: IntArray | None = None) -> None:
        """``order`` is the order the postings should stand in (default: the market's)."""
        self.market, self.today = market, today
        in_force = [rule for rule in RULES if not rule.of_single_pairs and rule.on(today)]
        order = np.arange(len(market.postings), dtype=np.int64) if order is None else order
        self.postings: IntArray = order[self._open(in_force)[order]]
        """Positions of the postings anybody can go to: the columns of every row."""
        self._tables = _joined([self._table(rule) for rule in in_force if rule.of_worker is not None])

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
                if rule.of_worker is None:
                    still &= rule.allows(self.market, pairs, self.today)
        return still

    def _table(self, rule: HardRule) -> Table:
        """Which kind of worker each is to this rule, and the postings open to each kind as bits."""
        assert rule.of_worker is not None
        worker, kind = kinds_of(rule.of_worker(self.market, self.today), len(self.market.workers))
        columns = rule.of_posting(self.market, self.today) if rule.of_posting else ()
        posting, column = kinds_of(tuple(column[self.postings] for column in columns), len(self.postings))
        bits = np.zeros((len(worker), _words(len(self.postings))), dtype=np.uint64)
        rows = max(1, _PAIRS_AT_ONCE // max(len(self.postings), 1))
        for begin in range(0, len(worker), rows):
            some = worker[begin : begin + rows]
            pairs = Pairs(np.repeat(some, len(posting)), np.tile(self.postings[posting], len(some)))
            allowed = rule.allows(self.market, pairs, self.today).reshape(len(some), len(posting))
            packed = np.packbits(allowed[:, column], axis=1)
            bits.view(np.uint8)[begin : begin + rows, : packed.shape[1]] = packed
        return kind, bits


def _joined(tables: list[Table]) -> list[Table]:
    """The same bits in fewer tables: those of few kinds become one, as long as it keeps to few kinds itself."""
    joined: list[Table] = []
    for kind, bits in sorted(tables, key=lambda one: len(one[1])):
        if joined:
            worker, both = kinds_of((joined[-1][0], kind), len(kind))
            if len(worker) <= _MOST_KINDS:
                joined[-1] = both, joined[-1][1][joined[-1][0][worker]] & bits[kind[worker]]
                continue
        joined.append((kind, bits))
    return joined


def kinds_of(columns: Columns, count: int) -> tuple[IntArray, IntArray]:
    """Position of the first row of each distinct combination, and which one each row is."""
    code: IntArray = np.zeros(count, dtype=np.int64)
    for column in columns:
        value = _dense(column)
        code = _dense(code * (int(value.max(initial=0)) + 1) + value)
    first = np.zeros(int(code.max(initial=-1)) + 1, dtype=np.int64)
    first[code[::-1]] = np.arange(count - 1, -1, -1)  # the last written is the first row
    return first, code


def _dense(column: NDArray[np.generic]) -> IntArray:
    """The place of each value among the distinct ones; whole numbers of a small range are marked, not sorted."""
    if column.dtype.kind in "biu" and len(column):
        low = int(column.min())
        width = int(column.max()) - low + 1
        if width <= _MOST_MARKED:
            at = column.astype(np.int64) - low
            seen = np.zeros(width, dtype=np.bool_)
            seen[at] = True
            place: IntArray = (np.cumsum(seen) - 1)[at]
            return place
    sorted_place: IntArray = np.unique(column, return_inverse=True)[1]
    return sorted_place


def _words(columns: int) -> int:
    return -(-columns // _WORD_BITS)
