"""Bands over rows of a list of people: never a person, and what they say holds for the rows below."""

from __future__ import annotations

from typing import Any

import pytest

from data.importers import judge, read_file
from data.importers.columns.band_words import band_of, is_band
from data.importers.judging.judged_rows import JudgedRow
from data.registers.records import WorkerRecord
from tests.data.importers.workbooks import TODAY, identity, workbook

HEADER = ["序号", "姓名", "身份证号", "联系电话", "备注"]


def person(at: int) -> list[Any]:
    return [at + 1, f"张{'伟芳娜敏静丽'[at]}", identity(at, born=f"1985{at + 1:02d}12"), f"1540000000{at}", ""]


def read(*rows: list[Any], merged: tuple[tuple[int, int, int, int], ...] = ()) -> tuple[list[JudgedRow], list[str]]:
    parsed = read_file(workbook([["务工人员花名册"], HEADER, *rows], merged=merged), name="册.xlsx")
    ((table, _),) = parsed.tables
    return judge(parsed, today=TODAY, home=520526), [row.text for row in table.skipped if row.what == "heading"]


def said(rows: list[JudgedRow]) -> list[tuple[str, str, tuple[int, ...], str]]:
    records = [record for row in rows for record in row.records if isinstance(record, WorkerRecord)]
    return [(one.village, one.address, one.wish_regions, one.status) for one in records]


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("三组", {"village_group": "三组"}),
        ("第三村民小组", {"village_group": "第三村民小组"}),
        ("王家组：", {"village_group": "王家组"}),
        ("一、东山村", {"village": "东山村"}),
        ("【东山村】", {"village": "东山村"}),
        ("——东山村（12人）——", {"village": "东山村"}),
        ("草海镇东山村2组", {"township": "草海镇", "village": "东山村", "village_group": "2组"}),
        ("西海社区名单如下", {"village": "西海社区"}),
        ("宁波方向", {"wish_regions": "宁波"}),
        ("赴宁波市务工人员", {"wish_regions": "宁波市"}),
        ("去广东的", {"wish_regions": "广东"}),
        ("浙江片区", {"wish_regions": "浙江"}),
        ("以下为已外出人员", {"status": "在外"}),
        ("（二）目前在外务工人员", {"status": "在外"}),
        ("以下未就业", {"status": "在家待业"}),
        ("三、返乡人员", {"status": "在家待业"}),
    ],
)
def test_what_a_band_says(text: str, band: dict[str, str]) -> None:
    assert band_of(text) == band


@pytest.mark.parametrize("text", ["张伟", "李国庆", "欧阳娜娜", "阿依古丽", "焊工", "乌力吉"])
def test_a_name_alone_is_no_band(text: str) -> None:
    assert not is_band(text)


@pytest.mark.parametrize("column", [0, 1])
@pytest.mark.parametrize("text", ["三组", "东山村", "宁波方向", "以下为已外出人员", "妇女人员", "脱贫户", "A组"])
def test_a_band_is_no_person_whichever_column_it_stands_in(text: str, column: int) -> None:
    rows, headings = read(person(0), [*[""] * column, text], person(1), person(2))

    assert headings == [text]
    assert len(rows) == 3 and all(row.outcome == "kept" for row in rows)
    assert not any(row.group for row in rows), "a village group is no travel group"


def test_a_village_ends_the_group_of_the_village_before() -> None:
    rows, _ = read(["东山村"], ["三组"], person(0), person(1), ["红星村"], person(2), ["一组"], person(3))

    assert [(village, address) for village, address, *_ in said(rows)] == [
        ("东山村", "东山村三组"), ("东山村", "东山村三组"), ("红星村", ""), ("红星村", "红星村一组"),
    ]  # fmt: skip


def test_a_situation_over_villages_holds_for_all_of_them_and_one_under_a_village_for_it_alone() -> None:
    over, _ = read(["以下为已外出人员"], ["东山村"], person(0), ["红星村"], person(1), ["以下为在家人员"], person(2))
    under, _ = read(["东山村"], ["已外出"], person(0), ["红星村"], person(1))

    assert [situation for *_, situation in said(over)] == ["working_away", "working_away", "at_home"]
    assert [situation for *_, situation in said(under)] == ["working_away", "unknown"]


def test_where_a_band_sends_people_is_their_wish_and_subtotals_end_nothing() -> None:
    rows, _ = read(["宁波方向"], person(0), ["小计", "1人"], person(1), ["广东方向"], person(2))

    assert [wish for *_, wish, _ in said(rows)] == [(330200,), (330200,), (440000,)]


def test_any_text_merged_across_the_table_is_a_band() -> None:
    rows, headings = read(person(0), ["愿意去的"], person(1), merged=((3, 0, 3, 4),))

    assert headings == ["愿意去的"] and len(rows) == 2


def test_a_name_left_without_its_number_is_asked_about_and_no_band() -> None:
    rows, headings = read(person(0), ["", "李国庆"], person(1))

    assert headings == [] and [row.outcome for row in rows] == ["kept", "to_decide", "kept"]


def test_what_a_row_says_itself_counts_before_its_band() -> None:
    text = "村,姓名,身份证号,联系电话\n东山村,,,\n"
    text += f",张伟,{identity(0)},15400000001\n红星村,李芳,{identity(1)},15400000002\n"

    rows = judge(read_file(text.encode(), name="册.csv"), today=TODAY, home=520526)

    assert [village for village, *_ in said(rows)] == ["东山村", "红星村"]
