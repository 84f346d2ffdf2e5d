"""On hundreds of random small problems with every rule on, the bound never lies and "optimal" is optimal."""

from __future__ import annotations

import dataclasses

import pytest

from benchmarks.exact import optimum
from benchmarks.random_instances import Shape, draw
from labor.errors import Infeasible
from optimizer import plan
from optimizer.model.problem import PlanParams
from tests.optimizer.builders import HEURISTICS, NO_EXACT_MODEL

SHAPES = {
    "all rules": Shape(),
    "budget": Shape(budget=True),
    "crowded": Shape(rows=25, postings=5, vehicles=6, pairs_a_row=4),
    "groups": Shape(rows=18, groups=0.8, crews=0.4),
    "no dates": Shape(rows=20, dated=0.0, limits=0.8),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(60))
def test_plan_and_bound_agree_with_the_exact_optimum(shape: str, seed: int) -> None:
    problem = draw(1000 + seed, SHAPES[shape])
    best = optimum(problem)

    if best is None:
        with pytest.raises(Infeasible):
            plan(problem, PlanParams(time_limit_s=20))
        return
    found = plan(problem, PlanParams(time_limit_s=20))

    net, people = best
    if problem.objective == "placed_then_value":
        assert found.placed_people == people
    assert found.bound >= net - 1e-3
    assert found.objective <= net + 1e-3
    assert found.status == "optimal"
    assert found.objective == pytest.approx(net, abs=1e-3)


@pytest.mark.parametrize("seed", range(20))
def test_a_work_limit_still_leaves_a_true_bound(seed: int) -> None:
    problem = dataclasses.replace(draw(2000 + seed, Shape(rows=40, postings=8, pins=0)), objective="value")
    best = optimum(problem)
    assert best is not None

    found = plan(problem, PlanParams(time_limit_s=None, iterations=1))

    assert found.objective - 1e-3 <= best[0] <= found.bound + 1e-3


@pytest.mark.parametrize("heuristics", ["linear program and dive", "prices and drafts"])
@pytest.mark.parametrize("seed", range(12))
def test_on_middle_problems_the_priced_bound_is_never_below_what_highs_finds(seed: int, heuristics: str) -> None:
    # Too large for one exact model of ours, small enough for HiGHS on an independent one to prove its optimum.
    reach = HEURISTICS if heuristics == "prices and drafts" else NO_EXACT_MODEL
    shape = Shape(rows=90, postings=12, hubs=6, vehicles=12, pairs_a_row=4, pins=0, budget=seed % 4 == 0)
    problem = dataclasses.replace(draw(3000 + seed, shape), objective="value")
    best = optimum(problem, time_limit_s=300)
    assert best is not None

    found = plan(problem, PlanParams(time_limit_s=None, iterations=40), reach=reach)

    assert found.objective - 1e-3 <= best[0] <= found.bound + 1e-3
    assert found.objective >= 0.9 * best[0]
