import numpy as np
import pytest

from benchmarks.fair_instances import equal_slots
from optimizer.fairs import FairPlan, plan_fair
from optimizer.fairs.booth_steps import BoothSteps
from optimizer.fairs.draft import FairDraft
from optimizer.fairs.equal_slots import color, is_equal
from optimizer.fairs.figures import worth
from optimizer.fairs.flow_bounds import FairNetwork, falling_slopes
from optimizer.fairs.neighborhoods import Neighborhoods
from optimizer.model.problem import PlanParams
from tests.optimizer.fairs.random_fairs import best_of, draw_fair, every_plan, talks_of

AIMS = ("served2", "served3", "talks", "value")


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_is_worth_more_than_the_flow_at_any_weights(seed: int) -> None:
    fair, rng = draw_fair(seed, AIMS), np.random.default_rng(seed)
    network = FairNetwork.of(fair)
    plans = [worth(fair, talks_of(plan)) for plan in every_plan(fair)]

    for _ in range(5):
        weights = np.round(rng.exponential(2.0, len(AIMS)) * (rng.random(len(AIMS)) < 0.7), 1)
        cut = network.cut(weights, 1000.0)

        assert cut is not None
        assert max(float(weights @ plan) for plan in plans) <= cut.most + 1e-6


@pytest.mark.parametrize(
    ("steps", "last", "right"),
    [
        ([3.0, 2.0, 1.0, 0.0], 3, [(1, 3.0), (1, 2.0), (1, 1.0)]),
        ([0.0, 0.0, 1.0, 0.0], 2, [(1, 0.0), (1, 0.0)]),
        ([0.0, 0.0, 1.0, 0.0], 3, [(3, 1 / 3)]),
        ([0.0, 1.0, 0.0, 0.0], 7, [(2, 0.5), (1, 0.0), (4, 0.0)]),
        ([1.0, 1.0, 1.0, 1.0], 0, []),
    ],
)
def test_worth_by_number_of_talks_is_made_concave_from_above(
    steps: list[float], last: int, right: list[tuple[int, float]]
) -> None:
    assert falling_slopes(steps, last) == right


@pytest.mark.parametrize("seed", range(4))
def test_edges_are_colored_so_that_no_color_meets_twice(seed: int) -> None:
    fair = equal_slots(people=40, booths=6, slots=7)
    network = FairNetwork.of(fair)
    cut = network.cut(np.array([1.0]), 1.0)
    assert cut is not None
    pair = np.random.default_rng(seed).permutation(np.flatnonzero(cut.pairs))

    talks = color(fair, pair)

    assert is_equal(fair)
    assert sorted(talks.pair) == sorted(pair)
    for ends in (fair.pairs.person, fair.pairs.booth):
        assert len(set(zip(ends[talks.pair].tolist(), talks.slot.tolist(), strict=True))) == len(pair)
    assert set(talks.slot.tolist()) <= set(range(7))


def test_equal_slots_are_proven_at_three_thousand_people() -> None:
    plan = plan_fair(equal_slots(), PlanParams(time_limit_s=30.0))

    assert (plan.status, plan.stopped, plan.outcomes[0].value) == ("optimal", "done", 2880)


@pytest.mark.parametrize("aims", [AIMS, ("moves", "served1"), ("value", "moves")], ids="-".join)
@pytest.mark.parametrize("seed", range(4))
def test_booth_steps_and_neighborhoods_never_lose(aims: tuple[str, ...], seed: int) -> None:
    fair = draw_fair(seed, aims)
    draft = FairDraft(fair, fair.fixed)
    steps = BoothSteps(fair, draft)
    reached = [tuple(worth(fair, draft.talks()))]

    for booth in (0, 1, 2, 0, 1, 2):
        steps.settle(booth, steps.pairs[booth])
        reached.append(tuple(worth(fair, draft.talks())))
    talks, neighborhoods = draft.talks(), Neighborhoods(fair, seed)
    for _ in range(3):
        talks = neighborhoods.another(talks)
        reached.append(tuple(worth(fair, talks)))

    rounded = [tuple(round(one, 2) for one in told) for told in reached]
    assert rounded == sorted(rounded)
    assert rounded[-1] <= tuple(round(one, 2) for one in best_of(fair))


def test_a_run_that_is_stopped_hands_over_what_it_has() -> None:
    fair = draw_fair(3, AIMS)

    plan = plan_fair(fair, PlanParams(time_limit_s=30.0), lambda _: True)

    assert isinstance(plan, FairPlan)
    assert plan.stopped == "signal"
    assert all(one.bound >= one.value for one in plan.outcomes)
