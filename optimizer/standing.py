"""Where everyone stands in a plan that is to be mended, and what of it no longer holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from labor.plan import TRIP
from optimizer.problem import Problem
from optimizer.reasons import Units, units_of
from optimizer.ways import Ways, days_suit, ways_of

Place: TypeAlias = tuple[int, int, int]  # posting, travel, trip number (NO_TRIP for own and free)


@dataclass(slots=True)
class Standing:
    """Where every unit stands: unit -> place; trip number -> vehicle."""

    problem: Problem
    units: Units
    ways: Ways
    place: dict[int, Place]
    vehicle: dict[int, int]
    rows: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, problem: Problem, place: dict[int, Place], vehicle: dict[int, int]) -> Standing:
        """Number the units' rows as well."""
        units = units_of(problem)
        rows: dict[int, list[int]] = defaultdict(list)
        for row, unit in enumerate(units.of_row.tolist()):
            rows[unit].append(row)
        return cls(problem, units, ways_of(problem), place, vehicle, rows)

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
    """What needs mending."""

    trips: set[int]
    postings: set[int]
    units: set[int]  # who stand on a sick trip or at a sick posting, or lost their place


def sick_parts(standing: Standing, homeless: set[int]) -> Sick:
    """Find what no longer holds; ``homeless`` are units whose trip is lost: they stand nowhere now."""
    problem = standing.problem
    aboard, there = count_people(standing)
    trips = {
        trip for trip, people in aboard.items() if people < max(1, int(problem.fleet.min_load[standing.vehicle[trip]]))
    }
    postings = {
        posting
        for posting, people in there.items()
        if people > problem.places.openings[posting] or people < problem.places.min_team[posting]
    }
    units = {
        unit for unit, (posting, _, trip) in standing.place.items() if trip in trips or posting in postings
    } | homeless
    return Sick(trips, postings, units)


def count_people(standing: Standing) -> tuple[dict[int, int], dict[int, int]]:
    """People by trip and by posting."""
    aboard: dict[int, int] = dict.fromkeys(standing.vehicle, 0)
    there: dict[int, int] = defaultdict(int)
    for unit, (posting, travel, trip) in standing.place.items():
        there[posting] += standing.people(unit)
        if travel == TRIP:
            aboard[trip] += standing.people(unit)
    return {trip: people for trip, people in aboard.items() if people}, dict(there)
