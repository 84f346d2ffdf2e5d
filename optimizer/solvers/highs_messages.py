"""MathOpt's messages: what HiGHS is asked and what it answers. Imported where it is called: they take long to load."""

from __future__ import annotations

from typing import Final

import numpy as np
from ortools.math_opt import (
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    result_pb2,
    solution_pb2,
    sparse_containers_pb2,
)

from labor.arrays import FloatArray
from optimizer.solvers.matrix_model import Effort, MatrixModel, MatrixSolution

_LONGEST_S = 1e6
_SOLVERS: Final = {"highs": parameters_pb2.SOLVER_TYPE_HIGHS, "pdlp": parameters_pb2.SOLVER_TYPE_PDLP}
_MOST_STEPS: Final = 50_000
_PROVEN_EMPTY: Final = (
    result_pb2.TERMINATION_REASON_INFEASIBLE,
    result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED,
)


def question(model: MatrixModel, effort: Effort, start: FloatArray | None) -> tuple[bytes, ...]:
    """What the worker process is asked; ``start`` is a solution to begin with."""
    solver = _SOLVERS[effort.solver].to_bytes(1, "big")
    return b"model", solver, as_proto(model).SerializeToString(), _parameters(effort), _hints(start)


def found_in(answered: bytes, columns: int, rows: int) -> MatrixSolution:
    """What the worker's answer says."""
    answer = result_pb2.SolveResultProto.FromString(answered)
    reason = answer.termination.reason
    if reason in _PROVEN_EMPTY:
        return MatrixSolution(None, -np.inf, proven=True)
    bound = answer.termination.objective_bounds.dual_bound
    for one in answer.solutions:
        if not one.HasField("primal_solution"):
            continue
        if one.primal_solution.feasibility_status != solution_pb2.SOLUTION_STATUS_FEASIBLE:
            continue
        values = _dense(one.primal_solution.variable_values, columns)
        price = _dense(one.dual_solution.dual_values, rows) if one.HasField("dual_solution") else None
        return MatrixSolution(values, bound, reason == result_pb2.TERMINATION_REASON_OPTIMAL, price)
    return MatrixSolution(None, bound, proven=False)


def _dense(sparse_values: sparse_containers_pb2.SparseDoubleVectorProto, count: int) -> FloatArray:
    values = np.zeros(count)
    values[np.array(sparse_values.ids, dtype=np.int64)] = np.array(sparse_values.values)
    return values


def _parameters(effort: Effort) -> bytes:
    if effort.solver == "pdlp":
        return _first_order(effort)
    parameters = parameters_pb2.SolveParametersProto(
        node_limit=effort.nodes,
        relative_gap_tolerance=effort.gap,
        absolute_gap_tolerance=0.0,
        random_seed=effort.seed % (1 << 31),
    )
    parameters.time_limit.FromMicroseconds(int(1e6 * max(0.01, min(effort.time_s, _LONGEST_S))))
    own = parameters.highs
    for name, value in effort.options.items():
        if isinstance(value, bool):
            own.bool_options[name] = value
        elif isinstance(value, int):
            own.int_options[name] = value
        elif isinstance(value, float):
            own.double_options[name] = value
        else:
            own.string_options[name] = value
    return bytes(parameters.SerializeToString())


def _first_order(effort: Effort) -> bytes:
    parameters = parameters_pb2.SolveParametersProto()
    until = parameters.pdlp.termination_criteria
    until.simple_optimality_criteria.eps_optimal_relative = effort.gap
    until.simple_optimality_criteria.eps_optimal_absolute = effort.gap
    until.time_sec_limit = min(effort.time_s, _LONGEST_S)
    until.iteration_limit = _MOST_STEPS
    parameters.pdlp.num_threads = 1
    return bytes(parameters.SerializeToString())


def _hints(start: FloatArray | None) -> bytes:
    hints = model_parameters_pb2.ModelSolveParametersProto()
    if start is not None:
        values = sparse_containers_pb2.SparseDoubleVectorProto(ids=range(len(start)), values=start.tolist())
        hints.solution_hints.add(variable_values=values)
    return bytes(hints.SerializeToString())


def as_proto(model: MatrixModel) -> model_pb2.ModelProto:
    """The model as MathOpt's message."""
    matrix = model.matrix
    gained = np.flatnonzero(model.gain)
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return model_pb2.ModelProto(
        variables=model_pb2.VariablesProto(
            ids=range(len(model.gain)),
            lower_bounds=model.bottom.tolist(),
            upper_bounds=model.top.tolist(),
            integers=model.whole.tolist(),
        ),
        objective=model_pb2.ObjectiveProto(
            maximize=True,
            linear_coefficients=sparse_containers_pb2.SparseDoubleVectorProto(
                ids=gained.tolist(), values=model.gain[gained].tolist()
            ),
        ),
        linear_constraints=model_pb2.LinearConstraintsProto(
            ids=range(len(model.low)), lower_bounds=model.low.tolist(), upper_bounds=model.high.tolist()
        ),
        linear_constraint_matrix=sparse_containers_pb2.SparseDoubleMatrixProto(
            row_ids=row.tolist(), column_ids=matrix.indices.tolist(), coefficients=matrix.data.tolist()
        ),
    )
