"""Ticks under names of places and trades, and husband and wife side by side in one row."""

from __future__ import annotations

from typing import Any

import pytest

from data.importers.files.reading import read_file
from data.importers.judging.judging import judge
from tests.data.importers.workbooks import TODAY, identity, workbook


def people(rows: list[list[Any]], **kinds: Any) -> list[Any]:
    """Everybody a workbook of these rows tells of."""
    parsed = read_file(workbook(rows, **kinds), name="一村.xlsx")
    return [record for row in judge(parsed, today=TODAY, office=510802) for record in row.records]


@pytest.mark.parametrize(
    ("headers", "cells", "wished"),
    [
        (["浙江", "广东", "省内"], ["√", "", ""], (330000,)),
        (["意向地（打√）浙江", "意向地（打√）广东"], ["✓", "√"], (330000, 440000)),
        (["去东莞", "去宁波"], ["", "☑"], (330200,)),
        (["省内", "福建", "其他"], ["", "", "云南"], (530000,)),
        (["浙江", "广东"], ["×", "√"], (440000,)),
        (["意向区域（√）广东", "意向区域（√）江浙"], ["", "√"], (320000, 330000)),
        (["广东", "福建", "其他"], ["√", "", "√（广西）"], (440000, 450000)),
        (["浙江", "广东", "省内"], ["", "", "对勾"], (510000,)),
    ],
)
def test_a_tick_under_a_place_is_a_wish_for_it(headers: list[str], cells: list[str], wished: tuple[int, ...]) -> None:
    others = ["√"] * (len(headers) - ("其他" in headers)) + [""] * ("其他" in headers)
    rows = [
        ["姓名", "身份证号", "电话", *headers],
        ["张伟", identity(1), "15400000001", *cells],
        ["李娜", identity(2), "15400000002", *others],
    ]

    assert people(rows)[0].wish_regions == wished


def test_a_tick_under_a_trade_is_that_trade_and_under_a_sex_that_sex() -> None:
    rows = [
        ["姓名", "电话", "男", "女", "电焊", "缝纫", "保洁", "备注"],
        ["张伟", "15400000001", "√", "", "√", "", "", ""],
        ["李娜", "15400000002", "", "√", "", "√", "√", ""],
    ]

    he, she = people(rows)

    assert (he.sex, she.sex) == (1, 2)
    assert len(he.trades) == 1 and len(she.trades) == 2


@pytest.mark.parametrize(
    ("above", "header"),
    [
        (["编号", "男方", "", "女方", "", "意向"], ["", "姓名", "电话", "姓名", "电话", ""]),
        (["编号", "丈夫", "", "妻子", "", "想去哪里"], ["", "姓名", "联系电话", "姓名", "联系电话", ""]),
        (None, ["编号", "男方姓名", "男方电话", "女方姓名", "女方电话", "意向"]),
        (None, ["编号", "丈夫姓名", "丈夫手机", "妻子姓名", "妻子手机", "意向地"]),
        (None, ["编号", "男姓名", "男电话", "女姓名", "女电话", "意向"]),
    ],
)
def test_husband_and_wife_side_by_side_are_two_people_who_share_their_wish_and_go_together(
    above: list[str] | None, header: list[str]
) -> None:
    rows: list[list[Any]] = [["夫妻务工登记"], *([above] if above else []), header]
    rows.append([1, "张伟", "15400000001", "李娜", "15400000002", "浙江"])
    rows.append([2, "王强", "15400000003", "赵敏", "15400000004", "广东"])

    found = {one.name: one for one in people(rows)}

    assert set(found) == {"张伟", "李娜", "王强", "赵敏"}
    assert found["李娜"].wish_regions == (330000,) and found["赵敏"].phone == "15400000004"
    assert found["张伟"].group_key == found["李娜"].group_key != found["王强"].group_key


def test_the_wife_of_a_register_stays_a_relative_where_no_couples_are_asked_for() -> None:
    rows = [["姓名", "电话", "配偶姓名", "配偶电话"], ["张伟", "15400000001", "李娜", "15400000002"]]

    assert [one.name for one in people(rows)] == ["张伟"]
