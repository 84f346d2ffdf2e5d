"""The means of travel of a window: hubs, vehicles on offer, fares, and who boards where."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from data.columns import MISSING, columns, days, grouped, positions, real, truth, whole, words
from data.tables import Fare, Hub, Vehicle, VehicleStop
from labor.arrays import FloatArray, IntArray, Ragged, frozen
from labor.market import ANY_NUMBER, FEEDER_REACH_KM, DateWindow, Fares, Hubs, Vehicles
from labor.regions import Regions, great_circle_km


def hubs(session: Session, regions: Regions) -> Hubs:
    """All hubs; one without a point of its own stands at its county's seat."""
    ids, name, county, longitude, latitude, safe = columns(
        session,
        select(Hub.id, Hub.name, Hub.county, Hub.longitude, Hub.latitude, Hub.safe_before_six).order_by(Hub.id),
    )
    counties = whole(county)
    seat = _seats(regions, counties)
    return Hubs(
        id=whole(ids),
        name=tuple(name),
        county=counties,
        longitude=_or_else(real(longitude), seat[0]),
        latitude=_or_else(real(latitude), seat[1]),
        safe_before_six=truth(safe),
    )


def hub_of(regions: Regions, hubs: Hubs, *, stated: IntArray, county: IntArray) -> IntArray:
    """The hub position each person or posting uses: the stated one, else the nearest to the county's seat.

    A hub of the same county comes first; another county's counts within FEEDER_REACH_KM; else MISSING.
    """
    found = positions(hubs.id, stated)
    if not len(hubs):
        return found
    open_counties = np.unique(county[found == MISSING])
    nearest = np.array([_nearest(regions, hubs, int(code)) for code in open_counties], dtype=np.int64)
    if len(open_counties):
        guess = nearest[np.searchsorted(open_counties, county).clip(max=len(open_counties) - 1)]
        found = np.where(found == MISSING, guess, found)
    return frozen(found)


def _nearest(regions: Regions, hubs: Hubs, county: int) -> int:
    at = regions.position(county)
    here = regions.longitude[at : at + 1], regions.latitude[at : at + 1]
    distance = great_circle_km(*here, hubs.longitude, hubs.latitude)
    distance = np.where(np.isnan(distance), np.inf, distance)
    own = np.flatnonzero(hubs.county == regions.current(county))
    if len(own):
        return int(own[np.argmin(distance[own])])
    best = int(np.argmin(distance))
    return best if distance[best] <= FEEDER_REACH_KM else MISSING


def _seats(regions: Regions, codes: IntArray) -> tuple[FloatArray, FloatArray]:
    at = np.array([regions.position(int(code)) for code in codes], dtype=np.int64)
    return regions.longitude[at], regions.latitude[at]


def _or_else(stated: FloatArray, fallback: FloatArray) -> FloatArray:
    return frozen(np.where(np.isnan(stated), fallback, stated))


def vehicles(session: Session, window: DateWindow, hubs: Hubs) -> Vehicles:
    """Vehicles in use that leave within the window or on any day, by id."""
    in_window = (
        select(Vehicle)
        .where(Vehicle.in_use, or_(Vehicle.leaves.is_(None), Vehicle.leaves.between(window.first, window.last)))
        .order_by(Vehicle.id)
    )
    wanted = in_window.with_only_columns(
        Vehicle.id, Vehicle.mode, Vehicle.rated_seats, Vehicle.load_factor, Vehicle.escorts, Vehicle.drivers,
        Vehicle.nights, Vehicle.min_load, Vehicle.fixed_cost_fen, Vehicle.cost_per_person_fen, Vehicle.available,
        Vehicle.leaves, Vehicle.leaves_minute,
    )  # fmt: skip
    ids, mode, rated, load, escorts, drivers, nights, least, fixed, per_person, available, leaves, minute = columns(
        session, wanted
    )
    number = whole(ids)
    stops = _stops(session, number, hubs)
    return Vehicles(
        id=number,
        mode=words(mode),
        origins=stops["origin"],
        destinations=stops["destination"],
        # 1e-9: 0.1 x 30 seats is 3.0000000000000004 in binary, and 0.7 x 10 is 6.999999999999999.
        seats=frozen(np.floor(whole(rated) * real(load) + 1e-9).astype(np.int64)),
        escorts=whole(escorts),
        drivers=whole(drivers),
        nights=whole(nights),
        min_load=whole(least),
        fixed_cost_fen=whole(fixed),
        cost_per_person_fen=whole(per_person),
        available=whole(available),
        leaves=days(leaves),
        leaves_minute=whole(minute),
    )


def less_used(vehicles: Vehicles, used: IntArray) -> Vehicles:
    """The same with one run less of a vehicle for each trip that left with it; ``used`` are register numbers."""
    runs = np.array([np.count_nonzero(used == number) for number in vehicles.id.tolist()], dtype=np.int64)
    limited = vehicles.available != ANY_NUMBER
    left = np.where(limited, np.maximum(vehicles.available - runs, 0), vehicles.available)
    return replace(vehicles, available=frozen(left))


def _stops(session: Session, vehicle_ids: IntArray, hubs: Hubs) -> dict[str, Ragged]:
    vehicle, role, hub = columns(
        session, select(VehicleStop.vehicle_id, VehicleStop.role, VehicleStop.hub_id).order_by(VehicleStop.position)
    )
    at, stop, roles = positions(vehicle_ids, whole(vehicle)), positions(hubs.id, whole(hub)), words(role)
    return {
        kind: grouped(np.where(roles == kind, at, MISSING), stop, len(vehicle_ids))
        for kind in ("origin", "destination")
    }


def fares(session: Session, hubs: Hubs) -> Fares:
    """All fares, as hub positions."""
    origin, destination, fare, taken = columns(
        session,
        select(Fare.origin_hub_id, Fare.destination_hub_id, Fare.fare_fen, Fare.days).order_by(
            Fare.origin_hub_id, Fare.destination_hub_id
        ),
    )
    return Fares(
        origin=frozen(positions(hubs.id, whole(origin))),
        destination=frozen(positions(hubs.id, whole(destination))),
        fare_fen=whole(fare),
        days=whole(taken),
    )
