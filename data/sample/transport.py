"""Coaches and trains on offer, at realistic prices."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.sample.hubs import HUBS
from data.sample.lines import LINES, SHORT_OF_DRIVERS, TRAINS, YUAN_PER_KM
from labor.regions import ROAD_FACTOR, great_circle_km


@dataclass(frozen=True, slots=True)
class SampleVehicle:
    """One vehicle on offer; costs in yuan."""

    name: str
    mode: str
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    seats: int
    escorts: int
    drivers: int
    min_load: int
    fixed: int
    per_person: int
    available: int
    leaves: date
    minute: int
    operator: str


def road_km(stops: tuple[str, ...]) -> float:
    """Kilometers by road over the stops in order: the great circle, a third more for the road."""
    at = {hub.name: (hub.longitude, hub.latitude) for hub in HUBS}
    points = np.array([at[stop] for stop in stops])
    legs = great_circle_km(points[:-1, 0], points[:-1, 1], points[1:, 0], points[1:, 1])
    return float(legs.sum() * ROAD_FACTOR)


def drivers_needed(km: float) -> int:
    """Each drives 8 hours in 24 at 80 km/h; two at least beyond 400 km."""
    return max(2, math.ceil(km * 1.03 / (8 * 80)))


def vehicles(today: date) -> list[SampleVehicle]:
    """Every coach and train on offer in the fortnight after ``today``."""
    offers: list[SampleVehicle] = []
    for line, (name, origins, destinations, seats, days) in enumerate(LINES):
        km = road_km((*origins, *destinations))
        for day in days:
            rush = 1.12 if day <= 3 else 1.0  # the week after Spring Festival costs more
            offers.append(
                SampleVehicle(
                    name=f"{name}{line + 1:02d}-{today + timedelta(days=day):%m%d}",
                    mode="coach",
                    origins=origins,
                    destinations=destinations,
                    seats=seats,
                    escorts=2,
                    drivers=2 if line == SHORT_OF_DRIVERS else drivers_needed(km),
                    min_load=max(20, round(seats * 0.55)),
                    fixed=int(round(km * YUAN_PER_KM[seats] * rush, -2)),
                    per_person=30 if km > 1300 else 12,  # insurance and food on the way
                    available=1 if day not in {3, 4} else 2,
                    leaves=today + timedelta(days=day),
                    minute=7 * 60 if day % 2 else 13 * 60,
                    operator=f"{name[0]}远客运有限公司(样例)",
                )
            )
    return offers + _trains(today)


def _trains(today: date) -> list[SampleVehicle]:
    return [
        SampleVehicle(
            f"{name}-{today + timedelta(days=day):%m%d}", "train", origins, destinations, seats, 1, 0, 10, 0, yuan, 1,
            today + timedelta(days=day), 9 * 60 + 20, "铁路团体票(样例)",
        )
        for name, origins, destinations, yuan, seats, days in TRAINS
        for day in days
    ]  # fmt: skip
