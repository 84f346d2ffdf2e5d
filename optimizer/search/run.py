"""One run of the planner: the best draft and bound so far, the clock, and why it ended."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from labor.candidates import Tidings, Watcher
from optimizer.model.options import Layout
from optimizer.model.problem import PlanParams
from optimizer.search.incumbent import Draft, DraftWorth, is_better, nobody, weigh

HAND_OVER_S_A_PAIR = 5e-6
TOLERANCE, RELATIVE_TOLERANCE = 1e-4, 1e-9  # rule 12


@dataclass(frozen=True, slots=True)
class Reach:
    """Up to which size each exact means is used: options of the problem, and units and kinds of a linear program."""

    whole_at_once: int = 2_000
    whole_at_last: int = 6_000
    lane_model: int = 20_000
    linear_units: int = 6_000  # beyond, one linear program takes longer than prices found step by step
    linear_kinds: int = 1_500

    def fits_a_linear_program(self, layout: Layout) -> bool:
        """Whether one linear program is the quickest way to prices."""
        few_people = len(layout.units) <= self.linear_units
        return few_people and len(layout.kinds) <= self.linear_kinds and len(layout.options) > 0


USUAL_REACH: Final = Reach()


@dataclass(slots=True)
class Run:
    """State of one run; ``has_draft`` is False until the pins are met."""

    layout: Layout
    params: PlanParams
    watch: Watcher
    reach: Reach = USUAL_REACH
    draft: Draft = field(init=False)
    worth: DraftWorth = field(init=False)
    has_draft: bool = False
    ceiling: float = field(init=False)  # everyone at their best and no trip paid: no plan is worth more
    bound: float = field(init=False)  # on plans that place as many people, where people come first
    most_people: int = field(init=False)  # nobody can place more
    stopped: str = ""
    phase: str = "laying out"
    tries: int = 0
    idle_tries: int = 0
    started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.draft = nobody(self.layout)
        self.worth = weigh(self.layout, self.draft)
        options = self.layout.options
        able = np.zeros(len(self.layout.units), dtype=bool)
        able[options.unit] = True
        best = np.where(self.layout.pinned, -np.inf, 0.0)
        np.maximum.at(best, options.unit, options.worth)
        self.ceiling = self.bound = float(best.sum())
        self.most_people = int(self.layout.units.size[able].sum())

    @property
    def people_first(self) -> bool:
        """Whether the most people come before money (rule 11)."""
        return self.layout.problem.objective == "placed_then_value"

    def enter(self, phase: str) -> None:
        """Begin a phase and say so."""
        self.phase = phase
        self.tell()

    def offer(self, draft: Draft) -> bool:
        """Keep a draft where it is better (and within the budget); True where it was."""
        worth = weigh(self.layout, draft)
        budget = self.layout.problem.budget
        if budget is not None and worth.travel_cost > budget + 1e-6:
            return False
        if self.has_draft and not is_better(self.layout, worth, self.worth):
            return False
        if self.people_first and worth.people != self.worth.people:
            self.bound = self.ceiling  # it held for plans with as many people as before
        self.draft, self.worth, self.has_draft = draft, worth, True
        self.idle_tries = 0
        return True

    def settle_on(self, draft: Draft) -> None:
        """Keep a draft that is proven the best, also in place of another as good."""
        worth = weigh(self.layout, draft)
        if self.offer(draft) or self._is_as_good(worth):
            self.draft, self.worth = draft, worth

    def _is_as_good(self, worth: DraftWorth) -> bool:
        budget = self.layout.problem.budget
        affordable = budget is None or worth.travel_cost <= budget + 1e-6
        return affordable and worth.people >= self.worth.people and not is_better(self.layout, self.worth, worth)

    def tighten(self, bound: float) -> None:
        """Keep a bound where it is lower."""
        self.bound = min(self.bound, bound)

    def time_left(self) -> float:
        """Seconds until the time limit, less what reasons and audit will take."""
        limit = self.params.time_limit_s
        if limit is None:
            return np.inf
        reserve = min(0.25 * limit, HAND_OVER_S_A_PAIR * len(self.layout.problem.pairs))
        return limit - reserve - (time.monotonic() - self.started)

    def honest_bound(self) -> float:
        """The bound, never below the plan, and above it while more people might be placed."""
        bound = max(self.bound, self.worth.net)
        if self.people_first and self.worth.people < self.most_people:
            bound = max(bound, self.worth.net + 2 * max(TOLERANCE, RELATIVE_TOLERANCE * abs(self.worth.net)))
        return bound

    def gap(self) -> float:
        """(bound - objective) / max(1, |bound|), infinite before both exist."""
        bound = self.honest_bound()
        if not self.has_draft or not np.isfinite(bound):
            return np.inf
        return (bound - self.worth.net) / max(1.0, abs(bound))

    def is_proven(self) -> bool:
        """Whether nothing better is left to find (rule 12)."""
        net = self.worth.net
        return self.has_draft and self.honest_bound() - net <= max(TOLERANCE, RELATIVE_TOLERANCE * abs(net))

    def ended(self, patience: int | None = None) -> bool:
        """Whether to stop, and why; without a time limit also after ``patience`` tries in vain."""
        if self.stopped:
            return True
        if self.is_proven():
            self.stopped = "done"
        elif self.gap() <= self.params.gap:
            self.stopped = "gap"
        elif self.params.iterations is not None and self.tries >= self.params.iterations:
            self.stopped = "iterations"
        elif self.params.time_limit_s is None and patience is not None and self.idle_tries >= patience:
            self.stopped = "done"
        else:
            self.interrupted()
        return bool(self.stopped)

    def interrupted(self) -> bool:
        """Whether time is up or the watcher asks to stop."""
        if self.time_left() <= 0:
            self.stopped = self.stopped or "time"
        elif self.tell():
            self.stopped = self.stopped or "signal"
        return self.stopped in ("time", "signal")

    def tell(self) -> bool:
        """Pass the figures on; True where the watcher asks to stop."""
        best = self.worth.net if self.has_draft else np.nan
        return self.watch(Tidings(self.phase, best=best, bound=self.bound, gap=self.gap()))
