"""The options of rows left out: their listed postings, each by each way of traveling there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.model.problem import Problem
from optimizer.model.travel_units import TravelUnits
from optimizer.model.ways import Ways

OPTIONS_AT_ONCE: Final = 4_000_000  # keeps the table of options under a gigabyte at a million rows


@dataclass(frozen=True, slots=True, eq=False)
class LeftOutPairs:
    """Pairs of rows left out, times ways of travel; ``value`` is the whole unit's there, ``own_value`` the row's."""

    row: IntArray
    unit: IntArray
    posting: IntArray
    way: IntArray
    value: FloatArray
    own_value: FloatArray
    banned: BoolArray

    def at(self, some: IntArray) -> LeftOutPairs:
        """Some of the options, in this order."""
        who = self.row[some], self.unit[some], self.posting[some], self.way[some]
        return LeftOutPairs(*who, self.value[some], self.own_value[some], self.banned[some])


def options_of(problem: Problem, units: TravelUnits, ways: Ways, left_out: BoolArray) -> Iterator[LeftOutPairs]:
    """All options in portions, no unit cut in two."""
    pairs = problem.pairs
    kept = np.flatnonzero(left_out[pairs.row])
    unit = units.of_row[pairs.row[kept]]
    key = unit * len(problem.places) + pairs.posting[kept]
    order = np.argsort(key, kind="stable")
    kept, unit, key = kept[order], unit[order], key[order]
    barred = units.of_row[pairs.row[problem.bans]] * len(problem.places) + pairs.posting[problem.bans]
    barred = np.append(np.unique(barred), np.iinfo(np.int64).max)
    banned = barred[np.searchsorted(barred, key)] == key  # np.isin hashes all keys, even for no bans
    new = np.append(True, key[1:] != key[:-1])[: len(key)]
    value = np.bincount(np.cumsum(new) - 1, weights=pairs.value[kept])[np.cumsum(new) - 1]  # the whole unit's
    for first, end in _portions(unit, ways):
        at, way = ways.of_pairs(problem, pairs.row[kept[first:end]], pairs.posting[kept[first:end]])
        pair = first + at
        there = kept[pair]
        own = pairs.value[there]
        yield LeftOutPairs(pairs.row[there], unit[pair], pairs.posting[there], way, value[pair], own, banned[pair])


def _portions(unit: IntArray, ways: Ways) -> Iterator[tuple[int, int]]:
    """Spans of pairs, cut between units, of at most OPTIONS_AT_ONCE pairs times the widest corridor."""
    widest = int(np.unique(ways.corridor, return_counts=True)[1].max(initial=1))
    step = max(1, OPTIONS_AT_ONCE // widest)
    first = 0
    while first < len(unit):
        end = min(len(unit), first + step)
        while end < len(unit) and unit[end] == unit[end - 1]:
            end += 1
        yield first, end
        first = end
