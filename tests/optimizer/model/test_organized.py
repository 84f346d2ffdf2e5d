"""A seat is preferred to an own ticket the same way, at a stated worth and at no cost in money."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import optimizer
from labor.plan import OWN
from optimizer.audit import audit
from optimizer.model.organized import money_spent, prefer_organized
from optimizer.model.problem import PlanParams, Problem
from tests.optimizer.builders import Toy

COUNTIES = np.array([520526, 441900])


def town(people: int, seats: int = 10) -> Problem:
    """People who may ride a coach of 300 together or buy tickets of 20 each."""
    return Toy(
        rows=[{"origin": "home"}] * people,
        places=[{"destination": "city", "openings": people}],
        pairs=[(at, 0, 25.0) for at in range(people)],
        fleet=[{"origins": "home", "destinations": "city", "seats": seats, "fixed_cost": 300.0}],
        tickets=[{"origin": "home", "destination": "city", "fare": 20.0}],
    ).problem()


def own(problem: Problem) -> tuple[int, int, float]:
    """People placed, those of them on own tickets, and the money spent."""
    made = optimizer.plan(problem, PlanParams(time_limit_s=10.0))
    audit(problem, made)
    return made.placed_people, int((made.assignments.travel == OWN).sum()), money_spent(problem, made)


def test_looking_at_money_alone_ten_people_buy_tickets() -> None:
    assert own(town(10)) == (10, 10, 200.0)


def test_ten_people_ride_together_where_that_is_worth_what_it_costs_more() -> None:
    assert own(prefer_organized(town(10), 11.0, COUNTIES)) == (10, 0, 300.0)


def test_too_few_for_a_coach_travel_by_ticket_as_before_and_nobody_stays_home() -> None:
    assert own(prefer_organized(town(5), 11.0, COUNTIES)) == (5, 5, 100.0)


def test_who_finds_no_seat_still_travels_by_ticket_and_its_cost_is_told_in_money() -> None:
    assert own(prefer_organized(town(12), 11.0, COUNTIES)) == (12, 2, 340.0)


def test_one_county_a_corridor_without_a_vehicle_or_a_preference_of_nothing_change_nothing() -> None:
    problem = town(3)
    elsewhere = replace(problem, tickets=replace(problem.tickets, destination=problem.rows.origin[:1]))

    assert prefer_organized(problem, 0.0, COUNTIES) is problem
    assert prefer_organized(problem, 11.0, np.array([520526, 520526])).tickets.fare.tolist() == [20.0]
    assert prefer_organized(elsewhere, 11.0, COUNTIES).tickets.fare.tolist() == [20.0]


def test_the_preference_stands_apart_from_the_fare() -> None:
    problem = prefer_organized(town(1), 11.0, COUNTIES)

    assert problem.tickets.fare.tolist() == [31.0]
    assert problem.tickets.beside.tolist() == [11.0]
    assert problem.pairs.value.tolist() == pytest.approx([36.0])
