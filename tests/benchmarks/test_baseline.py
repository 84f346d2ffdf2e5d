"""The greedy dispatcher keeps every rule, is no straw man, and never spends more than it may."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from benchmarks.baseline import greedy
from benchmarks.random_instances import Shape, draw
from benchmarks.rivals import cp_sat
from labor.errors import BadInput
from optimizer.audit import audit


@pytest.mark.parametrize("seed", range(40))
def test_the_greedy_plan_passes_the_audit(seed: int) -> None:
    problem = draw(seed, Shape(rows=40, postings=8, vehicles=8, pins=0, budget=seed % 2 == 1))

    plan = greedy(problem)

    audit(problem, plan)
    assert problem.budget is None or plan.travel_cost <= problem.budget + 1e-6


def test_the_greedy_plan_never_beats_the_proven_best() -> None:
    for seed in range(10):
        problem = dataclasses.replace(draw(seed, Shape(pins=0)), objective="value")
        best = cp_sat(problem, time_limit_s=20)

        assert greedy(problem).objective <= best.bound + 0.5


def test_the_greedy_plan_is_no_straw_man() -> None:
    shares = []
    for seed in range(20):
        problem = dataclasses.replace(draw(seed, Shape(rows=30, postings=6, pins=0, groups=0.1)), objective="value")
        best = cp_sat(problem, time_limit_s=20).objective
        shares.append(greedy(problem).objective / best if best > 0 else 1.0)

    assert np.mean(shares) > 0.75


def test_the_same_problem_gives_the_same_greedy_plan() -> None:
    problem = draw(3, Shape(rows=40, pins=0))

    first, second = greedy(problem), greedy(problem)

    assert np.array_equal(first.assignments.row, second.assignments.row)
    assert np.array_equal(first.assignments.posting, second.assignments.posting)


def test_a_pinned_vehicle_is_refused_by_name() -> None:
    problem = draw(1, Shape(pins=1))
    pinned = dataclasses.replace(problem, pin_vehicle=np.array([0]))

    with pytest.raises(BadInput, match="pinned vehicle"):
        greedy(pinned)
