"""The exact lane model beside the search: it proves, its plan stands, and runs repeat."""

from typing import Any

import numpy as np
import pytest

import optimizer
from benchmarks.exact import optimum
from labor.plan import Plan
from optimizer.model.problem import PlanParams, Problem
from optimizer.search.run import Reach
from tests.optimizer.builders import Toy
from tests.optimizer.random_problems import random_problem


def plan(problem: Problem, params: PlanParams) -> Plan:
    """With no other exact model than the one beside the search."""
    return optimizer.plan(problem, params, reach=Reach(whole_at_once=0, whole_at_last=0))


def corridors(seed: int, people: int = 60) -> Problem:
    """Single persons on thin lanes with two kinds of coach each and own tickets."""
    random = np.random.default_rng(seed)
    fleet: list[dict[str, Any]] = [
        {
            "origins": o,
            "destinations": d,
            "seats": seats,
            "fixed_cost": float(random.integers(60, 200)),
            "available": -1,
        }
        for o in "AB"
        for d in "CDE"
        for seats in (5, 9)
    ]
    pairs = [
        (row, int(posting), float(random.integers(10, 120)))
        for row in range(people)
        for posting in np.sort(random.choice(9, 4, replace=False))
    ]
    return Toy(
        rows=[{"origin": "AB"[row % 2]} for row in range(people)],
        places=[{"openings": int(random.integers(2, 8)), "destination": "CDE"[j % 3]} for j in range(9)],
        pairs=pairs,
        fleet=fleet,
        tickets=[{"origin": o, "destination": d, "fare": 55.0} for o in "AB" for d in "CDE"],
    ).problem()


def figures(made: Plan) -> tuple[Any, ...]:
    return made.status, made.objective, made.assignments.row.tolist(), made.assignments.posting.tolist(), made.stopped


@pytest.mark.parametrize("seed", range(6))
def test_thin_corridors_are_proven_to_the_last_digit(seed: int) -> None:
    made = plan(corridors(seed), PlanParams(time_limit_s=60.0))

    assert made.status == "optimal" and made.stopped == "done"


@pytest.mark.parametrize("seed", [seed for seed in range(1, 25) if seed % 7])
def test_every_rule_holds_and_the_bound_is_true(seed: int) -> None:
    problem = random_problem(seed)
    best = optimum(problem)
    assert best is not None

    made = plan(problem, PlanParams(time_limit_s=None, iterations=10))

    if problem.objective == "value":
        assert made.objective <= best[0] + 1e-6
        assert made.bound >= best[0] - 1e-6


@pytest.mark.parametrize(
    "params",
    [
        PlanParams(time_limit_s=60.0),
        PlanParams(time_limit_s=None, iterations=12),
        PlanParams(time_limit_s=None, iterations=12, threads=1),
        PlanParams(time_limit_s=60.0, gap=0.01),
    ],
)
def test_a_run_that_ends_by_itself_repeats(params: PlanParams) -> None:
    assert figures(plan(corridors(3), params)) == figures(plan(corridors(3), params))
