"""How many people each lane carries and which vehicles run, as one small integer program over totals alone.

Where everybody travels alone and people hardly differ (an office that values all pairs alike), who goes where matters
less than how many: of each lane's people the best ride, so its riders are worth a concave curve at given prices. What
remains are whole vehicles, the openings of each destination and the people of each origin, all exact. Its bound holds
for every plan (docs/model.md, M28), and its vehicles make a draft.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from labor.arrays import FloatArray, IntArray
from optimizer.bounds.lagrangian import Prices
from optimizer.bounds.shared_rooms import SharedRooms
from optimizer.model.options import NO_LANE, Layout
from optimizer.model.problem import NO_LIMIT
from optimizer.search.lane_model import Lines, travels_alone
from optimizer.solvers import highs

MOST_KINDS, MOST_OPTIONS = 400, 400_000
PIECES = 12  # of each curve
NODES = 5_000
EXACT = 1e-5  # curves that lie lower than the gains by no more than this part of the bound
FAITH = 1e-7  # how far, relative to its size, a floating-point bound may be off


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """A bound on every plan, and how often each kind of vehicle runs in the best totals found (None for none)."""

    bound: float
    runs: IntArray | None


@dataclass(frozen=True, slots=True, eq=False)
class _Curve:
    """What carrying people from one origin to one destination by one lane (or without a trip) is worth, in pieces."""

    lane: int
    origin: int
    destination: int
    width: FloatArray
    slope: FloatArray


def suits(layout: Layout) -> bool:
    """Whether everybody travels alone, no team is asked, and vehicles are few."""
    few = 0 < len(layout.kinds) <= MOST_KINDS and len(layout.options) <= MOST_OPTIONS
    return bool(few and travels_alone(layout) and not layout.pinned.any())


def lane_totals(relaxation: SharedRooms, prices: Prices, seconds: float, seed: int = 0) -> Totals | None:
    """Solve for totals, what all people or postings are charged being left to the program; None where people differ.

    Where they differ much, a few even pieces lie too far from each lane's curve for the bound to fall.
    """
    layout, ceiling = relaxation.layout, float(relaxation.layout.room @ prices.place + prices.unit.sum())
    origin = _origins(layout)
    prices = _without_what_is_shared(relaxation, prices, origin)
    curves, above = _curves(relaxation, prices, origin)
    if above > EXACT * ceiling:
        return None
    people = np.bincount(origin, relaxation.active).astype(np.float64)
    model = _program(relaxation, (curves, people), prices.money)
    found = highs.solve(model, highs.Effort(seconds, NODES, seed=seed))
    bound = _charged(relaxation, prices) + above + found.bound
    runs = None if found.values is None else np.rint(found.values[: len(layout.kinds)]).astype(np.int64)
    return Totals(bound + FAITH * max(1.0, abs(bound)), runs)


def _charged(relaxation: SharedRooms, prices: Prices) -> float:
    """What people, places, beds and money are charged in all."""
    layout, budget = relaxation.layout, relaxation.layout.problem.budget
    charged = float(prices.unit[relaxation.active].sum()) + float(layout.room @ prices.place)
    charged += 0.0 if budget is None else prices.money * budget
    if relaxation.by_sex:
        charged += float(layout.room_m @ prices.bed_m + layout.room_f @ prices.bed_f)
    return charged


def _origins(layout: Layout) -> IntArray:
    """The number of each unit's origin: units one lane may carry belong together."""
    from scipy import sparse  # noqa: PLC0415 (half a second of start-up)
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    options, units = layout.options, len(layout.units)
    ride = options.lane != NO_LANE
    nodes = units + len(layout.lanes)
    pairs = options.unit[ride], units + options.lane[ride]
    _, group = connected_components(sparse.coo_matrix((np.ones(len(pairs[0])), pairs), (nodes, nodes)), directed=False)
    numbers: IntArray = group[:units].astype(np.int64)
    return numbers


def _without_what_is_shared(relaxation: SharedRooms, prices: Prices, origin: IntArray) -> Prices:
    """The same prices less what everybody of an origin, or each posting of a destination, is charged at least."""
    active, group = relaxation.active, relaxation.group_of_posting
    unit = np.maximum(0.0, prices.unit)
    of_all = np.full(int(origin.max(initial=0)) + 1, np.inf)
    np.minimum.at(of_all, origin[active], unit[active])
    unit = np.where(active, unit - np.where(np.isinf(of_all), 0.0, of_all)[origin], 0.0)
    of_place = np.full(len(relaxation.room), np.inf)
    np.minimum.at(of_place, group, prices.place)
    return replace(prices, unit=unit, place=prices.place - of_place[group])


def _curves(relaxation: SharedRooms, prices: Prices, origin: IntArray) -> tuple[list[_Curve], float]:
    """The curve of each lane, and of each origin's tickets to each destination; how far they may lie too low."""
    entries, tickets = relaxation.entries, relaxation.tickets
    net = relaxation.net(entries.order, prices)
    by_trip = (np.maximum.reduceat(net, entries.start) if len(net) else net) - prices.unit[entries.unit]
    net = relaxation.net(entries.alone, prices)[tickets.order]
    alone = (np.maximum.reduceat(net, tickets.start) if len(net) else net) - prices.unit[tickets.unit]
    lane = np.concatenate((entries.lane, np.full(len(alone), NO_LANE)))
    destination = np.concatenate((relaxation.group_of_lane[entries.lane], tickets.group))
    start = np.concatenate((origin[entries.unit], origin[tickets.unit]))
    gain = np.concatenate((by_trip, alone))
    order = np.lexsort((-gain, destination, start, lane))
    order = order[gain[order] > 0]
    key = np.stack((lane, start, destination))[:, order]
    cuts = np.flatnonzero(np.any(key[:, 1:] != key[:, :-1], axis=0)) + 1 if len(order) else order
    curves, above = [], 0.0
    for part in np.split(order, cuts):
        if len(part):
            width, slope, short = _pieces(gain[part])
            curves.append(_Curve(int(lane[part[0]]), int(start[part[0]]), int(destination[part[0]]), width, slope))
            above += short
    return curves, above


def _pieces(gain: FloatArray) -> tuple[FloatArray, FloatArray, float]:
    """Falling gains in a few pieces of even slope, and how far their sum may lie below the gains' own."""
    change = np.flatnonzero(np.diff(gain)) + 1
    if len(change) >= PIECES:
        change = np.unique(np.linspace(0, len(gain), PIECES + 1).astype(np.int64)[1:-1])
    ends = np.concatenate(([0], change, [len(gain)]))
    total = np.concatenate(([0.0], np.cumsum(gain)))
    width = np.diff(ends).astype(np.float64)
    between = np.interp(np.arange(len(total)), ends, total[ends])
    return width, np.diff(total[ends]) / width, float(np.max(total - between))


def _program(relaxation: SharedRooms, what: tuple[list[_Curve], FloatArray], money: float) -> highs.MatrixModel:
    """Columns: runs and riders of each kind, then the pieces of the curves."""
    (curves, people), layout, kinds = what, relaxation.layout, relaxation.layout.kinds
    k = len(kinds)
    width, slope = (
        np.concatenate([np.zeros(0), *(getattr(one, name) for one in curves)]) for name in ("width", "slope")
    )
    paid = np.concatenate((kinds.fixed, kinds.per_person))
    lines = Lines()
    _add_rows(relaxation, lines, curves, people)
    if layout.problem.budget is not None:
        budget = np.array([layout.problem.budget])
        lines.add(np.zeros(2 * k, dtype=np.int64), np.arange(2 * k), paid, (np.array([-np.inf]), budget))
    most = relaxation.stairs.most[kinds.lane]
    enough = 2 * most // np.maximum(1, kinds.seats) + 1
    runs = np.where(kinds.runs == NO_LIMIT, enough, np.minimum(enough, kinds.runs))
    top = np.concatenate((runs, most, width)).astype(np.float64)
    gain = np.concatenate((-(1.0 + money) * paid, slope))
    return highs.MatrixModel(gain, np.zeros(len(top)), top, np.arange(len(top)) < k, *lines.matrix(len(top)))


def _add_rows(relaxation: SharedRooms, lines: Lines, curves: list[_Curve], people: FloatArray) -> None:
    """Riders fit their runs and stand on their lane's curve; openings and people are not exceeded."""
    kinds = relaxation.layout.kinds
    k, each = len(kinds), np.arange(len(kinds))
    lane, start, end = (
        np.repeat(np.array([getattr(one, name) for one in curves], dtype=np.int64), [len(one.width) for one in curves])
        for name in ("lane", "origin", "destination")
    )
    piece, ride, ones = 2 * k + np.arange(len(lane)), lane != NO_LANE, np.ones(k)
    none, endless = np.zeros(k), np.full(k, np.inf)
    twice, both = np.tile(each, 2), np.concatenate((k + each, each))
    lines.add(twice, both, np.concatenate((ones, -kinds.seats)), (-endless, none))
    lines.add(twice, both, np.concatenate((ones, -kinds.least)), (none, endless))
    on_lane = np.concatenate((lane[ride], kinds.lane)), np.concatenate((piece[ride], k + each))
    even = np.zeros(len(relaxation.layout.lanes))
    lines.add(*on_lane, np.concatenate((np.ones(int(ride.sum())), -ones)), (even, even))
    for where, most in ((end, relaxation.room), (start, people)):
        lines.add(where, piece, np.ones(len(piece)), (np.full(len(most), -np.inf), most))
