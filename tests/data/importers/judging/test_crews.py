"""Drivers of an offer and the size of its bus, from the words a coach company writes."""

from __future__ import annotations

import pytest

from data.importers import judge, read_file
from data.registers.records import VehicleRecord
from tests.data.importers.workbooks import TODAY, workbook

HEADER = ["车型", "座位数", "出发地", "目的地", "发车时间", "包车价（元）", "驾驶员", "备注"]


def offered(kind: str, seats: int, driver: str = "", remark: str = "") -> VehicleRecord:
    rows = [HEADER, [kind, seats, "广元站", "杭州站", "2026-03-02 08:00", 16800, driver, remark]]
    (row,) = judge(read_file(workbook(rows), "vehicles"), today=TODAY)
    (record,) = row.records
    assert isinstance(record, VehicleRecord)
    return record


@pytest.mark.parametrize(
    "remark",
    ["双驾", "含高速费，双驾驶员", "配两名司机", "2名驾驶员轮换", "驾驶员2名", "司机：两位", "two drivers", "双司机"],
)
def test_two_drivers_in_the_remarks_count(remark: str) -> None:
    assert offered("大巴", 49, remark=remark).drivers == 2


@pytest.mark.parametrize(
    ("remark", "drivers"),
    [("单驾", 1), ("三名驾驶员", 3), ("配3个师傅", 3), ("含高速费", -1), ("驾驶证齐全", -1), ("", -1)],
)
def test_drivers_are_counted_where_they_are_named_and_unknown_elsewhere(remark: str, drivers: int) -> None:
    assert offered("大巴", 49, remark=remark).drivers == drivers


@pytest.mark.parametrize(("names", "drivers"), [("张师傅、李师傅", 2), ("王强 赵刚", 2), ("张师傅", -1)])
def test_two_names_under_the_drivers_are_two_drivers(names: str, drivers: int) -> None:
    assert offered("大巴", 49, driver=names).drivers == drivers


@pytest.mark.parametrize(
    ("kind", "seats", "mode"),
    [
        ("中巴", 33, "coach"),
        ("中巴", 19, "van"),
        ("考斯特", 22, "coach"),
        ("商务车", 7, "van"),
        ("宇通客车", 55, "coach"),
    ],
)
def test_the_seats_tell_a_coach_from_a_van(kind: str, seats: int, mode: str) -> None:
    assert offered(kind, seats).mode == mode
