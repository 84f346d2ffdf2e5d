"""Alike rows and vehicles taken together: who travels together is a unit, what carries the same people a day a lane.

Equal vehicles of a lane are one kind; pairs of rows become pairs of units.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from labor.arrays import BoolArray, DayArray, FloatArray, IntArray, Ragged
from optimizer.model.problem import NO_HUB, NO_LIMIT, UNSAID, Problem

LARGEST_TABLE = 4_000_000  # corridors of two thousand places
LONG_AGO, FAR_OFF = -(10**8), 10**8  # day numbers that bind nobody
ANY_DAY = LONG_AGO
LaneKey: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], tuple[int, int], int]
KindKey: TypeAlias = tuple[int, int, int, float, float]


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


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """One row a lane: origins and destinations served, day of leaving and arriving (ANY_DAY = every day suits).

    ``kinds`` lists each lane's kinds, which are rows of :class:`Kinds`. ``vehicle`` is the one vehicle of a lane
    that exists because somebody is pinned to it, else -1.
    """

    kinds: Ragged
    leaves: IntArray
    arrives: IntArray
    vehicle: IntArray
    served_lane: IntArray  # with served_origin and served_destination: one line a corridor a lane serves
    served_origin: IntArray
    served_destination: IntArray

    def __len__(self) -> int:
        return len(self.leaves)


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """One row a kind of vehicle on a lane: people it holds, what a run costs, and which vehicles it stands for."""

    lane: IntArray
    seats: IntArray  # escorts already taken off
    least: IntArray  # people a run needs (rule 7)
    fixed: FloatArray
    per_person: FloatArray
    runs: IntArray  # NO_LIMIT = any number
    vehicles: Ragged

    def __len__(self) -> int:
        return len(self.lane)


def gather_lanes(problem: Problem) -> tuple[Lanes, Kinds]:
    """Group usable vehicles into lanes and kinds, in the order of their first vehicle."""
    fleet, everybody = problem.fleet, int(problem.rows.size.sum())
    seats = np.minimum(fleet.seats - fleet.escorts, everybody)  # more would only blur the models' numbers
    least = np.maximum(1, fleet.min_load)
    usable = (seats >= least) & (fleet.available != 0)
    arrives = np.where(np.isnat(fleet.arrives), fleet.leaves, fleet.arrives)
    leave_day, arrive_day = day_numbers(fleet.leaves, ANY_DAY), day_numbers(arrives, ANY_DAY)
    pinned = set(problem.pin_vehicle[problem.pin_vehicle >= 0].tolist())
    lane_of: dict[LaneKey, int] = {}
    kind_of: dict[KindKey, int] = {}
    members: list[list[int]] = []
    all_origins, all_destinations = _stops(fleet.origins), _stops(fleet.destinations)
    days_of = list(zip(leave_day.tolist(), arrive_day.tolist(), strict=True))
    costs = zip(fleet.fixed_cost.tolist(), fleet.cost_per_person.tolist(), strict=True)
    terms = [(*size, *cost) for size, cost in zip(zip(seats.tolist(), least.tolist(), strict=True), costs, strict=True)]
    for vehicle in np.flatnonzero(usable).tolist():
        # A vehicle somebody is pinned to has a lane of its own, so that no equal one takes its place.
        own = vehicle if vehicle in pinned else -1
        lane_key = (all_origins[vehicle], all_destinations[vehicle], days_of[vehicle], own)
        lane = lane_of.setdefault(lane_key, len(lane_of))
        kind_key = (lane, *terms[vehicle])
        kind = kind_of.setdefault(kind_key, len(kind_of))
        if kind == len(members):
            members.append([])
        members[kind].append(vehicle)
    return _pack_lanes(lane_of, kind_of), _pack_kinds(problem, kind_of, members)


def _stops(ragged: Ragged) -> list[tuple[int, ...]]:
    """The stops of each vehicle, in order and each once."""
    stops = ragged.items.tolist()
    return [tuple(sorted(set(stops[begin:end]))) for begin, end in pairwise(ragged.offsets.tolist())]


def _pack_kinds(problem: Problem, kind_of: dict[KindKey, int], members: list[list[int]]) -> Kinds:
    columns = np.array(list(kind_of), dtype=np.float64).reshape(-1, 5)
    available, everybody = problem.fleet.available, int(problem.rows.size.sum())
    runs = [
        NO_LIMIT if any(available[v] == NO_LIMIT for v in vehicles) else min(everybody, int(available[vehicles].sum()))
        for vehicles in members
    ]
    return Kinds(
        lane=columns[:, 0].astype(np.int64),
        seats=columns[:, 1].astype(np.int64),
        least=columns[:, 2].astype(np.int64),
        fixed=columns[:, 3],
        per_person=columns[:, 4],
        runs=np.array(runs, dtype=np.int64),
        vehicles=Ragged.of(members),
    )


def _pack_lanes(lane_of: dict[LaneKey, int], kind_of: dict[KindKey, int]) -> Lanes:
    kinds: list[list[int]] = [[] for _ in lane_of]
    for key, kind in kind_of.items():
        kinds[key[0]].append(kind)
    served = [
        (lane, origin, destination)
        for (origins, destinations, _, _), lane in lane_of.items()
        for origin in origins
        for destination in destinations
    ]
    table = np.array(served, dtype=np.int64).reshape(-1, 3)
    days = np.array([key[2] for key in lane_of], dtype=np.int64).reshape(-1, 2)
    return Lanes(
        kinds=Ragged.of(kinds),
        leaves=days[:, 0],
        arrives=days[:, 1],
        vehicle=np.array([key[3] for key in lane_of], dtype=np.int64),
        served_lane=table[:, 0],
        served_origin=table[:, 1],
        served_destination=table[:, 2],
    )


def suits_days(lanes: Lanes, lane: IntArray, window: tuple[IntArray, IntArray, IntArray, IntArray]) -> BoolArray:
    """Whether each lane's days suit (rule 9); ``window`` is earliest, latest, start_from, start_by, as long as lane."""
    earliest, latest, start_from, start_by = window
    leaves, arrives = lanes.leaves[lane], lanes.arrives[lane]
    dated = leaves != ANY_DAY
    fits = (earliest <= leaves) & (leaves <= latest) & (start_from <= arrives) & (arrives <= start_by)
    suits: BoolArray = ~dated | fits
    return suits
