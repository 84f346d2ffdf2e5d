"""Own tickets: what one person pays who travels alone, and the days it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.sample.hubs import PICKUPS, STOPS
from data.sample.places import CORRIDORS


@dataclass(frozen=True, slots=True)
class SampleFare:
    """One person's own ticket, in yuan, and the days it takes."""

    origin: str
    destination: str
    yuan: int
    days: int


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


def fares() -> list[SampleFare]:
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
                    SampleFare(pickup.name, stop.name, price + extra + 5 * ((at + way) % 4), 1 if price < 300 else 2)
                )
    return lines
