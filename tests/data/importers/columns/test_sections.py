"""Several tables on a sheet, firms above their tables, forms and typed text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.importers import judge, read_file
from data.importers.columns.headings import company_in
from data.registers.records import PostingRecord, WorkerRecord
from tests.data.importers.workbooks import HEADER, TODAY, person, workbook

CASES = Path(__file__).parents[3] / "cases"
FIRM, OTHER = "杭州测试服装有限公司", "宁波样板电子有限公司"
HEAD = ["岗位名称", "招聘人数", "月薪", "工作地点"]
SEWING = ["缝纫工", 10, "5000-6500", "浙江杭州余杭区"]
PACKING = ["包装工", 5, "4500-5500", "浙江杭州余杭区"]
LINE = ["普工", 30, "5500-6500", "浙江宁波北仑区"]


def read(source: Any, name: str = "需求.xlsx") -> list[Any]:
    return [row for row in judge(read_file(source, name=name), today=TODAY) if row.kind == "postings"]


def orders(source: Any, name: str = "需求.xlsx") -> list[tuple[str, str, int]]:
    records = [record for row in read(source, name) for record in row.records]
    assert all(isinstance(record, PostingRecord) for record in records)
    return [(one.employer, one.title, one.openings) for one in records]


WANTED = [(FIRM, "缝纫工", 10), (FIRM, "包装工", 5)]
BLOCKS = [*WANTED, (OTHER, "普工", 30)]


@pytest.mark.parametrize(("name", "right"), [("form", WANTED), ("blocks", BLOCKS), ("sheets", [WANTED[0], BLOCKS[2]])])
def test_the_firm_above_its_table_is_the_employer_of_its_rows(name: str, right: list[Any]) -> None:
    assert orders(CASES / "07-company-above-its-table" / f"{name}.xlsx") == right


def test_a_form_above_a_table_also_says_where_and_whom_to_call() -> None:
    rows = read(CASES / "07-company-above-its-table" / "form.xlsx")

    assert [(row.records[0].county, row.records[0].contact) for row in rows] == [(330110, "王经理")] * 2
    assert {row.records[0].employer_phone for row in rows} == {"15400002001"}


def test_a_roster_above_a_table_of_postings_is_read_beside_it() -> None:
    parsed = read_file(CASES / "03-two-tables-one-sheet" / "roster-and-orders.xlsx")
    judged = judge(parsed, today=TODAY)

    assert [row.kind for row in judged] == ["workers", "workers", "postings"]
    assert {row.outcome for row in judged} == {"kept"}
    assert [record.name for row in judged for record in row.records if isinstance(record, WorkerRecord)] == [
        "张建国", "李秀英",
    ]  # fmt: skip


def test_a_second_table_of_postings_is_read_by_its_own_header() -> None:
    source = CASES / "03-two-tables-one-sheet" / "stacked.xlsx"

    assert orders(source) == [(FIRM, "缝纫工", 10), ("宁波样板物流有限公司", "搬运工", 6)]
    assert read(source)[1].records[0].wage_low_fen == 220 * 26 * 100


TABLES: dict[str, list[list[Any]]] = {
    "one header, a firm in a heading above each block": [HEAD, [FIRM], SEWING, PACKING, [OTHER], LINE],
    "the header again under each firm": [[FIRM], HEAD, SEWING, PACKING, [OTHER], HEAD, LINE],
    "numbered headings": [["一、" + FIRM], HEAD, SEWING, PACKING, [], ["二、" + OTHER], HEAD, LINE],
    "firm and telephone in one cell": [
        [f"单位名称：{FIRM}  联系电话：15400002001"], HEAD, SEWING, PACKING,
        [f"单位名称：{OTHER}  联系电话：15400002002"], HEAD, LINE,
    ],
    "labels beside their values": [
        ["企业名称", FIRM, "联系人", "王经理"], HEAD, SEWING, PACKING, [],
        ["企业名称", OTHER, "联系人", "李经理"], HEAD, LINE,
    ],
    "one form after another": [
        ["用工单位", FIRM], ["岗位", "缝纫工"], ["人数", 10], ["工资", "5000-6500"], ["地点", "浙江杭州余杭区"],
        ["岗位", "包装工"], ["人数", 5], ["工资", "4500-5500"], [],
        ["用工单位", OTHER], ["岗位", "普工"], ["人数", 30], ["工资", "5500-6500"], ["地点", "浙江宁波北仑区"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("layout", TABLES)
def test_each_block_belongs_to_the_firm_above_it(layout: str) -> None:
    assert orders(workbook(TABLES[layout])) == BLOCKS


def test_a_firm_named_by_the_title_the_tab_or_the_file_is_the_employer() -> None:
    titled = workbook([[f"{FIRM}2026年用工需求表"], HEAD, SEWING, PACKING])
    bare = workbook([HEAD, SEWING, PACKING])

    assert orders(titled) == WANTED
    assert orders(bare, f"{FIRM}岗位.xlsx") == WANTED


def test_a_typed_text_is_read_as_a_form() -> None:
    text = (
        f"企业名称：{FIRM}\n岗位：缝纫工 人数：10 工资：5000-6500\n"
        "工作地点：浙江杭州余杭区\n岗位：包装工，人数：5人，工资：4500-5500\n联系电话：15400002001\n"
    )

    assert orders(text) == WANTED
    assert orders(text.encode("gb18030"), "招工.txt") == WANTED


def test_a_title_that_names_no_firm_leaves_the_employer_open() -> None:
    rows = read(workbook([["全县重点企业用工需求表"], HEAD, SEWING]))

    assert [fault.code for fault in rows[0].faults] == ["employer_missing"]


@pytest.mark.parametrize(
    ("title", "firm"),
    [
        ("附件2：贵州绣美服饰有限公司（草海帮扶车间）用工登记", "贵州绣美服饰有限公司（草海帮扶车间）"),
        ("嘉兴市平湖鞋厂招工简章", "嘉兴市平湖鞋厂"), ("威宁县通达客运有限公司包车报价单", "威宁县通达客运有限公司"),
        ("（三）甲乙电子科技有限公司", "甲乙电子科技有限公司"), ("规上工业企业缺工表", ""),
        ("春风行动招聘会企业岗位", ""),
        ("四川省广元市利州区大石镇务工人员花名册", ""), ("企业用工需求登记表", ""), ("帮扶车间登记表", ""),
    ],
)  # fmt: skip
def test_a_title_names_a_firm_or_none(title: str, firm: str) -> None:
    assert company_in(title) == firm


def test_a_footer_with_a_telephone_is_no_form_and_no_person() -> None:
    rows = [list(HEADER), person(0), person(1), ["联系人", "张三", "联系电话", "0839-3261234"]]

    ((table, _),) = read_file(workbook(rows)).tables

    assert len(table.rows) == 2 and table.skipped[-1].what == "footer"


def test_every_filled_row_of_a_sheet_is_data_or_named() -> None:
    for rows in TABLES.values():
        filled = sum(any(cell not in (None, "") for cell in row) for row in rows)
        parsed = read_file(workbook(rows))
        named = {row.row for _, row in parsed.skipped} | {row.row for table, _ in parsed.tables for row in table.rows}
        forms = any(table.form for table, _ in parsed.tables)
        assert len(named) == filled or forms
