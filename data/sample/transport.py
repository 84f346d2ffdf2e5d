"""Coaches, trains and own tickets at realistic prices."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from data.sample.places import CORRIDORS, HUBS, PICKUPS, STOPS
from labor.regions import great_circle_km

ROAD_FACTOR: Final = 1.3
SHORT_OF_DRIVERS: Final = 9  # this line is offered with two drivers where four are due: it may not run
# Yuan per kilometer of a chartered coach, the empty way back priced in; a fuller season costs more.
YUAN_PER_KM: Final = {37: 5.6, 45: 6.2, 49: 6.6, 53: 7.0}


@dataclass(frozen=True, slots=True)
class Vehicle:
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


@dataclass(frozen=True, slots=True)
class Fare:
    """One person's own ticket, in yuan, and the days it takes."""

    origin: str
    destination: str
    yuan: int
    days: int


# What a coach line looks like: pick-ups in order, stops in order, seats, day offsets it is offered on.
LINES: Final = (
    ("利嘉", ("广元汽车客运站", "荣山镇政府广场"), ("嘉兴南站集散点",), 53, (1, 3, 6, 9, 12)),
    ("利嘉", ("宝轮客运站", "广元汽车客运站"), ("嘉兴南站集散点", "杭州汽车南站"), 49, (1, 3, 5, 8, 11)),
    ("利杭", ("广元汽车客运站", "荣山镇政府广场"), ("杭州汽车南站",), 49, (2, 4, 7, 10)),
    ("利杭", ("宝轮客运站",), ("杭州汽车南站",), 37, (2, 5, 8, 12)),
    ("利杭", ("荣山镇政府广场", "广元汽车客运站"), ("杭州汽车南站", "嘉兴南站集散点"), 45, (4, 9)),
    ("海泉", ("海原三河零工站", "七营镇客运站"), ("泉州客运中心站",), 53, (1, 3, 6, 9, 12)),
    ("海泉", ("七营镇客运站",), ("泉州客运中心站", "厦门集美客运站"), 45, (2, 5, 8, 11)),
    ("海厦", ("海原三河零工站", "七营镇客运站"), ("泉州客运中心站", "厦门集美客运站"), 49, (2, 4, 7, 10)),
    ("海福", ("海原三河零工站", "七营镇客运站"), ("福州汽车北站",), 49, (2, 6, 10)),
    ("海福", ("海原三河零工站",), ("福州汽车北站", "泉州客运中心站"), 37, (4, 9)),
    ("包京", ("萨拉齐客运站",), ("北京六里桥客运枢纽", "北京大兴集散点"), 49, (1, 3, 5, 8, 11)),
    ("包京", ("固阳县客运站", "萨拉齐客运站"), ("北京六里桥客运枢纽",), 45, (2, 4, 9)),
    ("包京", ("百灵庙客运站", "固阳县客运站"), ("北京大兴集散点", "北京六里桥客运枢纽"), 37, (2, 6, 10)),
)
# Train group tickets: no fixed cost, ten people at least (requirements: sealed application, ten and more).
TRAINS: Final = (
    ("团体票·广元-杭州", ("广元汽车客运站",), ("杭州汽车南站",), 312, 60, (3, 7, 11)),
    ("团体票·广元-嘉兴", ("广元汽车客运站",), ("嘉兴南站集散点",), 305, 60, (4, 8)),
    ("团体票·中卫-厦门", ("海原三河零工站",), ("厦门集美客运站",), 398, 50, (3, 8)),
    ("团体票·包头-北京", ("萨拉齐客运站",), ("北京六里桥客运枢纽",), 148, 60, (2, 6)),
)
# Own tickets by (origin corridor, destination corridor), in yuan: slow train with the way to the station.
OWN: Final = {
    ("浙江", "浙江"): 420,
    ("福建", "福建"): 540,
    ("北京", "北京"): 215,
    ("浙江", "福建"): 560,
    ("浙江", "北京"): 480,
    ("福建", "浙江"): 470,
    ("福建", "北京"): 390,
    ("北京", "浙江"): 450,
}


def road_km(stops: tuple[str, ...]) -> float:
    """Kilometers by road over the stops in order: the great circle, a third more for the road."""
    at = {hub.name: (hub.longitude, hub.latitude) for hub in HUBS}
    points = np.array([at[stop] for stop in stops])
    legs = great_circle_km(points[:-1, 0], points[:-1, 1], points[1:, 0], points[1:, 1])
    return float(legs.sum() * ROAD_FACTOR)


def drivers_needed(km: float) -> int:
    """Each drives 8 hours in 24 at 80 km/h; two at least beyond 400 km."""
    return max(2, math.ceil(km * 1.03 / (8 * 80)))


def vehicles(today: date) -> list[Vehicle]:
    """Every coach and train on offer in the fortnight after ``today``."""
    offers: list[Vehicle] = []
    for line, (name, origins, destinations, seats, days) in enumerate(LINES):
        km = road_km((*origins, *destinations))
        for day in days:
            rush = 1.12 if day <= 3 else 1.0  # the week after Spring Festival costs more
            offers.append(
                Vehicle(
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


def _trains(today: date) -> list[Vehicle]:
    return [
        Vehicle(
            f"{name}-{today + timedelta(days=day):%m%d}", "train", origins, destinations, seats, 1, 0, 10, 0, yuan, 1,
            today + timedelta(days=day), 9 * 60 + 20, "铁路团体票(样例)",
        )
        for name, origins, destinations, yuan, seats, days in TRAINS
        for day in days
    ]  # fmt: skip


def fares() -> list[Fare]:
    """Own tickets between every pick-up and the stops people of its county go to."""
    home = {510802: "浙江", 640522: "福建", 150221: "北京", 150222: "北京", 150223: "北京"}
    corridor_of = {hub: corridor.key for corridor in CORRIDORS.values() for hub in corridor.hubs}
    lines = []
    for at, pickup in enumerate(PICKUPS):
        for way, stop in enumerate(STOPS):
            price = OWN.get((home[pickup.county], corridor_of[stop.name]))
            if price is not None:
                extra = 0 if pickup.safe_before_six else 25  # the way to the station from a small place
                lines.append(
                    Fare(pickup.name, stop.name, price + extra + 5 * ((at + way) % 4), 1 if price < 300 else 2)
                )
    return lines
