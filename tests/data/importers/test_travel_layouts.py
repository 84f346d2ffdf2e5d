"""Carriers' offers and fares in the layouts they come in: letters, a way in one cell, a price a size or a place."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from data.importers.columns.travel_tables import way_in
from data.importers.files.reading import read_file
from data.importers.judging.judging import judge
from data.registers.records import FareRecord, VehicleRecord
from tests.blind.sheets import Row, text, workbook

DUAN = 451228
TODAY = date(2026, 11, 27)


class Offer(NamedTuple):
    """What matters of an offer here."""

    seats: int
    ends: tuple[str, ...]
    yuan: int
    drivers: int = -1
    leaves: date | None = None


def offers(path: Path) -> list[Offer]:
    """The offers a file makes to the office of Du'an."""
    rows = judge(read_file(path), today=TODAY, office=DUAN)
    made = [record for row in rows for record in row.records if isinstance(record, VehicleRecord)]
    return [
        Offer(
            one.seats,
            (*one.origins, *one.destinations),
            max(one.fixed_cost_fen, one.cost_per_person_fen) // 100,
            one.drivers,
            one.leaves,
        )
        for one in made
    ]


@pytest.mark.parametrize(
    "said",
    [
        "都安—东莞",
        "都安→东莞",
        "都安至东莞",
        "都安-东莞",
        "从都安到东莞",
        "都安 ~ 东莞",
        "都安（汽车站）—河池—东莞",
        "都安开往东莞",
    ],
)
def test_a_way_in_one_cell_has_two_ends(said: str) -> None:
    assert way_in(said) == ("都安", "东莞")


@pytest.mark.parametrize("said", ["2026-12-04", "8:00-9:00", "东莞", "49-53座", "全程高速", "4800-6000"])
def test_what_is_no_way_has_no_ends(said: str) -> None:
    assert way_in(said) is None


@pytest.mark.parametrize("header", ["线路", "区间", "起止地点", "行程", "运行路线", "往返线路"])
def test_a_column_of_ways_gives_both_ends(tmp_path: Path, header: str) -> None:
    rows: list[Row] = [
        [header, "车型", "包车费", "司机"],
        ["都安—东莞", "49座大巴", "11760", "2名"],
        ["都安—深圳", "37座", "9800", ""],
    ]
    workbook({"报价": rows})(tmp_path / "报价.xlsx")

    found = offers(tmp_path / "报价.xlsx")

    assert [(one.seats, one.ends, one.yuan) for one in found] == [
        (49, ("都安", "东莞"), 11760),
        (37, ("都安", "深圳"), 9800),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["目的地", "19座", "38座"], ["东莞", 5200, 7600], ["佛山", 4800, 7100]],
        [["到达城市", "19座中巴", "38座大巴"], ["东莞", "5200元", "7600元"], ["佛山", "4800元", "7100元"]],
        [["车辆座位", "东莞", "佛山"], ["19", 5200, 4800], ["38", 7600, 7100]],
        [["座位数", "到东莞", "到佛山"], [19, 5200, 4800], [38, 7600, 7100]],
        [["目的地", "19座价格", "38座价格", "备注"], ["东莞", 5200, 7600, "不含食宿"], ["佛山", 4800, 7100, ""]],
    ],
)
def test_prices_a_size_and_a_place_are_offers_from_the_offices_county(tmp_path: Path, rows: list[Row]) -> None:
    workbook({"包车价格": [["包车价格表"], *rows]})(tmp_path / "价格.xlsx")

    found = {(one.seats, one.ends[-1], one.yuan) for one in offers(tmp_path / "价格.xlsx")}

    assert found == {(19, "东莞", 5200), (38, "东莞", 7600), (19, "佛山", 4800), (38, "佛山", 7100)}
    assert {one.ends[0] for one in offers(tmp_path / "价格.xlsx")} == {"都安县"}


@pytest.mark.parametrize(
    "line",
    [
        "一、都安至东莞，49座大客车一辆，包车价11760元，配2名驾驶员，12月4日早上7点发车；",
        "1. 都安-东莞 49座大巴 报价11760元 双驾 12月4日7:00发车",
        "（1）12月4日7:00，都安到东莞，49座大巴，每车1.176万元，两名司机",
        "① 都安→东莞：49座客车1辆，12月4日 7点发车，全程11760元，2名驾驶员",
        "都安—东莞，49座豪华大巴，单程包车费11760元/车，含2个司机，12月4日早上7点走",
    ],
)
def test_a_carriers_letter_is_read_line_by_line(tmp_path: Path, line: str) -> None:
    text(f"报价函\n都安县劳务办：\n    现报价如下：\n{line}\n\n都安县运输公司\n2026年11月24日\n")(
        tmp_path / "报价函.txt"
    )

    assert offers(tmp_path / "报价函.txt") == [Offer(49, ("都安", "东莞"), 11760, 2, date(2026, 12, 4))]


@pytest.mark.parametrize(
    "line",
    [
        "西昌西—宁波  硬座 289.5元  约40小时",
        "1、西昌西至宁波，硬座289.5元，约40小时",
        "西昌西→宁波 289.5元 40小时",
        "从西昌西到宁波：火车硬座289.5块，40个小时",
        "西昌西-宁波 K字头硬座 票价289.5元 路上40小时",
    ],
)
def test_fares_typed_as_text_are_read_line_by_line(tmp_path: Path, line: str) -> None:
    text(f"票价参考\n{line}\n")(tmp_path / "票价.txt")

    rows = judge(read_file(tmp_path / "票价.txt"), today=TODAY, office=DUAN)
    fares = [record for row in rows for record in row.records if isinstance(record, FareRecord)]

    assert [(one.origin, one.destination, one.fare_fen, one.days) for one in fares] == [("西昌西", "宁波", 28950, 2)]
