"""How many go from where to where: a bound on every plan, and vehicles for a draft."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from benchmarks.random_instances import Shape, draw
from benchmarks.worlds import draw_world
from optimizer import plan
from optimizer.bounds.lane_cost import build_staircases
from optimizer.bounds.shared_rooms import SharedRooms
from optimizer.model.options import lay_out
from optimizer.model.problem import PlanParams
from optimizer.search.column_sifting import draft_on_runs
from optimizer.search.core_problem import Core
from optimizer.search.incumbent import weigh
from optimizer.search.lane_totals import lane_totals, suits


def _never() -> bool:
    return False


SINGLE = Shape(rows=24, postings=5, vehicles=6, crews=0, groups=0, limits=0, pins=0)


@pytest.mark.parametrize("seed", range(25))
def test_the_bound_holds_for_the_best_plan_at_any_prices(seed: int) -> None:
    shape = dataclasses.replace(SINGLE, budget=seed % 3 == 0)
    problem = dataclasses.replace(draw(seed, shape), objective="value")
    best = plan(problem, PlanParams(time_limit_s=30)).objective
    core = Core(lay_out(problem))
    shared = SharedRooms(core.whole, build_staircases(core.whole))
    random, start = np.random.default_rng(seed), core.ascent.best
    moved = dataclasses.replace(
        start,
        unit=start.unit * random.uniform(0.5, 1.5, len(start.unit)),
        place=start.place * random.uniform(0.5, 1.5, len(start.place)),
        money=float(random.uniform(0, 0.5)) if problem.budget is not None else 0.0,
    )

    for prices in (start, moved):
        totals = lane_totals(shared, prices, 30.0)
        assert totals is None or totals.bound >= best - 1e-6


def test_where_all_pairs_are_worth_the_same_totals_nearly_settle_it() -> None:
    layout = lay_out(draw_world("equal", 700, 1))
    core = Core(layout)
    core.descend(1, 0.0, _never)
    shared = SharedRooms(layout, core.relaxation.stairs)

    totals = lane_totals(shared, core.ascent.best, 60.0)

    assert totals is not None
    assert totals.runs is not None
    assert totals.bound < core.ascent.bound
    draft = draft_on_runs(layout, core.regret(core.ascent.best), totals.runs, 60.0)
    assert draft is not None
    assert totals.bound * 0.99 <= weigh(layout, draft).net <= totals.bound


def test_it_is_left_alone_where_people_differ_or_travel_together() -> None:
    even = Core(lay_out(draw_world("even", 300, 1)))
    shared = SharedRooms(even.whole, build_staircases(even.whole))

    assert lane_totals(shared, even.ascent.best, 30.0) is None
    assert not suits(lay_out(draw_world("crews", 60, 1)))
