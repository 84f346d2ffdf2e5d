"""Siblings of the cases (tests/cases): the same habits in spellings that were read wrongly, or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from data.importers.files.reading import read_file
from data.importers.judging.judged_rows import JudgedRow
from data.importers.judging.judging import judge
from tests.data.importers.workbooks import TODAY, identity, workbook

LIZHOU = 510802
ORDER = ["企业名称", "岗位名称", "招聘人数", "月薪", "工作地点", "岗位要求"]


def rows_of(rows: list[list[Any]]) -> list[JudgedRow]:
    return judge(read_file(workbook(rows), name="来件.xlsx"), today=TODAY, office=LIZHOU)


def person(wish: str = "浙江", remark: str = "") -> Any:
    header = ["姓名", "身份证号", "意向地区", "备注"]
    rows = rows_of([header, ["张伟", identity(1), wish, remark], ["李芳", identity(2), "浙江", ""]])
    return rows[0].records[0]


def order(pay: Any = "5000-6500", header: str = "月薪", demand: str = "能吃苦") -> JudgedRow:
    headers = [*ORDER[:3], header, *ORDER[4:]]
    (row,) = rows_of([headers, ["杭州测试服装有限公司", "缝纫工", 10, pay, "浙江杭州余杭区", demand]])
    return row


@pytest.mark.parametrize("headers", [["姓名1", "电话1", "姓名2", "电话2"], ["姓名①", "电话①", "姓名②", "电话②"]])
def test_people_side_by_side_under_numbered_headers_are_all_kept(headers: list[str]) -> None:
    rows = rows_of([headers, ["张伟", "15400000001", "李芳", "15400000002"]])

    assert [(row.records[0].name, row.records[0].phone) for row in rows] == [  # type: ignore[union-attr]
        ("张伟", "15400000001"), ("李芳", "15400000002"),
    ]  # fmt: skip


def test_a_list_of_names_and_telephones_is_people_whatever_stands_in_its_cells() -> None:
    rows = rows_of([["姓名", "电话"], ["张伟/李芳", "15400000001/15400000002"], ["王强", "15400000003"]])

    assert [record.name for row in rows for record in row.records] == ["张伟", "李芳", "王强"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("wish", "wished", "refused"),
    [
        ("非广东", (), (440000,)), ("非广东、福建", (), (440000, 350000)), ("浙江，非广东", (330000,), (440000,)),
        ("除非洲外都行", (), ()), ("浙江", (330000,), ()),
    ],
)  # fmt: skip
def test_a_place_with_a_not_before_it_is_refused(wish: str, wished: tuple[int, ...], refused: tuple[int, ...]) -> None:
    found = person(wish)

    assert (found.wish_regions, found.refused_regions) == (wished, refused)


@pytest.mark.parametrize("said", ["广东不去", "省外都行，广东不去", "外地不去", "北方不去", "老婆不去"])
def test_a_place_that_is_not_gone_to_is_no_refusal_of_everything(said: str) -> None:
    assert person(remark=said).willing != "no"


@pytest.mark.parametrize("said", ["不去", "温州不去了", "我不去", "孩子小，不去", "家里有事不去了"])
def test_who_takes_the_whole_back_is_not_sent(said: str) -> None:
    assert person(remark=said).willing == "no"


@pytest.mark.parametrize(
    ("header", "pay", "low", "high"),
    [
        ("月薪", "保底4500，计件可达8000", 4500, 8000), ("月薪", "保底5千，多劳多得，最高1万", 5000, 10000),
        ("月薪", "最低5000，最高8000", 5000, 8000), ("月薪", "保底4500，综合5500-6500", 5500, 6500),
        ("月薪", "200元/天，月6000左右", 6000, 6000), ("月薪", "22元/时，月5500-6000", 5500, 6000),
        ("计时工资(元/时)", "22", 5720, 5720), ("薪资（元/时）", 22, 5720, 5720), ("月薪", "22元/时", 5720, 5720),
    ],
)  # fmt: skip
def test_pay_has_a_floor_and_a_reach_and_hours_in_one_word(header: str, pay: Any, low: int, high: int) -> None:
    record: Any = order(pay, header).records[0]

    assert (record.wage_low_fen // 100, record.wage_high_fen // 100) == (low, high)


@pytest.mark.parametrize(
    "demand", ["本地户口", "城镇户籍", "90后", "00后优先", "八零后", "30岁左右", "四十岁以下", "45岁上下"]
)
def test_a_demand_in_a_word_or_two_is_cut_and_told(demand: str) -> None:
    row = order(demand=f"{demand}，能吃苦")

    assert [fault.value for fault in row.faults if fault.code == "demand_refused"] == [demand]
    assert row.records[0].text == "能吃苦"  # type: ignore[union-attr]


@pytest.mark.parametrize("demand", ["落户口", "办理户口", "工作90后休息", "能吃苦"])
def test_words_beside_it_demand_nothing(demand: str) -> None:
    assert [fault.code for fault in order(demand=demand).faults if fault.code == "demand_refused"] == []


@pytest.mark.parametrize("firm", ["——", "//", "…", "-", "_"])
def test_strokes_are_no_employer(firm: str) -> None:
    terms = [5, "4500", "浙江杭州余杭区"]
    rows = rows_of([ORDER[:5], ["杭州测试服装有限公司", "缝纫工", *terms], [firm, "包装工", *terms]])

    assert rows[1].records == () or rows[1].records[0].employer == "杭州测试服装有限公司"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "headers",
    [
        ["ئىسىم 姓名", "كىملىك 身份证号", "تېلېفون 电话"], ["མིང་ 姓名", "ཐོབ་ཐང་ 身份证号", "ཁ་པར་ 电话"],
        ["姓名 Фамилия", "身份证号 Номер", "电话 Телефон"], ["ᠨᠡᠷᠡ 姓名", "身份证号", "ᠤᠲᠠᠰᠤ 电话"],
        ["ꂓ 姓名", "身份证号", "电话"],
    ],
)  # fmt: skip
def test_a_header_beside_its_name_in_another_script_is_known(headers: list[str]) -> None:
    rows = rows_of([headers, ["尔古有木", identity(1), "15400001000"], ["仉建国", identity(2), "15400001001"]])

    assert [row.records[0].name for row in rows] == ["尔古有木", "仉建国"]  # type: ignore[union-attr]


@pytest.mark.parametrize("before", ["甲方：", "招聘方：", "发布单位：", "用工方:", "用人单位："])
def test_who_a_firm_is_to_the_other_is_no_part_of_its_name(before: str) -> None:
    (row,) = rows_of(
        [
            [f"{before}杭州测试服装有限公司"],
            ["岗位", "人数", "工资", "工作地点"],
            ["缝纫工", 10, "5000-6000", "浙江杭州余杭区"],
        ]
    )

    assert row.records[0].employer == "杭州测试服装有限公司"  # type: ignore[union-attr]
