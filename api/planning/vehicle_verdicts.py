"""May each vehicle run, and what became of it: of the register as it stands, and of a plan as it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from data.markets import travel
from data.plans.vehicle_verdicts import KeptVerdict
from data.tables.regions import regions
from data.views import imports as views
from labor.arrays import IntArray
from labor.market import DateWindow, Hubs, Market, Vehicles
from labor.plan import Plan
from labor.regions import Regions
from optimizer import Problem, TransportTerms, VehicleOffer, Verdict, offer, uses_of, verdict_on

ALWAYS = DateWindow(date(1970, 1, 1), date(2199, 12, 31))


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """Vehicles and places alone: what a verdict needs without reading anybody."""

    regions: Regions
    hubs: Hubs
    vehicles: Vehicles
    window: DateWindow


def of_register(session: Session, today: date) -> dict[int, Verdict]:
    """The verdict on every vehicle in use, by register number."""
    table = regions()
    hubs = travel.hubs(session, table)
    roads = Roads(table, hubs, travel.vehicles(session, ALWAYS, hubs), DateWindow(today, today))
    ids = roads.vehicles.id.tolist()
    return {number: verdict_on(roads, at, TransportTerms()) for at, number in enumerate(ids)}


@dataclass(frozen=True, slots=True)
class ImportedVehicle:
    """A vehicle a file brought, with its verdict as the register stands now."""

    id: int
    name: str
    verdict: Verdict


def of_imports(session: Session, after: int, today: date, *, last: int | None = None) -> list[ImportedVehicle]:
    """Vehicles in use that imports numbered above ``after`` (up to ``last``) brought, in order."""
    brought = views.vehicles_of(session, after, last)
    if not brought:
        return []
    judged = of_register(session, today)
    return [ImportedVehicle(number, name, judged[number]) for number, name in brought if number in judged]


def of_plan(market: Market, problem: Problem, plan: Plan, terms: TransportTerms) -> Iterator[KeptVerdict]:
    """Every vehicle of the market; ``plan`` holds vehicles as positions of the problem's fleet."""
    offered = offer(market, terms)
    uses = dict(zip(offered.vehicle.tolist(), uses_of(problem, plan), strict=True))
    refused = {one.vehicle: one.why for one in offered.refused}
    for at, number in enumerate(market.vehicles.id.tolist()):
        judged, use = verdict_on(market, at, terms), uses.get(at)
        if use is None:
            why = refused[at] if judged.may_run else judged.text
            yield KeptVerdict(number, "refused" if judged.may_run else judged.kind, why)
        else:
            yield KeptVerdict(number, judged.kind, judged.text, use.kind, use.text)


def crews_of(offered: VehicleOffer, vehicles: int) -> tuple[IntArray, IntArray]:
    """Drivers and nights each vehicle of the market is planned with; 0 where it is not offered."""
    drivers, nights = np.zeros(vehicles, dtype=np.int64), np.zeros(vehicles, dtype=np.int64)
    drivers[offered.vehicle] = [journey.drivers for journey in offered.journeys]
    nights[offered.vehicle] = [journey.nights for journey in offered.journeys]
    return drivers, nights
