"""Small integer models with whole-number coefficients, solved by CP-SAT or HiGHS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from labor.arrays import FloatArray, IntArray
from optimizer.solver_calls import search

ENDLESS = 1 << 40
_LARGEST_SUM = float(1 << 52)  # objective terms stay well inside CP-SAT's 64-bit sums


@dataclass(slots=True)
class LinearModel:
    """Maximize gain x within ranges of whole numbers and rows low <= a x <= high."""

    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    gain: list[float] = field(default_factory=list)
    rows: list[tuple[Sequence[int], Sequence[int], int, int]] = field(default_factory=list)
    choices: list[int] = field(default_factory=list)  # rows of which at most one variable is 1
    implications: list[tuple[int, int]] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)  # travel cost of each variable, for the budget
    budget: float | None = None

    def add(self, high: int, gain: float = 0.0, *, cost: float = 0.0, low: int = 0) -> int:
        """A new whole-number variable; its number."""
        self.low.append(low)
        self.high.append(high)
        self.gain.append(gain)
        self.cost.append(cost)
        return len(self.low) - 1

    def row(self, variables: Sequence[int], factors: Sequence[int], low: int, high: int) -> None:
        """A new row low <= factors . variables <= high."""
        self.rows.append((variables, factors, low, high))


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a model may be worked on: wall-clock, and work that does not depend on the machine's load."""

    time_s: float
    work: float | None = None
    threads: int = 1
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """``values`` is None where nothing was found; ``bound`` holds for every solution, -inf proves there is none."""

    values: IntArray | None
    bound: float
    proven: bool


def whole_scale(numbers: FloatArray, largest: float = _LARGEST_SUM) -> float:
    """The power of ten that makes all numbers whole, or else the finest that keeps their sum exact."""
    total = max(1.0, float(np.abs(numbers).sum()))
    for power in range(13):
        scale = 10.0**power
        if total * scale > largest:
            break
        scaled = numbers * scale
        if np.all(np.abs(scaled - np.rint(scaled)) <= 1e-7):
            return scale
    return float(10.0 ** np.floor(np.log10(largest / total)))


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
