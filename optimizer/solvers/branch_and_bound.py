"""The same small models solved by branch and bound over their linear relaxation (HiGHS, through MathOpt).

Stronger than CP-SAT where fixed costs and sizes rule, as in facility location; weaker where logic does.
"""

from __future__ import annotations

import numpy as np

from labor.arrays import FloatArray, IntArray
from optimizer.solvers import highs
from optimizer.solvers.integer_model import ENDLESS, Limits, LinearModel, Solution, whole_scale

_FAITH = 1e-7  # how far, relative to its size, a floating-point bound may be off


def branch(model: LinearModel, limits: Limits, start: IntArray | None = None) -> Solution:
    """Solve by branch and bound; ``limits.work`` counts nodes. Proven answers are exact where gains are whole."""
    if not model.low:
        return Solution(np.zeros(0, dtype=np.int64), 0.0, proven=True)
    own = np.array(model.gain, dtype=np.float64)
    gain, offset = _regrets(model, own)
    effort = highs.Effort(limits.time_s, None if limits.work is None else int(limits.work), seed=limits.seed)
    hint = None if start is None else start.astype(np.float64)
    return _read(own, highs.solve(_as_matrix(model, gain), effort, hint), offset)


def _read(gain: FloatArray, found: highs.MatrixSolution, offset: float) -> Solution:
    if found.values is None:
        return Solution(None, found.bound if found.proven else np.inf, found.proven)
    values = np.rint(found.values[: len(gain)]).astype(np.int64)
    value = float(gain @ values)
    return Solution(values, _honest(gain, found.bound, offset, value if found.proven else -np.inf), found.proven)


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


def _as_matrix(model: LinearModel, gain: FloatArray) -> highs.MatrixModel:
    rows, count = list(model.rows), len(gain)
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
    from scipy import sparse  # noqa: PLC0415 (half a second of start-up)

    return highs.MatrixModel(
        gain=gain,
        bottom=np.concatenate((np.array(model.low, dtype=np.float64), np.zeros(len(model.choices)))),
        top=np.array([*model.high, *(1.0 - model.rows[c][2] for c in model.choices)], dtype=np.float64),
        whole=np.ones(count, dtype=bool),
        matrix=sparse.csr_matrix((factor, (number, column)), shape=(len(low), count)),
        low=np.array(low),
        high=np.array(high),
    )
