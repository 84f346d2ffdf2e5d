"""General solvers on the whole model, each at its best settings: what the planner is measured against."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy import sparse

from benchmarks.whole_model import WholeModel, build
from labor.arrays import FloatArray, IntArray
from labor.plan import NO_TRIP, TRIP, Assignments, Trips
from optimizer.model.options import lay_out
from optimizer.model.problem import Problem
from optimizer.search.incumbent import nobody
from optimizer.search.lane_model import build_lane_model
from optimizer.search.subproblem import leave_rest
from optimizer.solvers.matrix_model import MatrixModel

CENTS: Final = 100  # CP-SAT wants whole numbers: values to the hundredth


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a rival found: nothing, or a plan's rows, with the rival's own bound and the seconds it took.

    ``seconds`` counts the search alone: building the model is a gift to the rival.
    """

    assignments: Assignments | None
    trips: Trips | None
    objective: float
    bound: float
    seconds: float


def cp_sat(problem: Problem, *, time_limit_s: float, threads: int = 2) -> Answer:
    """CP-SAT on the whole model with all its workers."""
    from ortools.sat.python import cp_model  # noqa: PLC0415

    whole = build(problem)
    model = cp_model.CpModel()
    variables = [model.new_int_var(0, int(top), "") for top in whole.top]
    lines = whole.matrix
    for row in range(lines.shape[0]):
        at = slice(lines.indptr[row], lines.indptr[row + 1])
        low, high = whole.low[row], whole.high[row]
        scale = 1 if np.all(lines.data[at] == np.round(lines.data[at])) else CENTS
        weights = np.round(lines.data[at] * scale).astype(int).tolist()
        total = cp_model.LinearExpr.weighted_sum([variables[c] for c in lines.indices[at]], weights)
        if np.isfinite(low):
            model.add(total >= int(np.ceil(low * scale)))
        if np.isfinite(high):
            model.add(total <= int(np.floor(high * scale)))
    model.maximize(cp_model.LinearExpr.weighted_sum(variables, np.round(whole.gain * CENTS).astype(int).tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = time_limit_s
    solver.parameters.num_workers = max(threads, 8)  # its portfolio needs eight workers to be itself
    begun = time.perf_counter()
    status = solver.solve(model)
    seconds = time.perf_counter() - begun
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, None, float("nan"), float("inf"), seconds)
    found = np.array([solver.value(variable) for variable in variables], dtype=float)
    return _answer(whole, found, solver.best_objective_bound / CENTS, seconds)


def highs(problem: Problem, *, time_limit_s: float, threads: int = 2) -> Answer:
    """HiGHS on the whole model."""
    whole = build(problem)
    columns = len(whole.gain)
    matrix = MatrixModel(
        whole.gain,
        np.zeros(columns),
        whole.top.astype(np.float64),
        np.ones(columns, dtype=bool),
        whole.matrix.tocsr(),
        whole.low,
        whole.high,
    )
    found, bound, seconds = highs_alone(matrix, time_limit_s, threads)
    if not len(found):
        return Answer(None, None, float("nan"), bound, seconds)
    return _answer(whole, np.round(found), bound, seconds)


def highs_on_lanes(problem: Problem, *, time_limit_s: float, threads: int = 2) -> Answer:
    """HiGHS on the planner's own lane model, where who sits on which run is left open: a value and a bound, no plan."""
    layout = lay_out(problem)
    everybody = np.ones(len(layout.units), dtype=bool)
    model = build_lane_model(
        layout, leave_rest(layout, nobody(layout), everybody), np.arange(len(layout.options))
    ).matrix
    found, bound, seconds = highs_alone(model, time_limit_s, threads)
    return Answer(None, None, float(model.gain @ found) if len(found) else float("nan"), bound, seconds)


def highs_alone(model: MatrixModel, time_limit_s: float, threads: int) -> tuple[FloatArray, float, float]:
    """Values, bound and seconds of HiGHS in a child process: it and OR-Tools carry clashing copies of one library."""
    with tempfile.TemporaryDirectory() as folder:
        box = Path(folder)
        sparse.save_npz(box / "matrix.npz", model.matrix)
        parts = {name: getattr(model, name) for name in ("gain", "bottom", "top", "whole", "low", "high")}
        np.savez(box / "model.npz", **parts)
        command = [sys.executable, "-m", "benchmarks.highs_child", folder, str(time_limit_s), str(threads)]
        try:
            subprocess.run(command, check=True, timeout=time_limit_s * 2 + 300, capture_output=True)
        except subprocess.TimeoutExpired as late:  # HiGHS looks at its clock only between steps
            return np.zeros(0), float("inf"), float(late.timeout)
        answer = np.load(box / "answer.npz")
        return answer["found"], float(answer["bound"]), float(answer["seconds"])


RIVALS: Final[dict[str, Callable[..., Answer]]] = {"CP-SAT": cp_sat, "HiGHS": highs}


def _answer(whole: WholeModel, found: FloatArray, bound: float, seconds: float) -> Answer:
    assignments, trips = decode(whole, found)
    return Answer(assignments, trips, float(whole.gain @ found), bound, seconds)


def decode(whole: WholeModel, found: FloatArray) -> tuple[Assignments, Trips]:
    """Rows and trips of a solution of the whole model; single people fill the runs in order."""
    units, choices, runs = whole.units, whole.choices, whole.runs
    n, r = len(choices.unit), len(runs.vehicle)
    chosen = np.flatnonzero(found[:n] > 0.5)
    runs_on = np.flatnonzero(found[n : n + r] > 0.5)
    number = np.full(r, NO_TRIP)
    number[runs_on] = np.arange(len(runs_on))
    trip_of = np.full(len(units.people), NO_TRIP)
    for v in np.unique(choices.vehicle[chosen]):
        here = chosen[(choices.vehicle[chosen] == v) & (choices.travel[chosen] == TRIP)]
        alone = here[choices.run[here] < 0]
        mine = np.flatnonzero(runs.vehicle == v)
        seats = np.round(found[n + r + mine]).astype(np.int64)
        trip_of[choices.unit[alone]] = np.repeat(number[mine], seats)[: len(alone)]
        crew = here[choices.run[here] >= 0]
        trip_of[choices.unit[crew]] = number[choices.run[crew]]
    posting, travel = np.full(len(units.people), -1), np.full(len(units.people), -1)
    posting[choices.unit[chosen]] = choices.posting[chosen]
    travel[choices.unit[chosen]] = choices.travel[chosen]
    row = np.flatnonzero(posting[units.of_row] >= 0)
    unit = units.of_row[row]
    assignments = Assignments(row, posting[unit], trip_of[unit], travel[unit])
    return assignments, _trips(whole, runs.vehicle[runs_on], assignments)


def _trips(whole: WholeModel, vehicle: IntArray, assignments: Assignments) -> Trips:
    fleet = whole.problem.fleet
    aboard = assignments.travel == TRIP
    size = whole.problem.rows.size[assignments.row[aboard]]
    people = np.bincount(assignments.trip[aboard], weights=size, minlength=len(vehicle)).astype(np.int64)
    return Trips(vehicle, people, fleet.fixed_cost[vehicle] + fleet.cost_per_person[vehicle] * people)
