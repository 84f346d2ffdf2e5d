"""Every way a unit may go: to which posting, by which lane or without a trip. What planning decides on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from labor.errors import Infeasible
from labor.plan import FREE, OWN, TRIP
from optimizer.model.problem import NO_LIMIT, Problem
from optimizer.model.units_and_lanes import (
    ANY_DAY,
    FAR_OFF,
    LONG_AGO,
    Kinds,
    Lanes,
    UnitPairs,
    Units,
    day_numbers,
    gather_lanes,
    gather_pairs,
    gather_units,
    positions,
    suits_days,
)

NO_LANE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """One row an option, sorted by (unit, lane, posting); ``worth`` is value less own tickets, before any trip."""

    unit: IntArray
    posting: IntArray
    lane: IntArray  # NO_LANE = own ticket or free
    worth: FloatArray
    ticket: FloatArray  # what the unit's own tickets cost, 0 where it buys none
    travel: IntArray

    def __len__(self) -> int:
        return len(self.unit)

    def take(self, kept: IntArray | BoolArray) -> Options:
        """Some of the options, in their order."""
        return Options(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The problem as planning sees it. Limits are per posting, at most everybody together."""

    problem: Problem
    units: Units
    lanes: Lanes
    kinds: Kinds
    options: Options
    room: IntArray  # people a posting takes: openings and beds together
    room_m: IntArray
    room_f: IntArray
    team: IntArray
    pinned: BoolArray  # units that must be placed
    size: IntArray  # of each option
    men: IntArray  # of each option, 0 where not said (then no limit by sex can bind)
    women: IntArray

    @property
    def people(self) -> int:
        """Everybody there is."""
        return int(self.units.size.sum())


def lay_out(problem: Problem) -> Layout:
    """Lay the problem out as units, lanes and options; raises Infeasible where a pin has no option left."""
    units = gather_units(problem)
    lanes, kinds = gather_lanes(problem)
    pairs = gather_pairs(problem, units)
    options = _join_options(problem, units, pairs, lanes)
    options, pinned = _hold_pins(problem, units, lanes, options)
    places = problem.places
    people = int(units.size.sum())
    room, room_m, room_f = (
        np.where(limit == NO_LIMIT, people, np.minimum(limit, people))
        for limit in (places.beds, places.beds_m, places.beds_f)
    )
    room = np.minimum(room, places.openings)
    size, men, women = units.size[options.unit], units.men[options.unit], units.women[options.unit]
    men, women = np.maximum(men, 0), np.maximum(women, 0)
    fits = (size <= room[options.posting]) & (men <= room_m[options.posting]) & (women <= room_f[options.posting])
    largest = np.zeros(len(lanes), dtype=np.int64)
    np.maximum.at(largest, kinds.lane, kinds.seats)
    by_trip = options.lane != NO_LANE
    fits[by_trip] &= size[by_trip] <= largest[options.lane[by_trip]]
    fits &= _team_can_fill(places.min_team, room, options, size)
    if not np.all(fits[pinned[options.unit]]):
        lost = np.setdiff1d(np.flatnonzero(pinned), options.unit[fits])
        if len(lost):
            raise Infeasible("a pinned row fits neither its posting nor any trip")
    return Layout(
        problem=problem,
        units=units,
        lanes=lanes,
        kinds=kinds,
        options=options if fits.all() else options.take(fits),
        room=room,
        room_m=room_m,
        room_f=room_f,
        team=places.min_team,
        pinned=pinned,
        size=size[fits],
        men=men[fits],
        women=women[fits],
    )


def _team_can_fill(team: IntArray, room: IntArray, options: Options, size: IntArray) -> BoolArray:
    """Drop options at postings whose least team exceeds their room or everybody who could come."""
    if not np.any(team > 1):
        return np.ones(len(options), dtype=bool)
    is_first = np.ones(len(options), dtype=bool)
    order = np.lexsort((options.unit, options.posting))
    unit, posting = options.unit[order], options.posting[order]
    is_first[order[1:]] = (unit[1:] != unit[:-1]) | (posting[1:] != posting[:-1])
    reach = np.bincount(options.posting[is_first], weights=size[is_first], minlength=len(team))
    return ((team <= room) & (team <= reach))[options.posting]


def _join_options(problem: Problem, units: Units, pairs: UnitPairs, lanes: Lanes) -> Options:
    """Own or free travel where it suits, and every lane that serves the pair's corridor on suitable days."""
    free = pairs.free > 0
    own = ~free & np.isfinite(pairs.own)
    alone = np.flatnonzero(free | own)
    pair, lane = _lanes_of_pairs(problem, units, pairs, lanes)
    parts = np.concatenate((alone, pair))
    lane = np.concatenate((np.full(len(alone), NO_LANE, dtype=np.int64), lane))
    ticket = np.where(own, pairs.own, 0.0)[parts]
    ticket[len(alone) :] = 0.0
    travel = np.where(lane != NO_LANE, TRIP, np.where(free[parts], FREE, OWN))
    key = (pairs.unit[parts] * (len(lanes) + 1) + lane + 1) * len(problem.places) + pairs.posting[parts]
    order = np.argsort(key, kind="stable")  # one key: half the time of three, and what came in order stays so
    parts, lane, ticket, travel = parts[order], lane[order], ticket[order], travel[order]
    return Options(
        pairs.unit[parts], pairs.posting[parts], lane, pairs.value[parts] - ticket, ticket, travel.astype(np.int64)
    )


def _lanes_of_pairs(problem: Problem, units: Units, pairs: UnitPairs, lanes: Lanes) -> tuple[IntArray, IntArray]:
    """Each (pair, lane) that may travel together, as two equal-length arrays."""
    none = np.zeros(0, dtype=np.int64)
    seeking = np.flatnonzero(pairs.needs_travel > 0)
    if not len(seeking) or not len(lanes.served_lane):
        return none, none
    places = problem.places
    unit, posting = pairs.unit[seeking], pairs.posting[seeking]
    hubs = 1 + int(
        max(units.origin.max(), places.destination.max(), lanes.served_origin.max(), lanes.served_destination.max())
    )
    served = lanes.served_origin * hubs + lanes.served_destination
    order = np.argsort(served, kind="stable")
    keys, first, counts = np.unique(served[order], return_index=True, return_counts=True)
    key = units.origin[unit] * hubs + places.destination[posting]
    place = positions(keys, key)
    many = np.where(place >= 0, counts[place], 0)
    of = np.repeat(np.arange(len(seeking)), many)
    within = np.arange(len(of)) - np.repeat(np.cumsum(many) - many, many)
    lane = lanes.served_lane[order[first[place[of]] + within]]
    if not np.any(lanes.leaves != ANY_DAY):
        return seeking[of], lane
    window = (
        units.earliest[unit[of]],
        units.latest[unit[of]],
        day_numbers(places.start_from, LONG_AGO)[posting[of]],
        day_numbers(places.start_by, FAR_OFF)[posting[of]],
    )
    suits = suits_days(lanes, lane, window)
    return seeking[of[suits]], lane[suits]


def _hold_pins(problem: Problem, units: Units, lanes: Lanes, options: Options) -> tuple[Options, BoolArray]:
    """Keep only the pinned posting (and vehicle) of each pinned unit (rule 10)."""
    pinned = np.zeros(len(units), dtype=bool)
    if not len(problem.pins):
        return options, pinned
    unit = units.of_row[problem.pairs.row[problem.pins]]
    posting = problem.pairs.posting[problem.pins]
    pinned[unit] = True
    at = np.full(len(units), -1, dtype=np.int64)
    at[unit] = posting
    kept = ~pinned[options.unit] | (options.posting == at[options.unit])
    if np.any(at[unit] != posting):
        raise Infeasible("a row or its group is pinned to two postings")
    by = np.full(len(units), -1, dtype=np.int64)
    if len(problem.pin_vehicle):
        held = problem.pin_vehicle >= 0
        by[unit[held]] = problem.pin_vehicle[held]
        if np.any(by[unit[held]] != problem.pin_vehicle[held]):
            raise Infeasible("a group is pinned to two vehicles")
        on = np.where(options.lane == NO_LANE, -1, lanes.vehicle[options.lane]) if len(lanes) else options.lane
        kept &= (by[options.unit] < 0) | (on == by[options.unit])
    options = options.take(kept)
    if len(np.setdiff1d(np.flatnonzero(pinned), options.unit)):
        raise Infeasible("a pinned row has no way to its posting: banned, wrong days, no travel, or part of its group")
    return options, pinned
