"""Where and when each trip of a plan calls: rounds of optimizer/journeys/stop_order.py as rows to keep."""

from __future__ import annotations

from collections import Counter

import numpy as np

from data.plans.trip_stops import KeptStop
from labor.arrays import IntArray
from labor.errors import BadInput
from labor.market import Market
from labor.plan import Plan
from labor.words import Bilingual
from optimizer import Problem, Stations, Stop, TransportTerms, one_station_a_group, round_of


def stops_at(market: Market, problem: Problem, plan: Plan) -> tuple[IntArray, IntArray]:
    """The stations where each assignment boards and gets off, -1 where not known; trips' vehicles as in ``market``.

    Who goes together boards together, at the first one's station where the vehicle calls there.
    """
    stations, placed = Stations(market), plan.assignments
    listed = market.vehicles.origins, market.vehicles.destinations
    wanted = one_station_a_group(market.workers.group, market.workers.pickup)
    boards, leaves = np.full(len(placed), -1, dtype=np.int64), np.full(len(placed), -1, dtype=np.int64)
    rows = zip(placed.row.tolist(), placed.posting.tolist(), placed.trip.tolist(), strict=True)
    for at, (row, posting, trip) in enumerate(rows):
        vehicle = int(plan.trips.vehicle[trip]) if trip >= 0 else -1
        calls = [stops.row(vehicle).tolist() if vehicle >= 0 else [] for stops in listed]
        boards[at] = stations.stop_for(int(problem.rows.origin[row]), calls[0], int(wanted[row]))
        end = int(problem.places.destination[posting])
        leaves[at] = stations.stop_for(end, calls[1], int(market.postings.destination[posting]))
    return boards, leaves


def calls_of(market: Market, problem: Problem, plan: Plan, terms: TransportTerms) -> list[tuple[KeptStop, ...]]:
    """One entry a trip, its vehicle given as a position of ``market``; empty where no lawful round is known."""
    placed = plan.assignments
    riders: list[Counter[tuple[int, int]]] = [Counter() for _ in range(len(plan.trips))]
    ends = zip(*stops_at(market, problem, plan), strict=True)
    for trip, (origin, destination), size in zip(placed.trip, ends, problem.rows.size[placed.row], strict=True):
        if trip >= 0:
            riders[int(trip)][int(origin), int(destination)] += int(size)
    return [
        _calls(market, int(vehicle), aboard, terms) for vehicle, aboard in zip(plan.trips.vehicle, riders, strict=True)
    ]


def _calls(
    market: Market, vehicle: int, aboard: Counter[tuple[int, int]], terms: TransportTerms
) -> tuple[KeptStop, ...]:
    try:
        stops = round_of(market, vehicle, aboard, terms)
    except BadInput:  # a place without a point on the map, or nobody aboard
        return ()
    if isinstance(stops, Bilingual):  # the drivers' hours do not suffice for the waiting between the stops
        return ()
    stated = int(market.vehicles.leaves_minute[vehicle])
    return tuple(_call(market, stop, stated=at == 0 and stop.leaves_minute == stated) for at, stop in enumerate(stops))


def _call(market: Market, stop: Stop, *, stated: bool) -> KeptStop:
    return KeptStop(
        hub_id=int(market.hubs.id[stop.hub]),
        boarding=stop.boarding,
        alighting=stop.leaving_us,
        be_there_minute=stop.be_there_minute,
        arrives_minute=stop.arrives_minute,
        leaves_minute=stop.leaves_minute,
        stated=stated,
    )
