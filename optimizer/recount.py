"""What the audit counts from: a plan laid out assignment by assignment, every figure recounted from the problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from labor.arrays import BoolArray, DayArray, FloatArray, IntArray, Ragged
from labor.plan import NO_TRIP, OWN, Assignments, Trips
from optimizer.model.problem import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """What every rule is counted from: one entry an assignment, unless said otherwise."""

    problem: Problem
    trips: Trips
    row: IntArray
    posting: IntArray
    trip: IntArray
    travel: IntArray
    size: IntArray
    vehicle: IntArray  # -1 where no trip
    pair: IntArray  # position in problem.pairs
    own_fare: FloatArray  # a person's; 0 where not by own ticket, inf where no line suits
    people_at: IntArray  # one entry a posting
    people_on: IntArray  # one entry a trip

    def who(self, at: int) -> str:
        """The row and posting of one assignment, as the outside world calls them."""
        return f"row {outside_name(self.problem.names.rows, self.row[at])} at posting {self.place(self.posting[at])}"

    def place(self, posting: int) -> str:
        """A posting's outside id."""
        return outside_name(self.problem.names.postings, posting)


def lay_out(problem: Problem, assignments: Assignments, trips: Trips) -> Ledger:
    """Recount a plan from its assignments and the vehicles of its trips alone."""
    row, posting = assignments.row, assignments.posting
    size = problem.rows.size[row]
    rides = assignments.trip != NO_TRIP
    vehicle = np.full(len(row), -1)
    vehicle[rides] = trips.vehicle[assignments.trip[rides]]
    own = assignments.travel == OWN
    own_fare = np.zeros(len(row))
    own_fare[own] = _cheapest_suiting_fare(problem, row[own], posting[own])
    return Ledger(
        problem=problem,
        trips=trips,
        row=row,
        posting=posting,
        trip=assignments.trip,
        travel=assignments.travel,
        size=size,
        vehicle=vehicle,
        pair=_pair_position(problem, row, posting),
        own_fare=own_fare,
        people_at=people_per(posting, size, len(problem.places)),
        people_on=people_per(assignments.trip[rides], size[rides], len(trips)),
    )


def travel_cost(ledger: Ledger) -> float:
    """What all trips and own tickets cost, in the problem's money."""
    fleet, vehicle = ledger.problem.fleet, ledger.trips.vehicle
    trips = fleet.fixed_cost[vehicle] + fleet.cost_per_person[vehicle] * ledger.people_on
    return float(trips.sum()) + float((ledger.own_fare * ledger.size).sum())


def money_of(ledger: Ledger) -> float:
    """The same in money alone: without the worth of an organized seat that stands in the fares (docs/decisions/150)."""
    tickets = ledger.problem.tickets
    if not len(tickets.beside):
        return travel_cost(ledger)
    corridors = zip(tickets.origin.tolist(), tickets.destination.tolist(), strict=True)
    worth = dict(zip(corridors, tickets.beside.tolist(), strict=True))
    own = np.flatnonzero(ledger.travel == OWN)
    start, end = ledger.problem.rows.origin[ledger.row[own]], ledger.problem.places.destination[ledger.posting[own]]
    ways = zip(start.tolist(), end.tolist(), strict=True)
    beside: float = sum(worth[way] * size for way, size in zip(ways, ledger.size[own].tolist(), strict=True))
    return travel_cost(ledger) - beside


def _pair_position(problem: Problem, row: IntArray, posting: IntArray) -> IntArray:
    if not len(problem.pairs):
        return np.full(len(row), -1)
    listed = problem.pairs.row * len(problem.places) + problem.pairs.posting
    order = np.argsort(listed)
    wanted = row * len(problem.places) + posting
    at = np.minimum(np.searchsorted(listed[order], wanted), len(listed) - 1)
    return np.where(listed[order[at]] == wanted, order[at], -1)


def _cheapest_suiting_fare(problem: Problem, row: IntArray, posting: IntArray) -> FloatArray:
    """NaN where no line joins the hubs, inf where lines do and no day suits."""
    tickets = problem.tickets
    stride = _stride(tickets.destination, problem.places.destination)
    line = tickets.origin * stride + tickets.destination
    order = np.argsort(line)
    wanted = problem.rows.origin[row] * stride + problem.places.destination[posting]
    first = np.searchsorted(line[order], wanted)
    count = np.searchsorted(line[order], wanted, side="right") - first
    best = np.full(len(row), np.nan)
    best[count > 0] = np.inf
    for nth in range(int(count.max(initial=0))):
        has = np.flatnonzero(count > nth)
        at = order[first[has] + nth]
        suits = some_day_suits(problem, row[has], posting[has], tickets.days[at])
        best[has] = np.where(suits, np.minimum(best[has], tickets.fare[at]), best[has])
    return best


def some_day_suits(problem: Problem, row: IntArray, posting: IntArray, days: IntArray) -> BoolArray:
    """Whether a day of leaving exists within the row's days, arriving within the posting's."""
    rows, places = problem.rows, problem.places
    first = np.fmax(rows.earliest[row], places.start_from[posting] - days)
    last = np.fmin(rows.latest[row], places.start_by[posting] - days)
    return np.isnat(first) | np.isnat(last) | (first <= last)


def within(first: DayArray, day: DayArray, last: DayArray) -> BoolArray:
    """Whether each day lies between two others; NaT sets no limit."""
    return (np.isnat(first) | (first <= day)) & (np.isnat(last) | (day <= last))


def calls_at(stops: Ragged, vehicle: IntArray, hub: IntArray) -> BoolArray:
    """Whether each vehicle's stops hold the hub beside it."""
    stride = _stride(stops.items, hub)
    return np.isin(vehicle * stride + hub, stops.owners * stride + stops.items)


def _stride(*hubs: IntArray) -> int:
    """How far apart the numbers of two places must lie so that a hub added to one, or none (-1), meets no other's."""
    return 2 + int(np.concatenate(hubs).max(initial=0))


def people_per(index: IntArray, amount: IntArray, length: int) -> IntArray:
    """Amounts summed by index."""
    return np.bincount(index, weights=amount, minlength=length).astype(np.int64)


def outside_name(names: Sequence[str], index: int | np.integer) -> str:
    """The id the outside world gave, or the position where none was given."""
    return names[int(index)] if index < len(names) else f"#{int(index)}"  # a problem within another has more vehicles
