"""Trades of workers against occupations of postings, as tables over distinct kinds of either."""

from __future__ import annotations

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.market import Market
from matching.occupations import codes_in, nearness
from matching.work_words import kinship

LONG_YEARS = 20.0


class TradeTables:
    """Tables worker kind x occupation: how near the best trade lies, and how long it was worked at.

    A worker without registered trades is read by their own words; who says nothing stays NaN (unknown, not unfit).
    """

    def __init__(self, market: Market) -> None:
        self.occupations, self.posting_at = np.unique(market.postings.occupation, return_inverse=True)
        kinds, self.worker_at = _kinds(market)
        codes = sorted({code for kind in kinds for code, _ in kind})
        near = nearness(codes, self.occupations.tolist())
        row = {code: at for at, code in enumerate(codes)}
        kin = kinship(codes, self.occupations.tolist())
        shape = (len(kinds), len(self.occupations))
        self.match, self.experience = np.full(shape, np.nan), np.full(shape, np.nan)
        self.kin = np.full(shape, np.nan)
        for at, kind in enumerate(kinds):
            if kind:
                mine = [row[code] for code, _ in kind]
                self.match[at] = near[mine].max(axis=0)
                self.kin[at] = kin[mine].max(axis=0)
                worked = np.log1p(np.array([years for _, years in kind])) / np.log1p(LONG_YEARS)
                self.experience[at] = np.where(near[mine] == 1.0, worked[:, None], 0.0).max(axis=0)
        unknown = self.occupations == ""
        self.match[:, unknown] = self.experience[:, unknown] = self.kin[:, unknown] = np.nan

    def of(self, table: FloatArray, worker: IntArray, posting: IntArray) -> FloatArray:
        """One table's entries for pairs."""
        entries: FloatArray = table[self.worker_at[worker], self.posting_at[posting]]
        return entries


def _kinds(market: Market) -> tuple[list[tuple[tuple[str, float], ...]], IntArray]:
    """Distinct (trade, years) lists and which of them each worker has."""
    workers = market.workers
    said: dict[str, tuple[str, ...]] = {}
    kinds: dict[tuple[tuple[str, float], ...], int] = {}
    at = np.zeros(len(workers), dtype=np.int64)
    for worker in range(len(workers)):
        codes = workers.trades.row(worker).tolist()
        years = [_rounded(value) for value in workers.trade_years.row(worker).tolist()]
        if not codes and workers.text[worker]:
            text = workers.text[worker]
            codes = list(said.setdefault(text, codes_in(text)))
            years = [1.0] * len(codes)
        kind = tuple(sorted(zip(codes, years, strict=True)))
        at[worker] = kinds.setdefault(kind, len(kinds))
    return list(kinds), at


def _rounded(years: float) -> float:
    """Years in steps people themselves speak in (few, five, ten …), 1 where not said; keeps the tables small."""
    if np.isnan(years):
        return 1.0
    steps = np.array([0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20])
    return float(steps[np.abs(steps - years).argmin()])
