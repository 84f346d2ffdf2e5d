"""The true optimum of a small or middle problem, by HiGHS (SciPy's) on the whole model."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarks.whole_model import build
from optimizer.model.problem import Problem


def optimum(problem: Problem, *, time_limit_s: float = 60.0) -> tuple[float, int] | None:
    """Net value and people of a best plan; None where no plan meets pins and budget.

    Raises TimeoutError where HiGHS cannot prove it in time: then nothing may be claimed.
    """
    whole = build(problem)
    width = len(whole.gain)
    if width == 0:
        return None if len(problem.pins) else (0.0, 0)
    found = milp(
        -whole.gain,
        constraints=LinearConstraint(whole.matrix, whole.low, whole.high),
        bounds=Bounds(np.zeros(width), whole.top),
        integrality=np.ones(width, dtype=np.int64),
        options={"time_limit": time_limit_s, "mip_rel_gap": 0.0},
    )
    if found.status == 2:  # infeasible
        return None
    if found.status != 0:
        raise TimeoutError(found.message)
    x, choices, runs = np.round(found.x), whole.choices, whole.runs
    n, r = len(choices.unit), len(runs.vehicle)
    net = (choices.value - choices.fare) @ x[:n] - problem.fleet.fixed_cost[runs.vehicle] @ x[n : n + r]
    return float(net), int(whole.units.people[choices.unit] @ x[:n])
