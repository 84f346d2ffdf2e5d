"""One run of the fair's planner: the best plan and the bounds so far, the clock, and why it ended."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np

from labor.arrays import FloatArray
from labor.candidates import Tidings, Watcher
from optimizer.fairs.fair import Fair, Talks
from optimizer.fairs.fair_plan import AimOutcome
from optimizer.fairs.figures import is_better, worth
from optimizer.fairs.flow_bounds import Cut
from optimizer.model.problem import PlanParams

HAND_OVER_S_A_PAIR = 1e-5


@dataclass(slots=True)
class FairRun:
    """``bounds`` holds for each aim as ``reached`` does: more is better."""

    fair: Fair
    params: PlanParams
    watch: Watcher
    talks: Talks = field(init=False)
    reached: FloatArray = field(init=False)
    bounds: FloatArray = field(init=False)
    cuts: list[Cut] = field(default_factory=list)
    stopped: str = ""
    started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.talks = self.fair.fixed
        self.reached = worth(self.fair, self.talks)
        self.bounds = np.array([_ceiling(self.fair, aim) for aim in self.fair.aims])

    def offer(self, talks: Talks) -> bool:
        """Keep talks where they are better; True where they were."""
        reached = worth(self.fair, talks)
        if not is_better(reached, self.reached):
            return False
        self.talks, self.reached = talks, reached
        return True

    def add(self, cut: Cut) -> None:
        """Keep a bound on a weighted sum of the aims: it bounds the last of them by what the others reached."""
        self.cuts.append(cut)

    def bound(self, at: int) -> float:
        """No plan as good in the aims before reaches more, however far those are from their own bounds."""
        lowest = float(self.bounds[at])
        for cut in self.cuts:
            weights = cut.weights
            if weights[at] > 0 and not weights[at + 1 :].any():
                rest = (cut.most - float(weights[:at] @ self.reached[:at])) / float(weights[at])
                lowest = min(lowest, rest if self.fair.aims[at] == "value" else float(np.floor(rest + 1e-6)))
        return lowest

    def tighten(self, aim: int, bound: float) -> None:
        """Keep a bound where it is lower."""
        self.bounds[aim] = min(self.bounds[aim], max(bound, self.reached[aim]))

    def outcomes(self) -> tuple[AimOutcome, ...]:
        """The aims as they are told."""
        told = []
        for at, (aim, reached) in enumerate(zip(self.fair.aims, self.reached.tolist(), strict=True)):
            sign, honest = (-1 if aim == "moves" else 1), max(self.bound(at), reached)
            one = AimOutcome(aim, sign * reached + 0.0, sign * honest + 0.0)
            told.append(AimOutcome(aim, one.value, one.value) if one.is_proven else one)
        return tuple(told)

    def unproven(self) -> int:
        """The first aim whose bound and gap asked for are not reached; as many as there are aims where none is left."""
        for at, one in enumerate(self.outcomes()):
            if not one.is_proven and one.gap > self.params.gap:
                return at
        return len(self.fair.aims)

    def time_left(self) -> float:
        """Seconds until the time limit, less what reasons and audit will take."""
        limit = self.params.time_limit_s
        if limit is None:
            return np.inf
        reserve = min(0.25 * limit, 0.05 + HAND_OVER_S_A_PAIR * len(self.fair.pairs))
        return limit - reserve - (time.monotonic() - self.started)

    def ended(self) -> bool:
        """Whether to stop, and why."""
        if not self.stopped and self.unproven() == len(self.fair.aims):
            self.stopped = "done" if all(one.is_proven for one in self.outcomes()) else "gap"
        return bool(self.stopped) or self.interrupted()

    def interrupted(self) -> bool:
        """Whether time is up or the watcher asks to stop."""
        if self.time_left() <= 0:
            self.stopped = self.stopped or "time"
        elif self.watch(Tidings("improving", best=float(self.reached[0]), bound=self.bound(0))):
            self.stopped = self.stopped or "signal"
        return self.stopped in ("time", "signal")


def _ceiling(fair: Fair, aim: str) -> float:
    """What can be seen at once: no plan reaches more."""
    if aim == "talks":
        return float(np.minimum(fair.people.most, np.bincount(fair.pairs.person, minlength=len(fair.people))).sum())
    if aim == "value":
        return float(np.maximum(fair.pairs.value, 0.0).sum())
    if aim == "moves":
        return -float(fair.before.lost.sum() + fair.before.gone) if fair.before else 0.0
    return float(len(fair.people))
