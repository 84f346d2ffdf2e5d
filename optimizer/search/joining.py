"""Nobody stays whom the plan would gladly add: free seats, or one run more, for those who gain more than they cost."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.plan import NO_TRIP
from optimizer.model.options import NO_LANE, Layout
from optimizer.search.incumbent import STAYS, Draft
from optimizer.search.subproblem import Rest, leave_rest

HARDLY = 1e-9


def let_join(layout: Layout, draft: Draft, premium: float = 0.0) -> Draft:
    """Whoever can join alone and raises the plan does, the most gainful first; nobody is moved.

    ``premium`` is what placing a person is worth beyond money.
    """
    while True:
        joined = _one_round(layout, draft, premium)
        if len(joined.kind) == len(draft.kind):  # no new run, so no seats that were not offered
            return joined
        draft = joined


def _one_round(layout: Layout, draft: Draft, premium: float) -> Draft:
    options = layout.options
    staying = np.flatnonzero((draft.choice == STAYS)[options.unit])
    desk = _Desk(layout, draft, leave_rest(layout, draft, np.zeros(len(layout.units), dtype=bool)), premium)
    gain = options.worth[staying] + premium * layout.size[staying] - desk.least_costs(staying)
    hopeful = np.flatnonzero(gain > HARDLY)
    for option in staying[hopeful[np.argsort(-gain[hopeful], kind="stable")]].tolist():
        if desk.choice[options.unit[option]] == STAYS:
            desk.admit(option)
    return Draft(desk.choice, desk.trip, np.array(desk.kind, dtype=np.int64))


@dataclass(slots=True)
class _Desk:
    """A draft to which units are added one by one, and what is left for them (``rest``'s arrays are counted down)."""

    layout: Layout
    draft: Draft
    rest: Rest
    premium: float
    choice: IntArray = field(init=False)
    trip: IntArray = field(init=False)
    kind: list[int] = field(init=False)
    free: list[int] = field(init=False)  # seats of each trip
    on_lane: dict[int, list[int]] = field(init=False)  # trips
    budget: float = field(init=False)

    def __post_init__(self) -> None:
        draft, rest = self.draft, self.rest
        self.choice, self.trip, self.kind = draft.choice.copy(), draft.trip.copy(), draft.kind.tolist()
        self.free = [0] * len(self.kind)
        for trip, seats in zip(rest.kept.tolist(), rest.seats.tolist(), strict=True):
            self.free[trip] = seats
        self.on_lane = defaultdict(list)
        for trip, lane in enumerate(self.layout.kinds.lane[draft.kind].tolist()):
            self.on_lane[lane].append(trip)
        self.budget = np.inf if rest.budget is None else rest.budget + 1e-6

    def least_costs(self, options: IntArray) -> FloatArray:
        """What each option's seats cost at least, infinite where there are none or no place is left."""
        layout, rest, kinds = self.layout, self.rest, self.layout.kinds
        lane, size = layout.options.lane[options], layout.size[options]
        cost = np.where(lane == NO_LANE, 0.0, np.inf)
        order = np.argsort(lane, kind="stable")
        offers = [(kind, 1, seats) for kind, seats in zip(self.kind, self.free, strict=True)]
        offers += [
            (kind, int(kinds.least[kind]), int(kinds.seats[kind])) for kind in np.flatnonzero(rest.runs).tolist()
        ]
        for number, (kind, least, seats) in enumerate(offers):
            one = order[slice(*np.searchsorted(lane[order], (kinds.lane[kind], kinds.lane[kind] + 1)))]
            able = one[(least <= size[one]) & (size[one] <= seats)]
            fixed = float(kinds.fixed[kind]) if number >= len(self.kind) else 0.0
            cost[able] = np.minimum(cost[able], fixed + kinds.per_person[kind] * size[able])
        return np.where(self._fits(options), cost, np.inf)

    def _fits(self, options: IntArray) -> np.ndarray:
        layout, rest = self.layout, self.rest
        posting, size = layout.options.posting[options], layout.size[options]
        fits: np.ndarray = (size <= rest.room[posting]) & (layout.men[options] <= rest.room_m[posting])
        fits &= (layout.women[options] <= rest.room_f[posting]) & (layout.team[posting] <= rest.here[posting] + size)
        return fits

    def admit(self, option: int) -> None:
        """Add the option's unit where it fits and gains."""
        layout, rest, table = self.layout, self.rest, self.layout.options
        size, posting = int(layout.size[option]), int(table.posting[option])
        trip, kind, cost = self._seat(int(table.lane[option]), size)
        spent = cost + float(table.ticket[option])
        gain = float(table.worth[option]) + self.premium * size - cost
        if gain <= HARDLY or spent > self.budget or not self._fits(np.array([option]))[0]:
            return
        if kind >= 0:
            self.on_lane[int(layout.kinds.lane[kind])].append(trip)
            self.kind.append(kind)
            self.free.append(int(layout.kinds.seats[kind]))
            rest.runs[kind] -= rest.runs[kind] > 0
        if trip != NO_TRIP:
            self.free[trip] -= size
        self.choice[table.unit[option]], self.trip[table.unit[option]] = option, trip
        self.budget -= spent
        rest.here[posting] += size
        rest.room[posting] -= size
        rest.room_m[posting] -= layout.men[option]
        rest.room_f[posting] -= layout.women[option]

    def _seat(self, lane: int, size: int) -> tuple[int, int, float]:
        """The cheapest trip, the kind of a run to be added for it (else -1), and what that costs."""
        if lane == NO_LANE:
            return NO_TRIP, -1, 0.0
        kinds, best = self.layout.kinds, (np.inf, NO_TRIP, -1)
        for trip in self.on_lane[lane]:
            if self.free[trip] >= size:
                best = min(best, (float(kinds.per_person[self.kind[trip]]) * size, trip, -1))
        for kind in self.layout.lanes.kinds.row(lane).tolist():
            if self.rest.runs[kind] and kinds.least[kind] <= size <= kinds.seats[kind]:
                best = min(best, (float(kinds.fixed[kind] + kinds.per_person[kind] * size), len(self.kind), kind))
        return best[1], best[2], best[0]
