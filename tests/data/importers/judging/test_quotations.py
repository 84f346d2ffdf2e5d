"""A carrier's quotation: its end is read and told, a price by the kilometer is no price of a trip."""

from __future__ import annotations

from datetime import date

import pytest

from data.importers import judge, read_file
from data.importers.judging.judged_rows import JudgedRow
from data.registers.records import VehicleRecord
from tests.data.importers.workbooks import workbook

DAY = date(2026, 11, 27)


def offer(header: str, cells: str, above: str = "") -> JudgedRow:
    text = f"{above}出发地,目的地,车型,座位数,发车日期,{header}\n威宁,东莞,大客车,49,2026-12-05,{cells}\n"
    (row,) = judge(read_file(text.encode(), name="报价.csv"), today=DAY, home=520526)
    return row


def codes(row: JudgedRow) -> set[str]:
    return {fault.code for fault in row.faults if fault.code.startswith(("quotation", "cost"))}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("2026-11-20", {"quotation_expired"}),
        ("2026年11月26日", {"quotation_expired"}),
        ("11月25日", {"quotation_expired"}),
        ("2026-11-30", {"quotation_ends_before"}),
        ("12月4日", {"quotation_ends_before"}),
        ("2026-12-31", set()),
        ("2026-11-27", {"quotation_ends_before"}),
        ("另议", {"quotation_end_unclear"}),
    ],
)
@pytest.mark.parametrize("header", ["报价有效期", "有效期至", "报价截止日期"])
def test_until_when_a_quotation_holds(header: str, said: str, told: set[str]) -> None:
    row = offer(f"包车费,{header}", f"12000,{said}")

    assert codes(row) == told
    assert row.outcome == ("to_decide" if "quotation_expired" in told else "kept")


@pytest.mark.parametrize(
    "said", ["报价有效期至2026年11月20日", "价格有效期：11月20日", "含路桥费，报价有效至2026-11-20"]
)
def test_the_end_may_stand_in_the_remarks(said: str) -> None:
    assert codes(offer("包车费,备注", f"12000,{said}")) == {"quotation_expired"}


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("单价（元/公里）", "8.5"),
        ("包车费", "8.5元/公里"),
        ("报价", "每公里8元"),
        ("票价", "9元每公里"),
        ("包车价（元/km）", "8"),
        ("价格", "7.5元/千米"),
    ],
)
def test_a_price_by_the_kilometer_is_asked_and_never_taken_for_a_trip_s_or_a_head_s(header: str, cell: str) -> None:
    row = offer(header, cell)
    (record,) = row.records

    assert isinstance(record, VehicleRecord)
    assert (record.fixed_cost_fen, record.cost_per_person_fen) == (0, 0)
    assert codes(row) == {"cost_missing"} and row.outcome == "to_decide"


def test_a_whole_price_stands_whatever_the_kilometer_costs() -> None:
    row = offer("包车费,每公里（元）", "12000,8.5")

    assert codes(row) == set() and row.outcome == "kept"


@pytest.mark.parametrize(
    ("header", "price", "distance", "yuan"),
    [
        ("包车价（元/公里）", 8, 1363, 10904),
        ("包车价", "7.5元/公里", "1,200公里", 9000),
        ("包车价", "6元每公里", 650.0, 3900),
    ],
)
def test_a_price_by_the_kilometer_times_the_distance_of_its_row_is_the_trip_s(
    header: str, price: object, distance: object, yuan: int
) -> None:
    rows = [["出发地", "目的地", "座位数", "里程（公里）", header], ["威宁", "东莞", 49, distance, price]]

    (row,) = judge(read_file(workbook(rows), "vehicles", name="报价.xlsx"), today=DAY, office=520526)

    assert row.records[0].fixed_cost_fen == yuan * 100  # type: ignore[union-attr]
    assert "price_of_distance" in [fault.code for fault in row.faults] and row.outcome == "kept"


def test_the_end_of_a_quotation_below_its_table_holds_for_its_vehicles() -> None:
    rows = [
        ["出发地", "目的地", "座位数", "包车价"],
        ["威宁", "东莞", 49, 14000],
        ["报价有效期至2026年11月20日，逾期另议"],
    ]

    row = judge(read_file(workbook(rows), "vehicles", name="报价.xlsx"), today=DAY, office=520526)[0]

    assert "quotation_expired" in [fault.code for fault in row.faults]
