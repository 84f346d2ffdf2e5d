"""Headcounts of men and of women in columns of their own: the total is taken, or the two are added up."""

from __future__ import annotations

from typing import Any

import pytest

from data.importers import read_file
from data.importers.columns.layouts import ColumnLayout
from data.importers.columns.mapping import Column, Mapping
from data.importers.judging.posting_needs import openings
from data.importers.judging.rows import Row
from tests.data.importers.workbooks import workbook

HEAD = ["企业名称", "岗位名称"]
TAIL = ["月工资", "工作地点"]
PAY = ["5500-6500", "浙江省宁波市鄞州区"]


def openings_columns(rows: list[list[Any]], merged: list[tuple[int, int, int, int]]) -> tuple[int, ...]:
    parsed = read_file(workbook([["用工需求表"], *rows], merged=merged), name="用工.xlsx")
    ((_, mapping),) = parsed.tables
    assert mapping.kind == "postings"
    return mapping.fields["openings"]


@pytest.mark.parametrize("parent", ["拟招人数", "用工人数", "需求人数（人）", "招聘人数"])
@pytest.mark.parametrize(
    ("under", "read"),
    [
        (("男", "女", "合计"), (4,)), (("小计", "男", "女"), (2,)), (("男性", "女性", "总计"), (4,)),
        (("共计", "男工", "女工"), (2,)), (("男", "女"), (2, 3)), (("男生", "女生"), (2, 3)),
    ],
)  # fmt: skip
def test_of_men_women_and_all_the_total_is_read_and_two_halves_are_both(
    parent: str, under: tuple[str, ...], read: tuple[int, ...]
) -> None:
    count = len(under)
    rows: list[list[Any]] = [
        [*HEAD, parent, *[""] * (count - 1), *TAIL],
        ["", "", *under, "", ""],
        ["宁波甲厂", "装配工", *range(15, 15 + count), *PAY],
        ["宁波乙厂", "注塑工", *range(3, 3 + count), *PAY],
    ]

    assert openings_columns(rows, [(1, 2, 1, 1 + count)]) == read


def test_headers_of_one_row_may_name_the_halves_and_the_total() -> None:
    rows: list[list[Any]] = [
        [*HEAD, "招聘人数（男）", "招聘人数（女）", "招聘人数合计", *TAIL],
        ["宁波甲厂", "装配工", 15, 15, 30, *PAY],
    ]

    assert openings_columns(rows, []) == (4,)
    assert openings_columns([[*row[:4], *row[5:]] for row in rows], []) == (2, 3)


@pytest.mark.parametrize(
    ("men", "women", "wanted", "asked"),
    [(15, 15, 30, False), ("10人", "", 10, False), (4, 0, 4, False), ("若干", 5, 5, True), ("", "", 0, True)],
)
def test_halves_are_added_and_what_is_no_number_is_asked(men: Any, women: Any, wanted: int, asked: bool) -> None:
    headers = ("招聘人数（男）", "招聘人数（女）")
    columns = tuple(Column(at, header, "openings", "like") for at, header in enumerate(headers))
    row = Row("表", 1, [men, women], ColumnLayout.of(Mapping("postings", columns)))

    assert openings(row) == wanted
    assert [fault.code for fault in row.faults] == ["openings_missing"] * asked
