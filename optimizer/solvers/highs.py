"""Models solved by HiGHS, or by PDLP's first-order steps, in a process of its own (through MathOpt)."""

from __future__ import annotations

import numpy as np

from labor.arrays import FloatArray
from optimizer.solvers.interruptible import Halted, PendingTask, SolverFailed
from optimizer.solvers.matrix_model import NOTHING, Effort, MatrixModel, MatrixSolution

__all__ = ["NOTHING", "Effort", "MatrixModel", "MatrixSolution", "Pending", "solve"]


class Pending:
    """A model being solved beside other work: ask for what was found once, or drop it."""

    def __init__(self, model: MatrixModel, effort: Effort, start: FloatArray | None = None) -> None:
        self._model = model
        from optimizer.solvers.highs_messages import question  # noqa: PLC0415 (a quarter of a second of start-up)

        # HiGHS ends in an internal error where a hint lies out of bounds.
        within = None if start is None else np.clip(start, model.bottom, model.top)
        self._asked = PendingTask(question(model, effort, within))

    def found(self) -> MatrixSolution:
        """What the solver found; nothing where it was stopped before any answer, or failed on its own account.

        A plan at hand must not be lost to a solver's internal error: nothing found claims nothing.
        """
        from optimizer.solvers.highs_messages import found_in  # noqa: PLC0415

        try:
            (answer,) = self._asked.answer()
        except (Halted, SolverFailed):
            return NOTHING
        return found_in(answer, len(self._model.gain), len(self._model.low))

    def has_ended(self) -> bool:
        """Whether ``found`` would answer at once."""
        return self._asked.has_ended()

    def drop(self) -> None:
        """End the work where it still goes on."""
        self._asked.drop()


def solve(model: MatrixModel, effort: Effort, start: FloatArray | None = None) -> MatrixSolution:
    """Solve one model; where it is stopped before any answer, nothing is found."""
    return Pending(model, effort, start).found()
