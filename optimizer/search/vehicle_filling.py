"""Whole vehicles on every lane: seat prices under which a lane's riders just fill the vehicles it runs.

Closing lanes leaves loads where they fall, a last coach half empty on each. Here every lane aims at the load that
costs least beside the one it has, and its seats get dearer or cheaper until everybody's own choice leads there:
few people move, and those who were all but undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.model.options import NO_LANE
from optimizer.search.incumbent import STAYS
from optimizer.search.lane_closing import CLOSED, LaneContest, riders_by_lane
from optimizer.search.min_cost_flow import Flow, assign

STEPS_WITH_NEW_AIMS = 3
STEP = 1.7  # beyond 1: a seat price moves place prices along, which take back part of what it does
_EAGER = 0.4  # what part of a full vehicle's price seats that run anyway cost at first
_FARTHEST_STEP = 0.1  # of a full vehicle's seat price
_NEAR = 0.1  # who would change lanes for this part of a seat's price counts as undecided


@dataclass(frozen=True, slots=True, eq=False)
class Loads:
    """What everybody chooses at seat prices (per lane) that bring ``aim`` people to each lane, or nearly."""

    flow: Flow
    seat: FloatArray
    aim: IntArray


@dataclass(slots=True)
class Loading:
    """The search for such prices, from lanes that run and those shut for good."""

    opening: LaneContest
    open_lanes: BoolArray
    first_option: IntArray = field(init=False)  # of each unit that has any

    def __post_init__(self) -> None:
        unit = self.opening.layout.options.unit
        self.first_option = np.flatnonzero(np.concatenate(([True], unit[1:] != unit[:-1])))

    def search(self, flow: Flow | None, steps: int, stop: Callable[[], bool]) -> Iterator[Loads]:
        """Whole vehicles of each lane's own choosing, from the seat prices of full ones; each step is one flow.

        ``flow`` is what all choose at those prices, where it is known.
        """
        seat = np.where(self.open_lanes, self.opening.seat_price, CLOSED)
        first = Loads(self._compete(seat) if flow is None else flow, seat, self._nobody())
        yield from self._step(first, steps, STEPS_WITH_NEW_AIMS, stop)

    def fill(self, seats: IntArray, steps: int, stop: Callable[[], bool]) -> Loads:
        """So many seats a lane as run already: free where some stay empty, dearer where they are sought."""
        seat = np.where(seats > 0, _EAGER * self.opening.seat_price, CLOSED)
        first = Loads(self._compete(seat), seat, seats)
        *_, last = first, *self._step(first, steps, 0, stop)
        return last

    def _step(self, loads: Loads, steps: int, with_new_aims: int, stop: Callable[[], bool]) -> Iterator[Loads]:
        full, aim = self.opening.seat_price, loads.aim
        if with_new_aims:
            yield replace(loads, aim=self._aims(self.load_of(loads.flow), self._undecided(loads)))
        for step in range(steps):
            load, undecided = self.load_of(loads.flow), self._undecided(loads)
            if step < with_new_aims:
                aim = self._aims(load, undecided)
            move = np.clip(STEP * (load - aim) / undecided, -_FARTHEST_STEP * full, _FARTHEST_STEP * full)
            seat = np.where(aim > 0, np.maximum(0.0, loads.seat + move), CLOSED)
            loads = Loads(self._compete(seat), seat, aim)
            yield loads
            if stop():
                return

    def _nobody(self) -> IntArray:
        return np.zeros(len(self.opening.layout.lanes), dtype=np.int64)

    def load_of(self, flow: Flow) -> IntArray:
        """People on each lane."""
        return riders_by_lane(self.opening.layout, flow.choice)

    def within_aims(self, loads: Loads) -> IntArray:
        """Everybody's choice; who is one too many on a lane and has the least to lose by it stays."""
        layout, choice = self.opening.layout, loads.flow.choice.copy()
        net, next_best = self._next_best(loads)
        rider = np.flatnonzero((choice != STAYS) & (layout.options.lane[choice] != NO_LANE) & ~layout.pinned)
        lane, size = layout.options.lane[choice[rider]], layout.size[choice[rider]]
        lost = (net[choice[rider]] - next_best[rider]) / size
        order = np.lexsort((-lost, lane))
        rider, lane, size = rider[order], lane[order], size[order]
        starts = np.flatnonzero(np.concatenate(([True], lane[1:] != lane[:-1]))) if len(lane) else lane
        total = np.cumsum(size)
        before = np.repeat(total[starts] - size[starts], np.diff(np.append(starts, len(lane))))
        choice[rider[total - before > loads.aim[lane]]] = STAYS
        return choice

    def regret(self, loads: Loads) -> FloatArray:
        """What each option lacks to its unit's best at these prices, a person."""
        layout = self.opening.layout
        net = self._net(loads)
        best = np.zeros(len(layout.units))
        best[layout.options.unit[self.first_option]] = np.maximum(0.0, np.maximum.reduceat(net, self.first_option))
        regret: FloatArray = (best[layout.options.unit] - net) / layout.size
        return regret

    def _compete(self, seat: FloatArray) -> Flow:
        opening = self.opening
        return assign(opening.layout, opening.arcs, opening.net_at(seat), opening.layout.room)

    def _net(self, loads: Loads) -> FloatArray:
        layout = self.opening.layout
        place = loads.flow.place_price[layout.options.posting] * layout.size
        net: FloatArray = self.opening.net_at(loads.seat) - place
        return net

    def _next_best(self, loads: Loads) -> tuple[FloatArray, FloatArray]:
        """Each option's net, and each unit's best without the lane it rides (0: it may always stay)."""
        options = self.opening.layout.options
        net, choice = self._net(loads), loads.flow.choice
        rides = np.where(choice == STAYS, NO_LANE, options.lane[choice])[options.unit]
        elsewhere = np.where((options.lane == rides) & (rides != NO_LANE), -np.inf, net)
        best = np.zeros(len(choice))
        best[options.unit[self.first_option]] = np.maximum(0.0, np.maximum.reduceat(elsewhere, self.first_option))
        return net, best

    def _undecided(self, loads: Loads) -> FloatArray:
        """People each lane would win or lose for one unit of money, counted among those close to changing."""
        layout, full = self.opening.layout, self.opening.seat_price
        options, choice, lanes = layout.options, loads.flow.choice, len(layout.lanes)
        net, next_best = self._next_best(loads)
        rider = np.flatnonzero((choice != STAYS) & (options.lane[choice] != NO_LANE))
        lane = options.lane[choice[rider]]
        near = net[choice[rider]] - next_best[rider] < _NEAR * full[lane] * layout.size[choice[rider]]
        leaving = np.bincount(lane[near], layout.size[choice[rider]][near].astype(np.float64), lanes)
        now = np.where(choice == STAYS, 0.0, np.maximum(0.0, net[choice]))
        ridden = np.where(choice == STAYS, NO_LANE, options.lane[choice])[options.unit]
        other = np.flatnonzero((options.lane != NO_LANE) & (options.lane != ridden))
        lane = options.lane[other]
        close = other[now[options.unit[other]] - net[other] < _NEAR * full[lane] * layout.size[other]]
        lane, unit = options.lane[close], options.unit[close]  # in this order already, so equals stand together
        once = np.flatnonzero(np.concatenate(([True], (unit[1:] != unit[:-1]) | (lane[1:] != lane[:-1]))))[: len(lane)]
        coming = np.bincount(lane[once], layout.units.size[unit[once]], lanes)
        undecided: FloatArray = np.maximum(1.0, leaving + coming) / (_NEAR * np.maximum(full, 1e-9))
        return undecided

    def _aims(self, load: IntArray, undecided: FloatArray) -> IntArray:
        """The load at which each lane costs least, winning or losing riders counted with what that takes."""
        stairs, full = self.opening.stairs, self.opening.seat_price
        weight = 1.0 + self.opening.prices.money
        aim = np.zeros(len(load), dtype=np.int64)
        for lane in np.flatnonzero((load > 0) & self.open_lanes).tolist():
            people = np.arange(int(stairs.most[lane]) + 1)
            cost = weight * stairs.cost[stairs.start[lane] + people]
            drawn = (people - load[lane]) ** 2 / (2.0 * undecided[lane])
            aim[lane] = int(np.argmax(full[lane] * people - cost - drawn))
        return aim
