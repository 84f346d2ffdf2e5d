"""Every way to travel a corridor (vehicle, ticket line, or free), and what a plan has left over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from labor.plan import NO_TRIP, OWN, Assignments, Trips
from optimizer.model.problem import NO_HUB, NO_LIMIT, Problem

NO_WAY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Ways by number: vehicles first, then ticket lines, the last one is free travel.

    ``corridor`` is sorted; ``way`` stands beside it.
    """

    corridor: IntArray
    way: IntArray
    hubs: int
    vehicles: int
    free: int

    def of_pairs(self, problem: Problem, row: IntArray, posting: IntArray) -> tuple[IntArray, IntArray]:
        """Each pair's ways as (position of the pair, way), in order; NO_WAY where there is none."""
        origin, destination = problem.rows.origin[row], problem.places.destination[posting]
        free = problem.travel_is_free | (origin == NO_HUB) | (destination == NO_HUB) | (origin == destination)
        wanted = np.where(free, -1, origin * self.hubs + destination)
        first = np.searchsorted(self.corridor, wanted, side="left")
        count = np.searchsorted(self.corridor, wanted, side="right") - first
        lines = np.maximum(count, 1)
        at = np.repeat(np.arange(len(row), dtype=np.int64), lines)
        step = np.arange(len(at)) - np.repeat(np.cumsum(lines) - lines, lines)
        found = count[at] > 0
        way = np.full(len(at), NO_WAY, dtype=np.int64)
        way[found] = self.way[first[at[found]] + step[found]]
        way[free[at]] = self.free
        return at, way


def ways_of(problem: Problem, *, idle_too: bool = False) -> Ways:
    """Lay out all ways by corridor; vehicles that can never run only where asked for."""
    fleet, tickets = problem.fleet, problem.tickets
    hubs = 1 + max(
        int(ids.max(initial=0))
        for ids in (
            problem.rows.origin,
            problem.places.destination,
            fleet.origins.items,
            fleet.destinations.items,
            tickets.origin,
            tickets.destination,
        )
    )
    can_run = idle_too | (fleet.available != 0) & (fleet.seats - fleet.escorts >= np.maximum(1, fleet.min_load))
    stops = np.diff(fleet.destinations.offsets)
    lines = stops[fleet.origins.owners]  # each origin meets each destination of its vehicle
    vehicle = np.repeat(fleet.origins.owners, lines)
    step = np.arange(len(vehicle)) - np.repeat(np.cumsum(lines) - lines, lines)
    end = fleet.destinations.items[fleet.destinations.offsets[vehicle] + step]
    corridor = np.repeat(fleet.origins.items, lines) * hubs + end
    corridor = np.concatenate([corridor[can_run[vehicle]], tickets.origin * hubs + tickets.destination])
    way = np.concatenate([vehicle[can_run[vehicle]], len(fleet) + np.arange(len(tickets), dtype=np.int64)])
    order = np.lexsort((way, corridor))
    return Ways(corridor[order], way[order], hubs, len(fleet), len(fleet) + len(tickets))


def days_suit(problem: Problem, ways: Ways, row: IntArray, posting: IntArray, way: IntArray) -> BoolArray:
    """Whether the days of row and posting allow the way (rule 9); all arrays side by side, no NO_WAY among them."""
    rows, places, fleet = problem.rows, problem.places, problem.fleet
    suits = np.ones(len(way), dtype=np.bool_)
    rides = np.flatnonzero(way < ways.vehicles)
    if len(rides):
        v, r, p = way[rides], row[rides], posting[rides]
        leaves = fleet.leaves[v]
        arrives = np.where(np.isnat(fleet.arrives[v]), leaves, fleet.arrives[v])
        # A comparison with NaT is False, so "not too early, not too late" reads unknown days as no limit.
        off = (leaves < rows.earliest[r]) | (leaves > rows.latest[r])
        off |= (arrives < places.start_from[p]) | (arrives > places.start_by[p])
        suits[rides] = np.isnat(leaves) | ~off
    alone = np.flatnonzero(way >= ways.vehicles)
    if len(alone):
        r, p = row[alone], posting[alone]
        takes = np.append(problem.tickets.days, 0)[way[alone] - ways.vehicles]
        first = np.fmax(rows.earliest[r], places.start_from[p] - takes)
        last = np.fmin(rows.latest[r], places.start_by[p] - takes)
        suits[alone] = ~(first > last)
    return suits


@dataclass(frozen=True, slots=True, eq=False)
class Leftover:
    """What a plan leaves free: per posting, and per vehicle."""

    people: IntArray  # placed, per posting
    openings: IntArray
    beds: IntArray  # NO_LIMIT where not given
    beds_m: IntArray
    beds_f: IntArray
    seats_running: IntArray  # the most seats free on one running trip of the vehicle, -1 where none runs
    seats_new: IntArray  # passenger seats of one more run, -1 where there is no further run
    travel_cost: float


def leftover_of(problem: Problem, assignments: Assignments, trips: Trips) -> Leftover:
    """Count what assignments and trips leave free."""
    rows, places, fleet = problem.rows, problem.places, problem.fleet
    row, posting = assignments.row, assignments.posting
    people = _total(posting, rows.size[row], len(places))
    men = _total(posting, np.maximum(rows.men[row], 0), len(places))
    women = _total(posting, np.maximum(rows.women[row], 0), len(places))
    rides = assignments.trip != NO_TRIP
    riders = _total(assignments.trip[rides], rows.size[row[rides]], len(trips))
    seats = fleet.seats - fleet.escorts
    running = np.full(len(fleet), -1, dtype=np.int64)
    np.maximum.at(running, trips.vehicle, seats[trips.vehicle] - riders)
    runs = np.bincount(trips.vehicle, minlength=len(fleet))
    more = (fleet.available == NO_LIMIT) | (runs < fleet.available)
    cost = fleet.fixed_cost[trips.vehicle] + fleet.cost_per_person[trips.vehicle] * riders
    return Leftover(
        people=people,
        openings=places.openings - people,
        beds=np.where(places.beds == NO_LIMIT, NO_LIMIT, places.beds - people),
        beds_m=np.where(places.beds_m == NO_LIMIT, NO_LIMIT, places.beds_m - men),
        beds_f=np.where(places.beds_f == NO_LIMIT, NO_LIMIT, places.beds_f - women),
        seats_running=running,
        seats_new=np.where(more, seats, -1),
        travel_cost=float(cost.sum()) + own_ticket_cost(problem, assignments),
    )


def own_ticket_cost(problem: Problem, assignments: Assignments) -> float:
    """What the own tickets of a plan cost: each row takes its cheapest line whose days suit."""
    own = assignments.travel == OWN
    row, posting = assignments.row[own], assignments.posting[own]
    if not len(row):
        return 0.0
    ways = ways_of(problem)
    at, way = ways.of_pairs(problem, row, posting)
    lines = (way >= ways.vehicles) & (way < ways.free)
    at, way = at[lines], way[lines]
    suits = days_suit(problem, ways, row[at], posting[at], way)
    fare = np.full(len(row), np.inf)
    np.minimum.at(fare, at[suits], problem.tickets.fare[way[suits] - ways.vehicles])
    return float((fare * problem.rows.size[row]).sum())


def price_of_joining(problem: Problem, ways: Ways, left: Leftover, way: IntArray, people: IntArray) -> FloatArray:
    """What ``people`` more cost on each way: a free seat on a running trip, else a new run, a fare, or nothing."""
    price = np.zeros(len(way))
    rides = np.flatnonzero((way >= 0) & (way < ways.vehicles))
    v, n = way[rides], people[rides]
    seat = problem.fleet.cost_per_person[v] * n
    price[rides] = np.where(left.seats_running[v] >= n, seat, seat + problem.fleet.fixed_cost[v])
    own = np.flatnonzero((way >= ways.vehicles) & (way < ways.free))
    price[own] = problem.tickets.fare[way[own] - ways.vehicles] * people[own]
    return price


def _total(index: IntArray, amount: IntArray, length: int) -> IntArray:
    return np.bincount(index, weights=amount, minlength=length).astype(np.int64)
