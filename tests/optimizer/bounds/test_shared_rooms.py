"""Where lanes of one destination share its openings the bound falls, and stays a bound."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

from benchmarks.random_instances import Shape, draw
from benchmarks.worlds import draw_world
from optimizer import plan
from optimizer.bounds.lane_cost import build_staircases
from optimizer.bounds.shared_rooms import SharedRooms, best_loads, destinations_of
from optimizer.model.options import lay_out
from optimizer.model.problem import PlanParams
from optimizer.search.core_problem import Core


def _never() -> bool:
    return False


@pytest.mark.parametrize("seed", range(60))
def test_no_way_to_share_the_room_is_worth_more(seed: int) -> None:
    random = np.random.default_rng(seed)
    offers = [np.append(0.0, random.normal(0, 3, random.integers(1, 6))) for _ in range(3)]
    room = int(random.integers(0, 9))

    loads = best_loads(offers, room)

    ways = itertools.product(*(range(len(worth)) for worth in offers))
    best = max(sum(w[k] for w, k in zip(offers, way, strict=True)) for way in ways if sum(way) <= room)
    assert sum(loads) <= room
    assert sum(w[k] for w, k in zip(offers, loads, strict=True)) == pytest.approx(best)


@pytest.mark.parametrize("seed", range(20))
def test_the_bound_holds_for_the_best_plan(seed: int) -> None:
    shape = Shape(rows=25, postings=5, pins=0, budget=seed % 3 == 0)
    problem = dataclasses.replace(draw(seed, shape), objective="value")
    best = plan(problem, PlanParams(time_limit_s=30)).objective
    core = Core(lay_out(problem))

    bound = core.share_rooms(core.ascent.best, best, _never)

    assert bound >= best - 1e-6


def test_any_prices_give_a_bound() -> None:
    problem = draw_world("crews", 60, 3)
    best = plan(problem, PlanParams(time_limit_s=30)).objective
    core = Core(lay_out(problem))
    shared = SharedRooms(core.whole, build_staircases(core.whole))
    random = np.random.default_rng(1)

    for _ in range(10):
        start = core.ascent.best
        moved = dataclasses.replace(
            start,
            unit=start.unit * random.uniform(0.5, 1.5, len(start.unit)),
            place=start.place * random.uniform(0.5, 1.5, len(start.place)),
        )
        assert shared.value_at(moved).bound >= best - 1e-6


@pytest.mark.parametrize("world", ["clustered", "crews"])
def test_where_openings_are_scarce_the_bound_falls_by_a_tenth_of_a_percent(world: str) -> None:
    core = Core(lay_out(draw_world(world, 1_000, 3)))
    best = 0.98 * core.settle_prices(400, 0.0, _never)
    apart = core.settle_prices(400, best, _never)

    together = core.share_rooms(core.ascent.best, best, _never)

    assert together < 0.999 * apart


def test_postings_that_one_lane_serves_are_one_destination() -> None:
    layout = lay_out(draw_world("dates", 60, 3))

    group_of_lane, group_of_posting, _ = destinations_of(layout)

    ride = layout.options.lane >= 0
    lanes, postings = layout.options.lane[ride], layout.options.posting[ride]
    assert np.array_equal(group_of_lane[lanes], group_of_posting[postings])
    places = layout.problem.places.destination[postings]
    assert len(np.unique(group_of_posting[postings])) == len(np.unique(places))
