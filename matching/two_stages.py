"""The shortlist of a large market: quick sums in rows, the rules as bits, then the model itself on what passed."""

from __future__ import annotations

from datetime import date
from typing import Final, TypeAlias

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from matching.additive import Additive
from matching.first_stage import in_blocks, promising
from matching.kind_tables import Floats, KindTables
from policy import AllowedRows, judge

Listed: TypeAlias = tuple[IntArray, IntArray, FloatArray]

PASS: Final = 4  # times as many as are asked for pass the first stage
SPARE: Final = 4  # listed beyond what is asked for: a rule of single pairs may still strike some


class TwoStages:
    """A market and a model made ready: ``first`` and ``second`` look at a block of workers."""

    def __init__(self, market: Market, model: Additive, today: date) -> None:
        self.market, self.today = market, today
        order = np.lexsort((market.postings.county, market.postings.employer))
        self.allowed = AllowedRows(market, today, order=order)
        self.postings = self.allowed.postings
        self.tables = KindTables(market, model, today, self.postings)

    def first(self, workers: IntArray, count: int) -> tuple[IntArray, IntArray]:
        """Positions in ``workers`` and in ``postings`` of about ``count`` promising pairs a worker."""
        near = self.tables.quick(workers, self.tables.rows(workers))
        return promising(near, self.allowed.of(workers), count)

    def second(self, workers: IntArray, at: tuple[IntArray, IntArray], count: int) -> Listed:
        """The best ``count`` a worker by the model itself, best first; workers by market position."""
        row, column = at
        score = self.tables.scores(workers, self.tables.rows(workers), at)
        posting = self.postings[column]
        kept = _best_rows(row, score, len(workers), count)
        row, posting, score = row[kept], posting[kept], score[kept]
        order = np.lexsort((posting, -score, row))
        return workers[row[order]], posting[order], score[order].astype(np.float64)

    def listed(self, workers: IntArray, count: int) -> Listed:
        """Both stages for a block of workers; what breaks a rule of single pairs is struck out."""
        worker, posting, score = self.second(workers, self.first(workers, PASS * count), count + SPARE)
        free = judge(self.market, Pairs(worker, posting), self.today).allowed
        worker, posting, score = worker[free], posting[free], score[free]
        kept = _place(worker) < count
        return worker[kept], posting[kept], score[kept]

    def all_listed(self, count: int, *, threads: int = 2) -> Listed:
        """Every worker's list, workers in order."""
        everybody = np.arange(len(self.market.workers), dtype=np.int64)
        parts = list(in_blocks(everybody, lambda workers: self.listed(workers, count), threads=threads))
        worker, posting, score = (np.concatenate(column) for column in zip(*parts, strict=True))
        return worker, posting, score


def _best_rows(row: IntArray, score: Floats, rows: int, count: int) -> IntArray:
    """Positions of what reaches the ``count``-th best score of its row; ties all stay."""
    size = np.bincount(row, minlength=rows)
    wide = int(size.max(initial=0))
    if wide <= count:
        return np.arange(len(row))
    table = np.full((rows, wide), -np.inf, dtype=score.dtype)
    table[row, _place(row)] = score
    least = np.partition(table, wide - count, axis=1)[:, wide - count]
    return np.flatnonzero(score >= least[row])


def _place(owner: IntArray) -> IntArray:
    """Place of each entry within its owner's run."""
    if not len(owner):
        return np.zeros(0, dtype=np.int64)
    first = np.flatnonzero(np.concatenate([[True], owner[1:] != owner[:-1]]))
    return np.arange(len(owner)) - np.repeat(first, np.diff(np.append(first, len(owner))))
