"""The kinds of spelling a second office brought, each with its siblings."""

from __future__ import annotations

from datetime import date

import pytest

from data.importers.cells.names import name, sexes_of
from data.importers.cells.reading import Cell
from data.importers.columns.proposing import propose_mapping
from data.importers.columns.tables import Sheet, find_tables
from data.importers.files.chains import chain_table, is_chain
from labor.market import FEMALE, MALE

FORM = [["姓名", "冉成礼", "性别", "男"], ["身份证号", "51", "联系电话", "1"]]


@pytest.mark.parametrize(
    "number", ["①", "① ", "❶ ", "⑴", "(1)", "（1）", "[1]", "【1】", "1️⃣ ", "第1个：", "No.1 ", "1号：", "1) "]
)
def test_a_chain_is_one_however_its_entries_are_numbered(number: str) -> None:
    text = f"#接龙\n{number}冉成礼 19908270000 女 30岁 想去晋江\n"

    table = chain_table("群", text)

    assert is_chain(text)
    assert [(row.cells[0], row.cells[1], row.cells[7]) for row in table.rows] == [("1", "冉成礼", "晋江")]


@pytest.mark.parametrize("said", ["想去哪里都行", "去哪儿都可以", "想去哪里都去", "到哪里都可以", "随便"])
def test_somebody_who_goes_anywhere_names_no_place(said: str) -> None:
    (row,) = chain_table("群", f"#接龙\n1. 冉成礼 19908270000 {said}\n").rows

    assert row.cells[7] in ("哪里都行", "哪儿都可以", "哪里都去", "哪里都可以", "随便")


@pytest.mark.parametrize("line", ["1990年出生的请报名", "3月5日出发", "20号前报名", "12号车坐满了", "第2批报名"])
def test_a_day_or_a_year_at_the_head_of_a_line_numbers_no_entry(line: str) -> None:
    assert [row.text for row in chain_table("群", f"#接龙\n{line}\n").skipped][-1:] == [line]


@pytest.mark.parametrize(
    ("cell", "sexes"),
    [
        ("符成礼/苻维芬(妻)", (MALE, FEMALE)),
        ("符成礼、苻维芬（老婆）", (MALE, FEMALE)),
        ("苻维芬/符成礼（夫）", (FEMALE, MALE)),
        ("符成礼（丈夫）/苻维芬", (MALE, FEMALE)),
        ("符成礼/苻维芬（配偶）", None),
    ],
)
def test_a_couple_of_rare_surnames_is_two_people(cell: str, sexes: tuple[int, int] | None) -> None:
    assert (len(name(cell).value), name(cell).fault) == (2, "two_people")
    assert sexes_of(cell) == sexes


@pytest.mark.parametrize("asked", ["想到哪里做活", "屋头几口人", "鞋码", "想找啥子活", "愿不愿住厂"])
def test_a_question_nobody_knows_breaks_no_form(asked: str) -> None:
    rows = [["登记卡"], *FORM, [asked, "晋江", "文化程度", "初中"], ["备注", "随时能走"]]

    (table,) = find_tables(Sheet("卡", rows))

    assert {row.what for row in table.skipped} == {"title", "form"}
    assert dict(zip(table.headers, table.rows[0].cells, strict=True)) == {
        **{"姓名": "冉成礼", "性别": "男", "身份证号": "51", "联系电话": "1"},
        **{asked: "晋江", "文化程度": "初中", "备注": "随时能走"},
    }


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("哪天动得了身", ""),
        ("好久动身", "earliest"),
        ("启程那天", "earliest"),
        ("腊月哪天要转来", "home_by"),
        ("啥时候转屋", "home_by"),
        ("回家的日子", "home_by"),
        ("归期", "home_by"),
    ],
)
def test_days_of_leaving_and_of_coming_home_are_told_apart(header: str, field: str) -> None:
    rows = [["姓名", "身份证号", "手机号", header], *[["冉成礼", "51", "1", "冬月初三"]] * 3]

    mapping = propose_mapping(find_tables(Sheet("册", rows))[0], "workers")

    assert mapping is not None
    assert mapping.columns[3].field == field


def test_the_day_of_coming_home_is_no_day_of_leaving_when_both_stand() -> None:
    row: list[Cell] = ["冉成礼", "1", date(2026, 12, 1), "腊月二十"]
    rows: list[list[Cell]] = [["姓名", "手机号", "哪天动身", "哪天转来"], row, row, row]

    mapping = propose_mapping(find_tables(Sheet("册", rows))[0], "workers")

    assert mapping is not None
    assert [column.field for column in mapping.columns[2:]] == ["earliest", "home_by"]
