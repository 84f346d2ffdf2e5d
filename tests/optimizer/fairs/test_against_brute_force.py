from itertools import pairwise

import pytest

from optimizer.fairs import plan_fair
from optimizer.model.problem import PlanParams
from tests.optimizer.fairs.random_fairs import best_of, draw_fair

AIMS = [
    ("served1", "served2", "served3", "value"),
    ("talks",),
    ("value",),
    ("moves", "served1", "value"),
    ("served1", "moves", "talks"),
    ("served2", "talks", "value", "moves"),
    ("served3", "served1"),
    ("value", "served2"),
]


@pytest.mark.parametrize("aims", AIMS, ids="-".join)
@pytest.mark.parametrize("seed", range(6))
def test_a_small_fair_is_planned_as_well_as_trying_all_plans_finds(aims: tuple[str, ...], seed: int) -> None:
    fair = draw_fair(seed * 31 + len(aims), aims)

    plan = plan_fair(fair, PlanParams(time_limit_s=60.0, threads=1))

    told = [-one.value if one.aim == "moves" else one.value for one in plan.outcomes]
    assert plan.status == "optimal"
    assert plan.stopped == "done"
    assert told == pytest.approx(best_of(fair), abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_plan_does_not_depend_on_threads(seed: int) -> None:
    fair = draw_fair(seed, AIMS[0])

    plans = [plan_fair(fair, PlanParams(threads=threads)).outcomes for threads in (1, 2)]

    assert all(one == other for one, other in pairwise(plans))
