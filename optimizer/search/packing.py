"""Crews on trips: which of them ride together so that all, or the most people, find seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

LEFT = -1
ROUNDS, MANY_TRIPS = 6, 100


@dataclass(frozen=True, slots=True)
class OpenTrips:
    """Seats free on each trip and people each still needs to run."""

    free: Sequence[int]
    need: Sequence[int]


def pack(sizes: Sequence[int], trips: OpenTrips) -> list[int]:
    """The trip of each unit, LEFT where none has room; ``sizes`` fall. Of several ways the one that seats most people.

    Where crews do not fit one after the other, each trip in turn is filled as full as can be around the largest crew
    left (minimum bin slack: Gupta and Ho, "A new heuristic for the one-dimensional bin-packing problem", 1999), and
    two trips at a time share their crews anew so that the seats left come together on one of them.
    """
    first = _where_needed(sizes, trips)
    if LEFT not in first or sizes[0] == 1:
        return first
    ways = (first, *(_gathered(sizes, way(sizes, trips), trips) for way in (_best_fit, _fullest)))
    return max(ways, key=lambda way: _seated(sizes, way, trips))


def _seated(sizes: Sequence[int], way: Sequence[int], trips: OpenTrips) -> int:
    """People on trips that have as many as they need."""
    load = [0] * len(trips.free)
    for size, trip in zip(sizes, way, strict=True):
        if trip != LEFT:
            load[trip] += size
    return sum(people for people, need in zip(load, trips.need, strict=True) if people >= need)


def _where_needed(sizes: Sequence[int], trips: OpenTrips) -> list[int]:
    """The largest first, each where most people are still needed, then where most seats are free."""
    free, need = list(trips.free), list(trips.need)
    way = []
    for size in sizes:
        fitting = [at for at in range(len(free)) if free[at] >= size]
        at = max(fitting, key=lambda one: (max(0, need[one]), free[one], -one)) if fitting else LEFT
        way.append(at)
        if at != LEFT:
            free[at] -= size
            need[at] -= size
    return way


def _best_fit(sizes: Sequence[int], trips: OpenTrips) -> list[int]:
    """The largest first, each where the fewest seats stay free."""
    free = list(trips.free)
    way = []
    for size in sizes:
        fitting = [at for at in range(len(free)) if free[at] >= size]
        at = min(fitting, key=lambda one: (free[one], one)) if fitting else LEFT
        way.append(at)
        if at != LEFT:
            free[at] -= size
    return way


def _fullest(sizes: Sequence[int], trips: OpenTrips) -> list[int]:
    """Trip by trip, the fullest load that has the largest crew left aboard."""
    way = [LEFT] * len(sizes)
    for trip in sorted(range(len(trips.free)), key=lambda one: (-trips.free[one], one)):
        left = [unit for unit, at in enumerate(way) if at == LEFT and sizes[unit] <= trips.free[trip]]
        if not left:
            continue
        way[left[0]] = trip
        for unit in _fullest_load(left[1:], sizes, trips.free[trip] - sizes[left[0]]):
            way[unit] = trip
    return way


def _gathered(sizes: Sequence[int], way: list[int], trips: OpenTrips) -> list[int]:
    """Seats free on two trips brought together on one, until those left out find room or nothing helps."""
    aboard = [[unit for unit, at in enumerate(way) if at == trip] for trip in range(len(trips.free))]
    left = [unit for unit, at in enumerate(way) if at == LEFT]
    for _ in range(ROUNDS if len(aboard) <= MANY_TRIPS else 0):
        moved = False
        for one, other in combinations(range(len(aboard)), 2):
            if not left:
                break
            both = sorted(aboard[one] + aboard[other])
            full = _fullest_load(both, sizes, trips.free[one])
            rest = [unit for unit in both if unit not in full]
            more = sum(sizes[unit] for unit in full) > sum(sizes[unit] for unit in aboard[one])
            room = trips.free[other] - sum(sizes[unit] for unit in rest)
            if more and room >= 0:
                aboard[one], aboard[other], moved = full, rest, True
            for unit in [unit for unit in left if more and sizes[unit] <= room][:1]:
                aboard[other].append(unit)
                left.remove(unit)
        if not moved or not left:
            break
    where = {unit: trip for trip, units in enumerate(aboard) for unit in units}
    return [where.get(unit, LEFT) for unit in range(len(sizes))]


def _fullest_load(units: Sequence[int], sizes: Sequence[int], free: int) -> list[int]:
    """Units that fill most of the seats, large ones rather than small: sums reachable are the bits of a number."""
    within, reach = (1 << (free + 1)) - 1, [1]
    for unit in reversed(units):  # small ones first, so that large ones are taken when reading back
        reach.append((reach[-1] | reach[-1] << sizes[unit]) & within)
    load, aboard = reach[-1].bit_length() - 1, []
    for unit, before in zip(units, reversed(reach[:-1]), strict=True):
        if load >= sizes[unit] and before >> (load - sizes[unit]) & 1:
            aboard.append(unit)
            load -= sizes[unit]
    return aboard
