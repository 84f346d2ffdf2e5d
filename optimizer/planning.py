"""The algorithm: lay the problem out, price it, draft a plan, improve it, and prove how good it is."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np

from labor.arrays import FloatArray
from labor.candidates import Tidings, Watcher, nobody_watches
from labor.errors import EndedTooEarly, Infeasible
from labor.plan import Plan
from optimizer.ascent import Ascent
from optimizer.assignment import Arcs, gather_arcs
from optimizer.audit import audit
from optimizer.branching import branch
from optimizer.draft import Draft, hand_out, is_better, nobody, weigh
from optimizer.exact import build, leave_rest, read_draft, weight_of_a_person
from optimizer.improvement import Improvement
from optimizer.linear import Limits, solve
from optimizer.opening import Dive, Opening, linear_prices
from optimizer.options import Layout, lay_out
from optimizer.problem import PlanParams, Problem
from optimizer.reasons import explain_unplaced
from optimizer.relaxation import Relaxation
from optimizer.settling import refill, settle, within_budget

DIVES = (Dive(), Dive(seat=0.25), Dive(share=0.15))
SMALL_OPTIONS = 6000  # up to here the whole problem is one exact model


def plan(problem: Problem, params: PlanParams, watch: Watcher = nobody_watches) -> Plan:
    """Find a plan and a bound; raises Infeasible where pins and budget leave none, EndedTooEarly before any.

    The plan is audited before it is handed over. A run that ends by gap, by iterations or by itself gives the
    same plan for the same problem, seed and threads.
    """
    search = Search(lay_out(problem), params, watch)
    search.begin()
    search.solve_whole_if_small()
    search.price()
    search.draft_whole()
    while not search.ended():
        search.price()
        search.improve()
    return search.hand_over()


@dataclass(slots=True)
class Search:
    """One run: the best draft and bound so far, and why it ended."""

    layout: Layout
    params: PlanParams
    watch: Watcher
    started: float = field(default_factory=time.monotonic)
    draft: Draft | None = None
    bound: float = np.inf
    most_people: int | None = None  # proven, where people come before money
    stopped: str = ""
    phase: str = "laying out"
    rounds: int = 0
    ascent: Ascent | None = None
    arcs: Arcs | None = None
    improvement: Improvement | None = None

    def begin(self) -> None:
        """Place the pinned units, as cheaply as they allow, and nobody else."""
        draft = nobody(self.layout)
        if not self.layout.pinned.any():
            self._offer(draft)
            return
        self.phase = "pins"
        for units in (self.layout.pinned, np.ones(len(self.layout.units), dtype=bool)):
            options = np.flatnonzero(units[self.layout.options.unit])
            model = build(self.layout, leave_rest(self.layout, draft, units), units, options)
            answer = solve(model.linear, Limits(self.time_left(), threads=self.params.threads, seed=self.params.seed))
            if answer.values is not None:
                self._offer(read_draft(model, answer.values))
                return
            if not answer.proven:
                raise EndedTooEarly("time ran out before the pins could be met")
        raise Infeasible("no plan meets the pins and the budget")

    def solve_whole_if_small(self) -> None:
        """One exact model where the whole problem is small enough."""
        layout = self.layout
        if len(layout.options) > SMALL_OPTIONS or self.draft is None:
            return
        self.phase = "exact model"
        everybody = np.ones(len(layout.units), dtype=bool)
        options = np.arange(len(layout.options))
        lexicographic = layout.problem.objective == "placed_then_value"
        weight = weight_of_a_person(layout, options) if lexicographic else 0.0
        model = build(layout, leave_rest(layout, self.draft, everybody), everybody, options, weight)
        share = min(20.0, self.time_left() * 0.4)
        answer = branch(model.linear, Limits(share, 2000, seed=self.params.seed))
        if not answer.proven:
            answer = solve(model.linear, Limits(share, 20.0, self.params.threads, self.params.seed), answer.values)
        if answer.values is None:
            if answer.proven:
                raise Infeasible("no plan meets the pins and the budget")
            return
        draft = read_draft(model, answer.values)
        self._offer(draft)
        if lexicographic:
            if answer.proven:
                self.most_people = weigh(layout, draft).people
                self._tighten(answer.bound - weight * self.most_people)
        else:
            self._tighten(answer.bound)
        self._tell()

    def price(self) -> None:
        """Better prices, for the bound and as guide."""
        if self.ended():
            return
        assert self.draft is not None
        self.phase = "prices"
        if self.ascent is None:
            relaxation = Relaxation(self.layout)
            self.arcs = gather_arcs(self.layout)
            self.ascent = Ascent(relaxation, linear_prices(self.layout, self.arcs), least_people=self._least_people())
        self.ascent.run(300 if self.rounds == 0 else 20, weigh(self.layout, self.draft).net, self._out_of_time)
        self._tighten(self.ascent.bound)
        self._tell()

    def draft_whole(self) -> None:
        """Everybody's trips at once: close lanes until each pays, then seat people and fill what is left."""
        if self.ended() or self.ascent is None or self.arcs is None:
            return
        self.phase = "drafting"
        layout, ascent = self.layout, self.ascent
        opening = Opening(ascent.relaxation, self.arcs, ascent.best)
        for how in DIVES:
            choice = opening.dive(ascent.lane_load > 1.0, how, self._out_of_time)
            gain = opening.gains(choice)
            draft = settle(layout, choice, gain, ascent.best.money)
            if draft is not None:
                draft = within_budget(layout, refill(layout, self.arcs, draft), gain)
                self._offer(draft)
            self._tell()
            if self._out_of_time():
                return

    def _out_of_time(self) -> bool:
        return self.time_left() <= 0 or self._tell()

    def improve(self) -> None:
        """Some neighborhoods, each solved exactly."""
        assert self.draft is not None and self.ascent is not None
        self.phase = "improving"
        if self.improvement is None:
            self.improvement = Improvement(self.layout, self.draft, self.params.seed, -self._reduced_worth())
        for _ in range(20):
            if self.ended():
                return
            if self.improvement.try_once(self.time_left()):
                self._offer(self.improvement.draft)
            self.rounds += 1

    def _reduced_worth(self) -> FloatArray:
        """What each option is worth at the present prices, less the best of its unit."""
        assert self.ascent is not None
        relaxation, prices = self.ascent.relaxation, self.ascent.best
        everything = np.arange(len(self.layout.options))
        net = relaxation.net(everything, prices)
        best = np.full(len(self.layout.units), -np.inf)
        np.maximum.at(best, self.layout.options.unit, net)
        reduced: FloatArray = net - best[self.layout.options.unit]
        return reduced

    def _least_people(self) -> int:
        if self.layout.problem.objective == "value" or self.draft is None:
            return 0
        return weigh(self.layout, self.draft).people

    def _offer(self, draft: Draft) -> None:
        new = weigh(self.layout, draft)
        if self.draft is None or is_better(self.layout, new, weigh(self.layout, self.draft)):
            if self.draft is not None and new.people != weigh(self.layout, self.draft).people:
                self._forget_bound()
            self.draft = draft

    def _forget_bound(self) -> None:
        """A bound over plans with as many people is none once more are placed."""
        if self.layout.problem.objective == "placed_then_value":
            self.bound, self.ascent = np.inf, None

    def _tighten(self, bound: float) -> None:
        assert self.draft is not None
        self.bound = max(min(self.bound, bound), weigh(self.layout, self.draft).net)

    def time_left(self) -> float:
        """Seconds until the time limit."""
        if self.params.time_limit_s is None:
            return 3600.0
        return self.params.time_limit_s - (time.monotonic() - self.started)

    def ended(self) -> bool:
        """Whether to stop, and why."""
        if self.stopped:
            return True
        if self.gap() <= 0 or self._is_proven():
            self.stopped = "done"
        elif self.gap() <= self.params.gap:
            self.stopped = "gap"
        elif self.params.iterations is not None and self.rounds >= self.params.iterations:
            self.stopped = "iterations"
        elif self.time_left() <= 0:
            self.stopped = "time"
        elif self._tell():
            self.stopped = "signal"
        return bool(self.stopped)

    def gap(self) -> float:
        """(bound - objective) / max(1, |bound|), infinite before both exist."""
        if self.draft is None or not np.isfinite(self.bound):
            return np.inf
        return (self.bound - weigh(self.layout, self.draft).net) / max(1.0, abs(self.bound))

    def _is_proven(self) -> bool:
        if self.draft is None:
            return False
        net = weigh(self.layout, self.draft).net
        return self.bound - net <= max(1e-4, 1e-9 * abs(net))

    def _tell(self) -> bool:
        best = np.nan if self.draft is None else weigh(self.layout, self.draft).net
        return self.watch(Tidings(self.phase, best=best, bound=self.bound, gap=self.gap()))

    def hand_over(self) -> Plan:
        """The best draft as a plan, with reasons and bound, audited."""
        if self.draft is None:
            raise EndedTooEarly("ended before there was any plan")
        problem = self.layout.problem
        worth = weigh(self.layout, self.draft)
        assignments, trips = hand_out(self.layout, self.draft)
        unplaced = explain_unplaced(problem, assignments, trips, stopped=self.stopped)
        made = Plan(
            assignments=assignments,
            trips=trips,
            unplaced=unplaced,
            objective=worth.net,
            bound=max(self.bound, worth.net),
            travel_cost=worth.travel_cost,
            placed_people=worth.people,
            stopped=self.stopped,
        )
        audit(problem, made)
        return made
