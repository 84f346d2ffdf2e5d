"""The round of one trip: in which order it calls at its stops, and when everyone has to be there.

Order: all pick-ups before all drop-offs, earliest end. Exact by dynamic programming up to EXACT_STOPS stops (a later
arrival never helps, since waiting is allowed, so the earliest time for each set of stops and last stop suffices);
beyond, OR-Tools routing. A train keeps the order of its line. Times: the lawful timetable of driving_hours.py,
leg by leg; the stated hour is when the vehicle leaves its first stop, with everyone aboard.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from labor.errors import BadInput
from labor.market import Market
from labor.regions import great_circle_km
from labor.vehicle_kinds import BY_TIMETABLE
from labor.words import Bilingual
from optimizer.journeys.driving_hours import (
    DAY_MIN,
    HOURS_RUN_OUT,
    Drive,
    Journey,
    TransportTerms,
    hub_points,
    judge_vehicle,
    law_of,
)
from policy.driving_hours import DrivingHours

EXACT_STOPS: Final = 12
SIX: Final = 6 * 60
BE_EARLY_MIN: Final = 15
BOARDING_S: Final = 30  # a person with luggage, one door
RAIL_BOARDING_S: Final = 2  # a train has many doors
FAR: Final = 10**7


@dataclass(frozen=True, slots=True)
class Stop:
    """One call; minutes after midnight of the day of leaving (above 1440: a later day)."""

    hub: int
    boarding: int
    leaving_us: int
    be_there_minute: int
    arrives_minute: int
    leaves_minute: int


@dataclass(frozen=True, slots=True)
class VehicleCrew:
    """Who drives what, and how often they may sleep on the way; 0 ``drivers`` = two."""

    mode: str
    drivers: int
    nights: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Errand:
    """What a trip has to do: where it calls, how many get on and off, how long from stop to stop."""

    hub: IntArray
    boarding: IntArray
    alighting: IntArray
    safe_early: BoolArray  # sheltered and lit: may be used before 06:00, to wait at or to be set down at
    drive_min: IntArray  # square, stop to stop
    distance_km: FloatArray
    law: DrivingHours
    boarding_s: int = BOARDING_S

    @property
    def is_pickup(self) -> BoolArray:
        """Stops where someone gets on."""
        pickup: BoolArray = self.boarding > 0
        return pickup


def round_of(
    market: Market, vehicle: int, riders: Mapping[tuple[int, int], int], terms: TransportTerms
) -> tuple[Stop, ...] | Bilingual:
    """The stops of one trip in order with their times, or why the round is not lawful.

    ``riders`` counts people by (boarding hub, destination hub); hubs where nobody gets on or off are not called
    at. Raises BadInput where a hub has no point on the map or nobody rides.
    """
    errand = errand_of(market, vehicle, riders, terms)
    minute = int(market.vehicles.leaves_minute[vehicle])
    leaves = minute if minute >= 0 else terms.leaves_minute
    judged = judge_vehicle(market, vehicle, terms)
    drivers = judged.drivers if isinstance(judged, Journey) else int(market.vehicles.drivers[vehicle])
    mode, nights = (
        str(market.vehicles.mode[vehicle]),
        max(int(market.vehicles.nights[vehicle]), terms.nights_on_the_way),
    )
    order = list(range(len(errand.hub))) if mode in BY_TIMETABLE else best_order(errand, leaves)
    return timetable(errand, order, leaves, VehicleCrew(mode, drivers, nights))


def errand_of(market: Market, vehicle: int, riders: Mapping[tuple[int, int], int], terms: TransportTerms) -> Errand:
    """Where a trip has to call for these riders, in the order the vehicle's stops are listed."""
    on: dict[int, int] = {}
    off: dict[int, int] = {}
    for (origin, destination), people in sorted(riders.items()):
        on[origin] = on.get(origin, 0) + people
        off[destination] = off.get(destination, 0) + people
    if not on:
        raise BadInput("a trip without riders has no round")
    first = _as_listed(on, market.vehicles.origins.row(vehicle))
    last = _as_listed(off, market.vehicles.destinations.row(vehicle))
    hubs = np.array([*first, *last], dtype=np.int64)
    longitude, latitude = (side[hubs] for side in hub_points(market))
    for hub, missing in zip(hubs.tolist(), np.isnan(longitude + latitude), strict=True):
        if missing:
            raise BadInput(f"the place {market.hubs.name[hub]} has no point on the map")
    mode = str(market.vehicles.mode[vehicle])
    factor = terms.rail_factor if mode in BY_TIMETABLE else terms.road_factor
    km = great_circle_km(longitude[:, None], latitude[:, None], longitude[None, :], latitude[None, :]) * factor
    boarding = np.array([*(on[hub] for hub in first), *(0 for _ in last)], dtype=np.int64)
    sheltered = market.hubs.safe_before_six[hubs]
    return Errand(
        hub=hubs,
        boarding=boarding,
        alighting=np.array([*(0 for _ in first), *(off[hub] for hub in last)], dtype=np.int64),
        safe_early=sheltered | (boarding == 0) if mode in BY_TIMETABLE else sheltered,  # a train ends at a station
        drive_min=np.ceil(km / terms.km_h(mode) * 60 - 1e-9).astype(np.int64),
        distance_km=km,
        law=law_of(market, vehicle),
        boarding_s=RAIL_BOARDING_S if mode in BY_TIMETABLE else BOARDING_S,
    )


def _as_listed(people: Mapping[int, int], listed: IntArray) -> list[int]:
    """The hubs that are called at: listed ones first and in their order."""
    place = {hub: at for at, hub in enumerate(listed.tolist())}
    return sorted(people, key=lambda hub: (place.get(hub, len(place)), hub))


def best_order(errand: Errand, leaves_minute: int, *, exact_stops: int = EXACT_STOPS) -> list[int]:
    """Stops in the order that ends earliest, pick-ups first."""
    if len(errand.hub) <= exact_stops:
        return _exact_order(errand, leaves_minute)
    return _routed_order(errand)


def _exact_order(errand: Errand, leaves_minute: int) -> list[int]:
    """Held and Karp's recursion on the earliest time of leaving each last stop."""
    count, pickups = len(errand.hub), int(errand.is_pickup.sum())
    all_pickups = (1 << pickups) - 1
    best: dict[tuple[int, int], tuple[int, int]] = {}
    for first in range(pickups):
        best[1 << first, first] = (_first_leaving(errand, first, leaves_minute), -1)
    for visited in range(1, 1 << count):
        for last in range(count):
            if (visited, last) not in best:
                continue
            now = best[visited, last][0]
            for following in range(count):
                bit = 1 << following
                if visited & bit or (following >= pickups and visited & all_pickups != all_pickups):
                    continue
                then = _leaving(errand, following, now + int(errand.drive_min[last, following]))
                key = visited | bit, following
                if key not in best or then < best[key][0]:
                    best[key] = (then, last)
    visited = (1 << count) - 1
    last = min((stop for stop in range(count) if (visited, stop) in best), key=lambda stop: best[visited, stop])
    order = []
    while last >= 0:
        order.append(last)
        visited, last = visited ^ (1 << last), best[visited, last][1]
    return order[::-1]


def _routed_order(errand: Errand) -> list[int]:
    """Many stops: OR-Tools' savings and local search, from an open start to an open end; no clock, so repeatable."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2  # noqa: PLC0415 - slow to load, seldom needed

    count = len(errand.hub)
    pickup = errand.is_pickup
    manager = pywrapcp.RoutingIndexManager(count + 1, 1, count)
    routing = pywrapcp.RoutingModel(manager)
    cost = np.zeros((count + 1, count + 1), dtype=np.int64)
    cost[:count, :count] = errand.drive_min
    cost[:count, :count][np.ix_(~pickup, pickup)] = FAR
    cost[count, :count][~pickup] = FAR
    cost[:count, count][pickup] = FAR if (~pickup).any() else 0

    def minutes(here: int, there: int) -> int:
        return int(cost[manager.IndexToNode(here), manager.IndexToNode(there)])

    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(minutes))
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PATH_CHEAPEST_ARC
    answer = routing.SolveWithParameters(search)
    order, index = [], answer.Value(routing.NextVar(routing.Start(0)))
    while not routing.IsEnd(index):
        order.append(manager.IndexToNode(index))
        index = answer.Value(routing.NextVar(index))
    return order


def timetable(
    errand: Errand, order: Sequence[int], leaves_minute: int, crew: VehicleCrew
) -> tuple[Stop, ...] | Bilingual:
    """Times of an order, driven lawfully leg by leg."""
    mode, drivers = crew.mode, crew.drivers
    total_km = sum(float(errand.distance_km[here, there]) for here, there in pairwise(order))
    drivers = drivers if drivers > 0 else 2
    first = _first_leaving(errand, order[0], leaves_minute)
    drive = Drive(first, drivers, errand.law, nights=crew.nights, distance_km=total_km)
    stops = []
    for before, stop in zip([None, *order[:-1]], order, strict=True):
        if before is None:
            stops.append(_first_stop(errand, stop, drive.clock))
            continue
        if not _cover(drive, int(errand.drive_min[before, stop]), mode):
            hours = f"{sum(errand.drive_min[one, two] for one, two in pairwise(order)) / 60:.1f}"
            told = {"hours": hours, "drivers": drivers, "most": drive.most_driving // 60}
            return Bilingual(HOURS_RUN_OUT.text("zh", **told), HOURS_RUN_OUT.text("en", **told))
        arrives = _arriving(errand, stop, drive.clock)
        leaves = _leaving(errand, stop, arrives)
        drive.pause(leaves - drive.clock)
        stops.append(_stop(errand, stop, arrives, leaves))
    return tuple(stops)


def _cover(drive: Drive, minutes: int, mode: str) -> bool:
    if mode in BY_TIMETABLE:
        drive.clock += minutes
        return True
    return drive.cover(minutes)


def _stop(errand: Errand, stop: int, arrives: int, leaves: int) -> Stop:
    be_there = arrives - BE_EARLY_MIN if errand.boarding[stop] else arrives
    if errand.boarding[stop] and not errand.safe_early[stop]:
        be_there = max(be_there, _first_safe_minute(arrives - arrives % DAY_MIN))
    return Stop(
        hub=int(errand.hub[stop]),
        boarding=int(errand.boarding[stop]),
        leaving_us=int(errand.alighting[stop]),
        be_there_minute=be_there,
        arrives_minute=arrives,
        leaves_minute=leaves,
    )


def _first_stop(errand: Errand, stop: int, leaves: int) -> Stop:
    """Where it starts: be there when boarding begins, and at least BE_EARLY_MIN before it leaves."""
    begins = leaves - _handling_min(errand, stop)
    be_there = leaves - max(leaves - begins, BE_EARLY_MIN)
    if not errand.safe_early[stop]:
        be_there = min(max(be_there, _first_safe_minute(leaves - leaves % DAY_MIN)), begins)
    return Stop(int(errand.hub[stop]), int(errand.boarding[stop]), 0, be_there, begins, leaves)


def _first_leaving(errand: Errand, stop: int, leaves_minute: int) -> int:
    """The stated minute, or later where boarding for it would have to begin before 06:00 at an unsafe place."""
    takes = _handling_min(errand, stop)
    begins = leaves_minute - takes
    return (begins if errand.safe_early[stop] else _first_safe_minute(begins)) + takes


def _handling_min(errand: Errand, stop: int) -> int:
    people = int(errand.boarding[stop] + errand.alighting[stop])
    return math.ceil(people * errand.boarding_s / 60)


def _arriving(errand: Errand, stop: int, reached: int) -> int:
    """When a vehicle pulls in: it rests on the way rather than set people down in the small hours of the night."""
    return reached if errand.safe_early[stop] or not errand.alighting[stop] else _first_safe_minute(reached)


def _leaving(errand: Errand, stop: int, arrives: int) -> int:
    """When a vehicle that comes then has everyone aboard or off: neither before 06:00 where it is not safe."""
    begins = arrives if errand.safe_early[stop] else _first_safe_minute(arrives)
    return begins + _handling_min(errand, stop)


def _first_safe_minute(minute: int) -> int:
    """The minute itself, or 06:00 of the same day where it is earlier."""
    day, of_day = divmod(minute, DAY_MIN)
    return day * DAY_MIN + max(of_day, SIX)


def feeder_runs(parties: Sequence[int], seats: int) -> list[list[int]]:
    """Which parties share a feeder van: never more people than seats, no party parted, few runs.

    First fit, largest first: at most 11/9 of the fewest runs plus one (Dósa 2007). Raises BadInput where a party
    is larger than the van.
    """
    runs: list[list[int]] = []
    free: list[int] = []
    for party in sorted(range(len(parties)), key=lambda one: (-parties[one], one)):
        if not 0 < parties[party] <= seats:
            raise BadInput(
                f"同行的{parties[party]}人坐不下{seats}座的车,不能超载,也不拆开:请换大一些的车 / "
                f"a party of {parties[party]} does not fit a van of {seats} seats and is never overloaded"
            )
        for run, room in enumerate(free):
            if room >= parties[party]:
                runs[run].append(party)
                free[run] -= parties[party]
                break
        else:
            runs.append([party])
            free.append(seats - parties[party])
    return [sorted(run) for run in runs]
