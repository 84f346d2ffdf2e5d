"""The nine worlds are drawn as they were, each can be planned, and what is printed of them is what was found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from api.plainfiles.problem_files import read_problem
from benchmarks.folders import write
from benchmarks.instances import instance
from benchmarks.rivals import highs_on_lanes
from benchmarks.world_table import Line, rows_of
from benchmarks.worlds import WORLDS, draw_world, is_world
from optimizer import plan
from optimizer.audit import audit
from optimizer.model.problem import PlanParams

DRAWN = {  # people, openings, values, fixed costs at 60 rows and seed 7, as the generator they follow writes them
    "even": (60, 57, 1090194.47, 388617.01),
    "clustered": (60, 73, 277558.73, 429796.17),
    "tight": (60, 66, 212199.32, 365557.32),
    "crews": (123, 52, 426406.81, 433327.55),
    "routes": (60, 48, 114903.75, 379963.88),
    "dates": (60, 69, 244723.33, 1428147.3),
    "equal": (60, 53, 1800000.0, 589279.33),
    "lonely": (60, 69, 137148.82, 195744.76),
    "prefecture": (60, 54, 208316.96, 1126197.29),
}


@pytest.mark.parametrize("world", WORLDS)
def test_a_world_is_drawn_as_it_always_was(world: str) -> None:
    problem = draw_world(world, 60, 7)

    drawn = (
        int(problem.rows.size.sum()),
        int(problem.places.openings.sum()),
        round(float(problem.pairs.value.sum()), 2),
        round(float(problem.fleet.fixed_cost.sum()), 2),
    )
    assert drawn == DRAWN[world]


@pytest.mark.parametrize("world", WORLDS)
def test_a_small_world_is_planned_to_proof(world: str) -> None:
    problem = instance(f"{world}-60-3")

    found = plan(problem, PlanParams(time_limit_s=60))

    audit(problem, found)
    assert found.stopped == "done"
    assert found.bound - found.objective <= 1e-4


def test_a_world_written_as_files_is_the_same_problem(tmp_path: Path) -> None:
    problem = draw_world("routes", 60, 3)
    write(problem, tmp_path / "folder")

    read = read_problem(tmp_path / "folder")

    np.testing.assert_array_equal(read.pairs.value, problem.pairs.value)
    np.testing.assert_array_equal(read.fleet.leaves, problem.fleet.leaves)
    np.testing.assert_array_equal(read.rows.earliest, problem.rows.earliest)


def test_a_world_of_another_name_is_refused() -> None:
    assert not is_world("easy-60-3")
    assert not is_world("even-60")
    with pytest.raises(KeyError):
        draw_world("easy", 60, 3)


def test_what_is_proven_is_said_and_gaps_are_to_the_best_bound() -> None:
    ours = Line("gongqiao", 100.0, 100.0, 1.0, 1.5, 0.1)
    rival = Line("HiGHS", 90.0, 120.0, 2.0, 2.0, 0.1)
    none = Line("CP-SAT", None, None, None, 9.0, None)

    proven, loose, nothing = rows_of("even-60-3", [ours, rival, none])

    assert "| proven | 0.000% |" in proven
    assert "| 25.000% | 10.000% |" in loose
    assert "| – | – | – |" in nothing


def test_highs_on_the_lane_model_finds_what_the_planner_proves() -> None:
    pytest.importorskip("highspy")
    problem = draw_world("lonely", 60, 3)

    rival = highs_on_lanes(problem, time_limit_s=30)

    assert rival.bound == pytest.approx(plan(problem, PlanParams(time_limit_s=60)).objective, rel=1e-6)
