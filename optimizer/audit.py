"""Recheck a plan rule by rule, with no solver and no code of the engine: the first breach raises.

Rules by number as in docs/formats.md. A rule is written twice on purpose: once where planning uses it, once here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from labor.arrays import BoolArray, IntArray
from labor.errors import AuditFailed
from labor.plan import FREE, NO_TRIP, REASONS, TRIP, Assignments, Plan, Trips
from optimizer.model.problem import NO_HUB, NO_LIMIT, UNSAID, Problem
from optimizer.recount import Ledger, calls_at, lay_out, outside_name, people_per, some_day_suits, travel_cost, within

STOPPED: Final = ("done", "gap", "iterations", "time", "signal")


def audit(problem: Problem, plan: Plan) -> None:
    """Recheck the whole plan: rules 2 to 12, every figure of it, and that each row stands in one list.

    Raises AuditFailed on the first breach.
    """
    audit_assignments(problem, plan.assignments, plan.trips)
    ledger = lay_out(problem, plan.assignments, plan.trips)
    spent = travel_cost(ledger)
    value = float(problem.pairs.value[ledger.pair].sum())
    _same("rule 8", "travel cost", plan.travel_cost, spent)
    _same("rule 11", "net value", plan.objective, value - spent)
    _same("rule 11", "people placed", plan.placed_people, int(ledger.size.sum()))
    if not plan.bound >= plan.objective - _slack(plan.objective):
        raise AuditFailed("rule 12", f"the bound {plan.bound} lies below the net value {plan.objective}")
    if plan.stopped not in STOPPED:
        raise AuditFailed("rule 13", f"a run cannot have stopped by {plan.stopped!r}")
    _each_row_stands_once(problem, plan)


def audit_assignments(problem: Problem, assignments: Assignments, trips: Trips) -> None:
    """Recheck rules 2 to 10 on assignments and trips alone, before reasons and bound exist.

    Raises AuditFailed on the first breach.
    """
    _indices_exist(problem, assignments, trips)
    ledger = lay_out(problem, assignments, trips)
    for rule in RULES:
        rule(ledger)


def only_listed_pairs(ledger: Ledger) -> None:
    """Rule 2."""
    _refuse("rule 2", ledger.pair < 0, ledger, "is not a listed pair")


def groups_stay_together(ledger: Ledger) -> None:
    """Rule 3: one posting, one trip or one way of travel, all or none."""
    group = ledger.problem.rows.group
    number = group[ledger.row]
    held = np.flatnonzero(number >= 0)
    if not len(held):
        return
    order = held[np.argsort(number[held], kind="stable")]
    twin = number[order][1:] == number[order][:-1]
    for what in (ledger.posting, ledger.trip, ledger.travel):
        apart = np.zeros(len(ledger.row), dtype=np.bool_)
        apart[order[1:]] = twin & (what[order][1:] != what[order][:-1])
        _refuse("rule 3", apart, ledger, "is parted from its group")
    present = np.bincount(number[held], minlength=int(group.max()) + 1)
    whole = np.bincount(group[group >= 0], minlength=int(group.max()) + 1)
    short = np.zeros(len(ledger.row), dtype=np.bool_)
    short[held] = present[number[held]] != whole[number[held]]
    _refuse("rule 3", short, ledger, "is placed without the rest of its group")


def openings_suffice(ledger: Ledger) -> None:
    """Rule 4, first half."""
    places = ledger.problem.places
    over = ledger.people_at > places.openings
    _refuse_posting("rule 4", over, ledger, "holds more people than it has openings")


def teams_are_large_enough(ledger: Ledger) -> None:
    """Rule 4, second half."""
    few = (ledger.people_at > 0) & (ledger.people_at < ledger.problem.places.min_team)
    _refuse_posting("rule 4", few, ledger, "holds fewer people than its smallest team")


def beds_suffice(ledger: Ledger) -> None:
    """Rule 5."""
    places, rows = ledger.problem.places, ledger.problem.rows
    by_sex = (places.beds_m != NO_LIMIT) | (places.beds_f != NO_LIMIT)
    men, women = rows.men[ledger.row], rows.women[ledger.row]
    unsaid = (men == UNSAID) | (women == UNSAID)
    _refuse("rule 5", unsaid & by_sex[ledger.posting], ledger, "does not say its men and women, and beds are by sex")
    men_at = people_per(ledger.posting, np.maximum(men, 0), len(places))
    women_at = people_per(ledger.posting, np.maximum(women, 0), len(places))
    for people, beds in ((ledger.people_at, places.beds), (men_at, places.beds_m), (women_at, places.beds_f)):
        _refuse_posting("rule 5", (beds != NO_LIMIT) & (people > beds), ledger, "has too few beds")


def travel_is_as_it_must_be(ledger: Ledger) -> None:
    """Rule 6: free exactly where travel is free."""
    problem = ledger.problem
    origin, destination = problem.rows.origin[ledger.row], problem.places.destination[ledger.posting]
    free = (origin == NO_HUB) | (destination == NO_HUB) | (origin == destination) | problem.travel_is_free
    _refuse("rule 6", free & (ledger.travel != FREE), ledger, "travels free and is booked on a trip or a ticket")
    _refuse("rule 6", ~free & (ledger.travel == FREE), ledger, "needs a trip or a ticket and has none")
    _refuse("rule 7", (ledger.travel == TRIP) != (ledger.trip != NO_TRIP), ledger, "has no trip, or one too many")


def trips_serve_their_hubs(ledger: Ledger) -> None:
    """Rule 7: origin among the origins, destination among the destinations."""
    fleet, problem = ledger.problem.fleet, ledger.problem
    rides = ledger.travel == TRIP
    for stops, hub in (
        (fleet.origins, problem.rows.origin[ledger.row]),
        (fleet.destinations, problem.places.destination[ledger.posting]),
    ):
        missed = np.zeros(len(rides), dtype=np.bool_)
        missed[rides] = ~calls_at(stops, ledger.vehicle[rides], hub[rides])
        _refuse("rule 7", missed, ledger, "rides on a trip that does not call at its hub")


def trips_have_seats_and_riders(ledger: Ledger) -> None:
    """Rule 7: seats, minimum loads, runs and each trip's own figures."""
    fleet, trips, people = ledger.problem.fleet, ledger.trips, ledger.people_on
    vehicle = trips.vehicle
    _refuse_trip("rule 7", trips.people != people, ledger, "states a wrong number of people")
    _refuse_trip("rule 7", people + fleet.escorts[vehicle] > fleet.seats[vehicle], ledger, "has too few seats")
    least = np.maximum(1, fleet.min_load[vehicle])
    _refuse_trip("rule 7", people < least, ledger, "runs with fewer people than its minimum load")
    cost = fleet.fixed_cost[vehicle] + fleet.cost_per_person[vehicle] * people
    _refuse_trip("rule 7", np.abs(trips.cost - cost) > 1e-6 + 1e-9 * np.abs(cost), ledger, "states a wrong cost")
    runs = np.bincount(vehicle, minlength=len(fleet))
    many = (fleet.available != NO_LIMIT) & (runs > fleet.available)
    _refuse_trip("rule 7", many[vehicle], ledger, "is a run more than the vehicle has")


def own_tickets_exist(ledger: Ledger) -> None:
    """Rules 8 and 9: a fare line between the two hubs, with a day that suits."""
    _refuse("rule 8", np.isnan(ledger.own_fare), ledger, "goes by own ticket and there is no fare line")
    _refuse("rule 9", np.isinf(ledger.own_fare), ledger, "goes by own ticket and no day suits")


def trip_days_suit(ledger: Ledger) -> None:
    """Rule 9 for trips; a trip without a date suits every row."""
    fleet, rows, places = ledger.problem.fleet, ledger.problem.rows, ledger.problem.places
    rides = np.flatnonzero(ledger.travel == TRIP)
    vehicle, row, posting = ledger.vehicle[rides], ledger.row[rides], ledger.posting[rides]
    leaves = fleet.leaves[vehicle]
    arrives = np.where(np.isnat(fleet.arrives[vehicle]), leaves, fleet.arrives[vehicle])
    suits = within(rows.earliest[row], leaves, rows.latest[row])
    suits &= within(places.start_from[posting], arrives, places.start_by[posting])
    wrong = np.zeros(len(ledger.row), dtype=np.bool_)
    wrong[rides] = ~suits & ~np.isnat(leaves)
    _refuse("rule 9", wrong, ledger, "rides on a day that does not suit")


def free_days_suit(ledger: Ledger) -> None:
    """Rule 9 for free travel, which takes no day."""
    free = np.flatnonzero(ledger.travel == FREE)
    wrong = np.zeros(len(ledger.row), dtype=np.bool_)
    no_days = np.zeros(len(free), dtype=np.int64)
    wrong[free] = ~some_day_suits(ledger.problem, ledger.row[free], ledger.posting[free], no_days)
    _refuse("rule 9", wrong, ledger, "travels free and no day suits")


def pins_hold(ledger: Ledger) -> None:
    """Rule 10: pins are placed as said, for the whole group, on the vehicle said."""
    problem = ledger.problem
    posting_of = np.full(len(problem.rows), -1, dtype=np.int64)
    vehicle_of = np.full(len(problem.rows), -1, dtype=np.int64)
    posting_of[ledger.row], vehicle_of[ledger.row] = ledger.posting, ledger.vehicle
    held = problem.pin_vehicle if len(problem.pin_vehicle) else np.full(len(problem.pins), -1, dtype=np.int64)
    row, at = _spread_to_groups(problem.rows.group, problem.pairs.row[problem.pins])
    wrong = (posting_of[row] != problem.pairs.posting[problem.pins][at]) | (
        (held[at] >= 0) & (vehicle_of[row] != held[at])
    )
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        pinned = ledger.place(problem.pairs.posting[problem.pins][at[first]])
        raise AuditFailed(
            "rule 10", f"row {outside_name(problem.names.rows, row[first])} is not as pinned, at {pinned}"
        )


def bans_hold(ledger: Ledger) -> None:
    """Rule 10: a banned pair is not used, by no row of the group."""
    problem = ledger.problem
    row, at = _spread_to_groups(problem.rows.group, problem.pairs.row[problem.bans])
    banned = row * len(problem.places) + problem.pairs.posting[problem.bans][at]
    used = np.isin(ledger.row * len(problem.places) + ledger.posting, banned)
    _refuse("rule 10", used, ledger, "is banned")


def budget_holds(ledger: Ledger) -> None:
    """Rule 10: all travel within the budget."""
    budget = ledger.problem.budget
    cost = travel_cost(ledger)
    if budget is not None and cost > budget + 1e-6 + 1e-12 * abs(budget):
        raise AuditFailed("rule 10", f"travel costs {cost}, the budget is {budget}")


RULES: Final[tuple[Callable[[Ledger], None], ...]] = (
    only_listed_pairs,
    groups_stay_together,
    openings_suffice,
    teams_are_large_enough,
    beds_suffice,
    travel_is_as_it_must_be,
    trips_serve_their_hubs,
    trips_have_seats_and_riders,
    own_tickets_exist,
    trip_days_suit,
    free_days_suit,
    pins_hold,
    bans_hold,
    budget_holds,
)


def _spread_to_groups(group: IntArray, row: IntArray) -> tuple[IntArray, IntArray]:
    """Every row a pin or ban of ``row`` holds for, and the position in ``row`` it comes from."""
    alone = np.flatnonzero(group[row] < 0)
    grouped = np.flatnonzero(group[row] >= 0)
    if not len(grouped):
        return row[alone], alone
    members = np.argsort(group, kind="stable")
    ordered = group[members]
    first = np.searchsorted(ordered, group[row[grouped]], side="left")
    count = np.searchsorted(ordered, group[row[grouped]], side="right") - first
    offset = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    spread = members[np.repeat(first, count) + offset]
    return np.concatenate([row[alone], spread]), np.concatenate([alone, np.repeat(grouped, count)])


def _indices_exist(problem: Problem, assignments: Assignments, trips: Trips) -> None:
    for what, index, end, least in (
        ("row", assignments.row, len(problem.rows), 0),
        ("posting", assignments.posting, len(problem.places), 0),
        ("trip", assignments.trip, len(trips), NO_TRIP),
        ("way of travel", assignments.travel, FREE + 1, 0),
        ("vehicle", trips.vehicle, len(problem.fleet), 0),
    ):
        if len(index) and not (index.min() >= least and index.max() < end):
            raise AuditFailed("rule 1", f"an assignment or trip names a {what} that does not exist")
    count = np.bincount(assignments.row, minlength=len(problem.rows))
    if count.max(initial=0) > 1:
        raise AuditFailed("rule 2", f"row {outside_name(problem.names.rows, int(count.argmax()))} is placed twice")


def _each_row_stands_once(problem: Problem, plan: Plan) -> None:
    unplaced = plan.unplaced
    both = np.concatenate([plan.assignments.row, unplaced.row])
    if len(both) and not (both.min() >= 0 and both.max() < len(problem.rows)):
        raise AuditFailed("rule 15", "the unplaced list names a row that does not exist")
    count = np.bincount(both, minlength=len(problem.rows))
    if not np.all(count == 1):
        row = outside_name(problem.names.rows, int(np.flatnonzero(count != 1)[0]))
        raise AuditFailed("rule 15", f"row {row} does not stand in exactly one of assignments and unplaced")
    if not np.isin(unplaced.reason, np.array(REASONS)).all() or not all(unplaced.detail):
        raise AuditFailed("rule 15", "an unplaced row has no reason, or an unknown one")


def _slack(amount: float) -> float:
    return 1e-6 + 1e-9 * abs(amount)


def _same(rule: str, what: str, stated: float, counted: float) -> None:
    if not abs(stated - counted) <= _slack(counted):
        raise AuditFailed(rule, f"the plan states {what} {stated}, the recount gives {counted}")


def _refuse(rule: str, wrong: BoolArray, ledger: Ledger, breach: str) -> None:
    if wrong.any():
        raise AuditFailed(rule, f"{ledger.who(int(np.flatnonzero(wrong)[0]))} {breach}")


def _refuse_posting(rule: str, wrong: BoolArray, ledger: Ledger, breach: str) -> None:
    if wrong.any():
        raise AuditFailed(rule, f"posting {ledger.place(int(np.flatnonzero(wrong)[0]))} {breach}")


def _refuse_trip(rule: str, wrong: BoolArray, ledger: Ledger, breach: str) -> None:
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        vehicle = outside_name(ledger.problem.names.vehicles, ledger.trips.vehicle[at])
        raise AuditFailed(rule, f"trip {at + 1} (vehicle {vehicle}) {breach}")
