"""The same small models solved by CP-SAT."""

from __future__ import annotations

import numpy as np

from labor.arrays import IntArray
from optimizer.solvers.integer_model import ENDLESS, Limits, LinearModel, Solution, whole_scale
from optimizer.solvers.interruptible import search
from optimizer.solvers.sat_model import FEASIBLE, INFEASIBLE, MODEL_INVALID, OPTIMAL, SatModel, SatSolver


def solve(model: LinearModel, limits: Limits, hint: IntArray | None = None) -> Solution:
    """Solve with CP-SAT: repeatable where it ends by work or by proof."""
    if not model.low:
        return Solution(np.zeros(0, dtype=np.int64), 0.0, proven=True)
    gain = np.array(model.gain, dtype=np.float64)
    scale = whole_scale(gain * np.maximum(1, np.minimum(np.array(model.high), 10**6)))
    whole = np.rint(gain * scale).astype(np.int64)
    off = float((np.abs(gain * scale - whole) * np.array(model.high, dtype=np.float64))[gain != 0].sum()) / scale
    cp = SatModel()
    variables = [cp.whole(low, high) for low, high in zip(model.low, model.high, strict=True)]
    for index, factors, low, high in model.rows:
        cp.row(index, factors, (low, high))
    for one, other in model.implications:
        cp.any_of([variables[other]], only_if=[variables[one]])
    if model.budget is not None:
        _add_budget(cp, variables, model)
    cp.maximize(variables, whole.tolist())
    if hint is not None:
        cp.hint(hint.tolist())
    return _read(cp, limits, (scale, off if off > 1e-9 else 0.0))


def _add_budget(cp: SatModel, variables: list[int], model: LinearModel) -> None:
    cost = np.array(model.cost, dtype=np.float64)
    budget = float(model.budget or 0.0)
    scale = whole_scale(np.concatenate((cost * np.minimum(np.array(model.high), 10**6), [budget])))
    # Costs are rounded down and the budget up, so that no plan within the budget is lost to rounding.
    whole = np.floor(cost * scale + 1e-6).astype(np.int64)
    cp.row(variables, whole.tolist(), (-ENDLESS * 1000, int(np.ceil(budget * scale - 1e-6))))


def _read(cp: SatModel, limits: Limits, units: tuple[float, float]) -> Solution:
    scale, off = units
    solver = SatSolver()
    parameters = solver.parameters
    parameters.max_time_in_seconds = max(0.01, limits.time_s)
    parameters.random_seed = limits.seed % (1 << 31)
    parameters.num_workers = limits.threads
    parameters.interleave_search = limits.threads > 1  # parallel and still the same answer each time
    if limits.work is not None:
        parameters.max_deterministic_time = limits.work
    status = search(solver, cp)
    if status == INFEASIBLE:
        return Solution(None, -np.inf, proven=True)
    if status == MODEL_INVALID:
        raise ValueError("CP-SAT refuses the model")
    if status not in (OPTIMAL, FEASIBLE):
        return Solution(None, np.inf, proven=False)
    return Solution(solver.values, solver.bound / scale + off, proven=status == OPTIMAL)
