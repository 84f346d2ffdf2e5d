"""Where everyone stands in a plan that is to be mended, and what of it no longer holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from labor.arrays import BoolArray
from labor.errors import Infeasible
from labor.plan import FREE, NO_TRIP, OWN, TRIP, Assignments, Trips
from optimizer.model.problem import NO_LIMIT, Problem
from optimizer.model.travel_units import TravelUnits, units_of
from optimizer.model.ways import NO_WAY, Ways, days_suit, ways_of

Place: TypeAlias = tuple[int, int, int]  # posting, travel, trip number (NO_TRIP for own and free)


@dataclass(slots=True)
class KeptPlaces:
    """Where every unit stands: unit -> place; trip number -> vehicle. New trips are numbered from ``next_trip``."""

    problem: Problem
    units: TravelUnits
    ways: Ways
    place: dict[int, Place]
    vehicle: dict[int, int]
    next_trip: int
    rows: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, problem: Problem, place: dict[int, Place], vehicle: dict[int, int], next_trip: int) -> KeptPlaces:
        """Number the units' rows as well."""
        units = units_of(problem)
        rows: dict[int, list[int]] = defaultdict(list)
        for row, unit in enumerate(units.of_row.tolist()):
            rows[unit].append(row)
        return cls(problem, units, ways_of(problem), place, vehicle, next_trip, rows)

    def people(self, unit: int) -> int:
        """How many a unit stands for."""
        return int(self.units.people[unit])

    def own_fare(self, unit: int, posting: int) -> float:
        """The cheapest suiting tickets of all rows of a unit; infinite where one has none."""
        total = 0.0
        for row in self.rows[unit]:
            _, way = self.ways.of_pairs(self.problem, np.array([row]), np.array([posting]))
            way = way[(way >= self.ways.vehicles) & (way < self.ways.free)]
            alike = np.full(len(way), row), np.full(len(way), posting)
            fares = self.problem.tickets.fare[way[days_suit(self.problem, self.ways, *alike, way)] - self.ways.vehicles]
            total += float(fares.min(initial=np.inf)) * int(self.problem.rows.size[row])
        return total


@dataclass(slots=True)
class Sick:
    """What needs mending. ``short`` trips and postings may need more people than they have left."""

    trips: set[int]
    postings: set[int]
    units: set[int]  # who stand on a sick trip or at a sick posting, or lost their place
    short_trips: set[int]
    short_postings: set[int]


def still_lawful(problem: Problem, assignments: Assignments, trips: Trips) -> BoolArray:
    """Assignments that may stand by rules 2, 6, 8, 9 and the bans, each by itself."""
    row, posting, width = assignments.row, assignments.posting, len(problem.places)
    unit_of, pairs, ways = units_of(problem).of_row, problem.pairs, ways_of(problem)
    at, way = ways.of_pairs(problem, row, posting)
    at, way = at[way != NO_WAY], way[way != NO_WAY]
    travel = np.select([way < ways.vehicles, way < ways.free], [TRIP, OWN], FREE)
    vehicle = np.append(trips.vehicle, NO_WAY)[assignments.trip]
    same = (travel == assignments.travel[at]) & ((travel != TRIP) | (way == vehicle[at]))
    at, way = at[same], way[same]
    lawful = np.zeros(len(row), dtype=np.bool_)
    lawful[at[days_suit(problem, ways, row[at], posting[at], way)]] = True
    banned = unit_of[pairs.row[problem.bans]] * width + pairs.posting[problem.bans]
    lawful &= np.isin(row * width + posting, pairs.row * width + pairs.posting)
    lawful &= ~np.isin(unit_of[row] * width + posting, banned)
    return lawful


def pinned_places(problem: Problem) -> dict[int, tuple[int, int]]:
    """Each pinned unit's posting and vehicle (-1: any way); raises Infeasible where two pins of a unit disagree."""
    unit = units_of(problem).of_row[problem.pairs.row[problem.pins]].tolist()
    held = problem.pin_vehicle.tolist() if len(problem.pin_vehicle) else [-1] * len(unit)
    pinned: dict[int, tuple[int, int]] = {}
    for one, posting, vehicle in zip(unit, problem.pairs.posting[problem.pins].tolist(), held, strict=True):
        known = pinned.get(one, (posting, vehicle))
        if known[0] != posting or min(known[1], vehicle) not in (-1, max(known[1], vehicle)):
            raise Infeasible("a row or its group is pinned to two places")
        pinned[one] = (posting, max(known[1], vehicle))
    return pinned


def stands_as_pinned(standing: KeptPlaces, unit: int, pin: tuple[int, int]) -> bool:
    """Whether a unit stands at the posting, and on the vehicle, it is pinned to."""
    posting, travel, trip = standing.place.get(unit, (-1, FREE, NO_TRIP))
    return posting == pin[0] and (pin[1] < 0 or (travel == TRIP and standing.vehicle[trip] == pin[1]))


def sick_parts(standing: KeptPlaces, homeless: set[int]) -> Sick:
    """Find what no longer holds; ``homeless`` are units who lost their place: they stand nowhere now."""
    problem, place = standing.problem, standing.place
    trips, postings = _sick_trips(standing), _sick_postings(standing)
    postings |= {pin[0] for unit, pin in pinned_places(problem).items() if unit in homeless}
    too_dear = problem.budget is not None and _travel_cost(standing) > problem.budget + 1e-6
    units = {unit for unit, (_, travel, _) in place.items() if too_dear and travel != FREE}
    while True:
        units |= {unit for unit, (posting, _, trip) in place.items() if trip in trips or posting in postings}
        # Where those who may leave could leave too few behind, the others there may leave as well.
        aboard, there = _people_who_stay(standing, units)
        load, team = problem.fleet.min_load, problem.places.min_team
        short_trips = {at for at, people in aboard.items() if people < load[standing.vehicle[at]] > 1}
        short_postings = {at for at, people in there.items() if people < team[at] > 1}
        if short_trips <= trips and short_postings <= postings:
            return Sick(trips, postings, units | homeless, short_trips, short_postings)
        trips, postings = trips | short_trips, postings | short_postings


def _people_who_stay(standing: KeptPlaces, may_leave: set[int]) -> tuple[dict[int, int], dict[int, int]]:
    """By trip and by posting in use, the people without those who may leave."""
    aboard: dict[int, int] = defaultdict(int)
    there: dict[int, int] = defaultdict(int)
    for unit, (posting, travel, trip) in standing.place.items():
        people = 0 if unit in may_leave else standing.people(unit)
        there[posting] += people
        if travel == TRIP:
            aboard[trip] += people
    return dict(aboard), dict(there)


def _sick_trips(standing: KeptPlaces) -> set[int]:
    """Too empty, too full, or more than the vehicle has runs."""
    fleet, aboard = standing.problem.fleet, _people_who_stay(standing, set())[0]
    room, runs = fleet.seats - fleet.escorts, np.zeros(len(fleet), dtype=np.int64)
    for trip in aboard:
        runs[standing.vehicle[trip]] += 1
    many = (fleet.available != NO_LIMIT) & (runs > fleet.available)
    vehicle = standing.vehicle
    return {
        trip
        for trip, people in aboard.items()
        if not max(1, fleet.min_load[vehicle[trip]]) <= people <= room[vehicle[trip]] or many[vehicle[trip]]
    }


def _sick_postings(standing: KeptPlaces) -> set[int]:
    """More people than openings or beds, fewer than the smallest team, or beds by sex for someone of unsaid sex."""
    places, units = standing.problem.places, standing.units
    unit = np.array(sorted(standing.place), dtype=np.int64)
    at = np.array([standing.place[one][0] for one in unit.tolist()], dtype=np.int64)
    people, men, women, unsaid = (
        np.bincount(at, weights=of_unit[unit], minlength=len(places))
        for of_unit in (units.people, units.men, units.women, units.unsaid)
    )
    sick = (people > places.openings) | ((people > 0) & (people < places.min_team))
    for beds, sleepers in ((places.beds, people), (places.beds_m, men), (places.beds_f, women)):
        sick |= (beds != NO_LIMIT) & (sleepers > beds)
    sick |= ((places.beds_m != NO_LIMIT) | (places.beds_f != NO_LIMIT)) & (unsaid > 0)
    return set(np.flatnonzero(sick).tolist())


def _travel_cost(standing: KeptPlaces) -> float:
    fleet, aboard = standing.problem.fleet, _people_who_stay(standing, set())[0]
    vehicle = [standing.vehicle[trip] for trip in aboard]
    trips = fleet.fixed_cost[vehicle] + fleet.cost_per_person[vehicle] * np.array([*aboard.values()])
    own = [standing.own_fare(unit, at) for unit, (at, travel, _) in standing.place.items() if travel == OWN]
    return float(trips.sum()) + sum(own)
