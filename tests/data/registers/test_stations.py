"""Stations corrected, joined, parted and deleted: nothing that named them is lost, and later files still find them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.importers import Sending, bring_in
from data.registers import stations
from data.registers.joined_stations import _MOVED, Doubled, join
from data.registers.places import HubBook
from data.registers.stations import Correction
from data.tables import BackgroundRun, Base, Fare, Hub, Posting, Vehicle, VehicleStop, Worker
from data.views import stations as views
from labor.errors import BadInput, NotFound, StepRefused
from tests import builders
from tests.data.importers.workbooks import workbook

WEINING, GUANGZHOU = 520526, 440100
TODAY = date(2026, 11, 27)
OFFICE = Path(__file__).parents[2] / "office"
QUOTATION = ["车型", "座位数", "出发地", "目的地", "发车时间", "包车价"]


def corrected(name: str = "威宁客运站", **changes: Any) -> Correction:
    said: dict[str, Any] = {"name": name, "kind": "coach_station", "county": WEINING}
    return Correction(**(said | changes))


def fares(session: Session) -> set[tuple[int, int, int, int]]:
    query = select(Fare.origin_hub_id, Fare.destination_hub_id, Fare.fare_fen, Fare.days)
    return {tuple(row) for row in session.execute(query)}  # type: ignore[misc]


def a_twin(session: Session) -> tuple[Hub, Hub, Hub]:
    """One station written twice, and one far away."""
    one = builders.a_hub(session, "威宁汽车站", county=WEINING, longitude=104.28, latitude=26.86)
    other = builders.a_hub(session, "威宁客运站", county=WEINING)
    return one, other, builders.a_hub(session, "广州南站", county=GUANGZHOU)


def test_all_that_names_a_station_names_the_one_it_is_joined_into(session: Session) -> None:
    old, new, far = a_twin(session)
    coach = builders.a_coach(session, [old, new], [far])
    worker = builders.a_worker(session, pickup_hub_id=old.id)
    posting = builders.a_posting(session, destination_hub_id=old.id)
    builders.a_fare(session, far, old, 30_000)

    joined = join(session, old.id, new.id)

    assert (joined.vehicles, joined.fares, joined.workers, joined.postings) == (1, 1, 1, 1)
    stops = session.execute(select(VehicleStop.role, VehicleStop.hub_id).where(VehicleStop.vehicle_id == coach.id))
    assert sorted(tuple(row) for row in stops) == [("destination", far.id), ("origin", new.id)]
    assert session.get_one(Worker, worker.id).pickup_hub_id == new.id
    assert session.get_one(Posting, posting.id).destination_hub_id == new.id
    assert fares(session) == {(far.id, new.id, 30_000, 0)}
    assert "威宁汽车站" not in set(session.scalars(select(Hub.name)))
    assert (session.get_one(Hub, new.id).longitude, session.get_one(Hub, new.id).latitude) == (104.28, 26.86)


def test_every_column_that_can_name_a_station_is_moved() -> None:
    naming = {
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "hubs"
    }
    moved = {f"{column.class_.__tablename__}.{column.key}" for column in _MOVED}

    assert naming == moved | {"vehicle_stops.hub_id", "fares.origin_hub_id", "fares.destination_hub_id"}


@pytest.mark.parametrize(("of_old", "of_new"), [(30_000, 28_000), (28_000, 30_000), (28_000, 28_000)])
def test_of_two_fares_that_become_one_the_cheaper_stays_and_is_told(session: Session, of_old: int, of_new: int) -> None:
    old, new, far = a_twin(session)
    builders.a_fare(session, old, far, of_old).days = 1
    builders.a_fare(session, new, far, of_new).days = 2

    joined = join(session, old.id, new.id)

    assert joined.doubled == (Doubled("威宁客运站", "广州南站", 28_000, max(of_old, of_new)),)
    assert fares(session) == {(new.id, far.id, 28_000, 2 if of_new < of_old else 1)}


def test_a_fare_from_a_station_to_its_twin_is_let_go_and_told(session: Session) -> None:
    old, new, _ = a_twin(session)
    builders.a_fare(session, old, new, 500)

    assert join(session, old.id, new.id).between == (500,)
    assert fares(session) == set()


def test_two_stations_a_vehicle_goes_between_are_not_joined(session: Session) -> None:
    old, new, _ = a_twin(session)
    builders.a_coach(session, [old], [new], number="短驳1")

    with pytest.raises(StepRefused, match="不能算一个站") as refused:
        join(session, old.id, new.id)

    assert refused.value.details == ("短驳1",)


def test_no_station_is_joined_while_a_plan_is_made(session: Session) -> None:
    old, new, _ = a_twin(session)
    builders.kept(session, BackgroundRun(kind="plan", status="running", asked=builders.NOW, asked_by="老陈"))

    with pytest.raises(StepRefused, match="正在编制计划"):
        join(session, old.id, new.id)


def test_a_station_is_not_joined_into_itself_or_into_none(session: Session) -> None:
    old, _, _ = a_twin(session)

    with pytest.raises(BadInput, match="另一个站点"):
        join(session, old.id, old.id)
    with pytest.raises(NotFound, match="没有 4040 号站点"):
        join(session, old.id, 4040)


def test_the_office_s_files_find_what_was_joined_and_make_no_station_again(session: Session) -> None:
    for name in ("客运公司报价.xlsx", "票价.xlsx"):
        bring_in(session, Sending(OFFICE / name), today=TODAY)
    found = {row.name: row.id for row in session.execute(select(Hub.name, Hub.id))}
    coach_station = builders.a_hub(session, "威宁客运站", county=WEINING)
    join(session, found["威宁县"], coach_station.id)

    rows = [["大巴", 49, name, "东莞", f"2026-12-0{at} 08:00", 16800] for at, name in enumerate(
        ("威宁", "威宁县", "贵州威宁", "威宁客运站"), 2
    )]  # fmt: skip
    bring_in(session, Sending(workbook([QUOTATION, *rows]), "新报价.xlsx"), today=TODAY)

    assert "威宁县" not in set(session.scalars(select(Hub.name)))
    origins = select(VehicleStop.hub_id).where(VehicleStop.role == "origin").distinct()
    assert set(session.scalars(origins)) == {coach_station.id}
    assert session.scalar(select(func.count()).select_from(Vehicle)) == 10


def test_a_name_that_two_stations_bear_means_neither_after_one_was_joined(session: Session) -> None:
    old, new, _ = a_twin(session)
    old.name = "汽车站"
    builders.a_hub(session, "汽车站", county=GUANGZHOU)

    join(session, old.id, new.id)

    book = HubBook(session)
    assert book.find("汽车站") is None
    assert book.find("汽车站", WEINING) == new.id


def test_a_corrected_station_is_found_by_its_old_name_and_its_new_one(session: Session) -> None:
    station, _, _ = a_twin(session)

    stations.correct(
        session, station.id, corrected("六桥客运站", county=520502, safe_before_six=True, point=(105.3, 27.3))
    )

    book = HubBook(session)
    assert {book.find(name) for name in ("威宁汽车站", "六桥客运站")} == {station.id}
    now = views.station(session, station.id)
    assert (now.station.county, now.station.safe_before_six, now.station.longitude) == (520502, True, 105.3)
    assert now.names == ("威宁汽车站",)


@pytest.mark.parametrize("name", ["威宁客运站", "威宁 客运站"])
def test_a_name_another_station_of_the_county_has_is_refused(session: Session, name: str) -> None:
    station, _, _ = a_twin(session)

    with pytest.raises(BadInput, match="是同一个请合并"):
        stations.correct(session, station.id, corrected(name))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": " "}, "站点名称"), ({"name": "站" * 61}, "站点名称"), ({"name": "威宁\x00站"}, "站点名称"),
        ({"kind": "harbor"}, "没有“harbor”"), ({"county": 0}, "请补填"), ({"county": 520000}, "请补填"),
        ({"county": 999999}, "请补填"), ({"point": (26.86, 104.28)}, "写反"), ({"point": (float("nan"), 26.0)}, "写反"),
    ],
)  # fmt: skip
def test_what_an_imported_row_could_not_say_is_refused(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        corrected(**wrong)


def test_another_name_becomes_a_station_of_its_own_and_nobody_moves(session: Session) -> None:
    old, new, far = a_twin(session)
    coach = builders.a_coach(session, [old], [far])
    join(session, old.id, new.id)

    made = stations.part(session, new.id, corrected("威宁汽车站"))

    book = HubBook(session)
    assert (book.find("威宁汽车站"), book.find("威宁客运站")) == (made, new.id)
    stop = select(VehicleStop.hub_id).where(VehicleStop.vehicle_id == coach.id, VehicleStop.role == "origin")
    assert session.scalar(stop) == new.id
    with pytest.raises(NotFound):
        stations.part(session, new.id, corrected("威宁汽车站"))


def test_a_station_nobody_uses_is_deleted_with_its_names(session: Session) -> None:
    old, new, _ = a_twin(session)
    join(session, old.id, new.id)

    assert stations.remove(session, new.id) == "威宁客运站"
    assert [line.station.name for line in views.stations(session).rows] == ["广州南站"]
    assert HubBook(session).find("威宁汽车站") is None


def test_a_station_in_use_is_kept_and_what_uses_it_is_said(session: Session) -> None:
    old, _, far = a_twin(session)
    builders.a_coach(session, [old], [far])
    builders.a_fare(session, old, far)
    builders.a_fare(session, far, old)
    builders.a_worker(session, pickup_hub_id=old.id)
    builders.a_posting(session, destination_hub_id=old.id)

    with pytest.raises(StepRefused, match="还在用，不能删") as refused:
        stations.remove(session, old.id)

    assert [reason.split(" / ")[0] for reason in refused.value.details] == [
        "1 个车次停这里", "2 条票价从这里或到这里", "1 名务工人员在这里上车", "1 个岗位在这里下车"
    ]  # fmt: skip
    assert views.station(session, old.id).in_use


def test_stations_are_listed_with_what_uses_them_and_found_by_any_name(session: Session) -> None:
    old, new, far = a_twin(session)
    builders.a_coach(session, [new], [far])
    join(session, old.id, new.id)

    listed = views.stations(session).rows
    assert [(line.station.name, line.station.vehicles, line.names) for line in listed] == [
        ("广州南站", 1, ()), ("威宁客运站", 1, ("威宁汽车站",))
    ]  # fmt: skip
    assert [line.station.name for line in views.stations(session, "威宁 汽车").rows] == ["威宁客运站"]
    assert views.stations(session, "%").total == 0
