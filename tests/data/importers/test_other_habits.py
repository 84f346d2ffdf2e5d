"""Habits of other offices, each in several spellings: who signs for whom, wherever it pays, the unit of pay above."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter

from data.importers.cells.names import name
from data.importers.cells.places import known_places
from data.importers.cells.travel_days import travel_days
from data.importers.cells.wishes import ANYWHERE, Wish, reader_of
from data.importers.columns.travel_tables import way_in
from data.importers.files.reading import read_file
from data.importers.judging.judging import judge
from data.registers.records import VehicleRecord, WorkerRecord
from tests.data.importers.workbooks import TODAY, identity, workbook

NOW = date(2026, 11, 27)


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


def people(rows: list[list[object]], *more: list[list[object]], kind: str | None = None) -> list[WorkerRecord]:
    """Everybody a workbook of these sheets tells of."""
    parsed = read_file(workbook(rows, *more), kind, name="一村.xlsx")
    return [
        record
        for row in judge(parsed, today=NOW, office=522633)
        for record in row.records
        if isinstance(record, WorkerRecord)
    ]


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("12月上旬", "2026-12-01", "2026-12-10"),
        ("12月中旬", "2026-12-11", "2026-12-20"),
        ("1月下旬", "2027-01-21", "2027-01-31"),
        ("12月中旬以后", "2026-12-11", ""),
        ("下个月随时", "2026-12-01", "2026-12-31"),
        ("12月份都可以", "2026-12-01", "2026-12-31"),
        ("年后正月初八", "2027-02-13", ""),
    ],
)
def test_ten_days_of_a_month_and_a_whole_month_have_an_end(said: str, first: str, last: str) -> None:
    found = travel_days(said, NOW)

    assert (found.earliest and found.earliest.isoformat()) == (first or None)
    assert (found.latest and found.latest.isoformat()) == (last or None)


@pytest.mark.parametrize(
    ("said", "wished", "refused"),
    [
        ("浙江（慈溪）", (330282,), ()),
        ("广西（柳州）", (450200,), ()),
        ("东莞（长安最好，去过）", (441900,), ()),
        ("广东（最好东莞）", (440000,), ()),
        ("江苏（除苏州）", (320000,), (320500,)),
        ("广东(深圳不去，租房贵)", (440000,), (440300,)),
        ("不限（西藏、新疆除外）", (), (540000, 650000)),
        ("县内或黎平", (522633, 522631), ()),
        ("大朗", (441900,), ()),
        ("顺德北滘", (440606,), ()),
        ("中山小榄镇", (442000,), ()),
        ("不去虎门", (), (441900,)),
    ],
)
def test_brackets_behind_a_place_make_it_narrower_deny_a_part_or_are_a_remark(
    said: str, wished: tuple[int, ...], refused: tuple[int, ...]
) -> None:
    found = reader_of(known_places()).read(said, home=522633)

    assert (found.value.regions, found.value.refused, found.fault) == (wished, refused, "")


@pytest.mark.parametrize(
    ("cell", "remark", "own"),
    [
        ("13997732192（弟弟，转告）", "", ""),
        ("15099896102（本人）/13966426753（儿子）", "", "15099896102"),
        ("19894414224（本人） 13999292458（婆婆）", "", "19894414224"),
        ("儿子13966426753", "", ""),
        ("13945958596", "电话是老公的，本人没有手机", ""),
        ("17378119585（新号，旧号停了）", "", "17378119585"),
        ("无（丈夫手机见上）", "", ""),
        ("13945958596", "老公的电话没打通", "13945958596"),
    ],
)
def test_a_telephone_of_somebody_else_is_whom_to_ring_and_not_the_persons_own(cell: str, remark: str, own: str) -> None:
    (one,) = people([["姓名", "身份证号", "电话", "备注"], ["张伟", identity(1), cell, remark]])

    assert one.phone == own
    assert bool(one.emergency_contact) == ((own == "" and "1" in cell) or "/" in cell or " " in cell)


@pytest.mark.parametrize(
    ("name_cell", "remark", "willing"),
    [
        ("张伟（去不了，腰伤）", "", "no"),
        ("张伟（不去了）", "", "no"),
        ("张伟", "已在深圳上班，不用登记", "no"),
        ("张伟", "母亲住院，暂缓，年后再说", "later"),
        ("张伟", "缓一缓，过完年再看", "later"),
        ("张伟（老李家的）", "会开叉车", "unknown"),
    ],
)
def test_a_no_beside_the_name_or_a_later_in_the_remarks_counts(name_cell: str, remark: str, willing: str) -> None:
    (one,) = people([["姓名", "身份证号", "电话", "备注"], [name_cell, identity(1), "15400000001", remark]])

    assert (one.name, one.willing) == ("张伟", willing)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("☑是  □否", "yes"), ("□是  ☑否", "no"), ("是√ 否□", "yes"), ("■否 □是", "no"), ("□是 □否", "unknown")],
)
def test_boxes_to_tick_are_read_by_those_that_are_ticked(cell: str, answer: str) -> None:
    (one,) = people([["姓名", "身份证号", "电话", "是否外出"], ["张伟", identity(1), "15400000001", cell]])

    assert one.willing == answer


def test_codes_are_read_by_the_key_on_another_sheet() -> None:
    rows: list[list[object]] = [
        ["姓名", "性别", "电话", "工种代码", "工资档", "出发"],
        ["张伟", 1, "15400000001", "03", "b", 2],
        ["李娜", 2, "15400000002", 4.0, "A", 1],
    ]
    key: list[list[object]] = [["性别", "1男 2女"], ["工种代码"], ["03", "电焊"], ["04", "缝纫"]]
    key += [["工资档"], ["A", "4000元以上"], ["B", "5000元以上"], ["出发"], [1, "随时"], [2, "12月上旬"]]
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name_of_sheet, cells in (("台账", rows), ("填表说明", key)):
            sheet = book.add_worksheet(name_of_sheet)
            for at, row in enumerate(cells):
                sheet.write_row(at, 0, row)

    parsed = read_file(content.getvalue(), name="台账.xlsx")
    he, she = (row.records[0] for row in judge(parsed, today=NOW, office=522633))

    assert isinstance(he, WorkerRecord) and isinstance(she, WorkerRecord)
    assert (he.sex, he.wage_wanted_fen, he.latest) == (1, 5_000_00, date(2026, 12, 10))
    assert (she.sex, she.wage_wanted_fen) == (2, 4_000_00) and len(he.trades) == len(she.trades) == 1
    assert not parsed.unread


@pytest.mark.parametrize(
    "row",
    [
        ["小计", "", "8人", "", "愿意7人"],
        ["共26条", "", "", "", "导出人：admin"],
        ["", "", "", "", "签字：王"],
        ["以下是莫秋菊打的"],
        ["——以下为二组——"],
        ["备注", "无"],
    ],
)
def test_a_row_that_counts_signs_or_opens_a_part_is_nobody(row: list[object]) -> None:
    rows: list[list[object]] = [["序号", "村", "姓名", "电话", "意愿"], [1, "一村", "张伟", "15400000001", "是"]]

    assert [one.name for one in people([*rows, row, [2, "一村", "李娜", "15400000002", "是"]])] == ["张伟", "李娜"]


CHAIN = """#接龙
1. 韦老宝 男 45岁 东莞 进厂 12月5号走 15412345601
2. 韦秀花（和老公韦老宝）女42 也去东莞 进厂 5000 时间一样 15412345602
3. 梁老辉47、吴培香44两口子，顺德电器厂，5500一个人，12月6号前。15412345603 / 15412345604
4. 莫海清 男 48 哪里都行，就是不去浙江和福建，鞋厂 5500 12月7号 15412345605
5. 梁小慧32，和潘永康，东莞 针车 5500，12月6号，15412345606
6. 潘永康36，东莞，22块一小时，下月10号以后，15412345607
@所有人 还有没有？
7.
收到请回复
"""


def test_a_chain_knows_its_own_people_its_refusals_and_its_days() -> None:
    found = {
        one.name: one
        for row in judge(read_file(CHAIN), today=NOW, office=522633)
        for one in row.records
        if isinstance(one, WorkerRecord)
    }

    assert list(found) == ["韦老宝", "韦秀花", "梁老辉", "吴培香", "莫海清", "梁小慧", "潘永康"]
    assert found["韦秀花"].earliest == date(2026, 12, 5) and found["吴培香"].phone == "15412345604"
    assert found["梁老辉"].latest == date(2026, 12, 6) and found["梁老辉"].earliest is None
    assert (found["莫海清"].wish_regions, found["莫海清"].refused_regions) == ((), (330000, 350000))
    assert found["梁小慧"].wish_regions == (441900,) and found["潘永康"].earliest == date(2026, 12, 10)
    assert found["韦老宝"].group_key == found["韦秀花"].group_key and found["梁小慧"].group_key


@pytest.mark.parametrize("remark", ["吴德刚老婆", "吴德刚的爱人", "系吴德刚之妻", "吴德刚爱人，一起走"])
def test_whose_wife_somebody_is_says_who_comes_along(remark: str) -> None:
    rows: list[list[object]] = [["姓名", "身份证号", "电话", "备注"], ["吴德刚", identity(1), "15400000001", ""]]

    he, she = people([*rows, ["吴雪梅", identity(2), "15400000002", remark]])

    assert he.group_key and he.group_key == she.group_key


@pytest.mark.parametrize(("cell", "drivers"), [("2名", 2), ("双驾", 2), (2, 2), ("一个", 1)])
def test_a_column_of_drivers_that_counts_them_is_no_name(cell: object, drivers: int) -> None:
    rows: list[list[object]] = [
        ["出发地", "目的地", "车型", "包车价", "驾驶员", "发车日期"],
        ["从江县城", "东莞", "33座", "5200元", cell, "2026-12-08"],
        ["从江县城", "柳州", "49座大巴", "2300元", "2名", "2026-12-08"],
    ]

    first = judge(read_file(workbook(rows), name="报价.xlsx"), today=NOW, office=522633)[0]

    assert first.outcome == "kept"
    assert isinstance(first.records[0], VehicleRecord) and first.records[0].drivers == drivers


def test_a_county_whose_name_begins_like_from_keeps_its_name() -> None:
    assert way_in("从江县客运站至东莞市长安镇") == ("从江县客运站", "东莞市长安镇")
    assert way_in("从威宁至东莞") == ("威宁", "东莞") and way_in("自贡-成都") == ("自贡", "成都")


def test_people_a_firm_has_already_are_no_openings() -> None:
    text = (
        "东莞市兴达鞋业有限公司招工启事：我公司位于东莞市厚街镇，现有员工860人，现招针车工25名，工资5000至6500元/月。"
    )

    assert [row.records[0].title for row in judge(read_file(text), today=NOW, office=522633)] == ["针车工"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["岗位", "点钻工", "包装工"],
            ["人数", 25, 15],
            ["月薪", "4500-6500", "4200-5000"],
            ["食宿", "包住", "包吃住"],
        ],
        [["岗位名称", "点钻工", "包装工"], ["招聘人数", "25人", "15人"], ["工资待遇", "4500-6500", "4200-5000"]],
        [
            ["", "工种", "点钻工", "包装工"],
            ["", "需求人数", 25, 15],
            ["", "薪资", "4500-6500", "4200-5000"],
            ["", "联系人", "王", ""],
        ],
    ],
)
def test_postings_across_the_columns_are_set_upright(rows: list[list[object]]) -> None:
    title: list[list[object]] = [["义乌市美达饰品有限公司用工需求　厂址：浙江省义乌市苏溪镇"]]
    parsed = read_file(workbook([*title, *rows]), name="需求.xlsx")

    found = [row.records[0] for row in judge(parsed, today=NOW, office=522633)]

    assert [(one.title, one.openings, one.wage_low_fen) for one in found] == [  # type: ignore[union-attr]
        ("点钻工", 25, 450000),
        ("包装工", 15, 420000),
    ]
    assert {one.employer for one in found} == {"义乌市美达饰品有限公司"}  # type: ignore[union-attr]
