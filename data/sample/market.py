"""The season as a Market, with no file and no database between: for tests, benchmarks and the hidden model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.sample.fares import SampleFare
from data.sample.hubs import HUBS
from data.sample.orders import SampleEmployer, SampleOrder
from data.sample.people import Person
from data.sample.transport import SampleVehicle
from data.sample.workplaces import SEATS
from labor.arrays import NO_DAY, DayArray, FloatArray, IntArray, Ragged
from labor.market import (
    Certificates,
    DateWindow,
    Employers,
    Fares,
    HealthChecks,
    Hubs,
    Market,
    Postings,
    Protection,
    Replies,
    Spells,
    Vehicles,
    Workers,
)
from labor.regions import Regions

# Codes of policy/packs/certificates.toml and protection.toml for the words the files use.
CERTIFICATE_KINDS: Final = {
    "熔化焊接与热切割作业": "em_welding_fusion",
    "低压电工作业": "em_electric_low",
    "建筑架子工证": "hc_scaffolder",
    "叉车证": "ms_forklift",
    "B2驾驶证": "dl_b2",
    "健康证": "food_health",
    "保安证": "security_guard",
}
HAZARD_KINDS: Final = {"电焊烟尘": "welding_fume", "粉尘": "dust"}
HUB_AT: Final = {hub.name: at for at, hub in enumerate(HUBS)}


@dataclass(frozen=True, slots=True)
class Register:
    """Everything the sample drew that a market shows."""

    people: Sequence[Person]
    employers: Sequence[SampleEmployer]
    orders: Sequence[SampleOrder]
    vehicles: Sequence[SampleVehicle]
    fares: Sequence[SampleFare]


def no_spells() -> Spells:
    """Nobody has worked anywhere yet."""
    none = np.zeros(0, dtype=np.int64)
    return Spells(none, none, none, np.zeros(0, dtype="datetime64[D]"))


def market_of(register: Register, today: date, spells: Spells | None = None, replies: Replies | None = None) -> Market:
    """One fortnight's market from the drawn season; positions are the positions in ``register``."""
    none = np.zeros(0, dtype=np.int64)
    return Market(
        window=DateWindow(today, today + timedelta(days=14)),
        regions=_regions(),
        hubs=_hubs(),
        workers=_workers(register.people),
        protection=_protection(register.people),
        certificates=_certificates(register.people),
        spells=spells or no_spells(),
        replies=replies or Replies(none, none, none),
        health=HealthChecks(none, none, none),
        employers=_employers(register.employers),
        postings=_postings(register.orders, register.employers),
        vehicles=_vehicles(register.vehicles),
        fares=_fares(register.fares),
    )


def _whole(values: Sequence[Any]) -> IntArray:
    return np.array(values, dtype=np.int64)


def _real(values: Sequence[Any]) -> FloatArray:
    return np.array(values, dtype=np.float64)


def _yes_no(values: Sequence[bool | None]) -> IntArray:
    return _whole([-1 if value is None else int(value) for value in values])


def _days(values: Sequence[date | None]) -> DayArray:
    return np.array([NO_DAY if value is None else np.datetime64(value, "D") for value in values], dtype="datetime64[D]")


def _words(values: Sequence[str]) -> NDArray[np.str_]:
    return np.array(values, dtype=np.str_)


def _regions() -> Regions:
    steps = {step for code in SEATS for step in (code // 10000 * 10000, code // 100 * 100, code)}
    codes = sorted(steps)
    nan = (float("nan"), float("nan"))
    return Regions(
        code=_whole(codes),
        level=_whole([1 if code % 10000 == 0 else 2 if code % 100 == 0 else 3 for code in codes]),
        name=tuple(str(code) for code in codes),
        longitude=_real([SEATS.get(code, nan)[0] for code in codes]),
        latitude=_real([SEATS.get(code, nan)[1] for code in codes]),
        successor=_whole(codes),
    )


def _hubs() -> Hubs:
    return Hubs(
        id=np.arange(1, len(HUBS) + 1),
        name=tuple(hub.name for hub in HUBS),
        county=_whole([hub.county for hub in HUBS]),
        longitude=_real([hub.longitude for hub in HUBS]),
        latitude=_real([hub.latitude for hub in HUBS]),
        safe_before_six=np.array([hub.safe_before_six for hub in HUBS]),
    )


def _workers(people: Sequence[Person]) -> Workers:
    nan = float("nan")
    return Workers(
        id=_whole([p.serial + 1 for p in people]),
        county=_whole([p.county for p in people]),
        pickup=_whole([HUB_AT[p.pickup] for p in people]),
        group=_whole([p.group for p in people]),
        wants_couple_room=np.array([p.couple_room for p in people], dtype=np.bool_),
        trades=Ragged.of([[t.code for t in p.trades if t.code] for p in people], dtype=np.str_),
        trade_years=Ragged.of(
            [[y for t, y in zip(p.trades, p.years, strict=True) if t.code] for p in people], dtype=np.float64
        ),
        text=tuple(p.text for p in people),
        wage_wanted_fen=_whole([p.wage_yuan * 100 if p.wage_yuan > 0 else -1 for p in people]),
        wish_regions=Ragged.of([p.wish for p in people]),
        max_distance_km=_real([150.0 if p.near_only else nan for p in people]),
        lodging_needed=np.array([p.lodging for p in people], dtype=np.bool_),
        night_shift_ok=_yes_no([p.night_ok for p in people]),
        can_lift_kg=_real([p.lift_kg if p.lift_kg > 0 else nan for p in people]),
        height_ok=_yes_no([p.height_ok for p in people]),
        earliest=_days([p.earliest for p in people]),
        latest=_days([p.latest for p in people]),
        home_by=_days([p.home_by for p in people]),
        registered=_days([p.registered for p in people]),
    )


def _protection(people: Sequence[Person]) -> Protection:
    return Protection(
        sex=_whole([p.sex for p in people]),
        birth=_days([p.birth for p in people]),
        priority=np.array([p.priority for p in people], dtype=np.bool_),
    )


def _certificates(people: Sequence[Person]) -> Certificates:
    held = [(at, paper) for at, p in enumerate(people) for paper in p.certificates if paper.words in CERTIFICATE_KINDS]
    return Certificates(
        worker=_whole([at for at, _ in held]),
        kind=_words([CERTIFICATE_KINDS[paper.words] for _, paper in held]),
        valid_to=_days([paper.valid_to for _, paper in held]),
        review_by=_days([paper.review_by for _, paper in held]),
        verified=np.zeros(len(held), dtype=np.bool_),
    )


def _employers(employers: Sequence[SampleEmployer]) -> Employers:
    return Employers(
        id=np.arange(1, len(employers) + 1),
        county=_whole([e.county for e in employers]),
        arrears_from=_days([e.arrears_from for e in employers]),
        arrears_to=_days([None] * len(employers)),
        licence_to=_days([e.licence_to for e in employers]),
        credit_grade=_words([e.grade for e in employers]),
    )


def _postings(orders: Sequence[SampleOrder], employers: Sequence[SampleEmployer]) -> Postings:
    owner = [employers[order.employer] for order in orders]
    return Postings(
        id=np.arange(1, len(orders) + 1),
        employer=_whole([o.employer for o in orders]),
        county=_whole([e.county for e in owner]),
        destination=_whole([HUB_AT[e.hub] for e in owner]),
        occupation=_words([o.trade.code for o in orders]),
        text=tuple(f"{o.title} {o.trade.duties}" for o in orders),
        openings=_whole([o.openings for o in orders]),
        min_team=_whole([o.min_team for o in orders]),
        beds=_whole([o.beds for o in orders]),
        beds_m=_whole([o.beds_m for o in orders]),
        beds_f=_whole([o.beds_f for o in orders]),
        couple_rooms=_whole([o.couple_rooms for o in orders]),
        start_from=_days([o.start_from for o in orders]),
        start_by=_days([o.start_by for o in orders]),
        wage_low_fen=_whole([o.wage_low * 100 for o in orders]),
        wage_high_fen=_whole([o.wage_high * 100 for o in orders]),
        hours_a_day=_real([o.hours for o in orders]),
        lodging=_whole([int(o.lodging) for o in orders]),
        night_shift=_whole([int(o.night) for o in orders]),
        lift_kg=_real([o.lift_kg or float("nan") for o in orders]),
        work_at_height=_whole([int(o.height) for o in orders]),
        hazards=Ragged.of([[HAZARD_KINDS[o.hazard]] if o.hazard else [] for o in orders], dtype=np.str_),
        certificates=Ragged.of(
            [[CERTIFICATE_KINDS[o.certificate]] if o.certificate else [] for o in orders], dtype=np.str_
        ),
        site_rules=Ragged.of([[] for _ in orders], dtype=np.str_),
        guaranteed=np.array([o.guaranteed for o in orders], dtype=np.bool_),
        agency_employment=np.array([e.is_agency for e in owner], dtype=np.bool_),
        valid_until=_days([o.valid_until for o in orders]),
        confirmed=_days([o.confirmed for o in orders]),
    )


def _vehicles(offers: Sequence[SampleVehicle]) -> Vehicles:
    return Vehicles(
        id=np.arange(1, len(offers) + 1),
        mode=_words([v.mode for v in offers]),
        origins=Ragged.of([[HUB_AT[name] for name in v.origins] for v in offers]),
        destinations=Ragged.of([[HUB_AT[name] for name in v.destinations] for v in offers]),
        seats=_whole([v.seats for v in offers]),
        escorts=_whole([v.escorts for v in offers]),
        drivers=_whole([v.drivers for v in offers]),
        nights=_whole([0 for _ in offers]),
        min_load=_whole([v.min_load for v in offers]),
        fixed_cost_fen=_whole([v.fixed * 100 for v in offers]),
        cost_per_person_fen=_whole([v.per_person * 100 for v in offers]),
        available=_whole([v.available for v in offers]),
        leaves=_days([v.leaves for v in offers]),
        leaves_minute=_whole([v.minute for v in offers]),
    )


def _fares(lines: Sequence[SampleFare]) -> Fares:
    return Fares(
        origin=_whole([HUB_AT[line.origin] for line in lines]),
        destination=_whole([HUB_AT[line.destination] for line in lines]),
        fare_fen=_whole([line.yuan * 100 for line in lines]),
        days=_whole([line.days for line in lines]),
    )
