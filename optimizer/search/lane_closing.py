"""Which lanes to open: start from every lane the prices favor and close, a share at a time, those that do not pay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.bounds.lagrangian import Prices, Relaxation
from optimizer.bounds.lane_cost import Staircases
from optimizer.model.options import NO_LANE, Layout
from optimizer.search.incumbent import STAYS
from optimizer.search.min_cost_flow import Arcs, Flow, assign

CLOSED = 1e12  # what a seat on a lane that does not run costs


@dataclass(frozen=True, slots=True)
class Dive:
    """How to close lanes: the share of the unprofitable closed at once, and what part of a full coach's seat price
    a rider is charged while lanes compete (less than 1: a running coach's empty seats are cheap)."""

    share: float = 0.2
    seat: float = 0.4
    rounds: int = 40


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Lanes that run and what everybody chooses then; ``value`` before seats are planned."""

    choice: IntArray
    open_lanes: BoolArray
    value: float
    flow: Flow | None
    flows: int  # worked to find it


@dataclass(slots=True)
class LaneContest:
    """Lanes in competition for riders, at fixed prices for the rest."""

    layout: Layout
    stairs: Staircases
    arcs: Arcs
    prices: Prices  # of beds, money and persons; places find their own price here
    worth: FloatArray = field(init=False)  # of each option before place and seat
    seat_price: FloatArray = field(init=False)  # of a full vehicle, per lane

    def __post_init__(self) -> None:
        layout, prices = self.layout, self.prices
        options = layout.options
        self.worth = options.worth + prices.person * layout.size - prices.money * options.ticket
        self.worth -= prices.bed_m[options.posting] * layout.men + prices.bed_f[options.posting] * layout.women
        self.seat_price = full_seat_prices(layout) * (1.0 + self.prices.money)

    def dive(self, open_lanes: BoolArray, how: Dive, stop: Callable[[], bool]) -> Network:
        """Close lanes until each left pays; the best met on the way."""
        best = Network(np.full(len(self.layout.units), STAYS, dtype=np.int64), open_lanes, -np.inf, None, 0)
        open_lanes = open_lanes.copy()
        for done in range(1, how.rounds + 1):
            flow = self.compete(open_lanes, how.seat)
            value = self.value_of(flow.choice)
            if value > best.value:
                best = Network(flow.choice, open_lanes.copy(), value, flow, done)
            best = replace(best, flows=done)
            profit = self.profit(flow, open_lanes, how.seat)
            failing = np.flatnonzero(open_lanes & (profit < 0))
            if not len(failing) or stop():
                break
            yields = yields_of(profit[failing], self._stairs(flow.choice)[failing])
            count = int(np.ceil(len(failing) * how.share))
            open_lanes[failing[np.argsort(yields, kind="stable")[:count]]] = False
        return best

    def reopen(self, network: Network, relaxation: Relaxation, share: float) -> BoolArray:
        """The network's lanes and those that would pay at what everybody has now, the best first."""
        assert network.flow is not None
        now = replace(self.prices, unit=network.flow.unit_price, place=network.flow.place_price)
        paying = relaxation.paying_lanes(now)
        wanted = np.flatnonzero(~network.open_lanes & (paying > 0))
        most = max(4, int(share * network.open_lanes.sum()))
        lanes = network.open_lanes.copy()
        lanes[wanted[np.argsort(-paying[wanted], kind="stable")[:most]]] = True
        return lanes

    def compete(self, open_lanes: BoolArray, part: float) -> Flow:
        """Everybody's best choice when only these lanes run, at a part of the full vehicle's seat price."""
        return assign(self.layout, self.arcs, self._net(open_lanes, part), self.layout.room)

    def gains(self, choice: IntArray) -> FloatArray:
        """What each unit's choice is worth, 0 where it stays."""
        gain: FloatArray = np.where(choice == STAYS, 0.0, self.worth[choice] if len(self.worth) else 0.0)
        return gain

    def value_of(self, choice: IntArray) -> float:
        """What a choice is worth after the staircases; trips may be over their runs, seats by kind are not planned."""
        taken = choice[choice != STAYS]
        return float(self.worth[taken].sum()) - float(self._stairs(choice).sum())

    def profit(self, flow: Flow, open_lanes: BoolArray, part: float) -> FloatArray:
        """What riders gain over their next best way without the lane, less what the lane costs."""
        layout = self.layout
        options = layout.options
        net = self._net(open_lanes, part) - flow.place_price[options.posting] * layout.size
        rides = np.where(flow.choice == STAYS, NO_LANE, options.lane[flow.choice])
        mine = rides[options.unit]
        elsewhere = np.where((options.lane == mine) & (mine != NO_LANE), -np.inf, net)
        next_best = np.zeros(len(layout.units))
        if len(options):
            starts = np.flatnonzero(np.concatenate(([True], options.unit[1:] != options.unit[:-1])))
            next_best[options.unit[starts]] = np.maximum(0.0, np.maximum.reduceat(elsewhere, starts))
        riders = np.flatnonzero(rides != NO_LANE)
        taken = flow.choice[riders]
        gain = self.worth[taken] - flow.place_price[options.posting[taken]] * layout.size[taken]
        total = np.bincount(rides[riders], gain - next_best[riders], minlength=len(layout.lanes))
        profit: FloatArray = total - self._stairs(flow.choice)
        return profit

    def net_at(self, seat: FloatArray) -> FloatArray:
        """What each option is worth at seat prices (per lane), before its place."""
        layout = self.layout
        net: FloatArray = self.worth - np.append(seat, 0.0)[layout.options.lane] * layout.size
        return net

    def _net(self, open_lanes: BoolArray, part: float) -> FloatArray:
        return self.net_at(np.where(open_lanes, self.seat_price * part, CLOSED))

    def _stairs(self, choice: IntArray) -> FloatArray:
        """What each lane's riders cost."""
        stairs = self.stairs
        load = np.minimum(riders_by_lane(self.layout, choice), stairs.most)
        cost: FloatArray = stairs.cost[stairs.start + load] * (1.0 + self.prices.money)
        return cost


def yields_of(profit: FloatArray, cost: FloatArray) -> FloatArray:
    """Profit by what it costs; a lane whose riders no run can carry, being too few, goes first."""
    yields = np.full(len(profit), -np.inf)
    can_run = np.isfinite(cost)
    yields[can_run] = profit[can_run] / np.maximum(1.0, cost[can_run])
    return yields


def riders_by_lane(layout: Layout, choice: IntArray) -> IntArray:
    """People on each lane, where each unit takes its option of ``choice``."""
    taken = choice[choice != STAYS]
    taken = taken[layout.options.lane[taken] != NO_LANE]
    people = np.bincount(layout.options.lane[taken], layout.size[taken].astype(np.float64), len(layout.lanes))
    return np.rint(people).astype(np.int64)


def full_seat_prices(layout: Layout) -> FloatArray:
    """The cheapest seat of a full vehicle on each lane."""
    kinds = layout.kinds
    price = np.full(len(layout.lanes), np.inf)
    np.minimum.at(price, kinds.lane, kinds.fixed / np.maximum(1, kinds.seats) + kinds.per_person)
    return price


def net_at_full_seats(layout: Layout) -> FloatArray:
    """What each option is worth when every seat costs what it does in a full vehicle."""
    seat = np.append(full_seat_prices(layout), 0.0)
    net: FloatArray = layout.options.worth - seat[layout.options.lane] * layout.size
    return net


def linear_flow(layout: Layout, arcs: Arcs) -> Flow:
    """The linear relaxation: one flow in which every seat costs what it does in a full vehicle."""
    return assign(layout, arcs, net_at_full_seats(layout), layout.room)


def prices_of(flow: Flow) -> Prices:
    """A flow's prices; beds, money and persons free."""
    beds = np.zeros(len(flow.place_price))
    return Prices(flow.unit_price, flow.place_price, beds, beds)
