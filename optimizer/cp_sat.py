"""The same small models solved by CP-SAT. Imported where it is called: it brings pandas, half of a start-up."""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from labor.arrays import IntArray
from optimizer.linear import ENDLESS, Answer, Limits, LinearModel, whole_scale
from optimizer.solver_calls import search


def solve(model: LinearModel, limits: Limits, hint: IntArray | None = None) -> Answer:
    """Solve with CP-SAT: repeatable where it ends by work or by proof."""
    if not model.low:
        return Answer(np.zeros(0, dtype=np.int64), 0.0, proven=True)
    gain = np.array(model.gain, dtype=np.float64)
    scale = whole_scale(gain * np.maximum(1, np.minimum(np.array(model.high), 10**6)))
    whole = np.rint(gain * scale).astype(np.int64)
    off = float((np.abs(gain * scale - whole) * np.array(model.high, dtype=np.float64))[gain != 0].sum()) / scale
    cp = cp_model.CpModel()
    variables = [cp.new_int_var(low, high, "") for low, high in zip(model.low, model.high, strict=True)]
    for index, factors, low, high in model.rows:
        total = cp_model.LinearExpr.weighted_sum([variables[i] for i in index], list(factors))
        cp.add_linear_constraint(total, low, high)
    for one, other in model.implications:
        cp.add_implication(variables[one], variables[other])
    if model.budget is not None:
        _add_budget(cp, variables, model)
    cp.maximize(cp_model.LinearExpr.weighted_sum(variables, whole.tolist()))
    if hint is not None:
        for variable, value in zip(variables, hint.tolist(), strict=True):
            cp.add_hint(variable, value)
    return _read(cp, variables, limits, (scale, off if off > 1e-9 else 0.0))


def _add_budget(cp: cp_model.CpModel, variables: list[cp_model.IntVar], model: LinearModel) -> None:
    cost = np.array(model.cost, dtype=np.float64)
    budget = float(model.budget or 0.0)
    scale = whole_scale(np.concatenate((cost * np.minimum(np.array(model.high), 10**6), [budget])))
    # Costs are rounded down and the budget up, so that no plan within the budget is lost to rounding.
    whole = np.floor(cost * scale + 1e-6).astype(np.int64)
    total = cp_model.LinearExpr.weighted_sum(variables, whole.tolist())
    cp.add_linear_constraint(total, -ENDLESS * 1000, int(np.ceil(budget * scale - 1e-6)))


def _read(cp: cp_model.CpModel, variables: list[cp_model.IntVar], limits: Limits, units: tuple[float, float]) -> Answer:
    scale, off = units
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.max_time_in_seconds = max(0.01, limits.time_s)
    parameters.random_seed = limits.seed % (1 << 31)
    parameters.num_workers = limits.threads
    parameters.interleave_search = limits.threads > 1  # parallel and still the same answer each time
    if limits.work is not None:
        parameters.max_deterministic_time = limits.work
    status = search(solver, cp)
    if status == cp_model.INFEASIBLE:
        return Answer(None, -np.inf, proven=True)
    if status == cp_model.MODEL_INVALID:
        raise ValueError(f"CP-SAT refuses the model: {cp.validate()}")
    if status == cp_model.UNKNOWN:
        return Answer(None, np.inf, proven=False)
    values = np.array([solver.value(variable) for variable in variables], dtype=np.int64)
    bound = solver.best_objective_bound / scale + off
    return Answer(values, bound, proven=status == cp_model.OPTIMAL)
