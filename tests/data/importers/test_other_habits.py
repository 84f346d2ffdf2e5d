"""Habits of other offices, each in several spellings: who signs for whom, wherever it pays, the unit of pay above."""

from __future__ import annotations

import pytest

from data.importers.cells.names import name
from data.importers.cells.places import known_places
from data.importers.cells.wishes import ANYWHERE, Wish, reader_of
from data.importers.files.reading import read_file
from data.importers.judging.judging import judge
from tests.data.importers.workbooks import TODAY, identity, workbook


@pytest.mark.parametrize(
    ("cell", "who"),
    [
        ("姐姐吴桂英", "吴桂英"),
        ("我弟王强", "王强"),
        ("帮李四", "李四"),
        ("我的老婆石春桃", "石春桃"),
        ("邻居:张大山", "张大山"),
        ("代丽华", "代丽华"),
        ("哥林", "哥林"),
    ],
)
def test_who_signs_for_somebody_is_no_part_of_the_name(cell: str, who: str) -> None:
    assert name(cell).value == (who,)


@pytest.mark.parametrize("cell", ["哪里工资高去哪里", "哪边有活走哪边", "看待遇", "有活就去", "哪个厂好去哪个"])
def test_wherever_it_pays_is_anywhere(cell: str) -> None:
    assert reader_of(known_places()).read(cell, home=433124) == (ANYWHERE, "", "")


@pytest.mark.parametrize("cell", ["哪里近去哪里", "越近越好"])
def test_wherever_is_near_is_near(cell: str) -> None:
    assert reader_of(known_places()).read(cell, home=433124).value == Wish(near=True)


@pytest.mark.parametrize("header", ["期望工价（元/天）", "想要日薪", "期望工资(日结)"])
def test_the_pay_somebody_wants_takes_its_unit_from_the_header(header: str) -> None:
    parsed = read_file(workbook([["姓名", "身份证号", header], ["张伟", identity(1), 220]]), "workers", name="一.xlsx")

    (row,) = judge(parsed, today=TODAY, office=510802)

    assert row.outcome == "kept" and row.records[0].wage_wanted_fen == 5_720_00


@pytest.mark.parametrize(
    "entry",
    [
        "1. 麻建军-男-31-15412345678-浙江义乌",
        "1. 麻建军|男|31|15412345678|浙江义乌",
        "1. 麻建军_男_31_15412345678_浙江义乌",
        "1. 麻建军/男/31/15412345678/浙江义乌",
        "1. 麻建军+男+31+15412345678+浙江义乌",
    ],
)
def test_parts_of_an_entry_are_told_apart_by_any_mark_between_them(entry: str) -> None:
    (row,) = judge(read_file(f"#接龙\n{entry}"), today=TODAY, office=510802)

    assert [(one.name, one.sex, one.phone, one.wish_regions) for one in row.records] == [
        ("麻建军", 1, "15412345678", (330782,))
    ]


@pytest.mark.parametrize("said", ["石光辉、龙三妹两口子 15412345678 义乌", "石光辉 龙三妹 夫妻 15412345678 义乌"])
def test_a_couple_that_signs_as_one_is_two_people_with_one_telephone(said: str) -> None:
    (row,) = judge(read_file(f"#接龙\n1. {said}"), today=TODAY, office=510802)

    assert row.outcome == "kept"
    assert [(one.name, one.phone) for one in row.records] == [("石光辉", "15412345678"), ("龙三妹", "15412345678")]
