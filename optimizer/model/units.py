"""Rows that travel together become one unit; pairs of rows become pairs of units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import BoolArray, DayArray, FloatArray, IntArray, Ragged
from optimizer.model.problem import NO_HUB, UNSAID, Problem

LARGEST_TABLE = 4_000_000  # corridors of two thousand places
LONG_AGO, FAR_OFF = -(10**8), 10**8  # day numbers that bind nobody


def day_numbers(days: DayArray, where_open: int) -> IntArray:
    """Days since 1970 as whole numbers; NaT becomes ``where_open``."""
    numbers = days.astype("datetime64[D]").astype(np.int64)
    return np.where(np.isnat(days), where_open, numbers)


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """One row a unit: a whole group, or a row that travels alone (rule 3). Days are numbers since 1970."""

    members: Ragged  # rows of the problem
    of_row: IntArray
    size: IntArray
    men: IntArray  # UNSAID where any member does not say
    women: IntArray
    origin: IntArray
    earliest: IntArray
    latest: IntArray

    def __len__(self) -> int:
        return len(self.size)


@dataclass(frozen=True, slots=True, eq=False)
class UnitPairs:
    """Units and postings that may meet, sorted by (unit, posting).

    ``own`` is the cost of the unit's own tickets, infinite where there are none that suit (rule 8);
    ``free`` says that the pair travels free (rule 6) and the days suit.
    """

    unit: IntArray
    posting: IntArray
    value: FloatArray
    own: FloatArray
    free: IntArray
    needs_travel: IntArray


def gather_units(problem: Problem) -> Units:
    """Number the units in the order of their first row."""
    rows = problem.rows
    count = len(rows)
    key = np.where(rows.group >= 0, rows.group, 0)
    alone = rows.group < 0
    key = np.where(alone, np.arange(count) + (int(key.max()) + 1 if count else 0), key)
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    of_row = rank[inverse.reshape(-1)].astype(np.int64)
    order = np.argsort(of_row, kind="stable").astype(np.int64)
    counts = np.bincount(of_row, minlength=len(first))
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    starts = offsets[:-1]

    def total(values: IntArray) -> IntArray:
        return np.add.reduceat(values[order], starts) if count else np.zeros(0, dtype=np.int64)

    unsaid = total(((rows.men == UNSAID) | (rows.women == UNSAID)).astype(np.int64)) > 0
    earliest, latest = day_numbers(rows.earliest, LONG_AGO), day_numbers(rows.latest, FAR_OFF)
    return Units(
        members=Ragged(offsets, order),
        of_row=of_row,
        size=total(rows.size),
        men=np.where(unsaid, UNSAID, total(rows.men)),
        women=np.where(unsaid, UNSAID, total(rows.women)),
        origin=rows.origin[order[starts]] if count else np.zeros(0, dtype=np.int64),
        earliest=np.maximum.reduceat(earliest[order], starts) if count else earliest,
        latest=np.minimum.reduceat(latest[order], starts) if count else latest,
    )


def positions(keys: IntArray, wanted: IntArray) -> IntArray:
    """Where each wanted number stands among ascending ``keys``, -1 where it does not; one look where they are small."""
    if not len(keys):
        return np.full(len(wanted), -1, dtype=np.int64)
    if keys[0] >= 0 and keys[-1] <= LARGEST_TABLE:
        table = np.full(int(keys[-1]) + 2, -1, dtype=np.int64)
        table[keys] = np.arange(len(keys))
        return table[np.where((wanted < 0) | (wanted > keys[-1]), len(table) - 1, wanted)]
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)


def _row_pair_is_open(problem: Problem) -> BoolArray:
    """Neither banned (rule 10) nor without a said sex where beds are by sex (rule 5)."""
    pairs, rows, places = problem.pairs, problem.rows, problem.places
    is_open = np.ones(len(pairs), dtype=bool)
    is_open[problem.bans] = False
    by_sex = (places.beds_m >= 0) | (places.beds_f >= 0)
    unsaid = (rows.men == UNSAID) | (rows.women == UNSAID)
    is_open &= ~(by_sex[pairs.posting] & unsaid[pairs.row])
    return is_open


def _own_fares(problem: Problem, row: IntArray, posting: IntArray) -> FloatArray:
    """The cheapest fare of one person on a line whose days suit; infinite where there is none."""
    tickets, rows, places = problem.tickets, problem.rows, problem.places
    best = np.full(len(row), np.inf)
    if not len(tickets) or not len(row):
        return best
    hubs = int(max(rows.origin.max(), places.destination.max(), tickets.origin.max(), tickets.destination.max())) + 1
    line_key = tickets.origin * hubs + tickets.destination
    order = np.lexsort((tickets.fare, line_key))
    keys, first, counts = np.unique(line_key[order], return_index=True, return_counts=True)
    known = (rows.origin[row] != NO_HUB) & (places.destination[posting] != NO_HUB)
    key = np.where(known, rows.origin[row] * hubs + places.destination[posting], -1)
    place = positions(keys, key)
    found = place >= 0
    if all(np.isnat(days).all() for days in (rows.earliest, rows.latest, places.start_from, places.start_by)):
        return np.where(found, tickets.fare[order[first[place]]], np.inf)  # any day suits: the cheapest line
    low = day_numbers(rows.earliest, LONG_AGO)[row]
    high = day_numbers(rows.latest, FAR_OFF)[row]
    start_from = day_numbers(places.start_from, LONG_AGO)[posting]
    start_by = day_numbers(places.start_by, FAR_OFF)[posting]
    for layer in range(int(counts.max())):  # several lines between two hubs differ in fare and days
        here = found & (counts[place] > layer)
        line = order[np.where(here, first[place] + layer, 0)]
        days = tickets.days[line]
        suits = here & (np.maximum(low, start_from - days) <= np.minimum(high, start_by - days))
        best = np.where(suits, np.minimum(best, tickets.fare[line]), best)
    return best


def gather_pairs(problem: Problem, units: Units) -> UnitPairs:
    """Pairs of units: listed and open for every member (rule 3), values and tickets summed."""
    rows, places = problem.rows, problem.places
    kept = np.flatnonzero(_row_pair_is_open(problem))
    row, posting, value = problem.pairs.row[kept], problem.pairs.posting[kept], problem.pairs.value[kept]
    origin, destination = rows.origin[row], places.destination[posting]
    free = (origin == NO_HUB) | (destination == NO_HUB) | (origin == destination)
    if problem.travel_is_free:
        free[:] = True
    low = np.maximum(day_numbers(rows.earliest, LONG_AGO)[row], day_numbers(places.start_from, LONG_AGO)[posting])
    high = np.minimum(day_numbers(rows.latest, FAR_OFF)[row], day_numbers(places.start_by, FAR_OFF)[posting])
    free_suits = free & (low <= high)
    own = np.where(free, np.inf, _own_fares(problem, row, posting) * rows.size[row])
    unit = units.of_row[row]
    if len(units) == len(rows) and np.array_equal(units.of_row, np.arange(len(rows))):
        return UnitPairs(unit, posting, value, own, free_suits.astype(np.int64), (~free).astype(np.int64))
    return _by_unit(units, UnitPairs(unit, posting, value, own, free_suits.astype(np.int64), (~free).astype(np.int64)))


def _by_unit(units: Units, pairs: UnitPairs) -> UnitPairs:
    """Sum row pairs over the members; a pair that lacks a member is gone."""
    if not len(pairs.unit):
        return pairs
    order = np.lexsort((pairs.posting, pairs.unit))
    unit, posting = pairs.unit[order], pairs.posting[order]
    is_first = np.concatenate(([True], (unit[1:] != unit[:-1]) | (posting[1:] != posting[:-1])))
    starts = np.flatnonzero(is_first)
    counts = np.diff(np.concatenate((starts, [len(unit)])))
    whole = counts == np.diff(units.members.offsets)[unit[starts]]
    return UnitPairs(
        unit=unit[starts][whole],
        posting=posting[starts][whole],
        value=np.add.reduceat(pairs.value[order], starts)[whole],
        own=np.add.reduceat(pairs.own[order], starts)[whole],
        free=np.minimum.reduceat(pairs.free[order], starts)[whole],
        needs_travel=np.minimum.reduceat(pairs.needs_travel[order], starts)[whole],
    )
