"""Turn everybody's wishes into a draft that keeps every rule: postings, teams, seats, runs, budget."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from labor.plan import NO_TRIP
from optimizer.bounds.lane_cost import exact_stairs, kind_stairs, least_sum
from optimizer.model.options import NO_LANE, Layout
from optimizer.search.incumbent import STAYS, Draft, trip_costs, trip_people, without_empty_trips
from optimizer.search.min_cost_flow import Arcs, assign
from optimizer.search.packing import LEFT, OpenTrips, pack
from optimizer.search.subproblem import leave_rest

_NEVER_DROPPED = 1e15


def settle(layout: Layout, choice: IntArray, gain: FloatArray, money: float = 0.0) -> Draft | None:
    """Drop who does not fit, those of least ``gain`` (per unit) first; None where a pinned unit had to be dropped.

    ``money`` is the price of the budget: what a unit of travel cost weighs beyond itself.
    """
    gain = gain / (1.0 + money)  # against costs at their face value
    gain = np.where(layout.pinned, _NEVER_DROPPED, gain)
    choice = within_rooms(layout, choice, gain)
    draft = ride(layout, choice, gain)
    while True:
        lone = _short_teams(layout, draft.choice)
        if not lone.any():
            break
        draft = ride(layout, np.where(lone, STAYS, draft.choice), gain)
    draft = within_budget(layout, draft, gain)
    if np.any(layout.pinned & (draft.choice == STAYS)):
        return None
    return draft


def spread(layout: Layout, net: FloatArray, rounds: int = 5) -> IntArray:
    """Everyone's best option by ``net`` (one figure an option) where there is room, the keenest first; else STAYS."""
    options = layout.options
    choice = np.full(len(layout.units), STAYS, dtype=np.int64)
    net = np.where(layout.pinned[options.unit], _NEVER_DROPPED, net)
    wanted = np.flatnonzero(net > 0)
    for _ in range(rounds):
        left = rooms_left(layout, choice)
        wanted = wanted[choice[options.unit[wanted]] == STAYS]
        for room, (_, weight) in zip((left.room, left.room_m, left.room_f), _limits(layout), strict=True):
            wanted = wanted[weight[wanted] <= room[options.posting[wanted]]]
        if not len(wanted):
            break
        joining = np.full(len(choice), STAYS, dtype=np.int64)
        first = _best_of_each(options.unit[wanted], net[wanted])
        joining[options.unit[wanted[first]]] = wanted[first]
        joining = within_rooms(left, joining, np.where(joining == STAYS, 0.0, net[joining]))
        choice = np.where(choice == STAYS, joining, choice)
    return choice


def _best_of_each(unit: IntArray, net: FloatArray) -> IntArray:
    """Where each unit's best stands in a list sorted by unit, the first of equals."""
    start = np.flatnonzero(np.concatenate(([True], unit[1:] != unit[:-1])))
    best = np.repeat(np.maximum.reduceat(net, start), np.diff(np.append(start, len(unit))))
    hit = np.flatnonzero(net == best)
    first: IntArray = hit[np.concatenate(([True], unit[hit[1:]] != unit[hit[:-1]]))]
    return first


def rooms_left(layout: Layout, choice: IntArray) -> Layout:
    """The same layout with only the room that these choices leave."""
    taken = choice[choice != STAYS]
    at = layout.options.posting[taken]
    used = [np.bincount(at, weight[taken], len(layout.room)).astype(np.int64) for _, weight in _limits(layout)]
    return replace(layout, room=layout.room - used[0], room_m=layout.room_m - used[1], room_f=layout.room_f - used[2])


def within_rooms(layout: Layout, choice: IntArray, gain: FloatArray) -> IntArray:
    """Keep at each posting the units of most gain a person that its openings and beds hold."""
    unit = np.flatnonzero(choice != STAYS)
    option = choice[unit]
    posting = layout.options.posting[option]
    order = np.lexsort((-gain[unit] / layout.size[option], posting))
    unit, option, posting = unit[order], option[order], posting[order]
    kept = choice.copy()
    over = np.zeros((3, len(layout.room)), dtype=bool)
    for short, (room, weight) in zip(over, _limits(layout), strict=True):
        short[:] = np.bincount(posting, weight[option].astype(np.float64), len(room)) > room
    largest = np.ones(len(layout.room), dtype=np.int64)
    np.maximum.at(largest, posting, layout.size[option])
    simple = over[0] & (largest == 1) & ~over[1] & ~over[2]  # single persons for too few openings: the first so many
    starts = np.searchsorted(posting, np.arange(len(simple)))
    kept[unit[simple[posting] & (np.arange(len(unit)) - starts[posting] >= layout.room[posting])]] = STAYS
    for place in np.flatnonzero(over.any(axis=0) & ~simple).tolist():
        begin, end = np.searchsorted(posting, [place, place + 1])
        left = [int(room[place]) for room, _ in _limits(layout)]
        for one, taken in zip(unit[begin:end].tolist(), option[begin:end].tolist(), strict=True):
            needs = [int(weight[taken]) for _, weight in _limits(layout)]
            if all(need <= rest for need, rest in zip(needs, left, strict=True)):
                left = [rest - need for need, rest in zip(needs, left, strict=True)]
            else:
                kept[one] = STAYS
    return kept


def _limits(layout: Layout) -> tuple[tuple[IntArray, IntArray], ...]:
    return (layout.room, layout.size), (layout.room_m, layout.men), (layout.room_f, layout.women)


def _short_teams(layout: Layout, choice: IntArray) -> BoolArray:
    """Units at postings that hold somebody but not their least team (rule 4)."""
    unit = np.flatnonzero(choice != STAYS)
    posting = layout.options.posting[choice[unit]]
    people = np.bincount(posting, layout.size[choice[unit]].astype(np.float64), len(layout.room))
    short = np.zeros(len(choice), dtype=bool)
    short[unit] = people[posting] < layout.team[posting]
    return short


def ride(layout: Layout, choice: IntArray, gain: FloatArray) -> Draft:
    """Seat each lane's riders on trips; who finds no seat worth its cost stays."""
    choice = choice.copy()
    trip = np.full(len(choice), NO_TRIP, dtype=np.int64)
    kinds: list[int] = []
    lane = np.where(choice == STAYS, NO_LANE, layout.options.lane[choice])
    riders = np.flatnonzero(lane != NO_LANE)
    paying = _may_pay(layout, lane[riders], gain[riders])
    choice[riders[~paying]] = STAYS
    riders = riders[paying]
    riders = riders[np.lexsort((-gain[riders] / layout.units.size[riders], lane[riders]))]
    bounds = np.flatnonzero(np.diff(lane[riders], prepend=-1, append=-1))
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        units = riders[begin:end]
        seated = _seat_lane(layout, int(lane[units[0]]), units, gain, kinds)
        trip[units] = seated
        choice[units[seated == NO_TRIP]] = STAYS
    return without_empty_trips(Draft(choice, trip, np.array(kinds, dtype=np.int64)))


def _may_pay(layout: Layout, lane: IntArray, gain: FloatArray) -> BoolArray:
    """Whether all who would ride with somebody gain more together than their lane's cheapest run costs empty."""
    cheapest = np.full(len(layout.lanes), np.inf)
    np.minimum.at(cheapest, layout.kinds.lane, layout.kinds.fixed)
    paying: BoolArray = (np.bincount(lane, np.maximum(0.0, gain), len(cheapest)) > cheapest)[lane]
    return paying


def _seat_lane(layout: Layout, lane: int, units: IntArray, gain: FloatArray, kinds: list[int]) -> IntArray:
    """Trips for one lane's riders, best gain first; appends to ``kinds`` and answers each rider's trip."""
    size = layout.units.size[units]
    people = np.cumsum(size)
    stairs = exact_stairs(layout, lane, int(people[-1]))
    value = np.cumsum(gain[units]) - stairs[people]
    trip = np.full(len(units), NO_TRIP, dtype=np.int64)
    if not np.isfinite(value).any() or value.max() <= 0:
        return trip
    last = int(np.argmax(value))
    loads = split_load(layout, lane, int(people[last]))
    first = len(kinds)
    kinds += [kind for kind, _ in loads]
    if size[: last + 1].max() == 1:
        trip[: last + 1] = first + np.repeat(np.arange(len(loads)), [load for _, load in loads])
        return trip
    _pack(layout, trip[: last + 1], (size[: last + 1], kinds), first)
    return _without_empty_runs(layout, trip, (size, kinds), first)


def _pack(layout: Layout, trip: IntArray, table: tuple[IntArray, list[int]], first: int) -> None:
    """Seat crews on the trips from ``first`` on, the largest first; who finds none keeps NO_TRIP."""
    size, kinds = table
    seats, least = (limit[kinds[first:]].tolist() for limit in (layout.kinds.seats, layout.kinds.least))
    order = np.argsort(-size, kind="stable")
    way = np.array(pack(size[order].tolist(), OpenTrips(seats, least)), dtype=np.int64)
    trip[order] = np.where(way == LEFT, NO_TRIP, first + way)


def _without_empty_runs(layout: Layout, trip: IntArray, table: tuple[IntArray, list[int]], first: int) -> IntArray:
    """Empty trips that carry fewer than their least."""
    size, kinds = table
    for number in range(first, len(kinds)):
        load = int(size[trip == number].sum())
        if load < layout.kinds.least[kinds[number]]:
            trip[trip == number] = NO_TRIP
    return trip


def split_load(layout: Layout, lane: int, people: int) -> list[tuple[int, int]]:
    """The cheapest runs that carry exactly so many single persons, as (kind, load)."""
    kinds = layout.lanes.kinds.row(lane).tolist()
    totals = [np.concatenate(([0.0], np.full(people, np.inf)))]
    for kind in kinds[:-1]:
        totals.append(least_sum(totals[-1], kind_stairs(layout, kind, people)))
    loads: list[tuple[int, int]] = []
    left = people
    for number in range(len(kinds), 0, -1):
        own = kind_stairs(layout, kinds[number - 1], left)
        mine = int(np.argmin(totals[number - 1][: left + 1] + own[::-1]))
        load = left - mine
        runs = -(-load // int(layout.kinds.seats[kinds[number - 1]]))
        loads += [(kinds[number - 1], load // runs + (1 if at < load % runs else 0)) for at in range(runs)]
        left = mine
    return loads


def within_budget(layout: Layout, draft: Draft, gain: FloatArray) -> Draft:
    """Give up the trips and tickets that gain least for their money until the budget holds (rule 10)."""
    budget = layout.problem.budget
    if budget is None:
        return draft
    placed = np.flatnonzero(draft.choice != STAYS)
    ticket = layout.options.ticket[draft.choice[placed]]
    trips = len(draft.kind)
    item = np.where(draft.trip[placed] >= 0, draft.trip[placed], trips + np.arange(len(placed)))
    cost = np.bincount(item, ticket, trips + len(placed))
    cost[:trips] = cost[:trips] + trip_costs(layout, draft)
    worth = np.bincount(item, gain[placed], trips + len(placed))
    held = np.bincount(item, layout.pinned[placed], trips + len(placed)) > 0
    paid = np.flatnonzero((cost > 0) & ~held)
    paid = paid[np.argsort(worth[paid] / cost[paid], kind="stable")]
    excess = float(cost.sum()) - budget
    if excess <= 0:
        return draft
    enough = int(np.searchsorted(np.cumsum(cost[paid]), excess)) + 1
    gone = placed[np.isin(item, paid[:enough])]
    choice, trip = draft.choice.copy(), draft.trip.copy()
    choice[gone], trip[gone] = STAYS, NO_TRIP
    lone = _short_teams(layout, choice)
    if lone.any():
        # A team broken by the cut goes home too; its coaches are seated anew.
        return within_budget(layout, ride(layout, np.where(lone, STAYS, choice), gain), gain)
    return without_empty_trips(Draft(choice, trip, draft.kind))


def refill(layout: Layout, arcs: Arcs, draft: Draft) -> Draft:
    """Offer those who stay the seats, tickets and openings that are left: one more flow, nobody is moved."""
    stays = draft.choice == STAYS
    rest = leave_rest(layout, draft, stays)
    options = layout.options
    seats = np.zeros(len(layout.lanes) + 1, dtype=np.int64)
    cost = np.full(len(layout.lanes) + 1, np.inf)
    cost[-1] = 0.0
    kind = draft.kind[rest.kept]
    np.maximum.at(seats, layout.kinds.lane[kind], rest.seats)
    roomy = rest.seats > 0
    np.minimum.at(cost, layout.kinds.lane[kind[roomy]], layout.kinds.per_person[kind[roomy]])
    fits = stays[options.unit] & ((options.lane == NO_LANE) | (layout.size <= seats[options.lane]))
    fits &= layout.team[options.posting] <= rest.here[options.posting] + layout.size
    net = np.where(fits, options.worth - cost[options.lane] * layout.size, -1.0)
    joining = assign(layout, arcs, net, rest.room).choice
    joining = np.where(stays, joining, STAYS)
    gain = np.where(joining == STAYS, 0.0, net[joining])
    taken = joining[joining != STAYS]
    by_sex = replace(layout, room=rest.room, room_m=rest.room_m, room_f=rest.room_f)
    kept = within_rooms(by_sex, np.where(gain > 0, joining, STAYS), gain) if len(taken) else joining
    return _board(layout, draft, kept, gain)


def _board(layout: Layout, draft: Draft, joining: IntArray, gain: FloatArray) -> Draft:
    """Let them join in the order of gain; who finds no seat stays after all."""
    choice, trip = draft.choice.copy(), draft.trip.copy()
    left = layout.kinds.seats[draft.kind] - trip_people(layout, draft)
    lane_of_trip = layout.kinds.lane[draft.kind]
    order = np.argsort(lane_of_trip, kind="stable")
    unit = np.flatnonzero(joining != STAYS)
    lane = layout.options.lane[joining[unit]]
    choice[unit[lane == NO_LANE]] = joining[unit[lane == NO_LANE]]
    unit = unit[lane != NO_LANE]
    for one in unit[np.argsort(-gain[unit], kind="stable")].tolist():
        own = int(layout.options.lane[joining[one]])
        trips = order[slice(*np.searchsorted(lane_of_trip[order], [own, own + 1]))]
        open_trips = trips[left[trips] >= layout.units.size[one]]
        if len(open_trips):
            seat = int(open_trips[0])
            choice[one], trip[one] = joining[one], seat
            left[seat] -= int(layout.units.size[one])
    return Draft(choice, trip, draft.kind)
