"""Small markets for the tests of policy/: a plain worker and a plain posting that suit each other, changed by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from labor.arrays import Ragged
from labor.candidates import Pairs
from labor.market import (
    MALE,
    NO_GROUP,
    UNLIMITED,
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

TODAY = date(2027, 2, 20)
LIZHOU, HANGZHOU_XIHU, JIAXING_NANHU, BEIJING_HAIDIAN = 510802, 330106, 330402, 110108

REGIONS = [
    (110000, 1, "北京市", 116.40, 39.90),
    (110108, 3, "海淀区", 116.30, 39.96),
    (330000, 1, "浙江省", 120.15, 30.27),
    (330100, 2, "杭州市", 120.21, 30.25),
    (330103, 3, "下城区", 120.17, 30.28),
    (330105, 3, "拱墅区", 120.14, 30.32),
    (330106, 3, "西湖区", 120.13, 30.26),
    (330400, 2, "嘉兴市", 120.76, 30.75),
    (330402, 3, "南湖区", 120.78, 30.75),
    (510000, 1, "四川省", 104.07, 30.65),
    (510800, 2, "广元市", 105.84, 32.44),
    (510802, 3, "利州区", 105.85, 32.43),
    (510811, 3, "昭化区", 105.96, 32.32),
]
SUCCESSORS = {330103: 330105}

WORKER: dict[str, Any] = {
    "county": LIZHOU, "pickup": -1, "group": NO_GROUP, "wants_couple_room": False, "trades": [], "text": "",
    "wage_wanted_fen": -1, "wish_regions": [], "max_distance_km": np.nan, "lodging_needed": False,
    "night_shift_ok": -1, "can_lift_kg": np.nan, "height_ok": -1, "earliest": "NaT", "latest": "NaT",
    "home_by": "NaT", "registered": "2027-02-01", "sex": MALE, "birth": "1990-05-01", "priority": False,
}  # fmt: skip
POSTING: dict[str, Any] = {
    "employer": 0, "county": JIAXING_NANHU, "destination": -1, "occupation": "", "text": "普工", "openings": 5,
    "min_team": 0, "beds": UNLIMITED, "beds_m": UNLIMITED, "beds_f": UNLIMITED, "couple_rooms": 0,
    "start_from": "2027-03-01", "start_by": "2027-03-05", "wage_low_fen": 500_000, "wage_high_fen": 600_000,
    "hours_a_day": 8.0, "lodging": 1, "night_shift": 0, "lift_kg": np.nan, "work_at_height": 0, "hazards": [],
    "certificates": [], "site_rules": [], "guaranteed": False, "agency_employment": False,
    "valid_until": "2027-03-31", "confirmed": "2027-02-18",
}  # fmt: skip
EMPLOYER: dict[str, Any] = {
    "county": JIAXING_NANHU, "arrears_from": "NaT", "arrears_to": "NaT", "licence_to": "NaT", "credit_grade": "A",
}  # fmt: skip

_TYPES: dict[str, Any] = {
    **dict.fromkeys(("arrears_from", "arrears_to", "licence_to", "birth", "registered", "confirmed"), "M8[D]"),
    **dict.fromkeys(("earliest", "latest", "home_by", "start_from", "start_by", "valid_until"), "M8[D]"),
    **dict.fromkeys(("max_distance_km", "can_lift_kg", "lift_kg", "hours_a_day"), np.float64),
    **dict.fromkeys(("wants_couple_room", "lodging_needed", "priority", "guaranteed", "agency_employment"), np.bool_),
    **dict.fromkeys(("occupation", "credit_grade"), np.str_),
}
_RAGGED = {"trades": np.str_, "wish_regions": np.int64, "hazards": np.str_, "certificates": np.str_}
_RAGGED["site_rules"] = np.str_


def column(name: str, rows: Sequence[Mapping[str, Any]]) -> Any:
    values = [row[name] for row in rows]
    if name in _RAGGED:
        return Ragged.of(values, _RAGGED[name])
    if name == "text":
        return tuple(values)
    return np.array(values, dtype=_TYPES.get(name, np.int64))


def block(of: type, rows: Sequence[Mapping[str, Any]], **others: Any) -> Any:
    names = [name for name in of.__dataclass_fields__ if name not in others]  # type: ignore[attr-defined]
    return of(**{name: column(name, rows) for name in names}, **others)


def regions() -> Regions:
    codes, levels, names, longitudes, latitudes = zip(*REGIONS, strict=True)
    successors = [SUCCESSORS.get(code, code) for code in codes]
    return Regions(
        np.array(codes), np.array(levels), names, np.array(longitudes), np.array(latitudes), np.array(successors)
    )


def market(
    workers: Sequence[Mapping[str, Any]] = ({},),
    postings: Sequence[Mapping[str, Any]] = ({},),
    employers: Sequence[Mapping[str, Any]] = ({},),
    *,
    certificates: Sequence[tuple[int, str, str, str]] = (),
    replies: Sequence[tuple[int, int, int]] = (),
    health: Sequence[tuple[int, int, int]] = (),
) -> Market:
    """A market of plain rows changed by the given fields; certificates are (worker, kind, valid_to, review_by)."""
    people = [{**WORKER, "id": at, **row} for at, row in enumerate(workers)]
    places = [{**POSTING, "id": at, **row} for at, row in enumerate(postings)]
    firms = [{**EMPLOYER, "id": at, **row} for at, row in enumerate(employers)]
    years = Ragged(column("trades", people).offsets, np.full(len(column("trades", people).items), np.nan))
    empty, no_days = np.zeros(0, dtype=np.int64), np.zeros(0, dtype="M8[D]")
    return Market(
        window=DateWindow(date(2027, 3, 1), date(2027, 3, 10)),
        regions=regions(),
        hubs=Hubs(empty, (), empty, empty.astype(float), empty.astype(float), empty.astype(bool)),
        workers=block(Workers, people, trade_years=years),
        protection=block(Protection, people),
        certificates=Certificates(
            np.array([row[0] for row in certificates], dtype=np.int64),
            np.array([row[1] for row in certificates], dtype=np.str_),
            np.array([row[2] for row in certificates], dtype="M8[D]"),
            np.array([row[3] for row in certificates], dtype="M8[D]"),
            np.ones(len(certificates), dtype=np.bool_),
        ),
        spells=Spells(empty, empty, empty, no_days),
        replies=Replies(*triple(replies)),
        health=HealthChecks(*triple(health)),
        employers=block(Employers, firms),
        postings=block(Postings, places),
        vehicles=no_vehicles(),
        fares=Fares(empty, empty, empty, empty),
    )


def triple(rows: Sequence[tuple[int, int, int]]) -> tuple[Any, Any, Any]:
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def no_vehicles() -> Vehicles:
    empty = np.zeros(0, dtype=np.int64)
    special = {
        "mode": empty.astype(str),
        "origins": Ragged.of([]),
        "destinations": Ragged.of([]),
        "leaves": empty.astype("M8[D]"),
    }
    return Vehicles(**{name: special.get(name, empty) for name in Vehicles.__dataclass_fields__})  # type: ignore[arg-type]


def every_pair(the_market: Market) -> Pairs:
    workers, postings = len(the_market.workers), len(the_market.postings)
    return Pairs(np.repeat(np.arange(workers), postings), np.tile(np.arange(postings), workers))
