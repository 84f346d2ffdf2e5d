"""Fill what a standing plan leaves free: everyone placed is held, the planner places the others."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray, Ragged
from labor.plan import NO_TRIP, Assignments, Plan, Trips
from optimizer.model.options import lay_out
from optimizer.model.problem import NO_LIMIT, Fleet, PairTable, PlanParams, Problem
from optimizer.model.travel_units import units_of
from optimizer.model.ways import leftover_of
from optimizer.planning import plan
from optimizer.reasons.unplaced import explain_unplaced
from optimizer.repair.kept_plan import KeptPlaces
from optimizer.search.core_problem import Core
from optimizer.search.run import RELATIVE_TOLERANCE, TOLERANCE

PRICING_SHARE: Final = 0.2  # of the time; the rest is the planner's
PRICE_STEPS: Final = 25


def filled_up(standing: KeptPlaces, params: PlanParams) -> Plan:
    """Everyone placed stays; the planner fills free seats and openings with the others."""
    limit = params.time_limit_s
    pricing_s = np.inf if limit is None else PRICING_SHARE * limit
    params = replace(params, time_limit_s=None if limit is None else limit - pricing_s)
    problem = standing.problem
    assignments, trips = _laid_out(standing)
    unplaced = np.ones(len(problem.rows), dtype=np.bool_)
    unplaced[assignments.row] = False
    kept = unplaced[problem.pairs.row]
    stopped = "done"
    if kept.any():
        more = plan(_what_is_free(problem, assignments, trips, kept), params)
        assignments, trips = _joined(problem, (assignments, trips), (more.assignments, more.trips))
        stopped = more.stopped
    value = float(problem.pairs.value[_pairs_of(problem, assignments)].sum())
    cost = leftover_of(problem, assignments, trips).travel_cost
    people = int(problem.rows.size[assignments.row].sum())
    return Plan(
        assignments=assignments,
        trips=trips,
        unplaced=explain_unplaced(problem, assignments, trips, stopped=stopped),
        objective=value - cost,
        bound=_bound(problem, (value - cost, people), pricing_s),
        travel_cost=cost,
        placed_people=people,
        stopped=stopped,
    )


def _bound(problem: Problem, reached: tuple[float, int], seconds: float) -> float:
    """What a few price steps prove (docs/model.md M13) for plans that place as many people; never below the plan."""
    until, (net, people) = time.monotonic() + seconds, reached
    bound, people_first = everyone_at_their_best(problem), problem.objective == "placed_then_value"
    layout = lay_out(problem)
    if len(layout.options):
        core = Core(layout, people if people_first else 0)
        bound = min(bound, core.descend(PRICE_STEPS, net, lambda: time.monotonic() > until))
    if people_first and people < layout.people:  # nobody has proven that no more can be placed
        bound = max(bound, net + 2 * max(TOLERANCE, RELATIVE_TOLERANCE * abs(net)))
    return max(bound, net)


def everyone_at_their_best(problem: Problem) -> float:
    """A bound in no time: each unit at its best posting, all travel free."""
    pairs, units = problem.pairs, units_of(problem)
    if not len(pairs):
        return 0.0
    key = units.of_row[pairs.row] * len(problem.places) + pairs.posting
    keys, back = np.unique(key, return_inverse=True)
    worth = np.bincount(back, weights=pairs.value)
    best = np.full(len(units.people), 0.0)
    if len(problem.pins):
        best[units.of_row[pairs.row[problem.pins]]] = -np.inf  # a pinned unit cannot choose to stay home
    np.maximum.at(best, keys // len(problem.places), worth)
    return float(best.sum())


def _what_is_free(problem: Problem, assignments: Assignments, trips: Trips, kept: BoolArray) -> Problem:
    """The problem of those not placed, with the openings, beds, seats, runs and money that are left."""
    left, none = leftover_of(problem, assignments, trips), np.zeros(0, dtype=np.int64)
    places = replace(
        problem.places,
        openings=left.openings,
        min_team=np.where(left.people > 0, 0, problem.places.min_team),
        beds=left.beds,
        beds_m=left.beds_m,
        beds_f=left.beds_f,
    )
    pairs = problem.pairs
    return replace(
        problem,
        places=places,
        pairs=PairTable(pairs.row[kept], pairs.posting[kept], pairs.value[kept]),
        fleet=_free_seats(problem.fleet, trips),
        budget=None if problem.budget is None else max(0.0, problem.budget - left.travel_cost),
        pins=none,
        pin_vehicle=none,
        bans=_bans_of_groups(problem, kept),
    )


def _bans_of_groups(problem: Problem, kept: BoolArray) -> IntArray:
    """Bans hold for whole groups: the pairs of the others of a group are banned by position among the kept."""
    units = units_of(problem).of_row
    count = len(problem.places)
    key = units[problem.pairs.row] * count + problem.pairs.posting
    banned = np.isin(key, key[problem.bans])
    return np.flatnonzero(banned[kept])


def _laid_out(standing: KeptPlaces) -> tuple[Assignments, Trips]:
    """The standing as arrays; trips without riders are dropped."""
    lines = sorted((row, *place) for unit, place in standing.place.items() for row in standing.rows[unit])
    numbers = sorted({trip for *_, trip in lines if trip != NO_TRIP})
    new_number = {trip: at for at, trip in enumerate(numbers)} | {NO_TRIP: NO_TRIP}
    table = np.array([(row, j, new_number[trip], by) for row, j, by, trip in lines], dtype=np.int64).reshape(-1, 4)
    assignments = Assignments(*(table[:, column].copy() for column in range(4)))
    vehicle = np.array([standing.vehicle[trip] for trip in numbers], dtype=np.int64)
    return assignments, _costed(standing.problem, assignments, vehicle)


def _costed(problem: Problem, assignments: Assignments, vehicle: IntArray) -> Trips:
    rides = assignments.trip != NO_TRIP
    weights = problem.rows.size[assignments.row[rides]]
    people = np.bincount(assignments.trip[rides], weights=weights, minlength=len(vehicle)).astype(np.int64)
    cost: FloatArray = problem.fleet.fixed_cost[vehicle] + problem.fleet.cost_per_person[vehicle] * people
    return Trips(vehicle, people, cost)


def _free_seats(fleet: Fleet, trips: Trips) -> Fleet:
    """Each running trip as a vehicle of its own with the seats it has free, then the runs not used yet."""
    v = trips.vehicle
    runs, none = np.bincount(v, minlength=len(fleet)), np.zeros(len(v), dtype=np.int64)
    return Fleet(
        origins=_stacked(fleet.origins, v),
        destinations=_stacked(fleet.destinations, v),
        seats=np.append(fleet.seats[v] - fleet.escorts[v] - trips.people, fleet.seats),
        fixed_cost=np.append(np.zeros(len(v)), fleet.fixed_cost),
        cost_per_person=np.append(fleet.cost_per_person[v], fleet.cost_per_person),
        min_load=np.append(none, fleet.min_load),
        escorts=np.append(none, fleet.escorts),
        available=np.append(none + 1, np.where(fleet.available == NO_LIMIT, NO_LIMIT, fleet.available - runs)),
        leaves=np.append(fleet.leaves[v], fleet.leaves),
        arrives=np.append(fleet.arrives[v], fleet.arrives),
    )


def _stacked(stops: Ragged, first: IntArray) -> Ragged:
    return Ragged.of([stops.row(at).tolist() for at in (*first.tolist(), *range(len(stops)))])


def _joined(
    problem: Problem, held: tuple[Assignments, Trips], more: tuple[Assignments, Trips]
) -> tuple[Assignments, Trips]:
    """Both plans as one: the first vehicles of the second plan are the running trips of the first."""
    running, added = len(held[1]), more[1].vehicle >= len(held[1])
    number = np.where(added, running + np.cumsum(added) - 1, more[1].vehicle)
    trip = np.append(number, NO_TRIP)[more[0].trip]  # NO_TRIP is -1: the last
    columns = [
        np.append(getattr(held[0], name), trip if name == "trip" else getattr(more[0], name))
        for name in ("row", "posting", "trip", "travel")
    ]
    order = np.argsort(columns[0])
    assignments = Assignments(*(column[order] for column in columns))
    vehicle = np.append(held[1].vehicle, more[1].vehicle[added] - running)
    return assignments, _costed(problem, assignments, vehicle)


def _pairs_of(problem: Problem, assignments: Assignments) -> IntArray:
    count = len(problem.places)
    at: IntArray = np.searchsorted(
        problem.pairs.row * count + problem.pairs.posting, assignments.row * count + assignments.posting
    )
    return at
