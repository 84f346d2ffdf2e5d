"""When the exact lane model runs beside the search, how long, and what becomes of its answer.

A run that ends by itself must give the same plan on any machine, so nothing the clock decides may show in it: a proof
replaces whatever the search beside it found, and without one the search has made as many tries as it was given.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from optimizer.search.incumbent import weigh
from optimizer.search.large_neighborhoods import Improvement
from optimizer.search.run import RELATIVE_TOLERANCE, TOLERANCE, Run
from optimizer.search.whole_lane_model import LaneModelResult, WholeLaneModel
from optimizer.solvers.highs import Effort

NODES, TRIES_BESIDE = 300, 40  # where the run must repeat
HAND_OVER_S = 0.3
HALF = 0.5


@dataclass(slots=True)
class ExactBeside:
    """The exact lane model of a run, where it is small enough and money alone counts."""

    run: Run
    whole: WholeLaneModel | None = None
    tries: float = field(init=False, default=np.inf)

    def begin_early(self) -> None:
        """From the first second, where nothing but a proof or the clock will end the run and a core is free."""
        if self._is_due() and self.run.params.gap == 0 and self.run.params.threads > 1:
            self._begin()

    def begin_late(self) -> bool:
        """After the first plans, where it did not begin before: alone. Whether it is under way."""
        if self.whole is None and self._is_due():
            self._begin()
            self.tries = 0
        return self.whole is not None

    def improve_meanwhile(self, improvement: Improvement) -> None:
        """Neighborhoods until the model is settled, or as many as are to be made; then what it says is taken in."""
        assert self.whole is not None
        run, made, settled = self.run, 0, None
        while made < self.tries and not run.interrupted():
            if settled is None and self.whole.has_ended():
                settled = self.whole.settle(HALF * run.time_left())
                if np.isinf(self.tries) or self._is_the_last_word(settled):
                    break
            made, run.tries = made + 1, run.tries + 1
            if improvement.try_once(run.time_left()):
                run.offer(improvement.draft)
        settled = self.whole.settle(HALF * run.time_left()) if settled is None else settled
        run.tighten(settled.bound)
        if settled.draft is not None and self._is_the_last_word(settled):
            run.settle_on(settled.draft)
        elif settled.draft is not None:
            run.offer(settled.draft)
        self.whole = None

    def _is_the_last_word(self, settled: LaneModelResult) -> bool:
        """Whether the model's plan is as good as it proves plans can be: its crews may have found no seats."""
        if not settled.proven or settled.draft is None:
            return False
        net = weigh(self.run.layout, settled.draft).net
        return settled.bound - net <= max(TOLERANCE, RELATIVE_TOLERANCE * abs(net))

    def close(self) -> None:
        """End what is under way."""
        if self.whole is not None:
            self.whole.drop()

    def _is_due(self) -> bool:
        layout = self.run.layout
        return (
            0 < len(layout.options) <= self.run.reach.lane_model and not self.run.people_first and not self.run.ended()
        )

    def _begin(self) -> None:
        run, params = self.run, self.run.params
        repeats = params.time_limit_s is None or params.iterations is not None or params.gap > 0
        alone = params.threads == 1 or params.gap > 0
        self.tries = 0 if alone else TRIES_BESIDE if repeats else np.inf
        seconds = (HALF if alone else 1.0) * run.time_left() - HAND_OVER_S
        self.whole = WholeLaneModel.begin(
            run.layout, run.draft, Effort(seconds, NODES if repeats else None, seed=params.seed)
        )
