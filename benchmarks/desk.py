"""A dispatcher's desk: units (groups and people alone), what they could do, and the plan as it grows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from labor.arrays import DayArray, FloatArray, IntArray
from optimizer.model.problem import NO_HUB, NO_LIMIT, UNSAID, Problem

NOWHERE: Final = -1
NO_WAY, FREELY, BY_TICKET = -3, -2, -1  # what ``Desk.way`` holds besides the number of a trip


@dataclass(slots=True, eq=False)
class Desk:
    """Everything by unit; ``way`` is a trip's number, BY_TICKET, FREELY or NO_WAY."""

    problem: Problem
    rows_of: list[list[int]]
    people: IntArray
    men: IntArray  # UNSAID where one row does not say
    women: IntArray
    origin: IntArray
    earliest: DayArray
    latest: DayArray
    value: dict[tuple[int, int], float]
    postings_of: list[list[int]]
    listed_at: list[list[int]]
    pinned: dict[int, int]
    best_value: FloatArray
    lines: dict[tuple[int, int], list[tuple[float, int]]]  # hub to hub: (fare, days)
    guess: dict[tuple[int, int], float]  # the cheapest travel before any coach is chartered: a full one's seat
    posting: IntArray
    way: IntArray
    people_at: IntArray
    men_at: IntArray
    women_at: IntArray
    trips: list[int]  # the vehicle of each
    loads: list[int]
    runs: IntArray
    tickets_cost: float = 0.0
    trips_cost: float = 0.0
    fares: dict[tuple[int, int], float] = field(default_factory=dict)  # worked out once each
    passing: dict[tuple[int, int], list[int]] = field(default_factory=dict)  # hub to hub: trips that call at both

    @property
    def budget(self) -> float:
        """What travel may cost, infinite where nothing is said."""
        return np.inf if self.problem.budget is None else self.problem.budget + 1e-6

    def cost(self) -> float:
        """What travel costs so far."""
        return self.tickets_cost + self.trips_cost

    def fits(self, unit: int, posting: int) -> bool:
        """Whether openings and beds suffice."""
        places, people = self.problem.places, self.people_at[posting] + self.people[unit]
        if people > places.openings[posting] or (places.beds[posting] != NO_LIMIT and people > places.beds[posting]):
            return False
        men, women = places.beds_m[posting], places.beds_f[posting]
        if men == NO_LIMIT and women == NO_LIMIT:
            return True
        if self.men[unit] == UNSAID:
            return False
        enough_m = men == NO_LIMIT or self.men_at[posting] + self.men[unit] <= men
        return bool(enough_m and (women == NO_LIMIT or self.women_at[posting] + self.women[unit] <= women))

    def place(self, unit: int, posting: int) -> None:
        """Put a unit at a posting, its travel still open unless it is free."""
        self._count(unit, posting, 1)
        self.posting[unit] = posting
        self.way[unit] = FREELY if self.is_free(unit, posting) else NO_WAY

    def release(self, unit: int) -> None:
        """Take a unit out of the plan."""
        self.leave_seat(unit)
        self._count(unit, int(self.posting[unit]), -1)
        self.posting[unit] = NOWHERE

    def _count(self, unit: int, posting: int, sign: int) -> None:
        self.people_at[posting] += sign * self.people[unit]
        self.men_at[posting] += sign * max(self.men[unit], 0)
        self.women_at[posting] += sign * max(self.women[unit], 0)

    def is_free(self, unit: int, posting: int) -> bool:
        """Rule 6: unknown or equal hubs travel free."""
        origin, destination = self.origin[unit], self.problem.places.destination[posting]
        return bool(self.problem.travel_is_free or NO_HUB in (origin, destination) or origin == destination)

    def fare(self, unit: int, posting: int) -> float:
        """The whole unit's cheapest own ticket that suits its days; infinite where there is none."""
        key = (unit, posting)
        if key not in self.fares:
            self.fares[key] = self._fare(unit, posting)
        return self.fares[key]

    def _fare(self, unit: int, posting: int) -> float:
        places = self.problem.places
        best = np.inf
        for fare, days in self.lines.get((int(self.origin[unit]), int(places.destination[posting])), []):
            first = np.fmax(self.earliest[unit], places.start_from[posting] - days)
            last = np.fmin(self.latest[unit], places.start_by[posting] - days)
            if not first > last:
                best = min(best, fare)
        return float(best * self.people[unit])

    def days_suit(self, vehicle: int, unit: int, posting: int) -> bool:
        """Whether a vehicle's day suits unit and posting (rule 9)."""
        fleet, places = self.problem.fleet, self.problem.places
        leaves = fleet.leaves[vehicle]
        arrives = leaves if np.isnat(fleet.arrives[vehicle]) else fleet.arrives[vehicle]
        off = leaves < self.earliest[unit] or leaves > self.latest[unit]
        off = off or arrives < places.start_from[posting] or arrives > places.start_by[posting]
        return bool(np.isnat(leaves) or not off)

    def cheapest_seat(self, unit: int, posting: int) -> tuple[float, int]:
        """The cheapest way with what runs already: (price, trip or -1 for a ticket or free travel)."""
        if self.is_free(unit, posting):
            return 0.0, -1
        fleet = self.problem.fleet
        offers = [(self.fare(unit, posting), -1)]
        for trip in self.passing.get((int(self.origin[unit]), int(self.problem.places.destination[posting])), []):
            vehicle = self.trips[trip]
            room = fleet.seats[vehicle] - fleet.escorts[vehicle] - self.loads[trip]
            if self.loads[trip] and self.people[unit] <= room and self.days_suit(vehicle, unit, posting):
                offers.append((float(fleet.cost_per_person[vehicle] * self.people[unit]), trip))
        return min(offers)

    def at_stake(self, unit: int) -> float:
        """What a seat saves this unit: its ticket, or all it is worth where no ticket is worth buying."""
        posting = int(self.posting[unit])
        worth = self.value[unit, posting]
        fare = self.fare(unit, posting)
        return fare if unit in self.pinned and np.isfinite(fare) else min(fare, worth)

    def waiting_by_lane(self) -> dict[tuple[int, int], list[int]]:
        """Placed units without a seat, by where from and where to."""
        waiting = np.flatnonzero((self.posting != NOWHERE) & ((self.way == NO_WAY) | (self.way == BY_TICKET)))
        ends = self.problem.places.destination[self.posting[waiting]]
        lanes: dict[tuple[int, int], list[int]] = {}
        for unit, origin, end in zip(waiting.tolist(), self.origin[waiting].tolist(), ends.tolist(), strict=True):
            lanes.setdefault((origin, end), []).append(unit)
        return lanes

    def waiting_for(self, vehicle: int, lanes: dict[tuple[int, int], list[int]]) -> list[int]:
        """Those of ``lanes`` still without a seat whom this vehicle could take."""
        fleet = self.problem.fleet
        near = [
            unit
            for origin in fleet.origins.row(vehicle).tolist()
            for end in fleet.destinations.row(vehicle).tolist()
            for unit in lanes.get((origin, end), ())
        ]
        return [u for u in near if self.way[u] < 0 and self.days_suit(vehicle, u, int(self.posting[u]))]

    def without_travel(self) -> list[int]:
        """Placed units that do not know yet how to get there."""
        return np.flatnonzero((self.posting != NOWHERE) & (self.way == NO_WAY)).tolist()

    def ticket_holders(self) -> list[int]:
        """Units that go by own ticket."""
        return np.flatnonzero((self.posting != NOWHERE) & (self.way == BY_TICKET)).tolist()

    def vehicles_left(self) -> Iterator[int]:
        """Vehicles with a run left."""
        return (vehicle for vehicle in range(len(self.problem.fleet)) if self.has_run_left(vehicle))

    def has_run_left(self, vehicle: int) -> bool:
        """Whether it can run once more."""
        available = self.problem.fleet.available[vehicle]
        return bool(available == NO_LIMIT or self.runs[vehicle] < available)

    def least_load(self, vehicle: int) -> int:
        """The fewest people it runs with."""
        return max(1, int(self.problem.fleet.min_load[vehicle]))

    def run_cost(self, vehicle: int, people: int) -> float:
        """What one run costs with so many aboard."""
        fleet = self.problem.fleet
        return float(fleet.fixed_cost[vehicle] + fleet.cost_per_person[vehicle] * people)

    def run(self, vehicle: int, riders: list[int]) -> None:
        """Charter one run and seat its riders."""
        self.trips.append(vehicle)
        self.loads.append(0)
        self.runs[vehicle] += 1
        for origin in self.problem.fleet.origins.row(vehicle).tolist():
            for destination in self.problem.fleet.destinations.row(vehicle).tolist():
                self.passing.setdefault((origin, destination), []).append(len(self.trips) - 1)
        for unit in riders:
            self.board(unit, len(self.trips) - 1)

    def load(self, trip: int) -> int:
        """People aboard."""
        return self.loads[trip]

    def riders(self, trip: int) -> list[int]:
        """Units aboard."""
        return np.flatnonzero((self.posting != NOWHERE) & (self.way == trip)).tolist()

    def board(self, unit: int, trip: int) -> None:
        """Take a seat, leaving whatever the unit held before."""
        self.leave_seat(unit)
        self._reckon(trip, int(self.people[unit]))
        self.way[unit] = trip

    def travel_alone(self, unit: int) -> None:
        """Buy the ticket, where travel is not free."""
        if self.way[unit] != FREELY:
            self.tickets_cost += self.fare(unit, int(self.posting[unit]))
            self.way[unit] = BY_TICKET

    def leave_seat(self, unit: int) -> None:
        """Give seat or ticket back; free travel stays free."""
        if self.way[unit] >= 0:
            self._reckon(int(self.way[unit]), -int(self.people[unit]))
        elif self.way[unit] == BY_TICKET:
            self.tickets_cost -= self.fare(unit, int(self.posting[unit]))
        if self.way[unit] != FREELY:
            self.way[unit] = NO_WAY

    def _reckon(self, trip: int, people: int) -> None:
        """Change a trip's load; an emptied trip does not run, and its vehicle is free again."""
        vehicle, before = self.trips[trip], self.loads[trip]
        after = before + people
        self.trips_cost -= self.run_cost(vehicle, before) if before else 0.0
        self.trips_cost += self.run_cost(vehicle, after) if after else 0.0
        self.loads[trip] = after
        if before and not after:
            self.runs[vehicle] -= 1
