"""Where a vehicle stops, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.exports.words import minute_words
from data.tables import Hub, Vehicle, VehicleStop
from labor.regions import great_circle_km

# From stop to stop on county roads; our own figures, printed with 约 ("about") beside the time.
ROAD_FACTOR: Final = 1.3
FEEDER_KM_PER_HOUR: Final = 50.0
BOARDING_MINUTES: Final = 10


@dataclass(frozen=True, slots=True)
class Stop:
    """One place on the way; ``time`` is empty where none is known, with 约 before it where it is an estimate."""

    hub_id: int
    name: str
    address: str
    time: str


def stops_of(session: Session, vehicle: Vehicle) -> tuple[tuple[Stop, ...], tuple[Stop, ...]]:
    """Places of boarding and of arrival, in order."""
    rows = session.execute(
        select(VehicleStop.role, Hub)
        .join(Hub, Hub.id == VehicleStop.hub_id)
        .where(VehicleStop.vehicle_id == vehicle.id)
        .order_by(VehicleStop.position)
    ).all()
    origins = [hub for role, hub in rows if role == "origin"]
    times = _pickup_times(origins, vehicle.leaves_minute)
    here = tuple(Stop(hub.id, hub.name, hub.address, time) for hub, time in zip(origins, times, strict=True))
    there = tuple(Stop(hub.id, hub.name, hub.address, "") for role, hub in rows if role == "destination")
    return here, there


def _pickup_times(hubs: Sequence[Hub], first_minute: int | None) -> list[str]:
    """The stated time at the first stop, estimates at the others; nothing after a stop without a point."""
    times = [minute_words(first_minute)]
    minute = float(first_minute if first_minute is not None else -1)
    for before, here in pairwise(hubs):
        ends = [before.longitude, before.latitude, here.longitude, here.latitude]
        if minute < 0 or any(value is None for value in ends):
            minute = -1.0
            times.append("")
            continue
        km = float(great_circle_km(*(np.asarray(value, dtype=np.float64) for value in ends)))
        minute += BOARDING_MINUTES + km * ROAD_FACTOR / FEEDER_KM_PER_HOUR * 60
        times.append(f"约{minute_words(round(minute / 5) * 5)}")
    return times[: len(hubs)]
