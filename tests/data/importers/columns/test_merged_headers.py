"""Headers over two rows: a parent makes its columns somebody else's, merged or not, before or after one's own."""

from __future__ import annotations

from typing import Any

import pytest

from data.importers import read_file
from tests.data.importers.workbooks import identity, workbook

OWN = ["姓名", "身份证号", "联系电话"]
PARENTS: list[tuple[str, tuple[str, ...], str]] = [
    ("紧急联系人", ("姓名", "电话"), "emergency_contact"),
    ("户主", ("姓名", "身份证号"), "household"),
    ("配偶", ("姓名", "联系方式"), "spouse"),
    ("帮扶责任人", ("姓名", "联系电话"), ""),
    ("联系人", ("姓名", "手机号"), "emergency_contact"),
    ("村干部", ("姓名", "职务", "电话"), ""),
    ("包保干部\n（单位）", ("姓 名", "联系\n电话"), ""),
    ("Emergency contact", ("Name", "Phone"), "emergency_contact"),
    ("Head of household", ("Name", "ID number"), "household"),
    ("配偶 Spouse", ("姓名 Name", "电话 Phone"), "spouse"),
]
VALUES = ["王强", "15499999991", "15499999992"]


def fields(rows: list[list[Any]], merged: list[tuple[int, int, int, int]], at: int) -> dict[str, tuple[int, ...]]:
    parsed = read_file(workbook([["外出务工人员花名册"], *rows], merged=merged), name="册.xlsx")
    ((table, mapping),) = parsed.tables
    assert [row.row for row in table.rows] == [at, at + 1], "a row of the header is no person"
    return mapping.fields


def people(*extra: str, before: bool = False) -> list[list[str]]:
    own = [["张伟", identity(0), "15400000001"], ["李芳", identity(1), "15400000002"]]
    return [[*extra, *one] if before else [*one, *extra] for one in own]


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize(("parent", "under", "field"), PARENTS)
def test_columns_under_a_parent_are_its_and_not_the_person_s(
    parent: str, under: tuple[str, ...], field: str, merged: bool
) -> None:
    count = len(under)
    rows = [[*OWN, parent, *[""] * (count - 1)], ["", "", "", *under], *people(*VALUES[:count])]

    found = fields(rows, [(1, 3, 1, 2 + count)] if merged else [], 4)

    assert [found[name] for name in ("name", "identity_number", "phone")] == [(0,), (1,), (2,)]
    assert "backup_phone" not in found and (not field or found[field][0] == 3)


@pytest.mark.parametrize(("parent", "under", "field"), PARENTS)
def test_a_parent_before_the_person_s_own_columns_takes_none_of_them(
    parent: str, under: tuple[str, ...], field: str
) -> None:
    count = len(under)
    rows = [[parent, *[""] * (count - 1), *OWN], [*under, "", "", ""], *people(*VALUES[:count], before=True)]

    found = fields(rows, [(1, 0, 1, count - 1)], 4)

    assert [found[name] for name in ("name", "identity_number", "phone")] == [(count,), (count + 1,), (count + 2,)]
    assert not field or found[field][0] == 0


@pytest.mark.parametrize("own", ["基本信息", "本人", "务工人员基本情况", "个人信息", "劳动力信息"])
@pytest.mark.parametrize("parent", ["帮扶责任人", "户主", "紧急联系人"])
def test_both_groups_have_a_parent(own: str, parent: str) -> None:
    rows = [["序号", own, "", "", parent, ""], ["", *OWN, "姓名", "联系电话"]]
    rows += [[str(at), *row] for at, row in enumerate(people(*VALUES[:2]), start=1)]

    found = fields(rows, [(1, 1, 1, 3), (1, 4, 1, 5)], 4)

    assert [found[name] for name in ("name", "identity_number", "phone")] == [(1,), (2,), (3,)]
    assert "backup_phone" not in found


def test_a_parent_over_the_only_names_there_are_is_no_somebody_else() -> None:
    rows = [["户主", "", "", "村"], ["姓名", "身份证号", "电话", ""], *[[*one, "东山村"] for one in people()]]

    assert {"identity_number", "phone", "village"} <= set(fields(rows, [(1, 0, 1, 2)], 4))


def test_pay_under_its_parent_without_a_merge() -> None:
    text = "企业名称,岗位,人数,工资,,工作地点\n,,,最低,最高,\n甲服装有限公司,缝纫工,5,5000,6500,浙江嘉兴\n"

    ((_, mapping),) = read_file(text.encode(), name="单.csv").tables

    assert (mapping.fields["wage_low"], mapping.fields["wage_high"]) == ((3,), (4,))


def test_a_label_and_its_value_above_a_table_are_no_parent() -> None:
    rows = [["企业名称", "甲服装有限公司"], ["岗位", "人数", "工资", "工作地点"], ["缝纫工", 5, "5000", "浙江嘉兴"]]

    ((table, _),) = read_file(workbook(rows), name="单.xlsx").tables

    assert [pair.label for pair in table.above] == ["企业名称"]


def test_three_rows_of_headers_begin_at_the_second() -> None:
    rows = [["序号", "个人信息", "", "", "就业意愿", "", ""], ["", *OWN, "意向", "", ""]]
    rows += [["", "", "", "", "地区", "工种", "工资"], ["1", *people()[0], "浙江", "焊工", "6000"]]
    rows += [["2", *people()[1], "广东", "普工", "5000"]]

    found = fields(rows, [(1, 1, 1, 3), (1, 4, 1, 6), (2, 4, 2, 6)], 5)

    assert (found["name"], found["wish_regions"], found["wage_wanted"]) == ((1,), (4,), (6,))
