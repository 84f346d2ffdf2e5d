"""The planner keeps every rule, is exact where it says so, and its bound is never below the optimum."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.exact import optimum
from labor.candidates import Tidings
from labor.errors import Infeasible
from labor.plan import Plan
from optimizer import plan
from optimizer.model.options import lay_out
from optimizer.model.problem import PlanParams, Problem
from optimizer.model.units_and_lanes import positions
from optimizer.search.subproblem import weight_of_a_person
from tests.optimizer.builders import HEURISTICS, Toy
from tests.optimizer.random_problems import random_problem

FOUR_TRIES = PlanParams(time_limit_s=None, iterations=4)
COACH = {"origins": "home", "destinations": "city", "seats": 4, "fixed_cost": 30}


def _by_heuristics(problem: Problem) -> Plan:
    """As if the problem were too large for one exact model or one linear program."""
    return plan(problem, FOUR_TRIES, reach=HEURISTICS)


@pytest.mark.parametrize("seed", range(1, 41))
def test_a_small_problem_is_solved_to_the_independent_optimum(seed: int) -> None:
    problem = random_problem(seed)
    best = optimum(problem)

    if best is None:
        with pytest.raises(Infeasible):
            plan(problem, PlanParams())
        return
    made = plan(problem, PlanParams())

    assert made.status == "optimal"
    assert made.objective == pytest.approx(best[0], abs=1e-6)


@pytest.mark.parametrize("seed", [s for s in range(1, 60) if s % 7])
def test_the_priced_bound_is_never_below_the_optimum(seed: int) -> None:
    problem = random_problem(seed, rows=14)
    best = optimum(problem)
    assert best is not None

    made = _by_heuristics(problem)

    if problem.objective == "value":
        assert made.objective - 1e-6 <= best[0] <= made.bound + 1e-6
    elif made.placed_people == best[1]:
        assert best[0] <= made.bound + 1e-6
    else:
        assert made.placed_people < best[1]
        assert made.status == "feasible"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(min_value=1, max_value=10**6).filter(lambda s: s % 7))
def test_any_problem_yields_an_audited_plan_below_its_bound(seed: int) -> None:
    made = plan(random_problem(seed, rows=9), PlanParams())

    assert made.bound >= made.objective
    assert len(made.assignments) + len(made.unplaced.row) == 9


@pytest.mark.parametrize("seed", [3, 8, 11])
def test_the_same_seed_gives_the_same_plan(seed: int) -> None:
    problem = random_problem(seed, rows=30, postings=8, vehicles=8)

    one, other = _by_heuristics(problem), _by_heuristics(problem)

    np.testing.assert_array_equal(one.assignments.row, other.assignments.row)
    np.testing.assert_array_equal(one.assignments.posting, other.assignments.posting)
    np.testing.assert_array_equal(one.trips.vehicle, other.trips.vehicle)


def test_a_coach_runs_only_when_its_riders_are_worth_it() -> None:
    toy = Toy(
        rows=[{"origin": "home"}, {"origin": "home"}],
        places=[{"openings": 2, "destination": "city"}],
        pairs=[(0, 0, 14.0), (1, 0, 14.0)],
        fleet=[COACH],
    )

    assert plan(toy.problem(), PlanParams()).placed_people == 0
    toy.pairs = [(0, 0, 16.0), (1, 0, 16.0)]
    assert plan(toy.problem(), PlanParams()).objective == pytest.approx(2.0)


def test_people_first_places_those_who_are_worth_less_than_their_travel() -> None:
    toy = Toy(
        rows=[{"origin": "home"}],
        places=[{"destination": "city"}],
        pairs=[(0, 0, 5.0)],
        fleet=[COACH],
        objective="placed_then_value",
    )

    made = plan(toy.problem(), PlanParams())

    assert made.placed_people == 1
    assert made.objective == pytest.approx(-25.0)
    assert made.status == "optimal"


def test_the_weight_of_a_person_outweighs_every_run_of_one_vehicle() -> None:
    # A crew of two nearby for nothing, or three single persons who need a dear run each: three are more.
    toy = Toy(
        rows=[{"origin": "home"}] * 3 + [{"size": 2}],
        places=[{"openings": 3, "destination": "city"}],
        pairs=[(row, 0, 1.0) for row in range(4)],
        fleet=[COACH | {"seats": 1, "fixed_cost": 100.0, "available": 3}],
        objective="placed_then_value",
    )
    layout = lay_out(toy.problem())

    weight = weight_of_a_person(layout, np.arange(len(layout.options)))

    assert weight > 3 * 100.0 - 3 * 1.0 + 1.0
    assert plan(toy.problem(), PlanParams()).placed_people == 3


@pytest.mark.parametrize("seed", range(3, 60, 3))
def test_people_first_is_exact_with_two_decimals_and_many_people(seed: int) -> None:
    problem = replace(random_problem(seed, rows=16), objective="placed_then_value")
    dear = replace(problem.fleet, fixed_cost=problem.fleet.fixed_cost * 97.13)
    problem = replace(problem, fleet=dear, pins=problem.pins[:0], budget=None)

    made = plan(problem, PlanParams())
    best = optimum(problem)

    assert best is not None
    assert (made.status, made.placed_people) == ("optimal", best[1])
    assert made.objective == pytest.approx(best[0], abs=1e-4)


def test_one_seat_more_never_lowers_the_bound_below_the_old_plan() -> None:
    toy = Toy(
        rows=[{"origin": "home"}] * 5,
        places=[{"openings": 5, "destination": "city"}],
        pairs=[(row, 0, 20.0) for row in range(5)],
        fleet=[COACH],
    )
    before = plan(toy.problem(), PlanParams())

    toy.fleet = [{**COACH, "seats": 5}]

    assert plan(toy.problem(), PlanParams()).bound >= before.objective


def test_pins_that_cannot_be_met_raise() -> None:
    toy = Toy(
        rows=[{}, {}],
        places=[{"openings": 1}],
        pairs=[(0, 0, 1.0), (1, 0, 1.0)],
        pins=[(0, 0), (1, 0)],
    )

    with pytest.raises(Infeasible):
        plan(toy.problem(), PlanParams())


def test_a_watcher_that_asks_to_stop_gets_the_best_so_far() -> None:
    heard: list[Tidings] = []

    def stop_once_improving(tidings: Tidings) -> bool:
        heard.append(tidings)
        return tidings.phase == "improving"

    made = plan(random_problem(5, rows=30, postings=8, vehicles=8), PlanParams(), stop_once_improving, HEURISTICS)

    assert made.stopped in ("signal", "done")
    assert {"prices", "drafting"} <= {news.phase for news in heard}


@pytest.mark.parametrize("far", [0, 10**9])
def test_positions_are_found_by_table_and_by_search_alike(far: int) -> None:
    keys = np.array([0, 3, 7, 9]) + far

    found = positions(keys, np.array([3, 4, 9, 10, -1, 0]) + far)

    assert found.tolist() == [1, -1, 3, -1, -1, 0]
    assert positions(keys[:0], keys).tolist() == [-1] * 4
