"""Units to postings at given worths: one min-cost flow for everybody, and the prices that prove it.

Openings bind, trips do not: what a seat costs is part of the worth. Crews may come apart here; drafting mends that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import FloatArray, IntArray
from optimizer.model.options import Layout
from optimizer.solvers.interruptible import least_cost_flow

_STAY_PENALTY = 4.0  # a pinned unit stays only where nothing else is possible
_LARGEST_COST = 1e7


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """The options, grouped into one arc for each unit and posting: ``order`` sorts them so, ``start`` begins each."""

    order: IntArray
    start: IntArray
    unit: IntArray
    posting: IntArray
    by_posting: IntArray  # arcs in the order of their posting
    posting_start: IntArray
    posting_at: IntArray


def gather_arcs(layout: Layout) -> Arcs:
    """One arc a unit and posting, whatever the lane."""
    options = layout.options
    order = np.argsort(options.unit * len(layout.room) + options.posting, kind="stable")
    unit, posting = options.unit[order], options.posting[order]
    change = np.concatenate(([True], (unit[1:] != unit[:-1]) | (posting[1:] != posting[:-1])))
    start = np.flatnonzero(change)
    posting = posting[start]
    by_posting = np.argsort(posting, kind="stable")
    sorted_posting = posting[by_posting]
    posting_start = np.flatnonzero(np.concatenate(([True], sorted_posting[1:] != sorted_posting[:-1])))
    return Arcs(order, start, unit[start], posting, by_posting, posting_start, sorted_posting[posting_start])


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """The option each unit takes (-1 stays), and prices under which nobody would rather change."""

    choice: IntArray
    unit_price: FloatArray
    place_price: FloatArray


def best_arcs(arcs: Arcs, net: FloatArray) -> tuple[FloatArray, IntArray]:
    """The best net worth on each arc and the option that gives it."""
    sorted_net = net[arcs.order]
    best = np.maximum.reduceat(sorted_net, arcs.start)
    width = np.diff(np.append(arcs.start, len(sorted_net)))
    hit = np.flatnonzero(sorted_net == np.repeat(best, width))
    owner = np.repeat(np.arange(len(best)), width)[hit]
    option = np.empty(len(best), dtype=np.int64)
    option[owner[::-1]] = arcs.order[hit[::-1]]  # the first of equals
    return best, option


def assign(layout: Layout, arcs: Arcs, net: FloatArray, room: IntArray) -> Flow:
    """Maximize the net worth of everybody's choice within ``room``; ``net`` is one figure an option."""
    best, option = best_arcs(arcs, net)
    keen = np.flatnonzero((best > 0) | layout.pinned[arcs.unit])
    size = layout.units.size
    largest = max(1.0, float(np.abs(best[keen]).max())) if len(keen) else 1.0
    # SimpleMinCostFlow takes whole numbers; seven digits keep near-ties apart, and each more costs it time.
    scale = _LARGEST_COST / (largest * _STAY_PENALTY)
    cost = -np.rint(best[keen] * scale / size[arcs.unit[keen]]).astype(np.int64)
    taken = _solve(layout, (arcs.unit[keen], arcs.posting[keen], cost), room)
    choice = np.full(len(size), -1, dtype=np.int64)
    # A crew the flow parted goes where most of it went.
    order = np.argsort(taken, kind="stable")
    order = order[taken[order] > 0]
    choice[arcs.unit[keen[order]]] = option[keen[order]]
    unit_price, place_price = _prices(layout, arcs, (best, keen, taken), room)
    return Flow(choice, unit_price, place_price)


def _solve(layout: Layout, arcs: tuple[IntArray, IntArray, IntArray], room: IntArray) -> IntArray:
    """People on each arc."""
    unit, posting, cost = arcs
    units, postings = len(layout.units), len(room)
    size = layout.units.size
    sink = units + postings
    everyone, every_posting = np.arange(units), np.arange(postings)
    stay = np.where(layout.pinned, int(_LARGEST_COST), 0)
    tail = np.concatenate((unit, units + every_posting, everyone))
    head = np.concatenate((units + posting, np.full(postings + units, sink)))
    capacity = np.concatenate((size[unit], np.maximum(room, 0), size))
    costs = np.concatenate((cost, np.zeros(postings, dtype=np.int64), stay))
    supply = np.concatenate((size, np.zeros(postings, dtype=np.int64), [-int(size.sum())]))
    flows = least_cost_flow(tail, head, capacity, costs, supply)
    if flows is None:
        raise RuntimeError("the min-cost flow found no way, though staying is always possible")
    return flows[: len(unit)]


def _prices(
    layout: Layout, arcs: Arcs, flow: tuple[FloatArray, IntArray, IntArray], room: IntArray, rounds: int = 60
) -> tuple[FloatArray, FloatArray]:
    """The least place prices at which each unit likes its own arc best: raised where others would outbid."""
    best, keen, taken = flow
    units = len(layout.units)
    size = layout.units.size[arcs.unit].astype(np.float64)
    mine = keen[taken > 0]
    place = np.zeros(len(room))
    each = best / size
    owned = np.full(units, -1, dtype=np.int64)
    owned[arcs.unit[mine]] = mine
    placed = np.flatnonzero(owned >= 0)
    unit_price = np.zeros(units)
    sorted_unit, sorted_each = arcs.unit[arcs.by_posting], each[arcs.by_posting]
    for _ in range(rounds):
        unit_price[placed] = np.maximum(0.0, each[owned[placed]] - place[arcs.posting[owned[placed]]])
        bid = np.maximum.reduceat(sorted_each - unit_price[sorted_unit], arcs.posting_start) if len(each) else each
        raised = np.maximum(place[arcs.posting_at], bid)
        if np.all(raised <= place[arcs.posting_at] + 1e-9):
            break
        place[arcs.posting_at] = raised
    unit_price = np.zeros(units)
    np.maximum.at(unit_price, arcs.unit, best - place[arcs.posting] * size)
    return unit_price, place
