"""An exact model of some units' choices while everyone else's stay as they are (rules of docs/model.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from labor.arrays import BoolArray, IntArray
from optimizer.model.options import NO_LANE, Layout
from optimizer.model.problem import NO_LIMIT
from optimizer.search.incumbent import STAYS, Draft, trip_costs, trip_people, without_empty_trips
from optimizer.solvers.integer_model import ENDLESS, LinearModel


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """What the units outside a model leave over."""

    draft: Draft  # everyone else's choices
    kept: IntArray  # trips that run anyhow
    seats: IntArray  # free on each kept trip
    need: IntArray  # people each kept trip still lacks
    runs: IntArray  # runs left of each kind
    here: IntArray  # people already at each posting
    room: IntArray
    room_m: IntArray
    room_f: IntArray
    budget: float | None


def leave_rest(layout: Layout, draft: Draft, free: BoolArray) -> Rest:
    """Take the free units out of a draft; trips that carried only them are given back."""
    choice, trip = np.where(free, STAYS, draft.choice), np.where(free, -1, draft.trip)
    rest = Draft(choice, trip, draft.kind)
    people = trip_people(layout, rest)
    kept = np.flatnonzero(people > 0)
    kinds = layout.kinds
    used = np.bincount(draft.kind[kept], minlength=len(kinds))
    taken = choice[choice != STAYS]
    at = layout.options.posting[taken]

    def left(room: IntArray, weights: IntArray) -> IntArray:
        return room - np.rint(np.bincount(at, weights=weights[taken], minlength=len(room))).astype(np.int64)

    budget = layout.problem.budget
    if budget is not None:
        spent = float(layout.options.ticket[taken].sum()) + float(trip_costs(layout, rest)[kept].sum())
        budget = budget - spent
    room = left(layout.room, layout.size)
    return Rest(
        draft=rest,
        kept=kept,
        seats=(kinds.seats[draft.kind] - people)[kept],
        need=np.maximum(0, kinds.least[draft.kind] - people)[kept],
        runs=np.where(kinds.runs == NO_LIMIT, NO_LIMIT, kinds.runs - used),
        here=layout.room - room,
        room=room,
        room_m=left(layout.room_m, layout.men),
        room_f=left(layout.room_f, layout.women),
        budget=budget,
    )


@dataclass(slots=True)
class _Run:
    """One trip of the model: kept (``trip``) or new; ``on`` is its variable, None where it runs anyhow."""

    kind: int
    trip: int
    on: int | None
    singles: int
    aboard: dict[int, int] = field(default_factory=dict)  # unit of several people -> variable


@dataclass(slots=True)
class ExactModel:
    """The model and how to read its answer."""

    layout: Layout
    rest: Rest
    free: BoolArray
    options: IntArray
    linear: LinearModel = field(default_factory=LinearModel)
    take: dict[int, int] = field(default_factory=dict)
    runs: list[_Run] = field(default_factory=list)
    pools: list[tuple[int, int, int]] = field(default_factory=list)  # kind, runs variable, people variable


@dataclass(frozen=True, slots=True)
class Aim:
    """The most money among plans that place at least so many people, or the most people whatever the money."""

    least_people: int = 0
    people_only: bool = False


MOST_MONEY: Final = Aim()


def build(layout: Layout, rest: Rest, free: BoolArray, options: IntArray, aim: Aim = MOST_MONEY) -> ExactModel:
    """Model the free units' choices among ``options``; people are counted among the free alone."""
    model = ExactModel(layout, rest, free, options)
    _add_units(model)
    _add_postings(model)
    lane = layout.options.lane[options]
    kept_lane = layout.kinds.lane[rest.draft.kind[rest.kept]]
    for one in np.union1d(lane[lane != NO_LANE], kept_lane[rest.need > 0]).tolist():
        _add_lane(model, one, options[lane == one], np.flatnonzero(kept_lane == one))
    model.linear.budget = rest.budget
    _take_aim(model, aim)
    return model


def _take_aim(model: ExactModel, aim: Aim) -> None:
    taken, linear = list(model.take.values()), model.linear
    people = model.layout.size[list(model.take)].tolist()
    if aim.least_people > 0:
        linear.row(taken, people, aim.least_people, ENDLESS)
    if aim.people_only:
        linear.gain = [0.0] * len(linear.gain)
        for variable, count in zip(taken, people, strict=True):
            linear.gain[variable] = float(count)


def _add_units(model: ExactModel) -> None:
    layout, linear = model.layout, model.linear
    options = layout.options
    worth, ticket = options.worth.tolist(), options.ticket.tolist()
    per_unit: dict[int, list[int]] = {}
    for option, unit in zip(model.options.tolist(), options.unit[model.options].tolist(), strict=True):
        variable = linear.add(1, worth[option], cost=ticket[option])
        model.take[option] = variable
        per_unit.setdefault(unit, []).append(variable)
    for unit, variables in per_unit.items():
        linear.choices.append(len(linear.rows))
        linear.row(variables, [1] * len(variables), int(layout.pinned[unit]), 1)
    for unit in np.flatnonzero(model.free & layout.pinned).tolist():
        if unit not in per_unit:
            linear.row([], [], 1, 1)


def _add_postings(model: ExactModel) -> None:
    layout, rest, linear = model.layout, model.rest, model.linear
    at = layout.options.posting[model.options]
    order = np.argsort(at, kind="stable")
    short = rest.here < layout.team
    for posting in np.union1d(at, np.flatnonzero(short & (rest.here > 0))).tolist():
        span = np.searchsorted(at[order], [posting, posting + 1])
        options = model.options[order[span[0] : span[1]]]
        take = [model.take[o] for o in options.tolist()]
        sizes = layout.size[options].tolist()
        room = int(rest.room[posting])
        if short[posting] and rest.here[posting] > 0:
            linear.row(take, sizes, int(layout.team[posting] - rest.here[posting]), room)
        elif short[posting] and layout.team[posting] > min(sizes):
            opened = linear.add(1)
            linear.row([*take, opened], [*sizes, -room], -ENDLESS, 0)
            linear.row([*take, opened], [*sizes, -int(layout.team[posting])], 0, ENDLESS)
        elif sum(sizes) > room:
            linear.row(take, sizes, -ENDLESS, room)
        for limit, weights in ((rest.room_m, layout.men), (rest.room_f, layout.women)):
            weight = weights[options].tolist()
            if sum(weight) > limit[posting]:
                linear.row(take, weight, -ENDLESS, int(limit[posting]))


def _add_lane(model: ExactModel, lane: int, options: IntArray, kept: IntArray) -> None:
    """Seats, minimum loads and runs of one lane (rule 7); ``kept`` indexes the rest's kept trips."""
    layout, linear = model.layout, model.linear
    unit = layout.options.unit[options]
    size = layout.size[options]
    ones = [model.take[o] for o in options[size == 1].tolist()]
    crews: dict[int, list[int]] = {}
    for option, one in zip(options[size > 1].tolist(), unit[size > 1].tolist(), strict=True):
        crews.setdefault(one, []).append(model.take[option])
    people = len(np.unique(unit[size == 1])) + int(layout.units.size[np.array(list(crews), dtype=np.int64)].sum())
    seated: list[int] = []
    runs: list[_Run] = []
    for place in kept.tolist():
        runs.append(_keep_run(model, place, crews))
    for kind in layout.lanes.kinds.row(lane).tolist() if people else []:
        count = _most_runs(model, kind, people)
        if crews or count == 1:
            runs += _new_runs(model, kind, crews, count)
        elif count > 1:
            seated.append(_add_pool(model, kind, people, count))
    seated += [run.singles for run in runs]
    if ones or seated:
        linear.row([*ones, *seated], [1] * len(ones) + [-1] * len(seated), 0, 0)
    for one, variables in crews.items():
        places = [run.aboard[one] for run in runs if one in run.aboard]
        linear.row([*variables, *places], [1] * len(variables) + [-1] * len(places), 0, 0)
    model.runs += runs


def _most_runs(model: ExactModel, kind: int, people: int) -> int:
    """No best plan needs more: two runs of one kind that fit together could be one."""
    kinds = model.layout.kinds
    enough = min(people // int(kinds.least[kind]), 2 * people // int(kinds.seats[kind]) + 1)
    left = int(model.rest.runs[kind])
    return enough if left == NO_LIMIT else min(enough, left)


def _keep_run(model: ExactModel, place: int, crews: dict[int, list[int]]) -> _Run:
    layout, rest, linear = model.layout, model.rest, model.linear
    trip = int(rest.kept[place])
    kind = int(rest.draft.kind[trip])
    seats, need = int(rest.seats[place]), int(rest.need[place])
    cost = float(layout.kinds.per_person[kind])
    run = _Run(kind, trip, None, linear.add(seats, -cost, cost=cost))
    for unit in crews:
        size = int(layout.units.size[unit])
        if size <= seats:
            run.aboard[unit] = linear.add(1, -cost * size, cost=cost * size)
    load = [run.singles, *run.aboard.values()]
    linear.row(load, [1] + [int(layout.units.size[u]) for u in run.aboard], need, seats)
    return run


def _new_runs(model: ExactModel, kind: int, crews: dict[int, list[int]], count: int) -> list[_Run]:
    layout, linear = model.layout, model.linear
    seats, least = int(layout.kinds.seats[kind]), int(layout.kinds.least[kind])
    fixed, cost = float(layout.kinds.fixed[kind]), float(layout.kinds.per_person[kind])
    runs: list[_Run] = []
    for _ in range(count):
        on = linear.add(1, -fixed, cost=fixed)
        run = _Run(kind, -1, on, linear.add(seats, -cost, cost=cost))
        sizes = [1]
        for unit in crews:
            size = int(layout.units.size[unit])
            if size <= seats:
                run.aboard[unit] = linear.add(1, -cost * size, cost=cost * size)
                linear.implications.append((run.aboard[unit], on))
                sizes.append(size)
        load = [run.singles, *run.aboard.values()]
        linear.row([*load, on], [*sizes, -seats], -ENDLESS, 0)
        linear.row([*load, on], [*sizes, -least], 0, ENDLESS)
        if runs:  # equal runs: the fuller first
            before = [runs[-1].singles, *runs[-1].aboard.values()]
            linear.row([*before, *load], sizes + [-s for s in sizes], 0, ENDLESS)
        runs.append(run)
    return runs


def _add_pool(model: ExactModel, kind: int, people: int, count: int) -> int:
    """Runs of single persons need no seat plan: only how many run and how many ride."""
    layout, linear = model.layout, model.linear
    seats, least = int(layout.kinds.seats[kind]), int(layout.kinds.least[kind])
    fixed, cost = float(layout.kinds.fixed[kind]), float(layout.kinds.per_person[kind])
    number = linear.add(count, -fixed, cost=fixed)
    riding = linear.add(min(people, count * seats), -cost, cost=cost)
    linear.row([riding, number], [1, -seats], -ENDLESS, 0)
    linear.row([riding, number], [1, -least], 0, ENDLESS)
    model.pools.append((kind, number, riding))
    return riding


def read_draft(model: ExactModel, values: IntArray) -> Draft:
    """The whole draft again: the rest's choices and the model's."""
    layout, rest = model.layout, model.rest
    choice, trip = rest.draft.choice.copy(), rest.draft.trip.copy()
    kind = rest.draft.kind.tolist()
    taken = np.array([o for o, v in model.take.items() if values[v]], dtype=np.int64)
    unit = layout.options.unit[taken]
    choice[unit] = taken
    lane = layout.options.lane[taken]
    waiting: dict[int, list[int]] = {}
    for one in np.flatnonzero((lane != NO_LANE) & (layout.size[taken] == 1)).tolist():
        waiting.setdefault(int(lane[one]), []).append(int(unit[one]))
    for run in model.runs:
        if run.on is not None and not values[run.on]:
            continue
        number = run.trip if run.trip >= 0 else len(kind)
        if run.trip < 0:
            kind.append(run.kind)
        riders = waiting.get(int(layout.kinds.lane[run.kind]), [])
        for _ in range(int(values[run.singles])):
            trip[riders.pop(0)] = number
        for one, variable in run.aboard.items():
            if values[variable]:
                trip[one] = number
    for pool in model.pools:
        riders = waiting.get(int(layout.kinds.lane[pool[0]]), [])
        _fill_pool(pool[0], riders, (int(values[pool[1]]), int(values[pool[2]])), (trip, kind))
    return without_empty_trips(Draft(choice, trip, np.array(kind, dtype=np.int64)))


def _fill_pool(kind: int, riders: list[int], count: tuple[int, int], into: tuple[IntArray, list[int]]) -> None:
    """Spread a pool's people evenly over its runs, which keeps each between its least and its seats."""
    runs, people = count
    trip, kinds = into
    for place in range(runs):
        share = people // runs + (1 if place < people % runs else 0)
        for _ in range(share):
            trip[riders.pop(0)] = len(kinds)
        kinds.append(kind)


def seats_to_give(layout: Layout) -> int:
    """Crews times the runs each might ride: about how many variables a model of everybody needs to seat them."""
    table, kinds = layout.options, layout.kinds
    rides = np.flatnonzero(table.lane != NO_LANE)
    once = np.unique(table.lane[rides] * len(layout.units) + table.unit[rides])
    lane, size = once // max(1, len(layout.units)), layout.units.size[once % max(1, len(layout.units))]
    people = np.bincount(lane, size, len(layout.lanes))[kinds.lane]
    crews = np.bincount(lane[size > 1], minlength=len(layout.lanes))[kinds.lane]
    runs = np.minimum(people // np.maximum(1, kinds.least), 2 * people // np.maximum(1, kinds.seats) + 1)
    return int((crews * np.where(kinds.runs == NO_LIMIT, runs, np.minimum(runs, kinds.runs))).sum())


def weight_of_a_person(layout: Layout, options: IntArray) -> float:
    """More than any plan among these options can gain or lose in money by placing one person more.

    A run has at least its least load aboard, so nobody costs more than that share of the dearest run on the lane.
    """
    of, kinds = layout.options, layout.kinds
    dearest = np.zeros(len(layout.lanes) + 1)  # the last for those without a lane: NO_LANE is -1
    np.maximum.at(dearest, kinds.lane, kinds.fixed / kinds.least + kinds.per_person)
    most, least = np.zeros(len(layout.units)), np.zeros(len(layout.units))
    np.maximum.at(most, of.unit[options], of.worth[options])
    np.minimum.at(least, of.unit[options], of.worth[options] - layout.size[options] * dearest[of.lane[options]])
    return float(np.ceil((most - least).sum())) + 1.0
