"""Large-neighborhood search: free a few vehicles that compete for people, and solve that part exactly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from scipy import sparse

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer import highs
from optimizer.draft import STAYS, Draft, is_better, weigh
from optimizer.exact import leave_rest, weight_of_a_person
from optimizer.lane_model import LaneModel, build_lane_model, without
from optimizer.options import NO_LANE, Layout
from optimizer.seating import seat

FEWEST, MOST = 3.0, 30.0  # trips freed at once
GROWS, SHRINKS = 0.3, 0.5  # by so many trips after a try that was solved, or was not
CLOSED_A_TRIP = 1.2  # lanes without a trip that may open, for each trip freed
FREE_A_TRIP = 40  # people who stay, travel alone or share a posting, for each trip freed
OPTIONS_A_UNIT = 6
NODES_PER_TRY = 20  # work that is the same on a busy machine
GAP_PER_TRY = 5e-4
SECONDS_PER_TRY = 20.0  # only a net: the nodes end a try long before


_Lanes: TypeAlias = tuple[BoolArray, IntArray, IntArray]  # may open or close; trips freed; lanes whose seats are seen


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One neighborhood: its units, their model, and that model without columns that must be 0."""

    free: BoolArray
    model: LaneModel
    columns: IntArray
    matrix: highs.MatrixModel


@dataclass(slots=True)
class Improvement:
    """The search, kept between calls. ``lack`` is what each option lacks a person at good prices (0 = best)."""

    layout: Layout
    draft: Draft
    seed: int
    lack: FloatArray
    trips: float = 6.0
    tries: int = 0
    near: IntArray = field(init=False)  # options worth trying, in order
    rivals: sparse.csr_matrix = field(init=False)  # lane by lane: people who might ride either

    def __post_init__(self) -> None:
        layout, options = self.layout, self.layout.options
        most = min(len(options) - 1, OPTIONS_A_UNIT * len(layout.units))
        limit = np.partition(self.lack, most)[most] if len(options) else 0.0
        self.near = np.flatnonzero(self.lack <= limit)
        rides = self.near[options.lane[self.near] != NO_LANE]
        shape = (len(layout.units), len(layout.lanes))
        ones = np.ones(len(rides))
        riders = (sparse.csr_matrix((ones, (options.unit[rides], options.lane[rides])), shape=shape) > 0).astype(float)
        people = sparse.diags(layout.units.size.astype(float))
        self.rivals = (riders.T @ people @ riders).tocsr()

    def try_once(self, time_s: float) -> bool:
        """Free one neighborhood and solve it; True where that helped."""
        part = self._free_some(np.random.default_rng([self.seed, self.tries]))
        self.tries += 1
        if part is None:
            return False
        effort = highs.Effort(min(time_s, SECONDS_PER_TRY), NODES_PER_TRY, GAP_PER_TRY, seed=self.seed)
        answer = highs.solve(part.matrix, effort, part.model.values_of(self.draft)[part.columns])
        self.trips = min(MOST, max(FEWEST, self.trips + (GROWS if answer.proven else -SHRINKS)))
        return answer.values is not None and self._take(part, answer.values)

    def _free_some(self, random: np.random.Generator) -> _Part | None:
        """A neighborhood of rival trips, with every free seat and those who are loose in view."""
        layout = self.layout
        chosen, trips = self._lanes(random)
        lanes = chosen, trips, np.unique(layout.kinds.lane[self.draft.kind])
        free = self._people(random, lanes)
        options = self._promising(free, lanes)
        if not len(options):
            return None
        rest = leave_rest(layout, self.draft, free)
        lexicographic = layout.problem.objective == "placed_then_value"
        person = weight_of_a_person(layout, options) if lexicographic else 0.0
        model = build_lane_model(layout, rest, options, person)
        columns, matrix = without(model.matrix, model.matrix.top <= 0)
        return _Part(free, model, columns, matrix)

    def _take(self, part: _Part, found: FloatArray) -> bool:
        """Put a part's answer into the draft where that is better."""
        layout = self.layout
        values = np.zeros(len(part.model.matrix.gain))
        values[part.columns] = found
        taken = part.model.taken(values)
        runs = np.rint(values[part.model.runs]).astype(np.int64)
        rest = leave_rest(layout, self.draft, part.free)
        new = seat(layout, rest.draft, taken, np.repeat(part.model.kinds, runs))
        if new is None:
            return False
        worth, budget = weigh(layout, new), layout.problem.budget
        if budget is not None and worth.travel_cost > budget + 1e-6:
            return False
        if not is_better(layout, worth, weigh(layout, self.draft)):
            return False
        self.draft = new
        return True

    def _lanes(self, random: np.random.Generator) -> tuple[BoolArray, IntArray]:
        """Lanes whose trips may come and go, and the trips freed: rivals of one lane, running and not."""
        layout = self.layout
        chosen = np.zeros(len(layout.lanes), dtype=bool)
        lane = layout.kinds.lane[self.draft.kind]
        if not len(layout.lanes):
            return chosen, lane
        running = np.unique(lane)
        closed = np.setdiff1d(np.arange(len(chosen)), lane)
        if not len(running) + len(closed):
            return chosen, np.zeros(0, dtype=np.int64)
        seed = int(random.choice(running if len(running) else closed))
        count = round(self.trips)
        chosen[seed] = True
        for pool, most in ((running, count - 1), (closed, CLOSED_A_TRIP * count)):
            weight = np.asarray(self.rivals[np.flatnonzero(chosen)].sum(axis=0)).ravel()[pool]
            weight[chosen[pool]] = 0.0
            able = int(np.count_nonzero(weight))
            if able:
                chosen[random.choice(pool, min(int(most), able), replace=False, p=weight / weight.sum())] = True
        trips = np.flatnonzero(chosen[lane])
        return chosen, trips if len(trips) <= count else random.choice(trips, count, replace=False)

    def _people(self, random: np.random.Generator, lanes: _Lanes) -> BoolArray:
        """Riders of the freed trips, and some of those who go without a trip or not at all."""
        layout, draft = self.layout, self.draft
        freed = np.append(np.isin(np.arange(len(draft.kind)), lanes[1]), False)
        free: BoolArray = freed[draft.trip]
        table = layout.options
        able = np.zeros(len(free), dtype=bool)
        able[table.unit[self.near]] = True
        loose = np.flatnonzero(able & (draft.trip < 0))
        most = int(FREE_A_TRIP * self.trips)
        free[loose if len(loose) <= most else random.choice(loose, most, replace=False)] = True
        return free

    def _promising(self, free: BoolArray, lanes: _Lanes) -> IntArray:
        """The near options of the free units by lanes that run or may; their present ones always among them."""
        table = self.layout.options
        usable = np.append(lanes[0], True)
        usable[lanes[2]] = True
        near = self.near[free[table.unit[self.near]] & usable[table.lane[self.near]]]
        present = self.draft.choice[free]
        return np.union1d(near, present[present != STAYS])
