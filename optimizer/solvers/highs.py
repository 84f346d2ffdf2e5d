"""Linear and integer models as sparse matrices, solved by HiGHS in a process of its own (through MathOpt)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
from scipy import sparse

from labor.arrays import BoolArray, FloatArray
from optimizer.solvers.interruptible import Asked, Halted, SolverFailed

_LONGEST_S = 1e6
_HIGHS: Final = parameters_pb2.SOLVER_TYPE_HIGHS.to_bytes(1, "big")
_PROVEN_EMPTY: Final = (
    result_pb2.TERMINATION_REASON_INFEASIBLE,
    result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED,
)


@dataclass(frozen=True, slots=True, eq=False)
class MatrixModel:
    """Maximize gain x, low <= A x <= high, bottom <= x <= top, x whole where ``whole`` says so."""

    gain: FloatArray
    bottom: FloatArray
    top: FloatArray
    whole: BoolArray
    matrix: sparse.csr_matrix
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class Effort:
    """Limits of one call. Work counted in nodes repeats on any machine; seconds are a net below it."""

    time_s: float
    nodes: int | None = None
    gap: float = 0.0  # relative
    seed: int = 0
    options: Mapping[str, str | int | float | bool] = field(default_factory=dict)  # HiGHS's own


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """``values`` is None where nothing was found, ``price`` (of the rows) where the model has whole numbers.

    ``bound`` holds for every solution; -inf proves that there is none, +inf that nothing is known.
    """

    values: FloatArray | None
    bound: float
    proven: bool
    price: FloatArray | None = None


NOTHING: Final = Found(None, np.inf, proven=False)


class Pending:
    """A model being solved beside other work: ask for what was found once, or drop it."""

    def __init__(self, model: MatrixModel, effort: Effort, start: FloatArray | None = None) -> None:
        self._model = model
        # HiGHS ends in an internal error where a hint lies out of bounds.
        within = None if start is None else np.clip(start, model.bottom, model.top)
        self._asked = Asked(
            (b"model", _HIGHS, _as_proto(model).SerializeToString(), _parameters(effort), _hints(within))
        )

    def found(self) -> Found:
        """What the solver found; nothing where it was stopped before any answer, or failed on its own account.

        A plan at hand must not be lost to a solver's internal error: nothing found claims nothing.
        """
        try:
            (answer,) = self._asked.answer()
        except (Halted, SolverFailed):
            return NOTHING
        return _read(result_pb2.SolveResultProto.FromString(answer), self._model)

    def has_ended(self) -> bool:
        """Whether ``found`` would answer at once."""
        return self._asked.has_ended()

    def drop(self) -> None:
        """End the work where it still goes on."""
        self._asked.drop()


def solve(model: MatrixModel, effort: Effort, start: FloatArray | None = None) -> Found:
    """Solve one model; where it is stopped before any answer, nothing is found."""
    return Pending(model, effort, start).found()


def _read(answer: result_pb2.SolveResultProto, model: MatrixModel) -> Found:
    reason = answer.termination.reason
    if reason in _PROVEN_EMPTY:
        return Found(None, -np.inf, proven=True)
    bound = answer.termination.objective_bounds.dual_bound
    for one in answer.solutions:
        if not one.HasField("primal_solution"):
            continue
        if one.primal_solution.feasibility_status != solution_pb2.SOLUTION_STATUS_FEASIBLE:
            continue
        values = _dense(one.primal_solution.variable_values, len(model.gain))
        price = _dense(one.dual_solution.dual_values, len(model.low)) if one.HasField("dual_solution") else None
        return Found(values, bound, reason == result_pb2.TERMINATION_REASON_OPTIMAL, price)
    return Found(None, bound, proven=False)


def _dense(sparse_values: sparse_containers_pb2.SparseDoubleVectorProto, count: int) -> FloatArray:
    values = np.zeros(count)
    values[np.array(sparse_values.ids, dtype=np.int64)] = np.array(sparse_values.values)
    return values


def _parameters(effort: Effort) -> bytes:
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


def _hints(start: FloatArray | None) -> bytes:
    hints = model_parameters_pb2.ModelSolveParametersProto()
    if start is not None:
        values = sparse_containers_pb2.SparseDoubleVectorProto(ids=range(len(start)), values=start.tolist())
        hints.solution_hints.add(variable_values=values)
    return bytes(hints.SerializeToString())


def _as_proto(model: MatrixModel) -> model_pb2.ModelProto:
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
