"""Sheets with all of a line in one cell are read as the text they are; headers nobody listed are known."""

from __future__ import annotations

import pytest

from data.importers import read_file
from data.importers.columns.mapping import field_of
from tests.data.importers.workbooks import workbook


def _kind_and_rows(lines: list[str]) -> tuple[str, int]:
    parsed = read_file(workbook([[line] for line in lines]), name="表.xlsx")
    ((table, mapping),) = parsed.tables
    return mapping.kind, len(table.rows)


def test_people_written_a_line_in_a_cell_are_people() -> None:
    lines = ["沙科村报名", "龙志银 男 39岁 15400000001 想去义乌 会电焊", "石春桃 女 35岁 15400000002 想去义乌"]

    assert _kind_and_rows(lines) == ("workers", 2)
    assert _kind_and_rows(["\n".join(lines)]) == ("workers", 2), "the whole chat pasted into one cell"
    assert _kind_and_rows(["#接龙", "1. 张伟 15400000001 浙江", "", "2. 李芳 15400000002 广东"]) == ("workers", 2)


def test_offers_and_fares_written_a_line_in_a_cell_are_travel() -> None:
    coaches = ["腾达旅游客运包车报价", "花垣-义乌 49座 单边14500元 双驾 12月6日早8点", "花垣-长沙 19座 3200元"]

    assert _kind_and_rows(coaches) == ("vehicles", 2)


@pytest.mark.parametrize(
    ("kind", "field", "headers"),
    [
        ("postings", "employer", "用工主体 用工方 招聘主体 需求单位 需求企业 工厂名称"),
        ("postings", "title", "需求工种 所需工种 缺工岗位 岗位类别 缺工工种"),
        ("postings", "openings", "数量 招工数量 需求数量 用工量 需要人数 缺人数"),
        ("postings", "wage", "到手工资 实发工资 综合收入 月综合 综合到手"),
        ("postings", "address", "上班地址 务工地点 做工地点"),
        ("fares", "fare", "票款 票面 票面价"),
        ("fares", "hours", "所需时间 车程 路上时间"),
        ("vehicles", "fixed_cost", "单边价 包价 单边报价"),
        ("workers", "wage_wanted", "期望工价 薪资诉求 想要工资 心理价位"),
    ],
)
def test_headers_of_other_offices_are_known(kind: str, field: str, headers: str) -> None:
    assert {header: field_of(kind, header)[0] for header in headers.split()} == dict.fromkeys(headers.split(), field)
