"""The rival by hand: a careful dispatcher's greedy plan, every rule kept.

Posting by posting, the most urgent first; for each the best-scoring people first, groups whole; then coaches
filled corridor by corridor, the largest saving against own tickets first; then seats and openings left over.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Final

import numpy as np

from benchmarks.clearing import lay_desk
from benchmarks.desk import BY_TICKET, FREELY, NOWHERE, Desk
from labor.plan import FREE, NO_TRIP, OWN, TRIP, Assignments, Plan, Trips
from optimizer.audit import audit
from optimizer.model.problem import Problem
from optimizer.reasons.unplaced import explain_unplaced

LEAST_SAVING: Final = 1e-6
FAR_AWAY: Final = np.datetime64("9999-12-31", "D")


def greedy(problem: Problem) -> Plan:
    """The dispatcher's plan; its bound is only what everybody's best posting would be worth with free travel."""
    desk = lay_desk(problem)
    _pins_first(desk)
    _fill_postings(desk)
    _charter(desk)
    _buy_tickets(desk)
    for _ in range(3):
        _top_up(desk)
        _charter(desk)
        _mend(desk)
    _keep_the_budget(desk)
    _top_up(desk)
    _mend(desk)
    return _hand_in(problem, desk)


def _pins_first(desk: Desk) -> None:
    for unit, posting in desk.pinned.items():
        desk.place(unit, posting)


def _fill_postings(desk: Desk) -> None:
    """Whoever starts soonest is served first; among equals the smaller order, which is harder to fill well."""
    places = desk.problem.places
    start_by = np.where(np.isnat(places.start_by), FAR_AWAY, places.start_by)
    for posting in np.lexsort((places.openings, start_by)).tolist():
        wishing = [unit for unit in desk.listed_at[posting] if desk.posting[unit] == NOWHERE]
        guess = {unit: desk.value[unit, posting] - desk.guess[unit, posting] for unit in wishing}
        taken = []
        for unit in sorted(wishing, key=lambda u: (-guess[u] / desk.people[u], u)):
            if guess[unit] > 0 and desk.fits(unit, posting):
                desk.place(unit, posting)
                taken.append(unit)
        if 0 < desk.people_at[posting] < places.min_team[posting]:
            for unit in taken:
                desk.release(unit)


def _charter(desk: Desk) -> None:
    """Run the vehicle that saves most against its riders' other ways, again and again.

    Riders only ever become fewer, so a vehicle's saving only falls: the first of the heap that has not fallen is best.
    """
    lanes = desk.waiting_by_lane()
    heap = [(-_offer(desk, vehicle, lanes)[0], vehicle) for vehicle in desk.vehicles_left()]
    heapify(heap)
    while heap and heap[0][0] < -LEAST_SAVING:
        _, vehicle = heappop(heap)
        saving, riders = _offer(desk, vehicle, lanes)
        if saving <= LEAST_SAVING:
            continue
        if heap and -heap[0][0] > saving + LEAST_SAVING:
            heappush(heap, (-saving, vehicle))
            continue
        desk.run(vehicle, riders)
        if desk.has_run_left(vehicle):
            heappush(heap, (-saving, vehicle))


def _offer(desk: Desk, vehicle: int, lanes: dict[tuple[int, int], list[int]]) -> tuple[float, list[int]]:
    """What one run would save, and with whom aboard: dearest other way first, as many as it seats."""
    fleet = desk.problem.fleet
    free = int(fleet.seats[vehicle] - fleet.escorts[vehicle])
    stakes = {unit: desk.at_stake(unit) for unit in desk.waiting_for(vehicle, lanes)}
    chosen = []
    for unit in sorted(stakes, key=lambda u: (-stakes[u] / desk.people[u], u)):
        if desk.people[unit] <= free:
            chosen.append(unit)
            free -= int(desk.people[unit])
    people = int(desk.people[chosen].sum()) if chosen else 0
    if people < desk.least_load(vehicle):
        return 0.0, []
    return sum(stakes[unit] for unit in chosen) - desk.run_cost(vehicle, people), chosen


def _buy_tickets(desk: Desk) -> None:
    """Whoever got no seat goes by own ticket where that is worth its price, else stays home."""
    for unit in desk.without_travel():
        fare = desk.fare(unit, int(desk.posting[unit]))
        if unit in desk.pinned or fare < desk.value[unit, int(desk.posting[unit])]:
            desk.travel_alone(unit)
        else:
            desk.release(unit)


def _top_up(desk: Desk) -> None:
    """Fill free seats and openings: those worth most first, each the best posting that still has room."""
    home = [unit for unit in range(len(desk.people)) if desk.posting[unit] == NOWHERE]
    for unit in sorted(home, key=lambda u: (-desk.best_value[u] / desk.people[u], u)):
        offers = []
        for posting in desk.postings_of[unit]:
            if (
                not desk.fits(unit, posting)
                or desk.people_at[posting] + desk.people[unit] < desk.problem.places.min_team[posting]
            ):
                continue
            price, trip = desk.cheapest_seat(unit, posting)
            worth = desk.value[unit, posting] - price
            if worth > 0 and desk.cost() + price <= desk.budget:
                offers.append((worth, -posting, trip))
        if offers:
            _, posting, trip = max(offers)
            desk.place(unit, -posting)
            desk.board(unit, trip) if trip >= 0 else desk.travel_alone(unit)


def _mend(desk: Desk) -> None:
    """Release teams that stayed too small and trips that stayed too empty, until nothing falls apart any more."""
    places = desk.problem.places
    while True:
        small = np.flatnonzero((desk.people_at > 0) & (desk.people_at < places.min_team))
        empty = [trip for trip, vehicle in enumerate(desk.trips) if 0 < desk.load(trip) < desk.least_load(vehicle)]
        if not len(small) and not empty:
            return
        for unit in np.flatnonzero(np.isin(desk.posting, small)).tolist():
            desk.release(unit)
        for trip in empty:
            for unit in desk.riders(trip):
                desk.leave_seat(unit)
        _buy_tickets(desk)


def _keep_the_budget(desk: Desk) -> None:
    """Give up the dearest tickets, then the trips dearest a head, until the money suffices."""
    while desk.cost() > desk.budget:
        alone = [unit for unit in desk.ticket_holders() if unit not in desk.pinned]
        trips = [trip for trip in range(len(desk.trips)) if desk.load(trip)]
        dear = {unit: desk.fare(unit, int(desk.posting[unit])) / desk.people[unit] for unit in alone}
        a_head = {trip: desk.run_cost(desk.trips[trip], desk.load(trip)) / desk.load(trip) for trip in trips}
        worst = max(a_head, key=lambda trip: a_head[trip], default=-1)
        if alone and (worst < 0 or max(dear.values()) >= a_head[worst]):
            desk.release(max(alone, key=lambda unit: (dear[unit], unit)))
        elif worst >= 0:
            for unit in desk.riders(worst):
                desk.release(unit)
        else:
            break
        _mend(desk)


@dataclass(frozen=True, slots=True)
class _Seat:
    row: int
    posting: int
    trip: int
    travel: int


def _hand_in(problem: Problem, desk: Desk) -> Plan:
    running = [trip for trip in range(len(desk.trips)) if desk.load(trip)]
    number = {trip: at for at, trip in enumerate(running)}
    seats = []
    for unit in np.flatnonzero(desk.posting != NOWHERE).tolist():
        way = int(desk.way[unit])
        travel = FREE if way == FREELY else OWN if way == BY_TICKET else TRIP
        trip = number[way] if travel == TRIP else NO_TRIP
        seats += [_Seat(row, int(desk.posting[unit]), trip, travel) for row in desk.rows_of[unit]]
    seats.sort(key=lambda seat: seat.row)
    columns = {name: np.array([getattr(s, name) for s in seats], dtype=np.int64) for name in _Seat.__slots__}
    assignments = Assignments(**columns)
    loads = np.array([desk.load(trip) for trip in running], dtype=np.int64)
    vehicles = np.array([desk.trips[trip] for trip in running], dtype=np.int64)
    costs = np.array([desk.run_cost(desk.trips[trip], desk.load(trip)) for trip in running], dtype=np.float64)
    trips = Trips(vehicles, loads, costs)
    spent = desk.cost()
    worth = sum(desk.value[u, int(desk.posting[u])] for u in np.flatnonzero(desk.posting != NOWHERE).tolist())
    plan = Plan(
        assignments=assignments,
        trips=trips,
        unplaced=explain_unplaced(problem, assignments, trips, stopped="done"),
        objective=worth - spent,
        bound=float(desk.best_value.sum()),
        travel_cost=spent,
        placed_people=int(problem.rows.size[assignments.row].sum()),
        stopped="done",
    )
    audit(problem, plan)
    return plan
