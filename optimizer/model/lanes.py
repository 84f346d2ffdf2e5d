"""Vehicles that carry the same people on the same day share a lane; equal ones share a kind."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray, Ragged
from optimizer.model.problem import NO_LIMIT, Problem
from optimizer.model.units import LONG_AGO, day_numbers

ANY_DAY = LONG_AGO
LaneKey: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], tuple[int, int], int]
KindKey: TypeAlias = tuple[int, int, int, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """One row a lane: origins and destinations served, day of leaving and arriving (ANY_DAY = every day suits).

    ``kinds`` lists each lane's kinds, which are rows of :class:`Kinds`. ``vehicle`` is the one vehicle of a lane
    that exists because somebody is pinned to it, else -1.
    """

    kinds: Ragged
    leaves: IntArray
    arrives: IntArray
    vehicle: IntArray
    served_lane: IntArray  # with served_origin and served_destination: one line a corridor a lane serves
    served_origin: IntArray
    served_destination: IntArray

    def __len__(self) -> int:
        return len(self.leaves)


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """One row a kind of vehicle on a lane: people it holds, what a run costs, and which vehicles it stands for."""

    lane: IntArray
    seats: IntArray  # escorts already taken off
    least: IntArray  # people a run needs (rule 7)
    fixed: FloatArray
    per_person: FloatArray
    runs: IntArray  # NO_LIMIT = any number
    vehicles: Ragged

    def __len__(self) -> int:
        return len(self.lane)


def gather_lanes(problem: Problem) -> tuple[Lanes, Kinds]:
    """Group usable vehicles into lanes and kinds, in the order of their first vehicle."""
    fleet, everybody = problem.fleet, int(problem.rows.size.sum())
    seats = np.minimum(fleet.seats - fleet.escorts, everybody)  # more would only blur the models' numbers
    least = np.maximum(1, fleet.min_load)
    usable = (seats >= least) & (fleet.available != 0)
    arrives = np.where(np.isnat(fleet.arrives), fleet.leaves, fleet.arrives)
    leave_day, arrive_day = day_numbers(fleet.leaves, ANY_DAY), day_numbers(arrives, ANY_DAY)
    pinned = set(problem.pin_vehicle[problem.pin_vehicle >= 0].tolist())
    lane_of: dict[LaneKey, int] = {}
    kind_of: dict[KindKey, int] = {}
    members: list[list[int]] = []
    all_origins, all_destinations = _stops(fleet.origins), _stops(fleet.destinations)
    days_of = list(zip(leave_day.tolist(), arrive_day.tolist(), strict=True))
    costs = zip(fleet.fixed_cost.tolist(), fleet.cost_per_person.tolist(), strict=True)
    terms = [(*size, *cost) for size, cost in zip(zip(seats.tolist(), least.tolist(), strict=True), costs, strict=True)]
    for vehicle in np.flatnonzero(usable).tolist():
        # A vehicle somebody is pinned to has a lane of its own, so that no equal one takes its place.
        own = vehicle if vehicle in pinned else -1
        lane_key = (all_origins[vehicle], all_destinations[vehicle], days_of[vehicle], own)
        lane = lane_of.setdefault(lane_key, len(lane_of))
        kind_key = (lane, *terms[vehicle])
        kind = kind_of.setdefault(kind_key, len(kind_of))
        if kind == len(members):
            members.append([])
        members[kind].append(vehicle)
    return _pack_lanes(lane_of, kind_of), _pack_kinds(problem, kind_of, members)


def _stops(ragged: Ragged) -> list[tuple[int, ...]]:
    """The stops of each vehicle, in order and each once."""
    stops = ragged.items.tolist()
    return [tuple(sorted(set(stops[begin:end]))) for begin, end in pairwise(ragged.offsets.tolist())]


def _pack_kinds(problem: Problem, kind_of: dict[KindKey, int], members: list[list[int]]) -> Kinds:
    columns = np.array(list(kind_of), dtype=np.float64).reshape(-1, 5)
    available, everybody = problem.fleet.available, int(problem.rows.size.sum())
    runs = [
        NO_LIMIT if any(available[v] == NO_LIMIT for v in vehicles) else min(everybody, int(available[vehicles].sum()))
        for vehicles in members
    ]
    return Kinds(
        lane=columns[:, 0].astype(np.int64),
        seats=columns[:, 1].astype(np.int64),
        least=columns[:, 2].astype(np.int64),
        fixed=columns[:, 3],
        per_person=columns[:, 4],
        runs=np.array(runs, dtype=np.int64),
        vehicles=Ragged.of(members),
    )


def _pack_lanes(lane_of: dict[LaneKey, int], kind_of: dict[KindKey, int]) -> Lanes:
    kinds: list[list[int]] = [[] for _ in lane_of]
    for key, kind in kind_of.items():
        kinds[key[0]].append(kind)
    served = [
        (lane, origin, destination)
        for (origins, destinations, _, _), lane in lane_of.items()
        for origin in origins
        for destination in destinations
    ]
    table = np.array(served, dtype=np.int64).reshape(-1, 3)
    days = np.array([key[2] for key in lane_of], dtype=np.int64).reshape(-1, 2)
    return Lanes(
        kinds=Ragged.of(kinds),
        leaves=days[:, 0],
        arrives=days[:, 1],
        vehicle=np.array([key[3] for key in lane_of], dtype=np.int64),
        served_lane=table[:, 0],
        served_origin=table[:, 1],
        served_destination=table[:, 2],
    )


def suits_days(lanes: Lanes, lane: IntArray, window: tuple[IntArray, IntArray, IntArray, IntArray]) -> BoolArray:
    """Whether each lane's days suit (rule 9); ``window`` is earliest, latest, start_from, start_by, as long as lane."""
    earliest, latest, start_from, start_by = window
    leaves, arrives = lanes.leaves[lane], lanes.arrives[lane]
    dated = leaves != ANY_DAY
    fits = (earliest <= leaves) & (leaves <= latest) & (start_from <= arrives) & (arrives <= start_by)
    suits: BoolArray = ~dated | fits
    return suits
