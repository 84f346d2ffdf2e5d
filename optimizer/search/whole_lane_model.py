"""The whole problem as one lane model, solved in a process of its own beside the search.

Where it ends with a proof its plan is taken, even over another of the same value: so the same plan follows, however
far the search beside it has come.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from labor.arrays import FloatArray
from optimizer.model.options import Layout
from optimizer.search.incumbent import Draft, nobody
from optimizer.search.lane_model import LaneModel, build_lane_model, travels_alone
from optimizer.search.run import RELATIVE_TOLERANCE, TOLERANCE
from optimizer.search.seating import read_plan
from optimizer.search.subproblem import leave_rest
from optimizer.solvers import highs
from optimizer.solvers.integer_model import whole_scale

SLACK = 0.5  # of rule 12's tolerance: columns are right to 1e-7 each, and far fewer than all are off at once
WHOLE = 1e-6  # how near to 0 or 1 a share of an option counts as one


@dataclass(frozen=True, slots=True, eq=False)
class LaneModelResult:
    """What the model says: a plan (None where its crews find no seats), and a bound on every plan."""

    draft: Draft | None
    bound: float
    proven: bool


@dataclass(slots=True)
class WholeLaneModel:
    """The model under way. Single persons' options are shares at first: once it is known which vehicles run, who
    goes where is nearly always whole by itself, and branching has a hundred numbers to decide instead of thousands.
    """

    model: LaneModel
    effort: highs.Effort
    start: FloatArray
    in_shares: bool
    pending: highs.Pending

    @classmethod
    def begin(cls, layout: Layout, draft: Draft, effort: highs.Effort) -> WholeLaneModel:
        """Start on all options, hinting at a draft."""
        everybody = np.ones(len(layout.units), dtype=bool)
        options = np.arange(len(layout.options))
        model = build_lane_model(layout, leave_rest(layout, nobody(layout), everybody), options)
        start = model.values_of(draft)
        in_shares = travels_alone(layout)
        whole = model.matrix.whole.copy()
        whole[: len(options)] &= not in_shares
        pending = highs.Pending(replace(model.matrix, whole=whole), effort, start)
        return cls(model, effort, start, in_shares, pending)

    def has_ended(self) -> bool:
        """Whether an answer is there to be taken in."""
        return self.pending.has_ended()

    def settle(self, seconds: float) -> LaneModelResult:
        """Wait for the answer, then make shares whole within so many seconds."""
        found = self.pending.found()
        if not self.in_shares or found.values is None:
            return self._read(found)
        shares = found.values[: len(self.model.options)]
        if np.abs(shares - np.rint(shares)).max(initial=0.0) <= WHOLE:
            return self._read(found)
        runs, matrix = self.model.runs, self.model.matrix
        bottom, top = matrix.bottom.copy(), matrix.top.copy()
        bottom[runs] = top[runs] = np.rint(found.values[runs])
        effort = replace(self.effort, time_s=seconds)
        held = highs.solve(replace(matrix, bottom=bottom, top=top), effort)
        if held.values is None or found.bound - float(matrix.gain @ held.values) > 1e-9 * abs(found.bound):
            start = self.start if held.values is None else held.values
            again = highs.solve(matrix, effort, start)
            found = replace(again, bound=min(found.bound, again.bound)) if again.values is not None else found
            return self._read(found) if again.values is not None else LaneModelResult(None, found.bound, proven=False)
        return self._read(replace(held, bound=found.bound, proven=held.proven and found.proven))

    def drop(self) -> None:
        """End the work where it still goes on."""
        self.pending.drop()

    def _read(self, found: highs.MatrixSolution) -> LaneModelResult:
        draft = None if found.values is None else read_plan(self.model, found.values)
        return LaneModelResult(draft, _rounded(self.model.matrix.gain, found.bound), found.proven)


def _rounded(gain: FloatArray, bound: float) -> float:
    """The bound widened by what branch and bound may be off, then down to the next value a plan can have."""
    if not np.isfinite(bound):
        return bound
    wide = bound + SLACK * max(TOLERANCE, RELATIVE_TOLERANCE * abs(bound))
    scale = whole_scale(gain)
    is_whole = np.all(np.abs(gain * scale - np.rint(gain * scale)) <= 1e-7)
    return float(np.floor(wide * scale + 1e-6) / scale) if is_whole else wide
