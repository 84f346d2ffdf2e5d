"""Large-neighborhood search: free some vehicles that compete with one another, and solve that part exactly."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.model.options import Layout
from optimizer.model.problem import NO_LIMIT
from optimizer.search.incumbent import STAYS, Draft, is_better, weigh
from optimizer.search.lane_model import LaneModel, build_lane_model, travels_alone, without
from optimizer.search.neighborhoods import Claimed, Neighborhood, Ties
from optimizer.search.seating import seat
from optimizer.search.subproblem import leave_rest, weight_of_a_person
from optimizer.solvers import highs

FEWEST, MOST = 3.0, 30.0  # trips freed at once
GROWS, SHRINKS = 0.3, 0.5  # by so many trips after a try that was solved, or was not
NODES_PER_TRY = 20  # work that is the same on a busy machine
GAP_PEOPLE = 0.15  # a try is solved once less than this part of one person's worth is left
WHOLE = 1e-6  # how near to 0 or 1 a share of an option counts as one
SECONDS_PER_TRY = 20.0  # only a net: the nodes end a try long before


@dataclass(frozen=True, slots=True, eq=False)
class _Try:
    """One neighborhood being solved; ``columns`` are those of its model that may be other than 0."""

    where: Neighborhood
    model: LaneModel
    columns: IntArray
    matrix: highs.MatrixModel  # everything whole that must be
    pending: highs.Pending


@dataclass(slots=True)
class Improvement:
    """The search, kept between calls. ``lack`` is what each option lacks a person at good prices (0 = best).

    Up to ``at_once`` neighborhoods apart from one another are solved side by side. They are begun and taken in by
    turns, so that the same plans follow however fast each is.
    """

    layout: Layout
    draft: Draft
    seed: int
    lack: FloatArray
    at_once: int = 1
    trips: float = 6.0
    begun: int = 0
    ties: Ties = field(init=False)
    under_way: deque[_Try] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.ties = Ties(self.layout, self.lack)

    def try_once(self, time_s: float) -> bool:
        """Take in the neighborhood begun first, others being solved meanwhile; True where it helped."""
        while len(self.under_way) < self.at_once and self._begin(time_s):
            pass
        if not self.under_way:
            return False
        one = self.under_way.popleft()
        answer = one.pending.found()
        self.trips = min(MOST, max(FEWEST, self.trips + (GROWS if answer.proven else -SHRINKS)))
        values = None if answer.values is None else self._made_whole(one, answer.values, time_s)
        return values is not None and self._take(one, values)

    def _made_whole(self, one: _Try, values: FloatArray, time_s: float) -> FloatArray | None:
        """The answer where it tears nobody; else the best with its runs held; None where there is none."""
        single, matrix = _single(self.layout, one.model, one.columns), one.matrix
        if np.abs(values - np.rint(values))[single].max(initial=0.0) <= WHOLE:
            return values
        held = matrix.whole & ~single
        bottom, top = matrix.bottom.copy(), matrix.top.copy()
        bottom[held] = top[held] = np.rint(values[held])
        effort = highs.Effort(min(time_s, SECONDS_PER_TRY), NODES_PER_TRY, seed=self.seed)
        return highs.solve(replace(matrix, bottom=bottom, top=top), effort).values

    def go_on_from(self, draft: Draft, at_once: int) -> None:
        """Leave what is under way and begin anew from a draft."""
        self.close()
        self.draft, self.at_once = draft, at_once

    def close(self) -> None:
        """End what is under way."""
        while self.under_way:
            self.under_way.pop().pending.drop()

    def _begin(self, time_s: float) -> bool:
        """Begin one more neighborhood; False where there is none apart from those under way."""
        layout = self.layout
        random = np.random.default_rng([self.seed, self.begun])
        self.begun += 1
        where = self.ties.draw(self.draft, round(self.trips), self._claimed(), random)
        if not len(where.options):
            return False
        rest = leave_rest(layout, self.draft, where.free)
        lexicographic = layout.problem.objective == "placed_then_value"
        person = weight_of_a_person(layout, where.options) if lexicographic else 0.0
        model = build_lane_model(layout, rest, where.options, person)
        columns, matrix = without(model.matrix, model.matrix.top <= 0)
        gap = GAP_PEOPLE / max(1, int(layout.units.size[where.free].sum()))
        effort = highs.Effort(min(time_s, SECONDS_PER_TRY), NODES_PER_TRY, gap, seed=self.seed)
        relaxed = replace(matrix, whole=matrix.whole & ~_single(layout, model, columns))
        pending = highs.Pending(relaxed, effort, model.values_of(self.draft)[columns])
        self.under_way.append(_Try(where, model, columns, matrix, pending))
        return True

    def _claimed(self) -> Claimed:
        units, lanes = (np.zeros(len(rows), dtype=bool) for rows in (self.layout.units, self.layout.lanes))
        for one in self.under_way:
            units |= one.where.free
            lanes |= one.where.lanes
        return Claimed(units, lanes)

    def _take(self, one: _Try, found: FloatArray) -> bool:
        """Put an answer into the draft, which others may have changed meanwhile, where it still fits and is better."""
        layout = self.layout
        values = np.zeros(len(one.model.matrix.gain))
        values[one.columns] = found
        runs = np.rint(values[one.model.runs]).astype(np.int64)
        rest = leave_rest(layout, self.draft, one.where.free)
        new = seat(layout, rest.draft, one.model.taken(values), np.repeat(one.model.kinds, runs))
        if new is None or not is_better(layout, weigh(layout, new), weigh(layout, self.draft)) or not fits(layout, new):
            return False
        self.draft = new
        return True


def _single(layout: Layout, model: LaneModel, columns: IntArray) -> BoolArray:
    """Marks the options where everybody travels alone: once runs are known, hardly anybody is torn."""
    single = np.zeros(len(model.matrix.gain), dtype=bool)
    single[: len(model.options)] = travels_alone(layout)
    return single[columns]


def fits(layout: Layout, draft: Draft) -> bool:
    """Whether places, runs and budget hold: two answers may each have counted on the last one."""
    kinds, budget = layout.kinds, layout.problem.budget
    taken = draft.choice[draft.choice != STAYS]
    at = layout.options.posting[taken]
    within: list[BoolArray] = [
        np.bincount(at, weight[taken], len(room)) <= room
        for room, weight in (
            (layout.room, layout.size),
            (layout.room_m, layout.men),
            (layout.room_f, layout.women),
        )
    ]
    within.append((np.bincount(draft.kind, minlength=len(kinds)) <= kinds.runs) | (kinds.runs == NO_LIMIT))
    affordable = budget is None or weigh(layout, draft).travel_cost <= budget + 1e-6
    return affordable and all(bool(part.all()) for part in within)
