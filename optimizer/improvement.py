"""Large-neighborhood search: free some trips and the people around them, and solve that part exactly."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.branching import branch
from optimizer.draft import STAYS, Draft, is_better, weigh
from optimizer.exact import build, leave_rest, read_draft, weight_of_a_person
from optimizer.linear import Limits
from optimizer.options import NO_LANE, Layout

SMALLEST, LARGEST = 16, 500
NODES_PER_TRY = 40  # work that is the same on a busy machine
SECONDS_PER_TRY = 20.0  # only a net: the nodes end a try long before


@dataclass(slots=True)
class Improvement:
    """The search, kept between calls. ``regret`` is what each option lacks at the present prices (0 = best)."""

    layout: Layout
    draft: Draft
    seed: int
    regret: FloatArray
    size: int = 80
    tries: int = 0
    of_unit: IntArray = field(init=False)
    by_posting: IntArray = field(init=False)

    def __post_init__(self) -> None:
        options = self.layout.options
        self.of_unit = np.searchsorted(options.unit, np.arange(len(self.layout.units) + 1))
        self.by_posting = np.argsort(options.posting, kind="stable")

    def try_once(self, time_s: float) -> bool:
        """Free one neighborhood and solve it; True where the draft got better."""
        random = np.random.default_rng([self.seed, self.tries])
        self.tries += 1
        free = self._neighborhood(random)
        options = self._promising(np.flatnonzero(free))
        rest = leave_rest(self.layout, self.draft, free)
        lexicographic = self.layout.problem.objective == "placed_then_value"
        weight = weight_of_a_person(self.layout, options) if lexicographic else 0.0
        model = build(self.layout, rest, free, options, weight)
        answer = branch(model.linear, Limits(min(time_s, SECONDS_PER_TRY), NODES_PER_TRY, seed=self.seed))
        self.size = min(LARGEST, self.size + 6) if answer.proven else max(SMALLEST, int(self.size * 0.85))
        if answer.values is None:
            return False
        new = read_draft(model, answer.values)
        worth = weigh(self.layout, new)
        budget = self.layout.problem.budget
        if budget is not None and worth.travel_cost > budget + 1e-6:
            return False
        if not is_better(self.layout, worth, weigh(self.layout, self.draft)):
            return False
        self.draft = new
        return True

    def _neighborhood(self, random: np.random.Generator) -> BoolArray:
        """Grow from one unit over shared trips, shared postings and lanes it could ride."""
        layout, draft, options = self.layout, self.draft, self.layout.options
        free = np.zeros(len(layout.units), dtype=bool)
        able = np.flatnonzero(np.diff(self.of_unit) > 0)
        if len(able) <= self.size:
            free[able] = True
            return free
        at = np.where(draft.choice == STAYS, -1, options.posting[draft.choice])
        count = 0
        while count < self.size:
            one = int(random.choice(able))
            mine = np.arange(self.of_unit[one], self.of_unit[one + 1])
            near = mine[np.argsort(self.regret[mine], kind="stable")[:4]]
            lane = options.lane[near]
            wanted = [np.array([one])]
            if draft.trip[one] >= 0:
                wanted.append(np.flatnonzero(draft.trip == draft.trip[one]))
            for trip_kind in np.unique(lane[lane != NO_LANE]).tolist()[:2]:
                trips = np.flatnonzero(layout.kinds.lane[draft.kind] == trip_kind)
                if len(trips):
                    wanted.append(np.flatnonzero(draft.trip == int(random.choice(trips))))
            posting = int(random.choice(options.posting[near]))
            there = np.flatnonzero(at == posting)
            wanted.append(random.permutation(there)[:10])
            keen = options.unit[
                self.by_posting[slice(*np.searchsorted(options.posting[self.by_posting], [posting, posting + 1]))]
            ]
            idle = keen[draft.choice[keen] == STAYS]
            wanted.append(random.permutation(idle)[:10])
            free[np.concatenate(wanted)] = True
            count = int(free.sum())
        return free

    def _promising(self, units: IntArray, most: int = 12) -> IntArray:
        """Each free unit's options of least regret, its present one always among them."""
        spans = [np.arange(self.of_unit[u], self.of_unit[u + 1]) for u in units.tolist()]
        kept = [
            span if len(span) <= most else span[np.argsort(self.regret[span], kind="stable")[:most]] for span in spans
        ]
        present = self.draft.choice[units]
        return np.unique(np.concatenate([*kept, present[present != STAYS]]).astype(np.int64))
