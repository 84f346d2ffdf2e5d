"""Sibling spellings of what the blind offices showed: headers by their make, a bed said anywhere, notebooks."""

from __future__ import annotations

import pytest

from data.importers.cells.companions import companions
from data.importers.cells.places import known_places
from data.importers.columns.layouts import ColumnLayout
from data.importers.columns.mapping import Column, Mapping, field_of
from data.importers.files.chains import HEADERS, chain_table, is_chain
from data.importers.judging.posting_terms import lodging
from data.importers.judging.rows import Row
from data.importers.judging.standings import willing

DONGXIANG = 622926


def row_of(kind: str, **said: str) -> Row:
    """A row of a table whose headers and cells are given."""
    columns = tuple(Column(at, header, *field_of(kind, header)) for at, header in enumerate(said))
    return Row("表", 1, list(said.values()), ColumnLayout.of(Mapping(kind, columns)))


@pytest.mark.parametrize(
    ("field", "headers"),
    [
        ("wish_regions", ("第一意愿地", "第二意向城市", "首选地区", "希望去的地方", "打算去的城市", "愿去哪个城市")),
        ("companions", ("随行家属", "家属同去", "结伴人", "一起走的人", "同行者姓名", "和谁一块走")),
        ("earliest", ("可走时间", "最早可上岗时间", "预计动身日期", "计划启程时间", "何时可以外出")),
        ("latest", ("最迟动身", "最晚能走", "最后出发日期", "最迟可以外出时间", "最晚启程时间")),
    ],
)
def test_headers_of_village_lists_are_told_by_how_they_are_made(field: str, headers: tuple[str, ...]) -> None:
    assert {header: field_of("workers", header)[0] for header in headers} == dict.fromkeys(headers, field)


@pytest.mark.parametrize(
    ("field", "headers"),
    [
        ("start_by", ("报到截止", "报到期限", "到岗截止日期", "最迟进厂", "最晚上岗时间", "入职截止时间")),
        ("start_from", ("几时到厂", "什么时候上岗", "进厂日期", "要求报到时间", "哪天入职", "计划开工时间")),
        ("lodging", ("是否提供食宿", "食宿说明", "宿舍情况", "有无住宿", "提供住宿与否")),
    ],
)
def test_headers_of_orders_are_told_by_how_they_are_made(field: str, headers: tuple[str, ...]) -> None:
    assert {header: field_of("postings", header)[0] for header in headers} == dict.fromkeys(headers, field)


@pytest.mark.parametrize(
    ("said", "has"),
    [
        *(
            (said, True)
            for said in ("免费食宿，有清真餐厅", "厂里安排食宿", "公司提供免费住宿（4人间）", "管住不管吃", "宿舍免费")
        ),
        *((said, True) for said in ("集体宿舍", "包吃住，月休4天", "食宿全免", "六人间，有空调")),
        *(
            (said, False)
            for said in ("中午管一顿饭", "不安排食宿", "没有宿舍，自己租房", "食宿费用自理", "午餐免费", "不管住")
        ),
    ],
)
def test_a_bed_is_told_in_any_words(said: str, has: bool) -> None:
    assert lodging(row_of("postings", 食宿=said)) is has


@pytest.mark.parametrize("header", ["工资", "福利", "备注", "招聘条件", "工作内容"])
def test_a_bed_is_found_where_the_table_has_no_column_for_it(header: str) -> None:
    assert lodging(row_of("postings", **{header: "5200-6200元/月，包住，餐费自理"})) is True
    assert lodging(row_of("postings", **{header: "5200元，住宿自理"})) is False
    assert lodging(row_of("postings", **{header: "5200元，月休4天"})) is None


@pytest.mark.parametrize(
    "said",
    ["不去了", "今年不出去", "在家带小孩，不外出", "取消，家里有事", "报名取消", "暂不外出", "走不了", "不愿外出",
     "家里有事不去了", "孩子小走不了", "母亲病重，去不了", "女儿结婚不去了", "家里老人没人管走不了", "夫妻都不去了",
     "我和老婆都不去了", "全家不去了"],
)  # fmt: skip
def test_remarks_that_decline_are_a_no(said: str) -> None:
    assert willing(row_of("workers", 备注=said)) == "no"


@pytest.mark.parametrize(
    "said",
    ["不去新疆", "老婆不去", "走不远", "孩子不外出", "取消低保", "不去工地，进厂", "儿子不去", "父母不去了",
     "家里人不去", "对象这次不去了", "老婆身体不好不去了", "他媳妇也不去"],
)  # fmt: skip
def test_remarks_of_other_things_are_no_no(said: str) -> None:
    assert willing(row_of("workers", 备注=said)) == "unknown"


@pytest.mark.parametrize(
    "said",
    ["和韦桂兰是夫妻", "韦桂兰的丈夫", "系韦桂兰之夫", "与韦桂兰为夫妇", "韦桂兰的老公，一起走", "跟韦桂兰两口子"],
)
def test_whose_husband_somebody_is_names_the_wife(said: str) -> None:
    assert companions(said, free_text=True).names == ("韦桂兰",)


def test_a_short_name_that_was_another_countys_full_name_is_asked_unless_it_is_the_offices_own() -> None:
    places = known_places()

    assert places.one("东乡县达板镇").fault == "region_ambiguous"
    assert places.one("东乡县达板镇", home=DONGXIANG).value == DONGXIANG
    assert places.one("江西省东乡县").value == places.one("抚州市东乡区").value == 361003
    assert places.one("鄂温克旗").value == 150724


NOTEBOOKS = (
    "蒙桂花，女，45岁，19911112222，想进东莞的电子厂\n蒙建国，男，47岁，19911113333，东莞\n",
    "可力村报名\n蒙桂花 女 45 电话19911112222 东莞 电子厂\n蒙建国 男 47 电话19911113333 东莞\n",
    "1/ 蒙桂花/女/45/19911112222/东莞 电子厂\n2/ 蒙建国/男/47/19911113333/东莞\n",
    "1、蒙桂花（女，45岁）19911112222 去东莞电子厂\n2、蒙建国（男，47岁）19911113333 东莞\n",
    "蒙桂花（女，45岁）：19911112222，东莞电子厂\n蒙建国（男，47岁）：19911113333，东莞\n",
)


@pytest.mark.parametrize("text", NOTEBOOKS)
def test_people_typed_line_by_line_are_read_with_or_without_numbers(text: str) -> None:
    rows = [dict(zip(HEADERS, row.cells, strict=True)) for row in chain_table("报名", text).rows]

    assert is_chain(text)
    assert [(row["姓名"], row["性别"], row["年龄"], row["联系电话"]) for row in rows] == [
        ("蒙桂花", "女", "45", "19911112222"),
        ("蒙建国", "男", "47", "19911113333"),
    ]
    assert "东莞" in str(rows[0]["意向地区"]) and "电子厂" in str(rows[0]["工种"])


@pytest.mark.parametrize(
    "text",
    [
        "招工：电子厂普工\n联系人：洪小姐 电话：19911112222\n负责人：王经理 电话：19911113333\n",
        "张三,男,45,19911112222\n李四,男,47,19911113333\n",
        "姓名\t电话\n张三\t19911112222\n李四\t19911113333\n",
    ],
)
def test_notices_and_tables_are_no_notebooks(text: str) -> None:
    assert not is_chain(text)


@pytest.mark.parametrize(
    "entry",
    [
        "马尔沙和媳妇马阿依舍 {a} {b} 去厦门",
        "马尔沙 {a} 带老婆马阿依舍（37岁，{b}）厦门",
        "马尔沙/男/42/{a}/厦门/带妻子马阿依舍（40岁，{b}）",
    ],
)
def test_two_people_of_one_entry_keep_both_their_telephones(entry: str) -> None:
    text = "#接龙\n1. " + entry.format(a="19911112222", b="19911113333")

    row = dict(zip(HEADERS, chain_table("接龙", text).rows[0].cells, strict=True))

    assert "马阿依舍" in str(row["姓名"])
    assert row["联系电话"] == "19911112222、19911113333"
