"""Stations out of quotations and fares, in any order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.importers import Sending, bring_in
from data.importers.cells.stations import station_named
from data.importers.deciding.alike import settle_again
from data.importers.deciding.settling import Hand
from data.tables import Fare, Hub, Vehicle, VehicleStop
from tests.data.importers.workbooks import workbook

OFFICE = Path(__file__).parents[2] / "office"
TODAY = date(2026, 11, 27)
QUOTATION = ["车型", "座位数", "出发地", "目的地", "发车时间", "包车价"]


def stations(session: Session) -> dict[str, int]:
    return {row.name: row.county for row in session.execute(select(Hub.name, Hub.county))}


@pytest.mark.parametrize("order", [("客运公司报价.xlsx", "票价.xlsx"), ("票价.xlsx", "客运公司报价.xlsx")])
def test_the_office_s_quotation_and_fares_bring_their_stations_in_any_order(
    session: Session, order: tuple[str, str]
) -> None:
    reports = [bring_in(session, Sending(OFFICE / name), today=TODAY) for name in order]

    assert [(one.kept, one.to_decide + one.refused) for one in reports] in ([(6, 0), (4, 0)], [(4, 0), (6, 0)])
    assert stations(session) == {
        "威宁县": 520526,
        "东莞市": 441900,
        "宁波市": 330200,
        "广州市": 440100,
        "六盘水市": 520200,
    }


def test_the_office_s_coaches_are_what_a_clerk_would_write_down(session: Session) -> None:
    bring_in(session, Sending(OFFICE / "客运公司报价.xlsx"), today=TODAY)

    written = session.execute(
        select(Vehicle.mode, Vehicle.rated_seats, Vehicle.drivers, Vehicle.fixed_cost_fen, Vehicle.leaves_minute)
        .order_by(Vehicle.id)
    ).all()  # fmt: skip
    assert [tuple(row) for row in written] == [
        ("coach", 49, None, 1_680_000, 480), ("coach", 55, 2, 1_850_000, 540), ("coach", 33, None, 1_300_000, 480),
        ("coach", 49, None, 1_950_000, 450), ("coach", 49, None, 1_950_000, 450), ("van", 19, None, 60_000, None),
    ]  # fmt: skip
    assert set(session.scalars(select(Vehicle.carrier))) == {"威宁县通达客运有限公司"}


def test_hours_on_the_way_become_days(session: Session) -> None:
    bring_in(session, Sending(OFFICE / "票价.xlsx"), today=TODAY)

    told = session.execute(select(Fare.fare_fen, Fare.days).order_by(Fare.fare_fen)).all()
    assert [tuple(row) for row in told] == [(20_550, 1), (21_550, 1), (26_200, 2), (48_000, 2)]


def test_two_coaches_of_one_hour_and_size_stay_two(session: Session) -> None:
    row = ["大巴", 49, "威宁", "东莞", "2026-12-02 08:00", 16800]
    bring_in(session, Sending(workbook([QUOTATION, row, row]), "报价.xlsx"), today=TODAY)

    assert session.scalar(select(func.count()).select_from(Vehicle)) == 2
    assert session.scalar(select(func.count()).select_from(VehicleStop)) == 4


@pytest.mark.parametrize(
    ("written", "county", "kind"),
    [
        ("威宁客运站", 520526, "coach_station"), ("贵阳北站", 520100, "rail_station"),
        ("宁波火车站", 330200, "rail_station"),
        ("广州南", 440100, "pickup"), ("威宁县草海镇汽车站", 520526, "coach_station"),
        ("东莞长安汽车站", 441900, "coach_station"),
    ],
)  # fmt: skip
def test_a_station_stands_in_the_region_its_name_begins_with(written: str, county: int, kind: str) -> None:
    found = station_named(written, 0)

    assert found is not None and (found.county, found.kind, found.is_region) == (county, kind, False)


@pytest.mark.parametrize("written", ["老地方", "待定", "集合点", "村口"])
def test_a_name_that_says_no_place_is_asked_about(written: str) -> None:
    assert station_named(written, 0) is None


def test_what_waits_for_a_station_is_kept_when_it_comes(session: Session) -> None:
    row = ["大巴", 49, "大转盘", "东莞", "2026-12-02 08:00", 16800]
    report = bring_in(session, Sending(workbook([QUOTATION, row]), "报价.xlsx"), today=TODAY)
    hubs = workbook([["站点名称", "区县"], ["大转盘", "贵州威宁县"]])

    bring_in(session, Sending(hubs, "站点.xlsx"), "hubs", today=TODAY)
    settled = settle_again(session, ("hub_unknown",), Hand(TODAY))

    assert report.to_decide == 1
    assert len(settled.kept) == 1 and session.scalar(select(func.count()).select_from(Vehicle)) == 1
