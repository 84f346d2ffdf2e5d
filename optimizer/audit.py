"""Recheck a plan rule by rule, with no solver and no code of the engine: the first breach raises.

Rules by number as in docs/formats.md. A rule is written twice on purpose: once where planning uses it, once here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from labor.errors import AuditFailed
from labor.plan import FREE, NO_TRIP, REASONS, TRIP, Assignments, Plan, Trips
from optimizer.model.problem import NO_HUB, NO_LIMIT, UNSAID, Problem
from optimizer.recount import (
    Ledger,
    calls_at,
    lay_out,
    money_of,
    outside_name,
    people_per,
    some_day_suits,
    travel_cost,
    within,
)

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


def audit_money(problem: Problem, plan: Plan, told: float) -> None:
    """Recheck the travel cost told in money alone, as it is kept and printed. Raises AuditFailed."""
    _same("rule 8", "money spent", told, money_of(lay_out(problem, plan.assignments, plan.trips)))


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
    _, leader, member, present = np.unique(number[held], return_index=True, return_inverse=True, return_counts=True)
    beside = np.arange(len(number))
    beside[held] = held[leader[member]]
    for what in (ledger.posting, ledger.trip, ledger.travel):
        _refuse("rule 3", what != what[beside], ledger, "is parted from its group")
    short = present[member] != np.bincount(group[group >= 0])[number[held]]
    _refuse_assignments("rule 3", held[short], ledger, "is placed without the rest of its group")


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
        missed = rides & ~calls_at(stops, ledger.vehicle, hub)
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
    _refuse_trip("rule 7", ~(np.abs(trips.cost - cost) <= _slack(cost)), ledger, "states a wrong cost")
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
    wrong = rides[~suits & ~np.isnat(leaves)]
    _refuse_assignments("rule 9", wrong, ledger, "rides on a day that does not suit")


def free_days_suit(ledger: Ledger) -> None:
    """Rule 9 for free travel, which takes no day."""
    no_days = np.zeros_like(ledger.row)
    never = ~some_day_suits(ledger.problem, ledger.row, ledger.posting, no_days)
    _refuse("rule 9", (ledger.travel == FREE) & never, ledger, "travels free and no day suits")


def pins_hold(ledger: Ledger) -> None:
    """Rule 10: pins are placed as said, for the whole group, on the vehicle said."""
    problem = ledger.problem
    posting_of = np.full(len(problem.rows), -1)
    vehicle_of = posting_of.copy()
    posting_of[ledger.row], vehicle_of[ledger.row] = ledger.posting, ledger.vehicle
    row, at = _spread_to_groups(problem.rows.group, problem.pairs.row[problem.pins])
    wrong = posting_of[row] != problem.pairs.posting[problem.pins][at]
    if len(problem.pin_vehicle):
        said = problem.pin_vehicle[at]
        wrong |= (said >= 0) & (vehicle_of[row] != said)
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
    if budget is not None and not cost <= budget + 1e-6 + 1e-12 * budget:
        raise AuditFailed("rule 10", f"travel costs {cost}, the budget is {budget}")


def a_seats_worth_is_no_money(ledger: Ledger) -> None:
    """Rule 8: what fares hold beside money is one sum a corridor, within the fare, where a vehicle goes, and no budget.

    It is the worth of an organized seat (docs/decisions/150): a preference, which no budget may count.
    """
    problem, tickets, fleet = ledger.problem, ledger.problem.tickets, ledger.problem.fleet
    held = np.flatnonzero(tickets.beside)
    if not len(held):
        return
    if problem.budget is not None:
        raise AuditFailed("rule 8", "fares hold a preference beside money, and there is a budget")
    served = {
        (start, end)
        for vehicle in range(len(fleet))
        for start in fleet.origins.row(vehicle).tolist()
        for end in fleet.destinations.row(vehicle).tolist()
    }
    corridor = list(zip(tickets.origin.tolist(), tickets.destination.tolist(), strict=True))
    one_sum = dict(zip(corridor, tickets.beside.tolist(), strict=True))
    for line, (ends, beside, fare) in enumerate(zip(corridor, tickets.beside, tickets.fare, strict=True)):
        if beside and ends not in served:
            raise AuditFailed("rule 8", f"fare line {line + 1} holds a preference and no vehicle goes there")
        if not 0 <= beside <= fare or beside != one_sum[ends]:
            raise AuditFailed("rule 8", f"fare line {line + 1} holds a preference of {beside} that cannot be")


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
    a_seats_worth_is_no_money,
)


def _spread_to_groups(group: IntArray, row: IntArray) -> tuple[IntArray, IntArray]:
    """Every row a pin or ban of ``row`` holds for, and the position in ``row`` it comes from."""
    unit = np.where(group >= 0, group, -1 - np.arange(len(group)))  # whoever has no group is a group alone
    members = np.argsort(unit)
    first = np.searchsorted(unit[members], unit[row])
    count = np.searchsorted(unit[members], unit[row], side="right") - first
    offset = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return members[np.repeat(first, count) + offset], np.repeat(np.arange(len(row)), count)


def _indices_exist(problem: Problem, assignments: Assignments, trips: Trips) -> None:
    for what, index, end, least in (
        ("row", assignments.row, len(problem.rows), 0),
        ("posting", assignments.posting, len(problem.places), 0),
        ("trip", assignments.trip, len(trips), NO_TRIP),
        ("way of travel", assignments.travel, FREE + 1, 0),
        ("vehicle", trips.vehicle, len(problem.fleet), 0),
    ):
        if ((index < least) | (index >= end)).any():
            raise AuditFailed("rule 1", f"an assignment or trip names a {what} that does not exist")
    twice = np.flatnonzero(np.bincount(assignments.row) > 1)
    if len(twice):
        raise AuditFailed("rule 2", f"row {outside_name(problem.names.rows, twice[0])} is placed twice")


def _each_row_stands_once(problem: Problem, plan: Plan) -> None:
    unplaced = plan.unplaced
    both = np.concatenate([plan.assignments.row, unplaced.row])
    if ((both < 0) | (both >= len(problem.rows))).any():
        raise AuditFailed("rule 15", "the unplaced list names a row that does not exist")
    wrong = np.flatnonzero(np.bincount(both, minlength=len(problem.rows)) != 1)
    if len(wrong):
        row = outside_name(problem.names.rows, wrong[0])
        raise AuditFailed("rule 15", f"row {row} does not stand in exactly one of assignments and unplaced")
    if not np.isin(unplaced.reason, np.array(REASONS)).all() or not all(unplaced.detail):
        raise AuditFailed("rule 15", "an unplaced row has no reason, or an unknown one")


def _slack(amount: FloatArray | float) -> Any:
    return 1e-6 + 1e-9 * np.abs(amount)


def _same(rule: str, what: str, stated: float, counted: float) -> None:
    if not abs(stated - counted) <= _slack(counted):
        raise AuditFailed(rule, f"the plan states {what} {stated}, the recount gives {counted}")


def _refuse(rule: str, wrong: BoolArray, ledger: Ledger, breach: str) -> None:
    _refuse_assignments(rule, np.flatnonzero(wrong), ledger, breach)


def _refuse_assignments(rule: str, wrong: IntArray, ledger: Ledger, breach: str) -> None:
    if len(wrong):
        raise AuditFailed(rule, f"{ledger.who(int(wrong[0]))} {breach}")


def _refuse_posting(rule: str, wrong: BoolArray, ledger: Ledger, breach: str) -> None:
    if wrong.any():
        raise AuditFailed(rule, f"posting {ledger.place(int(np.flatnonzero(wrong)[0]))} {breach}")


def _refuse_trip(rule: str, wrong: BoolArray, ledger: Ledger, breach: str) -> None:
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        vehicle = outside_name(ledger.problem.names.vehicles, ledger.trips.vehicle[at])
        raise AuditFailed(rule, f"trip {at + 1} (vehicle {vehicle}) {breach}")
