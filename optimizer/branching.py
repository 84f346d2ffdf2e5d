"""The same small models solved by branch and bound over their linear relaxation (SCIP or HiGHS, through MathOpt).

Stronger than CP-SAT where fixed costs and sizes rule, as in facility location; weaker where logic does.
"""

from __future__ import annotations

import datetime

import numpy as np
from ortools.math_opt import model_pb2, sparse_containers_pb2
from ortools.math_opt.python import mathopt

from labor.arrays import FloatArray, IntArray
from optimizer.linear import ENDLESS, Answer, Limits, LinearModel, whole_scale

_FAITH = 1e-7  # how far, relative to its size, a floating-point bound may be off


def branch(
    model: LinearModel,
    limits: Limits,
    *,
    by: mathopt.SolverType = mathopt.SolverType.HIGHS,
    start: IntArray | None = None,
) -> Answer:
    """Solve by branch and bound; ``limits.work`` counts nodes. Proven answers are exact where gains are whole."""
    if not model.low:
        return Answer(np.zeros(0, dtype=np.int64), 0.0, proven=True)
    gain = np.array(model.gain, dtype=np.float64)
    solved_gain, offset = _regrets(model, gain)
    solved = mathopt.Model.from_model_proto(_as_proto(model, solved_gain))
    parameters = mathopt.SolveParameters(
        time_limit=datetime.timedelta(seconds=max(0.01, limits.time_s)),
        relative_gap_tolerance=0.0,
        absolute_gap_tolerance=0.0,
        threads=1 if by == mathopt.SolverType.GSCIP else None,
        random_seed=limits.seed % (1 << 31),
        node_limit=None if limits.work is None else int(limits.work),
    )
    hints = mathopt.ModelSolveParameters()
    if start is not None:
        variables = list(solved.variables())[: len(start)]
        hints.solution_hints.append(
            mathopt.SolutionHint(variable_values={v: float(x) for v, x in zip(variables, start.tolist(), strict=True)})
        )
    result = mathopt.solve(solved, by, params=parameters, model_params=hints)
    reason = result.termination.reason
    if reason in (mathopt.TerminationReason.INFEASIBLE, mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED):
        return Answer(None, -np.inf, proven=True)
    if not result.has_primal_feasible_solution():
        return Answer(None, np.inf, proven=False)
    found = result.variable_values()
    values = np.rint([found[v] for v in solved.variables()][: len(gain)]).astype(np.int64)
    proven = reason == mathopt.TerminationReason.OPTIMAL
    value = float(gain @ values)
    bound = _honest(gain, result.termination.objective_bounds.dual_bound, offset, value if proven else -np.inf)
    return Answer(values, bound, proven)


def _regrets(model: LinearModel, gain: FloatArray) -> tuple[FloatArray, float]:
    """Gains less the best of each choice, the constant taken off: small numbers keep a floating-point bound sharp.

    One more column a choice stands for taking none of it.
    """
    shifted, none = gain.copy(), []
    for choice in model.choices:
        variables = list(model.rows[choice][0])
        best = max(0.0, float(gain[variables].max())) if model.rows[choice][2] == 0 else float(gain[variables].max())
        shifted[variables] -= best
        none.append(best)
    return np.concatenate((shifted, -np.array(none, dtype=np.float64))), float(sum(none))


def _honest(gain: FloatArray, bound: float, offset: float, proven: float) -> float:
    """Round a floating-point bound to the next value a plan can have, after widening it by what it may be off."""
    scale = whole_scale(gain)
    wide = max(bound + _FAITH * max(1.0, abs(bound)) + offset, proven)
    whole = np.all(np.abs(gain * scale - np.rint(gain * scale)) <= 1e-7)
    return float(np.floor(wide * scale + 1e-6) / scale) if whole else wide


def _as_proto(model: LinearModel, gain: FloatArray) -> model_pb2.ModelProto:
    count = len(gain)
    rows = list(model.rows)
    for place, choice in enumerate(model.choices):
        variables, factors, _, _ = rows[choice]
        rows[choice] = ([*variables, len(model.low) + place], [*factors, 1], 1, 1)
    rows += [((one, other), (1, -1), -ENDLESS, 0) for one, other in model.implications]
    low = [float(row[2]) if row[2] > -ENDLESS else -np.inf for row in rows]
    high = [float(row[3]) if row[3] < ENDLESS else np.inf for row in rows]
    number = np.repeat(np.arange(len(rows)), [len(row[0]) for row in rows])
    column = np.array([i for row in rows for i in row[0]], dtype=np.int64)
    factor = np.array([f for row in rows for f in row[1]], dtype=np.float64)
    if model.budget is not None:
        paid = np.flatnonzero(model.cost)
        number = np.concatenate((number, np.full(len(paid), len(rows))))
        column = np.concatenate((column, paid))
        factor = np.concatenate((factor, np.array(model.cost)[paid]))
        low.append(-np.inf)
        high.append(model.budget)
    order = np.lexsort((column, number))
    gained = np.flatnonzero(gain)
    return model_pb2.ModelProto(
        variables=model_pb2.VariablesProto(
            ids=range(count),
            lower_bounds=[float(x) for x in model.low] + [0.0] * len(model.choices),
            upper_bounds=[float(x) for x in model.high] + [1.0 - model.rows[c][2] for c in model.choices],
            integers=[True] * count,
        ),
        objective=model_pb2.ObjectiveProto(
            maximize=True,
            linear_coefficients=sparse_containers_pb2.SparseDoubleVectorProto(
                ids=gained.tolist(), values=gain[gained].tolist()
            ),
        ),
        linear_constraints=model_pb2.LinearConstraintsProto(ids=range(len(low)), lower_bounds=low, upper_bounds=high),
        linear_constraint_matrix=sparse_containers_pb2.SparseDoubleMatrixProto(
            row_ids=number[order].tolist(), column_ids=column[order].tolist(), coefficients=factor[order].tolist()
        ),
    )
