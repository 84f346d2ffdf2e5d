"""Large-neighborhood search: free some vehicles that compete with one another, and solve that part exactly.

Free are trips that compete for people or postings, and those they compete for.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.model.options import NO_LANE, Layout
from optimizer.model.problem import NO_LIMIT
from optimizer.search.incumbent import STAYS, Draft, is_better, weigh
from optimizer.search.lane_model import LaneModel, build_lane_model, travels_alone, without
from optimizer.search.seating import seat
from optimizer.search.subproblem import leave_rest, weight_of_a_person
from optimizer.solvers import highs

if TYPE_CHECKING:
    from scipy import sparse

CLOSED_A_TRIP = 1.2  # lanes without a trip that may open, for each trip freed
FREE_A_TRIP = 20  # units that stay or travel alone, for each trip freed
OPTIONS_A_UNIT = 14  # wide: a coach to be opened fills with people for whom it is not among the very best
MOST_NEAR = 3_000_000
FEWEST, MOST = 3.0, 30.0  # trips freed at once
GROWS, SHRINKS = 0.3, 0.5  # by so many trips after a try that was solved, or was not
NODES_PER_TRY = 20  # work that is the same on a busy machine
GAP_PEOPLE = 0.15  # a try is solved once less than this part of one person's worth is left
WHOLE = 1e-6  # how near to 0 or 1 a share of an option counts as one
SECONDS_PER_TRY = 20.0  # only a net: the nodes end a try long before


@dataclass(frozen=True, slots=True, eq=False)
class Neighborhood:
    """``free`` units choose anew among ``options``; the trips on ``lanes`` that carried them may come and go."""

    free: BoolArray
    lanes: BoolArray
    options: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Claimed:
    """What neighborhoods under way have taken: units, lanes."""

    units: BoolArray
    lanes: BoolArray


@dataclass(slots=True)
class Ties:
    """Who competes with whom, by the near options; ``lack`` is what each option lacks a person at good prices."""

    layout: Layout
    lack: FloatArray
    near: IntArray = field(init=False)  # options worth trying, in order
    riders: sparse.csr_matrix = field(init=False)  # units x lanes
    seekers: sparse.csr_matrix = field(init=False)  # units x sought postings
    served: sparse.csr_matrix = field(init=False)  # lanes x sought postings: people who might ride there
    rivals: sparse.csr_matrix = field(init=False)  # lanes x lanes: people who might ride either
    contests: sparse.csr_matrix = field(init=False)  # lanes x lanes: people of one who seek what the other serves
    freed: IntArray = field(init=False)  # per lane: the draw that last freed its trips
    draws: int = 0

    def __post_init__(self) -> None:
        layout, options = self.layout, self.layout.options
        units, lanes, postings = len(layout.units), len(layout.lanes), len(layout.room)
        most = min(len(options) - 1, OPTIONS_A_UNIT * units, MOST_NEAR)
        limit = np.partition(self.lack, most)[most] if len(options) else 0.0
        near = self.near = np.flatnonzero(self.lack <= limit)
        sought = np.bincount(options.posting[near[self.lack[near] <= 0]], minlength=postings) > 0
        seek = near[sought[options.posting[near]]]
        ride = near[options.lane[near] != NO_LANE]
        both = seek[options.lane[seek] != NO_LANE]
        self.freed = np.zeros(lanes, dtype=np.int64)
        self.riders = (_count(options.unit[ride], options.lane[ride], (units, lanes)) > 0).astype(float)
        self.seekers = _count(options.unit[seek], options.posting[seek], (units, postings))
        self.served = _count(options.lane[both], options.posting[both], (lanes, postings))
        from scipy import sparse  # noqa: PLC0415 (half a second of start-up)

        demand = np.asarray(self.served.sum(axis=0)).ravel()
        self.rivals = (self.riders.T @ sparse.diags(layout.units.size.astype(float)) @ self.riders).tocsr()
        self.contests = (self.served @ sparse.diags(1.0 / np.maximum(1.0, demand)) @ self.served.T).tocsr()

    def draw(self, draft: Draft, trips: int, claimed: Claimed, random: np.random.Generator) -> Neighborhood:
        """Free so many trips, the loose units and closed lanes tied to them, and nothing that is claimed."""
        lanes, freed = self._lanes(draft, trips, claimed, random)
        free = np.append(freed, False)[draft.trip] & ~claimed.units
        loose = (draft.trip < 0) & ~claimed.units
        free |= self._tied_units(lanes, loose, FREE_A_TRIP * trips, random)
        usable = np.append(lanes, True)
        usable[self.layout.kinds.lane[draft.kind]] = True
        usable[:-1] &= ~claimed.lanes
        return Neighborhood(free, lanes, self._promising(draft, free, usable))

    def _lanes(
        self, draft: Draft, count: int, claimed: Claimed, random: np.random.Generator
    ) -> tuple[BoolArray, BoolArray]:
        """Lanes whose trips may come and go, and the trips freed: those tied to one lane, running and not."""
        lane = self.layout.kinds.lane[draft.kind]
        chosen = np.zeros(len(self.layout.lanes), dtype=bool)
        trips = np.bincount(lane, minlength=len(chosen))
        running = np.flatnonzero((trips > 0) & ~claimed.lanes)
        closed = np.flatnonzero((trips == 0) & ~claimed.lanes)
        if not len(running) + len(closed):
            return chosen, np.zeros(len(lane), dtype=bool)
        chosen[_longest_ago(running if len(running) else closed, self.freed, random)] = True
        while trips[chosen].sum() < count:
            more = _drawn(running, self._tied_to(chosen)[running], 1, random)
            if not len(more):
                break
            chosen[more] = True
        freed = np.flatnonzero(chosen[lane])
        freed = freed if len(freed) <= count else random.choice(freed, count, replace=False)
        chosen[_drawn(closed, self._tied_to(chosen)[closed], int(CLOSED_A_TRIP * count), random)] = True
        self.draws += 1
        self.freed[chosen] = self.draws
        return chosen, np.isin(np.arange(len(lane)), freed)

    def _tied_to(self, chosen: BoolArray) -> FloatArray:
        """How much each other lane competes with the chosen ones, half for people and half for postings."""
        which = np.flatnonzero(chosen)
        total = np.zeros(len(chosen))
        for matrix in (self.rivals, self.contests):
            part = np.asarray(matrix[which].sum(axis=0)).ravel()
            part[which] = 0.0
            total += part / max(1.0, part.sum())
        return total

    def _tied_units(self, lanes: BoolArray, able: BoolArray, most: int, random: np.random.Generator) -> BoolArray:
        """Some of the able units, by how many of their near options are on these lanes or where these lanes go."""
        if np.count_nonzero(able) <= most:
            return able
        which = np.flatnonzero(lanes)
        postings = np.flatnonzero(np.asarray(self.served[which].sum(axis=0)).ravel())
        weight = 2.0 * np.asarray(self.riders[:, which].sum(axis=1)).ravel()
        weight += np.asarray(self.seekers[:, postings].sum(axis=1)).ravel()
        tied = np.zeros(len(able), dtype=bool)
        tied[_drawn(np.arange(len(able)), np.where(able, weight, 0.0), most, random)] = True
        return tied

    def _promising(self, draft: Draft, free: BoolArray, usable: BoolArray) -> IntArray:
        """The near options of the free units by usable lanes or none; their present ones always among them."""
        options = self.layout.options
        near = self.near[free[options.unit[self.near]] & usable[options.lane[self.near]]]
        present = draft.choice[free]
        return np.union1d(near, present[present != STAYS])


def _count(row: IntArray, column: IntArray, shape: tuple[int, int]) -> sparse.csr_matrix:
    from scipy import sparse  # noqa: PLC0415

    return sparse.csr_matrix((np.ones(len(row)), (row, column)), shape=shape)


def _longest_ago(pool: IntArray, when: IntArray, random: np.random.Generator) -> int:
    oldest = pool[when[pool] == when[pool].min()]
    return int(random.choice(oldest))


def _drawn(pool: IntArray, weight: FloatArray, most: int, random: np.random.Generator) -> IntArray:
    """Up to so many of the pool, each with a chance by its weight, none twice."""
    able = min(most, int(np.count_nonzero(weight)))
    if not able:
        return pool[:0]
    return random.choice(pool, able, replace=False, p=weight / weight.sum())


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
