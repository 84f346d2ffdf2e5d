"""A dispatcher's desk: units (groups and people alone), what they could do, and the plan as it grows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from labor.arrays import DayArray, FloatArray, IntArray
from labor.errors import BadInput
from optimizer.problem import NO_HUB, NO_LIMIT, UNSAID, Problem

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
    calling: dict[tuple[int, int], list[int]]  # hub to hub: vehicles that call at both
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

    def vehicles_to(self, unit: int, posting: int) -> list[int]:
        """Vehicles that call at both hubs, whatever the day."""
        return self.calling.get((int(self.origin[unit]), int(self.problem.places.destination[posting])), [])

    def days_suit(self, vehicle: int, unit: int, posting: int) -> bool:
        """Whether a vehicle's day suits unit and posting (rule 9)."""
        fleet, places = self.problem.fleet, self.problem.places
        leaves = fleet.leaves[vehicle]
        arrives = leaves if np.isnat(fleet.arrives[vehicle]) else fleet.arrives[vehicle]
        off = leaves < self.earliest[unit] or leaves > self.latest[unit]
        off = off or arrives < places.start_from[posting] or arrives > places.start_by[posting]
        return bool(np.isnat(leaves) or not off)

    def cheapest_travel(self, unit: int, posting: int) -> float:
        """A guess before any coach is chartered: own ticket, or a seat of a full vehicle."""
        if self.is_free(unit, posting):
            return 0.0
        fleet = self.problem.fleet
        best = self.fare(unit, posting)
        for vehicle in self.vehicles_to(unit, posting):
            seats = int(fleet.seats[vehicle] - fleet.escorts[vehicle])
            if seats >= max(1, fleet.min_load[vehicle]) and self.days_suit(vehicle, unit, posting):
                best = min(best, self.run_cost(vehicle, seats) / seats * float(self.people[unit]))
        return best

    def cheapest_seat(self, unit: int, posting: int) -> tuple[float, int]:
        """The cheapest way with what runs already: (price, trip or -1 for a ticket or free travel)."""
        if self.is_free(unit, posting):
            return 0.0, -1
        fleet = self.problem.fleet
        offers = [(self.fare(unit, posting), -1)]
        calling = self.vehicles_to(unit, posting)
        for trip, vehicle in enumerate(self.trips):
            room = fleet.seats[vehicle] - fleet.escorts[vehicle] - self.loads[trip]
            has_room = self.loads[trip] and self.people[unit] <= room and vehicle in calling
            if has_room and self.days_suit(vehicle, unit, posting):
                offers.append((float(fleet.cost_per_person[vehicle] * self.people[unit]), trip))
        return min(offers)

    def at_stake(self, unit: int) -> float:
        """What a seat saves this unit: its ticket, or all it is worth where no ticket is worth buying."""
        posting = int(self.posting[unit])
        worth = self.value[unit, posting]
        fare = self.fare(unit, posting)
        return fare if unit in self.pinned and np.isfinite(fare) else min(fare, worth)

    def waiting_for(self, vehicle: int) -> list[int]:
        """Placed units without a seat whom this vehicle could take."""
        fleet, places = self.problem.fleet, self.problem.places
        waiting = np.flatnonzero((self.posting != NOWHERE) & ((self.way == NO_WAY) | (self.way == BY_TICKET)))
        waiting = waiting[np.isin(self.origin[waiting], fleet.origins.row(vehicle))]
        waiting = waiting[np.isin(places.destination[self.posting[waiting]], fleet.destinations.row(vehicle))]
        return [int(unit) for unit in waiting if self.days_suit(vehicle, int(unit), int(self.posting[unit]))]

    def without_travel(self) -> list[int]:
        """Placed units that do not know yet how to get there."""
        return np.flatnonzero((self.posting != NOWHERE) & (self.way == NO_WAY)).tolist()

    def ticket_holders(self) -> list[int]:
        """Units that go by own ticket."""
        return np.flatnonzero((self.posting != NOWHERE) & (self.way == BY_TICKET)).tolist()

    def vehicles_left(self) -> Iterator[int]:
        """Vehicles with a run left."""
        for vehicle, available in enumerate(self.problem.fleet.available.tolist()):
            if available == NO_LIMIT or self.runs[vehicle] < available:
                yield vehicle

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


def lay_desk(problem: Problem) -> Desk:
    """Gather rows into units and list what each could do; raises BadInput for pins that hold a vehicle."""
    if np.any(problem.pin_vehicle >= 0):
        raise BadInput("the greedy baseline cannot hold a pinned vehicle")
    rows = problem.rows
    alone = int(rows.group.max(initial=-1)) + 1
    label = np.where(rows.group >= 0, rows.group, alone + np.arange(len(rows)))
    names, unit_of = np.unique(label, return_inverse=True)
    rows_of: list[list[int]] = [[] for _ in names]
    for row, unit in enumerate(unit_of.tolist()):
        rows_of[unit].append(row)
    value, pinned = _values(problem, unit_of, rows_of)
    postings_of: list[list[int]] = [[] for _ in names]
    listed_at: list[list[int]] = [[] for _ in range(len(problem.places))]
    for unit, posting in value:
        postings_of[unit].append(posting)
        listed_at[posting].append(unit)
    unsaid = np.array([bool(np.any(rows.men[members] == UNSAID)) for members in rows_of])
    best = np.array([max((value[u, p] for p in ps), default=0.0) for u, ps in enumerate(postings_of)])
    return Desk(
        problem=problem,
        rows_of=rows_of,
        people=np.array([rows.size[members].sum() for members in rows_of]),
        men=np.where(unsaid, UNSAID, [rows.men[members].sum() for members in rows_of]),
        women=np.where(unsaid, UNSAID, [rows.women[members].sum() for members in rows_of]),
        origin=np.array([rows.origin[members[0]] for members in rows_of]),
        earliest=np.array([np.fmax.reduce(rows.earliest[members]) for members in rows_of]),
        latest=np.array([np.fmin.reduce(rows.latest[members]) for members in rows_of]),
        value=value,
        postings_of=postings_of,
        listed_at=listed_at,
        pinned=pinned,
        best_value=np.maximum(best, 0.0),
        lines=_lines(problem),
        calling=_calling(problem),
        posting=np.full(len(names), NOWHERE, dtype=np.int64),
        way=np.full(len(names), NO_WAY, dtype=np.int64),
        people_at=np.zeros(len(problem.places), dtype=np.int64),
        men_at=np.zeros(len(problem.places), dtype=np.int64),
        women_at=np.zeros(len(problem.places), dtype=np.int64),
        trips=[],
        loads=[],
        runs=np.zeros(len(problem.fleet), dtype=np.int64),
    )


def _values(
    problem: Problem, unit_of: IntArray, rows_of: list[list[int]]
) -> tuple[dict[tuple[int, int], float], dict[int, int]]:
    """Value by (unit, posting) where every row lists it, bans and pins of one row holding for all."""
    count: dict[tuple[int, int], int] = {}
    total: dict[tuple[int, int], float] = {}
    pairs = problem.pairs
    for row, posting, worth in zip(
        unit_of[pairs.row].tolist(), pairs.posting.tolist(), pairs.value.tolist(), strict=True
    ):
        key = (row, posting)
        count[key] = count.get(key, 0) + 1
        total[key] = total.get(key, 0.0) + worth
    banned = {(int(unit_of[pairs.row[at]]), int(pairs.posting[at])) for at in problem.bans}
    pinned = {int(unit_of[pairs.row[at]]): int(pairs.posting[at]) for at in problem.pins}
    kept = {k: v for k, v in total.items() if count[k] == len(rows_of[k[0]]) and k not in banned}
    kept = {k: v for k, v in kept.items() if k[0] not in pinned or pinned[k[0]] == k[1]}
    return dict(sorted(kept.items())), pinned


def _lines(problem: Problem) -> dict[tuple[int, int], list[tuple[float, int]]]:
    lines: dict[tuple[int, int], list[tuple[float, int]]] = {}
    tickets = problem.tickets
    for at in range(len(tickets)):
        key = (int(tickets.origin[at]), int(tickets.destination[at]))
        lines.setdefault(key, []).append((float(tickets.fare[at]), int(tickets.days[at])))
    return lines


def _calling(problem: Problem) -> dict[tuple[int, int], list[int]]:
    calling: dict[tuple[int, int], list[int]] = {}
    for vehicle in range(len(problem.fleet)):
        for origin in problem.fleet.origins.row(vehicle).tolist():
            for destination in problem.fleet.destinations.row(vehicle).tolist():
                calling.setdefault((origin, destination), []).append(vehicle)
    return calling
