"""The sifted linear program bounds every plan, and branching over it finds nearly the best."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from benchmarks.exact import optimum
from benchmarks.random_instances import Shape, draw
from optimizer.draft import STAYS, weigh
from optimizer.options import Layout, lay_out
from optimizer.settling import settle
from optimizer.sifting import Master, branch_on_runs, sift

SHAPES = (
    Shape(rows=30, postings=6, pins=0),
    Shape(rows=30, postings=6, pins=0, budget=True),
    Shape(pins=0, groups=0.8),
)


def value_problem(seed: int, shape: Shape) -> Layout:
    return lay_out(dataclasses.replace(draw(seed, shape), objective="value"))


@pytest.mark.parametrize("shape", range(len(SHAPES)))
@pytest.mark.parametrize("seed", range(10))
def test_the_bound_is_never_below_the_optimum(seed: int, shape: int) -> None:
    layout = value_problem(seed, SHAPES[shape])
    best = optimum(layout.problem)
    assert best is not None

    sifted = sift(Master(layout), np.zeros(len(layout.options)), lambda: 60.0)

    assert sifted is not None
    assert sifted.bound >= best[0] - 1e-6


def test_sifting_from_the_worst_options_ends_at_the_same_bound() -> None:
    layout = value_problem(3, SHAPES[0])
    worth = layout.options.worth

    bounds = [sift(Master(layout), regret, lambda: 60.0) for regret in (worth, -worth)]

    assert bounds[0] is not None and bounds[1] is not None
    assert bounds[0].bound == pytest.approx(bounds[1].bound)


@pytest.mark.parametrize("seed", range(5))
def test_what_branching_chooses_makes_a_plan_near_the_optimum(seed: int) -> None:
    layout = value_problem(seed, Shape(rows=60, postings=8, vehicles=8, crews=0, groups=0, pins=0))
    best = optimum(layout.problem)
    assert best is not None
    master = Master(layout)
    sifted = sift(master, np.zeros(len(layout.options)), lambda: 60.0)
    assert sifted is not None

    choice = branch_on_runs(master, sifted, nodes=500, time_s=30)

    assert choice is not None
    gain = np.where(choice == STAYS, 0.0, layout.options.worth[choice])
    draft = settle(layout, choice, gain)
    assert draft is not None
    assert weigh(layout, draft).net >= 0.97 * best[0]


def test_a_stop_before_the_first_bound_leaves_none() -> None:
    layout = value_problem(0, SHAPES[0])

    assert sift(Master(layout), np.zeros(len(layout.options)), lambda: 0.0) is None
