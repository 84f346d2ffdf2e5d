"""A lower bound still: the lanes that bring people to the same postings share those postings' room exactly.

Priced one by one, each lane of a destination fills as many vehicles as pay, and prices alone keep the sum within the
openings: half a vehicle here and half there. Here the loads of all lanes to one destination, and its own tickets, are
chosen together, so that whole vehicles must fit into the openings (docs/model.md, M27).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from labor.arrays import FloatArray, IntArray
from optimizer.bounds.lagrangian import Priced, Prices, Queues, Relaxation
from optimizer.bounds.lane_cost import Staircases
from optimizer.model.options import NO_LANE, Layout

MOST_WORK = 3e7  # additions of one pricing, at most: beyond, lanes are so many or so thick that little is gained


@dataclass(frozen=True, slots=True, eq=False)
class _Tickets:
    """Options without a trip, in groups of one unit at one destination."""

    order: IntArray  # positions in the entries' ``alone``
    start: IntArray
    unit: IntArray
    size: IntArray
    group: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class _Taken:
    """Loads of lanes, the units that go without a trip (as positions in ``_Tickets``), and what all is worth."""

    load: IntArray
    alone: list[IntArray]
    value: float


class SharedRooms(Relaxation):
    """The relaxation in which each destination's openings are one room its lanes share."""

    def __init__(self, layout: Layout, stairs: Staircases) -> None:
        super().__init__(layout, stairs)
        self.group_of_lane, self.group_of_posting, count = destinations_of(layout)
        self.room = _rooms(layout, self.group_of_posting, count)
        self.tickets = self._gather(self.group_of_posting)

    def _gather(self, group_of_posting: IntArray) -> _Tickets:
        alone = self.entries.alone
        group = group_of_posting[alone.posting]
        order = np.lexsort((alone.unit, group))
        unit, group = alone.unit[order], group[order]
        change = (unit[1:] != unit[:-1]) | (group[1:] != group[:-1])
        start = np.flatnonzero(np.concatenate(([True], change)))[: len(order)]
        return _Tickets(order, start, unit[start], self.layout.units.size[unit[start]], group[start])

    def value_at(self, prices: Prices, least_people: int = 0) -> Priced:
        """The bound at these prices, with the slopes."""
        price = np.maximum(prices.unit, np.where(self.layout.pinned, -np.inf, 0.0))
        net = self.net(self.entries.order, prices)
        gain = (np.maximum.reduceat(net, self.entries.start) if len(net) else net) - price[self.entries.unit]
        net_alone = self.net(self.entries.alone, prices)[self.tickets.order]
        gain_alone = np.maximum.reduceat(net_alone, self.tickets.start) if len(net_alone) else net_alone
        queues = self._line_up(gain, prices.money)
        taken = self._share(queues, gain_alone - price[self.tickets.unit])
        picked, spent = (np.zeros(0, dtype=np.int64), 0.0) if queues is None else self._aboard(queues, taken.load)
        alone = np.concatenate((*taken.alone, np.zeros(0, dtype=np.int64)))
        count = np.bincount(self.entries.unit[picked], minlength=len(price)).astype(np.float64)
        count += np.bincount(self.tickets.unit[alone], minlength=len(price))
        chosen = np.concatenate((self._best_options(net, picked), self._best_tickets(net_alone, alone)))
        return self._sum_up(prices, (price, count, chosen), (taken.value, taken.load, spent), least_people)

    def _best_tickets(self, net: FloatArray, groups: IntArray) -> IntArray:
        ends = np.append(self.tickets.start, len(net))
        best = [
            begin + int(np.argmax(net[begin:end])) for begin, end in zip(ends[groups], ends[groups + 1], strict=True)
        ]
        option: IntArray = self.entries.alone.option[self.tickets.order[np.array(best, dtype=np.int64)]]
        return option

    def _share(self, queues: Queues | None, gain_alone: FloatArray) -> _Taken:
        """The loads of each destination's lanes that are worth most together within its room."""
        by_group: list[list[tuple[int, FloatArray]]] = [[] for _ in self.room]
        if queues is not None:
            for begin, many in zip(queues.starts.tolist(), queues.counts.tolist(), strict=True):
                lane, worth = int(queues.lane[begin]), queues.value[begin : begin + many]
                if worth.max() > 0:
                    by_group[self.group_of_lane[lane]].append((lane, np.concatenate(([0.0], worth))))
        load, alone, value = np.zeros(len(self.layout.lanes), dtype=np.int64), [], 0.0
        for group, standing in enumerate(self._queues_alone(gain_alone)):
            offers = [worth for _, worth in by_group[group]]
            if len(standing):
                size = self.tickets.size[standing]
                each = np.repeat(gain_alone[standing] / size, size)
                offers.append(np.concatenate(([0.0], np.cumsum(each))))
            loads = best_loads(offers, int(self.room[group]))
            value += sum(float(worth[one]) for worth, one in zip(offers, loads, strict=True))
            for (lane, _), one in zip(by_group[group], loads, strict=False):
                load[lane] = one
            if len(standing) and loads[-1]:
                alone.append(standing[np.cumsum(size) - size < loads[-1]])
        return _Taken(load, alone, value)

    def _queues_alone(self, gain: FloatArray) -> list[IntArray]:
        """Of each destination those who gain by going without a trip, the best a person first."""
        hopeful = np.flatnonzero(gain > 0)
        group = self.tickets.group[hopeful]
        order = hopeful[np.lexsort((-gain[hopeful] / self.tickets.size[hopeful], group))]
        return np.split(order, np.searchsorted(np.sort(group), np.arange(1, len(self.room))))


def destinations_of(layout: Layout) -> tuple[IntArray, IntArray, int]:
    """The number of the destination of each lane and of each posting: postings one lane serves belong together."""
    from scipy import sparse  # noqa: PLC0415 (half a second of start-up)
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    options, postings = layout.options, len(layout.room)
    ride = options.lane != NO_LANE
    nodes = postings + len(layout.lanes)
    ties = sparse.coo_matrix(
        (np.ones(int(ride.sum())), (options.posting[ride], postings + options.lane[ride])), (nodes, nodes)
    )
    count, group = connected_components(ties, directed=False)
    numbers: IntArray = group.astype(np.int64)
    return numbers[postings:], numbers[:postings], int(count)


def work_of_sharing(layout: Layout, stairs: Staircases) -> float:
    """Additions of one pricing, at most."""
    group, group_of_posting, count = destinations_of(layout)
    room = _rooms(layout, group_of_posting, count)[group].astype(np.float64)
    return float((np.minimum(stairs.most, room) * room).sum())


def _rooms(layout: Layout, group_of_posting: IntArray, count: int) -> IntArray:
    room = np.minimum(layout.room, layout.room_m + layout.room_f)
    whole: IntArray = np.bincount(group_of_posting, room, count).astype(np.int64)
    return whole


def best_loads(offers: list[FloatArray], room: int) -> list[int]:
    """How many people of each offer to take, within the room: ``offers[i][k]`` is what k of the i-th are worth."""
    best = [int(np.argmax(worth)) for worth in offers]
    if sum(best) <= room:
        return best
    total, taken = np.zeros(room + 1), []
    for worth, most in zip(offers, best, strict=True):
        within = min(most, room)
        before = np.concatenate((np.full(within, -np.inf), total))
        ways = sliding_window_view(before, within + 1)[:, ::-1] + worth[: within + 1]
        take = np.argmax(ways, axis=1)
        total = ways[np.arange(room + 1), take]
        taken.append(take)
    loads: list[int] = []
    for take in reversed(taken):
        loads.append(int(take[room]))
        room -= loads[-1]
    return loads[::-1]
