"""Give everyone of a lane model's answer a seat: crews whole, each run between its least and its seats."""

from __future__ import annotations

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.plan import NO_TRIP
from optimizer.model.options import NO_LANE, Layout
from optimizer.search.incumbent import STAYS, Draft, trip_people, without_empty_trips
from optimizer.search.lane_model import LaneModel
from optimizer.search.packing import LEFT, OpenTrips, pack


def read_plan(model: LaneModel, values: FloatArray) -> Draft | None:
    """The rest's choices and the model's as a draft; None where crews cannot be seated so that teams hold."""
    taken = model.taken(values)
    runs = np.rint(values[model.runs]).astype(np.int64)
    return seat(model.layout, model.rest.draft, taken, np.repeat(model.kinds, runs))


def seat(layout: Layout, rest: Draft, taken: IntArray, new_kinds: IntArray) -> Draft | None:
    """Seat the units of ``taken`` options on trips that run and on new ones of the kinds given.

    A crew no run has room for stays, and so do all aboard a run below its least. None where that breaks a team or
    leaves a pinned unit at home.
    """
    options = layout.options
    choice, trip = rest.choice.copy(), rest.trip.copy()
    choice[options.unit[taken]] = taken
    kind = np.concatenate((rest.kind, new_kinds))
    people = np.concatenate((trip_people(layout, rest), np.zeros(len(new_kinds), dtype=np.int64)))
    running = np.concatenate((people[: len(rest.kind)] > 0, np.ones(len(new_kinds), dtype=bool)))
    lane_of_trip = np.where(running, layout.kinds.lane[kind], NO_LANE)
    lane = options.lane[taken]
    for one in np.unique(lane[lane != NO_LANE]).tolist():
        trips = np.flatnonzero(lane_of_trip == one)
        units = options.unit[taken[lane == one]]
        units = units[np.argsort(-layout.units.size[units], kind="stable")]
        _seat_lane(layout, (trips, kind[trips], people), units, trip)
        choice[units[trip[units] == NO_TRIP]] = STAYS
    low = np.append(people < layout.kinds.least[kind], False)
    thin = (trip >= 0) & low[trip]
    choice[thin], trip[thin] = STAYS, NO_TRIP
    if np.any(layout.pinned & (choice == STAYS)) or _breaks_a_team(layout, choice):
        return None
    return without_empty_trips(Draft(choice, trip, kind))


def _seat_lane(layout: Layout, trips: tuple[IntArray, IntArray, IntArray], units: IntArray, trip: IntArray) -> None:
    """Seat units, given from the largest, on the trips of one lane."""
    numbers, kind, people = trips
    free, need = (limit[kind] - people[numbers] for limit in (layout.kinds.seats, layout.kinds.least))
    size = layout.units.size[units]
    way = np.array(pack(size.tolist(), OpenTrips(free.tolist(), need.tolist())), dtype=np.int64)
    seated = way != LEFT
    trip[units[seated]] = numbers[way[seated]]
    people[numbers] += np.bincount(way[seated], size[seated], len(numbers)).astype(np.int64)


def _breaks_a_team(layout: Layout, choice: IntArray) -> bool:
    taken = choice[choice != STAYS]
    people = np.bincount(layout.options.posting[taken], layout.size[taken], len(layout.room))
    return bool(np.any((people > 0) & (people < layout.team)))
