"""The sifted linear program bounds every plan, diving from it finds nearly the best, and seats keep the rules."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from benchmarks.exact import optimum
from benchmarks.random_instances import Shape, draw
from optimizer.audit import audit_assignments
from optimizer.bounds.lagrangian import Prices, Relaxation
from optimizer.model.options import Layout, lay_out
from optimizer.search.column_sifting import Sifted, dive, sift
from optimizer.search.incumbent import Draft, hand_out, nobody, weigh, without_empty_trips
from optimizer.search.lane_model import LaneModel, build_lane_model
from optimizer.search.seating import read_plan
from optimizer.search.subproblem import leave_rest
from optimizer.solvers import highs

SHAPES = (
    Shape(rows=30, postings=6, pins=0),
    Shape(rows=30, postings=6, pins=0, budget=True),
    Shape(pins=0, groups=0.8),
)


def value_problem(seed: int, shape: Shape) -> Layout:
    return lay_out(dataclasses.replace(draw(seed, shape), objective="value"))


def sifted(layout: Layout) -> Sifted | None:
    places = np.zeros(len(layout.room))
    return sift(Relaxation(layout), Prices(np.zeros(len(layout.units)), places, places, places), 0, lambda: 60.0)


def whole_model(layout: Layout) -> LaneModel:
    everyone = np.ones(len(layout.units), dtype=bool)
    return build_lane_model(layout, leave_rest(layout, nobody(layout), everyone), np.arange(len(layout.options)))


def keeps_the_rules(layout: Layout, draft: Draft) -> bool:
    audit_assignments(layout.problem, *hand_out(layout, draft))
    return True


@pytest.mark.parametrize("shape", range(len(SHAPES)))
@pytest.mark.parametrize("seed", range(10))
def test_the_bound_is_never_below_the_optimum(seed: int, shape: int) -> None:
    layout = value_problem(seed, SHAPES[shape])
    best = optimum(layout.problem)
    assert best is not None

    found = sifted(layout)

    assert found is not None
    assert found.bound >= best[0] - 1e-6


@pytest.mark.parametrize("shape", range(len(SHAPES)))
@pytest.mark.parametrize("seed", range(10))
def test_the_lane_model_is_never_below_the_optimum_and_its_answer_keeps_the_rules(seed: int, shape: int) -> None:
    layout = value_problem(seed, SHAPES[shape])
    best = optimum(layout.problem)
    assert best is not None
    model = whole_model(layout)

    found = highs.solve(model.matrix, highs.Effort(60.0))

    assert found.values is not None
    assert model.matrix.gain @ found.values >= best[0] - 1e-3
    draft = read_plan(model, found.values)
    assert draft is None or keeps_the_rules(layout, draft)


@pytest.mark.parametrize("seed", range(5))
def test_where_everybody_travels_alone_the_lane_model_is_exact(seed: int) -> None:
    layout = value_problem(seed, Shape(rows=30, postings=6, vehicles=6, crews=0, groups=0, pins=0))
    best = optimum(layout.problem)
    assert best is not None
    model = whole_model(layout)

    found = highs.solve(model.matrix, highs.Effort(60.0))

    assert found.values is not None
    draft = read_plan(model, found.values)
    assert draft is not None
    assert weigh(layout, draft).net == pytest.approx(best[0])


@pytest.mark.parametrize("seed", range(5))
def test_diving_makes_a_plan_near_the_optimum(seed: int) -> None:
    layout = value_problem(seed, Shape(rows=60, postings=8, vehicles=8, crews=0, groups=0, pins=0))
    best, found = optimum(layout.problem), sifted(layout)
    assert best is not None and found is not None

    draft = dive(layout, found, lambda: 60.0)

    assert draft is not None and keeps_the_rules(layout, draft)
    assert weigh(layout, draft).net >= 0.9 * best[0]


@pytest.mark.parametrize("seed", range(8))
def test_a_drafts_values_fit_the_model_of_any_part_of_it(seed: int) -> None:
    layout = value_problem(seed, SHAPES[seed % 3])
    found = highs.solve(whole_model(layout).matrix, highs.Effort(60.0))
    assert found.values is not None
    draft = read_plan(whole_model(layout), found.values)
    if draft is None:
        pytest.skip("its crews cannot be seated")
    part = np.random.default_rng(seed).random(len(layout.units)) < 0.5

    rest = leave_rest(layout, draft, part)
    model = build_lane_model(layout, rest, np.flatnonzero(part[layout.options.unit]))
    values = model.values_of(draft)

    matrix = model.matrix
    net = weigh(layout, draft).net - weigh(layout, without_empty_trips(rest.draft)).net
    assert np.all((matrix.bottom <= values) & (values <= matrix.top))
    assert np.all(matrix.matrix @ values <= matrix.high + 1e-9)
    assert np.all(matrix.matrix @ values >= matrix.low - 1e-9)
    assert matrix.gain @ values == pytest.approx(net, abs=1e-6)


def test_a_stop_before_the_first_bound_leaves_none() -> None:
    layout = value_problem(0, SHAPES[0])
    places = np.zeros(len(layout.room))
    start = Prices(np.zeros(len(layout.units)), places, places, places)

    assert sift(Relaxation(layout), start, 0, lambda: 0.0) is None
