"""A plan in the making: which option each unit takes and which trip it sits on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.plan import NO_TRIP, Assignments, Trips
from optimizer.model.options import Layout
from optimizer.model.problem import NO_LIMIT

STAYS = -1


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """``choice`` is an option or STAYS, ``trip`` a trip or NO_TRIP, both per unit; ``kind`` per trip."""

    choice: IntArray
    trip: IntArray
    kind: IntArray


@dataclass(frozen=True, slots=True)
class DraftWorth:
    """What a draft comes to; compares as the problem's objective says."""

    people: int
    net: float
    travel_cost: float


def nobody(layout: Layout) -> Draft:
    """The draft in which everyone stays."""
    count = len(layout.units)
    none = np.zeros(0, dtype=np.int64)
    return Draft(np.full(count, STAYS, dtype=np.int64), np.full(count, NO_TRIP, dtype=np.int64), none)


def trip_people(layout: Layout, draft: Draft) -> IntArray:
    """People on each trip."""
    seated = np.flatnonzero(draft.trip >= 0)
    load = np.bincount(draft.trip[seated], weights=layout.units.size[seated], minlength=len(draft.kind))
    return np.rint(load).astype(np.int64)


def trip_costs(layout: Layout, draft: Draft) -> FloatArray:
    """Fixed cost and cost per person of each trip."""
    kinds = layout.kinds
    return kinds.fixed[draft.kind] + kinds.per_person[draft.kind] * trip_people(layout, draft)


def weigh(layout: Layout, draft: Draft) -> DraftWorth:
    """People, net value and travel cost of a draft."""
    taken = draft.choice[draft.choice != STAYS]
    trips = float(trip_costs(layout, draft).sum())
    tickets = float(layout.options.ticket[taken].sum())
    people = int(layout.size[taken].sum())
    return DraftWorth(people, float(layout.options.worth[taken].sum()) - trips, trips + tickets)


def is_better(layout: Layout, new: DraftWorth, old: DraftWorth) -> bool:
    """Whether one worth beats another under the problem's objective (rule 11)."""
    slack = 1e-9 * max(1.0, abs(old.net))
    if layout.problem.objective == "placed_then_value" and new.people != old.people:
        return new.people > old.people
    return new.net > old.net + slack


def without_empty_trips(draft: Draft) -> Draft:
    """Renumber trips so that each has somebody on it."""
    used = np.unique(draft.trip[draft.trip >= 0])
    number = np.full(len(draft.kind) + 1, NO_TRIP, dtype=np.int64)
    number[used] = np.arange(len(used))
    return Draft(draft.choice, number[draft.trip], draft.kind[used])


def hand_out(layout: Layout, draft: Draft) -> tuple[Assignments, Trips]:
    """The draft as rows, postings and vehicles; equal vehicles are given their runs in order."""
    draft = without_empty_trips(draft)
    units, options = layout.units, layout.options
    unit = np.flatnonzero(draft.choice != STAYS)
    per_row = np.full(len(layout.problem.rows), STAYS, dtype=np.int64)
    placed = np.zeros(len(units), dtype=bool)
    placed[unit] = True
    row = np.flatnonzero(placed[units.of_row])
    per_row[row] = draft.choice[units.of_row[row]]
    taken = per_row[row]
    order = np.argsort(layout.kinds.lane[draft.kind], kind="stable")
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    trip = draft.trip[units.of_row[row]]
    trip[trip >= 0] = number[trip[trip >= 0]]
    assignments = Assignments(row, options.posting[taken], trip, options.travel[taken])
    vehicle = _vehicles_of(layout, draft.kind[order])
    return assignments, Trips(vehicle, trip_people(layout, draft)[order], trip_costs(layout, draft)[order])


def _vehicles_of(layout: Layout, kind: IntArray) -> IntArray:
    """Give each trip of a kind the first vehicle of that kind with a run left."""
    available = layout.problem.fleet.available
    vehicle = np.empty(len(kind), dtype=np.int64)
    for one in np.unique(kind).tolist():
        trips = np.flatnonzero(kind == one)
        members = layout.kinds.vehicles.row(one)
        endless = [v for v in members.tolist() if available[v] == NO_LIMIT]
        if endless:
            vehicle[trips] = endless[0]
        else:
            vehicle[trips] = np.repeat(members, np.minimum(available[members], len(trips)))[: len(trips)]
    return vehicle
