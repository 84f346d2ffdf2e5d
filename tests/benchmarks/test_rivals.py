"""The rivals answer the same question as the planner: their plans pass the audit, their optima agree."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from benchmarks.random_instances import Shape, draw
from benchmarks.rivals import cp_sat
from optimizer.audit import audit_assignments


@pytest.mark.parametrize("seed", range(12))
def test_the_whole_models_plan_passes_the_audit(seed: int) -> None:
    problem = draw(seed, Shape(pins=0))

    answer = cp_sat(problem, time_limit_s=20)

    assert answer.assignments is not None
    assert answer.trips is not None
    audit_assignments(problem, answer.assignments, answer.trips)


def test_a_pin_that_no_bed_allows_leaves_the_rival_without_a_plan() -> None:
    free = draw(3, Shape(pins=1, bans=0))
    nowhere = dataclasses.replace(free.places, openings=np.zeros_like(free.places.openings))

    answer = cp_sat(dataclasses.replace(free, places=nowhere), time_limit_s=20)

    assert answer.assignments is None


def test_a_second_run_of_a_vehicle_is_used_when_one_is_too_small() -> None:
    problem = draw(5, Shape(rows=30, vehicles=1, pins=0, bans=0, crews=0, groups=0))

    answer = cp_sat(problem, time_limit_s=20)

    assert answer.bound == pytest.approx(answer.objective, abs=0.02 * len(problem.rows))
