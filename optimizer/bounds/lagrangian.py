"""The planning problem priced apart: each unit and each opening has a price, what is left falls apart by lane.

For any prices the value is a bound on every plan (docs/model.md, section 4): minimum teams are dropped, a unit of
several people may be split at the edge of a lane's load, and the seats of a lane are filled as if by single persons.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.bounds.lane_cost import Staircases, build_staircases
from optimizer.model.options import NO_LANE, Layout


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """``unit`` is the price of a unit's one journey; the others are prices of one place, one bed, one unit of money.

    ``person`` is what placing one more person is worth (placed_then_value), ``money`` the price of the budget.
    """

    unit: FloatArray
    place: FloatArray
    bed_m: FloatArray
    bed_f: FloatArray
    money: float = 0.0
    person: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """The relaxed answer at some prices: its value and, per rule, how much is left over (the slope of the bound)."""

    bound: float
    unit: FloatArray
    place: FloatArray
    bed_m: FloatArray
    bed_f: FloatArray
    money: float
    people: float
    chosen: IntArray  # options (positions in the layout) taken in full
    load: IntArray  # people on each lane


@dataclass(frozen=True, slots=True, eq=False)
class PricedOptions:
    """Some of the options with what pricing asks of them; beds and tickets only where they bind."""

    option: IntArray
    unit: IntArray
    worth: FloatArray
    posting: IntArray
    size: IntArray
    men: IntArray | None
    women: IntArray | None
    ticket: FloatArray | None

    def __len__(self) -> int:
        return len(self.option)


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Options by lane, in groups of one unit on one lane, and options without a lane, in groups of one unit."""

    order: PricedOptions
    start: IntArray
    lane: IntArray  # with unit and size: one line a group
    unit: IntArray
    size: IntArray
    alone: PricedOptions
    alone_start: IntArray
    alone_unit: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Queues:
    """Who would ride, lane by lane and the best first: one line a person, a unit of several standing in a row."""

    hopeful: IntArray  # entries
    who: IntArray  # with lane, rank and value: position in ``hopeful`` of each person
    lane: IntArray
    starts: IntArray  # where each lane that has somebody begins, and how many stand there
    counts: IntArray
    rank: IntArray  # 1 for the first of a lane
    value: FloatArray  # of all up to here, their runs paid


class Relaxation:
    """Holds the options sorted for pricing; ``value_at`` does one pass over them."""

    def __init__(self, layout: Layout, stairs: Staircases | None = None) -> None:
        self.layout = layout
        self.stairs: Staircases = build_staircases(layout) if stairs is None else stairs
        self.by_sex = bool(np.any(layout.room_m < layout.people) or np.any(layout.room_f < layout.people))
        options = layout.options
        by_trip = np.flatnonzero(options.lane != NO_LANE)
        few = np.min_scalar_type(max(1, len(layout.lanes)))  # short numbers are sorted in one pass; units are already
        by_lane = self.rows(by_trip[np.argsort(options.lane[by_trip].astype(few), kind="stable")])
        self.all = self._grouped(by_lane, self.rows(np.flatnonzero(options.lane == NO_LANE)))
        self.entries = self.all  # those priced now
        self.active: BoolArray = np.zeros(len(layout.units), dtype=bool)
        self.active[options.unit] = True

    def widen(self) -> None:
        """Price all options again."""
        self.entries = self.all

    def focus(self, prices: Prices, most: int) -> None:
        """Price only the options that come closest to being taken at these prices, some ``most`` of them."""
        order, others = self.all.order, self.all.alone
        by_lane, alone = (self.net(rows, prices) - prices.unit[rows.unit] for rows in (order, others))
        count = len(by_lane) + len(alone)
        if count <= most:
            self.widen()
            return
        limit = np.partition(np.concatenate((by_lane, alone)), count - most)[count - most]
        self.entries = self._grouped(
            self.rows(order.option[by_lane >= limit]), self.rows(others.option[alone >= limit])
        )

    def rows(self, option: IntArray) -> PricedOptions:
        """These options, ready to be priced."""
        layout = self.layout
        table = layout.options
        return PricedOptions(
            option=option,
            unit=table.unit[option],
            worth=table.worth[option],
            posting=table.posting[option],
            size=layout.size[option],
            men=layout.men[option] if self.by_sex else None,
            women=layout.women[option] if self.by_sex else None,
            ticket=None if layout.problem.budget is None else table.ticket[option],
        )

    def _grouped(self, by_lane: PricedOptions, alone: PricedOptions) -> Entries:
        lane = self.layout.options.lane[by_lane.option]
        start = _starts((lane[1:] != lane[:-1]) | (by_lane.unit[1:] != by_lane.unit[:-1]), len(lane))
        unit = by_lane.unit[start]
        alone_start = _starts(alone.unit[1:] != alone.unit[:-1], len(alone))
        size = self.layout.units.size[unit]
        return Entries(by_lane, start, lane[start], unit, size, alone, alone_start, alone.unit[alone_start])

    def net(self, rows: PricedOptions, prices: Prices) -> FloatArray:
        """What options are worth after the prices of their posting, beds, tickets; before unit and seat."""
        net: FloatArray = rows.worth - (prices.place - prices.person)[rows.posting] * rows.size
        if rows.men is not None and rows.women is not None:
            net -= prices.bed_m[rows.posting] * rows.men + prices.bed_f[rows.posting] * rows.women
        if prices.money > 0 and rows.ticket is not None:
            net -= prices.money * rows.ticket
        return net

    def value_at(self, prices: Prices, least_people: int = 0) -> Priced:
        """The bound at these prices, with the slopes; ``least_people`` is what a person's price asks for."""
        layout = self.layout
        best_alone, alone_option = self._best_alone(prices)
        floor = np.where(layout.pinned, -np.inf, 0.0)
        price = np.maximum(np.maximum(prices.unit, best_alone), floor)
        price = np.where(np.isneginf(price), 0.0, price)
        net = self.net(self.entries.order, prices)
        gain = (np.maximum.reduceat(net, self.entries.start) if len(net) else net) - price[self.entries.unit]
        picked, lane_value, load, spent = self._fill_lanes(gain, prices.money)
        count = np.bincount(self.entries.unit[picked], minlength=len(price)).astype(np.float64)
        chosen = self._best_options(net, picked)
        alone = np.flatnonzero((best_alone >= price) & (alone_option >= 0) & (count == 0))
        chosen = np.concatenate((chosen, alone_option[alone]))
        count[alone] = 1.0
        return self._sum_up(prices, (price, count, chosen), (lane_value, load, spent), least_people)

    def paying_lanes(self, prices: Prices) -> FloatArray:
        """What each lane's best load gains over its staircase at these prices."""
        net = self.net(self.entries.order, prices)
        gain = (np.maximum.reduceat(net, self.entries.start) if len(net) else net) - prices.unit[self.entries.unit]
        picked, _, load, _ = self._fill_lanes(gain, prices.money)
        total = np.bincount(self.entries.lane[picked], gain[picked], minlength=len(load))
        cost = (1.0 + prices.money) * self.stairs.cost[self.stairs.start + load]
        paying: FloatArray = np.where(load > 0, total - cost, 0.0)
        return paying

    def _sum_up(
        self,
        prices: Prices,
        units: tuple[FloatArray, FloatArray, IntArray],
        lanes: tuple[float, IntArray, float],
        least_people: int,
    ) -> Priced:
        layout = self.layout
        price, count, chosen = units
        lane_value, load, spent = lanes
        posting, places = layout.options.posting[chosen], len(layout.room)
        left = layout.room.astype(np.float64) - np.bincount(
            posting, weights=layout.size[chosen].astype(np.float64), minlength=places
        )
        left_m = layout.room_m.astype(np.float64) - np.bincount(
            posting, weights=layout.men[chosen].astype(np.float64), minlength=places
        )
        left_f = layout.room_f.astype(np.float64) - np.bincount(
            posting, weights=layout.women[chosen].astype(np.float64), minlength=places
        )
        budget = layout.problem.budget or 0.0
        money = budget - spent - float(layout.options.ticket[chosen].sum())
        bound = float(price[self.active].sum()) + lane_value + float(layout.room @ prices.place)
        bound += prices.money * budget - prices.person * least_people
        if self.by_sex:
            bound += float(layout.room_m @ prices.bed_m + layout.room_f @ prices.bed_f)
        return Priced(
            bound=bound,
            unit=np.where(self.active, 1.0 - count, 0.0),
            place=left,
            bed_m=left_m,
            bed_f=left_f,
            money=money,
            people=float(layout.size[chosen].sum()) - least_people,
            chosen=chosen,
            load=load,
        )

    def _best_alone(self, prices: Prices) -> tuple[FloatArray, IntArray]:
        """Each unit's best option without a trip, -inf where it has none."""
        best = np.full(len(self.layout.units), -np.inf)
        option = np.full(len(best), -1, dtype=np.int64)
        if not len(self.entries.alone):
            return best, option
        net = self.net(self.entries.alone, prices)
        top = np.maximum.reduceat(net, self.entries.alone_start)
        best[self.entries.alone_unit] = top
        hit = np.flatnonzero(net == np.repeat(top, np.diff(np.append(self.entries.alone_start, len(net)))))
        option[self.entries.alone.unit[hit]] = self.entries.alone.option[hit]
        return best, option

    def _best_options(self, net: FloatArray, entries: IntArray) -> IntArray:
        """The best option of each of these entries."""
        stop = np.append(self.entries.start, len(net))
        counts = stop[entries + 1] - stop[entries]
        begin = np.cumsum(counts) - counts
        place = np.repeat(stop[entries] - begin, counts) + np.arange(int(counts.sum()))
        if not len(place):
            return place
        values = net[place]
        top = np.repeat(np.maximum.reduceat(values, begin), counts)
        hit = np.flatnonzero(values == top)
        owner = np.repeat(np.arange(len(entries)), counts)[hit]
        best: IntArray = self.entries.order.option[
            place[hit[np.concatenate(([True], owner[1:] != owner[:-1]))]]
        ]  # first of equals
        return best

    def _line_up(self, gain: FloatArray, money: float) -> Queues | None:
        """Everybody who gains, lane by lane and the best first, with what each prefix is worth; None for nobody."""
        hopeful = np.flatnonzero(gain > 0)
        if not len(hopeful):
            return None
        size = self.entries.size[hopeful]
        each = gain[hopeful] / size
        order = by_lane_then_gain(self.entries.lane[hopeful], each)
        hopeful, size, each = hopeful[order], size[order], each[order]
        who = np.repeat(np.arange(len(hopeful)), size)
        lane = self.entries.lane[hopeful][who]
        starts = np.flatnonzero(np.concatenate(([True], lane[1:] != lane[:-1])))
        counts = np.diff(np.append(starts, len(lane)))
        total = np.cumsum(each[who])
        base = np.repeat(total[starts] - each[who][starts], counts)
        rank = np.arange(len(lane)) - np.repeat(starts, counts) + 1
        beyond = rank > self.stairs.most[lane]
        stair = self.stairs.cost[self.stairs.start[lane] + np.where(beyond, 0, rank)]
        value = np.where(beyond, -np.inf, total - base - (1.0 + money) * stair)
        return Queues(hopeful, who, lane, starts, counts, rank, value)

    def _aboard(self, queues: Queues, load: IntArray) -> tuple[IntArray, float]:
        """The entries that ride at these loads, and what the runs cost."""
        rides = np.zeros(len(queues.hopeful), dtype=bool)
        rides[queues.who[queues.rank <= load[queues.lane]]] = True
        return queues.hopeful[rides], float(self.stairs.cost[self.stairs.start + load][load > 0].sum())

    def _fill_lanes(self, gain: FloatArray, money: float) -> tuple[IntArray, float, IntArray, float]:
        """Each lane takes its best people while their gains pay the staircase: the best prefix, lane by lane."""
        load = np.zeros(len(self.layout.lanes), dtype=np.int64)
        queues = self._line_up(gain, money)
        if queues is None:
            return np.zeros(0, dtype=np.int64), 0.0, load, 0.0
        best = np.maximum.reduceat(queues.value, queues.starts)
        runs = best > 0
        first = np.flatnonzero((queues.value == np.repeat(best, queues.counts)) & np.repeat(runs, queues.counts))
        load[queues.lane[first][::-1]] = queues.rank[first[::-1]]
        picked, spent = self._aboard(queues, load)
        return picked, float(best[runs].sum()), load, spent


def by_lane_then_gain(lane: IntArray, each: FloatArray) -> IntArray:
    """The order by lane and falling gain, equals as they come; ``lane`` ascends and ``each`` is above 0.

    One key is sorted sooner than two. Where rounding beside a lane's number hides a difference, two are taken after
    all: the bound needs the best people of each lane exactly.
    """
    order = np.argsort(lane * (2.0 * float(each.max())) - each, kind="stable")
    lanes, gains = lane[order], each[order]
    same = lanes[1:] == lanes[:-1]
    if np.all(np.where(same, gains[1:] <= gains[:-1], lanes[1:] > lanes[:-1])):
        return order
    return np.lexsort((-each, lane))


def _starts(changes: BoolArray, count: int) -> IntArray:
    """Where each group begins, given where one line differs from the one before it."""
    return np.flatnonzero(np.concatenate(([True], changes)))[:count]
