"""Rows judged: chains, groups, repeats, people, postings, employers and vehicles."""

from __future__ import annotations

from typing import Any

import pytest

from data.importers import judge, read_file
from data.importers.judging.judged_rows import JudgedRow
from data.registers.records import EmployerRecord, FareRecord, HubRecord, PostingRecord, VehicleRecord, WorkerRecord
from tests.data.importers.workbooks import HEADER, TODAY, identity, person, village, workbook

CHAIN = """#接龙
四川省广元市利州区大石镇 2月20日外出务工报名
姓名 电话 工种 想去哪

1. 张三 13812345678 焊工 想去浙江 老婆一起
2、李四,138 1234 5679,普工,杭州
3. 王五 13812345671 焊工8年 45岁 正月初八走 工资6000以上 去福建
4.赵六13812345670电工 和李四一起
5 欧阳娜娜 女 138-1234-5672 啥都能干 哪里都行
6. 我也去
7. 孙七 1381234567 缝纫 想去泉州
8. 周八 13812345673 砌墙
   会开叉车 和9号一起
9. 郑十 13812345674 保洁 家门口
"""


def judged(rows: list[list[Any]], kind: str | None = None, **settings: Any) -> list[JudgedRow]:
    return judge(read_file(workbook(rows), kind), today=TODAY, **settings)


def codes(row: JudgedRow) -> set[str]:
    return {fault.code for fault in row.faults}


def worker(row: JudgedRow) -> WorkerRecord:
    record = row.records[0]
    assert isinstance(record, WorkerRecord)
    return record


def chain() -> list[JudgedRow]:
    return judge(read_file(CHAIN), today=TODAY)


def test_a_pasted_chain_is_read_entry_by_entry() -> None:
    rows = chain()

    assert [worker(row).name for row in rows if row.serial != "6"] == [
        "张三",
        "李四",
        "王五",
        "赵六",
        "欧阳娜娜",
        "孙七",
        "周八",
        "郑十",
    ]
    wang = worker(rows[2])
    assert (wang.phone, wang.trades, wang.trade_years, wang.wish_regions) == (
        "13812345671",
        ("6-18-02-04",),
        (8.0,),
        (350000,),
    )
    assert (wang.wage_wanted_fen, str(wang.earliest), wang.county) == (600_000, "2026-02-24", 510802)


def test_a_chain_asks_only_about_the_unclear_lines() -> None:
    rows = chain()

    assert {row.serial: row.outcome for row in rows if row.outcome != "kept"} == {
        "1": "to_decide",
        "6": "to_decide",
        "7": "to_decide",
    }
    assert codes(rows[0]) == {"companion_unnamed"}
    assert {"name_unclear", "no_way_to_tell"} <= codes(rows[5])
    assert codes(rows[6]) == {"phone_wrong"}


def test_companions_in_a_chain_are_found_by_name_and_by_number() -> None:
    rows = {row.serial: worker(row).group_key for row in chain()}

    assert rows["2"] == rows["4"] != ""
    assert rows["8"] == rows["9"] != rows["2"]
    assert rows["3"] == ""


def test_a_wife_who_names_her_husband_answers_for_him() -> None:
    text = "#接龙 利州区\n1. 张三 13812345678 焊工 老婆一起\n2. 李梅 13812345679 缝纫 和张三一起\n"

    husband, wife = judge(read_file(text), today=TODAY)

    assert husband.outcome == wife.outcome == "kept"
    assert worker(husband).group_key == worker(wife).group_key != ""


def test_a_companion_who_is_not_in_the_file_is_a_question() -> None:
    rows = judged([["利州区"], [*HEADER, "同行人"], [*person(0), "李四"], [*person(1), ""]])

    assert codes(rows[0]) == {"companion_unresolved"} and rows[1].outcome == "kept"


def test_the_same_number_in_two_villages_is_shown_and_not_dropped() -> None:
    rows = judged([*village(2), person(0, village="红星村")])

    assert codes(rows[2]) == {"duplicate_two_villages"} and rows[2].outcome == "to_decide"
    assert "第 3 行" in rows[2].faults[0].hint
    assert rows[0].outcome == "kept"


def test_the_same_name_and_phone_are_asked_about() -> None:
    rows = judged([*village(1), person(0, identity="")])

    assert codes(rows[1]) == {"duplicate_name_phone"}


def test_a_phone_shared_in_a_family_is_only_noted() -> None:
    rows = judged([*village(1), person(1, phone="15400000000")])

    assert codes(rows[1]) == {"same_phone"} and rows[1].outcome == "kept"


@pytest.mark.parametrize(
    ("extra", "cell", "code", "outcome"),
    [
        ("性别", "女", "sex_contradicts", "to_decide"),
        ("出生日期", "1990-01-01", "birth_contradicts", "to_decide"),
        ("出生年月", "1970.1", "", "kept"),
        ("意向城市", "朝阳", "region_ambiguous", "to_decide"),
        ("期望工资", "6", "pay_too_small", "to_decide"),
        ("证书", "焊工证", "certificate_vague", "kept"),
        ("夜班", "蓝色", "yes_no_unclear", "kept"),
    ],
)
def test_one_doubtful_cell(extra: str, cell: str, code: str, outcome: str) -> None:
    header = [word for word in HEADER if word != "意向地区"]
    man = person(0, identity=identity(1, born="19700101"))[:-1]
    assert int(man[1][16]) % 2 == 1

    (row,) = judged([["利州区"], [*header, extra], [*man, cell]])

    assert (row.outcome, codes(row)) == (outcome, {code} - {""})


def test_nobody_under_sixteen_is_registered() -> None:
    (row,) = judged([*village(0), person(0, identity=identity(0, born="20101231"))])

    assert row.outcome == "refused" and codes(row) == {"too_young"}


def posting(**changes: Any) -> JudgedRow:
    row = {
        "企业名称": "样例电子厂", "岗位": "电子装配工", "人数": "20人", "工资": "5000-6500",
        "工作地点": "浙江省嘉兴市南湖区", "岗位要求": "", "食宿": "包吃住", "备注": "", "年龄要求": "", "性别要求": "",
    } | changes  # fmt: skip
    (found,) = judged([list(row), list(row.values())])
    return found


def order(row: JudgedRow) -> PostingRecord:
    record = row.records[0]
    assert isinstance(record, PostingRecord)
    return record


def test_a_posting_is_read_whole() -> None:
    record = order(posting(食宿="包吃住", 岗位要求="长期站立，能吃苦"))

    assert (record.openings, record.wage_low_fen, record.wage_high_fen) == (20, 500_000, 650_000)
    assert (record.county, record.occupation, record.lodging) == (330402, "6-25-04-07", True)


@pytest.mark.parametrize(
    ("column", "words", "kind"),
    [
        ("岗位要求", "限男性，能吃苦", "sex"),
        ("岗位要求", "18-40岁，能吃苦", "age"),
        ("备注", "不要四川人", "hukou"),
        ("岗位要求", "已婚已育优先，能吃苦", "marriage"),
        ("岗位要求", "无乙肝，能吃苦", "health"),
        ("年龄要求", "18-45", "age"),
        ("性别要求", "女", "sex"),
    ],
)
def test_an_unlawful_demand_goes_and_the_posting_stays(column: str, words: str, kind: str) -> None:
    row = posting(**{column: words})
    record = order(row)

    assert row.outcome == "kept" and "demand_refused" in codes(row)
    assert [demand.kind for demand in record.refused_demands] == [kind]
    assert record.refused_demands[0].text not in record.text + record.remarks


def test_lawful_words_of_a_posting_stay() -> None:
    row = posting(岗位要求="能吃苦，男女不限，会用电脑")

    assert codes(row) == set() and order(row).text == "能吃苦，男女不限，会用电脑"


def test_a_deposit_keeps_the_posting_out() -> None:
    row = posting(备注="入职交押金300元")

    assert row.outcome == "refused" and "fee_demanded" in codes(row)


@pytest.mark.parametrize("pay", ["1500", "11元/小时", "时薪10", "80元/天", "日薪90", "2万/年"])
def test_pay_below_the_minimum_wage_for_normal_time_keeps_the_posting_out(pay: str) -> None:
    row = posting(工资=pay)

    assert row.outcome == "refused" and "pay_below_minimum" in codes(row)


@pytest.mark.parametrize(("pay", "hours", "refused"), [("15元/小时", "4", True), ("26元/小时", "4", False)])
def test_part_time_pay_is_held_to_the_hourly_minimum(pay: str, hours: str, refused: bool) -> None:
    row = posting(工资=pay, 每天工时=hours)

    assert ("pay_below_hourly_minimum" in codes(row)) is refused


@pytest.mark.parametrize("pay", ["16元/小时", "130元/天", "2800"])
def test_pay_above_the_minimum_wage_for_normal_time_is_no_fault(pay: str) -> None:
    assert not {"pay_below_minimum", "pay_below_hourly_minimum"} & codes(posting(工资=pay))


def test_hype_is_flagged() -> None:
    assert "hype" in codes(posting(备注="高薪诚聘，轻松月入过万"))


@pytest.mark.parametrize(("words", "code"), [("若干", "openings_missing"), ("20-30人", "openings_range")])
def test_a_vague_number_of_people_is_asked_about(words: str, code: str) -> None:
    row = posting(人数=words)

    assert row.outcome == "to_decide" and code in codes(row)


def test_the_arrears_list_needs_a_day() -> None:
    rows = [["拖欠农民工工资失信联合惩戒名单"], ["单位名称", "列入日期"], ["甲公司", "2026年1月5日"], ["乙公司", ""]]

    listed, undated = judged(rows)

    assert isinstance(listed.records[0], EmployerRecord) and str(listed.records[0].arrears_from) == "2026-01-05"
    assert codes(undated) == {"arrears_without_day"}


def test_the_guarantee_list_flags_its_employers() -> None:
    (row,) = judged([["用工保障重点企业名单"], ["企业名称", "行业"], ["甲公司", "电子"]])

    assert isinstance(row.records[0], EmployerRecord) and row.records[0].guaranteed is True


def test_a_vehicle_with_its_stops_and_prices() -> None:
    header = ["班次", "车型", "出发地", "目的地", "座位数", "包车费", "日期", "发车时刻", "数量"]
    (row,) = judged(
        [
            header,
            ["A1", "大巴", "广元汽车站、利州广场", "嘉兴→杭州东站", 49, "1.2万元/趟", "2月24日", "早上6:30", "不限"],
        ]
    )

    record = row.records[0]
    assert isinstance(record, VehicleRecord)
    assert (record.origins, record.destinations) == (("广元汽车站", "利州广场"), ("嘉兴", "杭州东站"))
    assert (record.seats, record.fixed_cost_fen, record.leaves_minute, record.available) == (49, 1_200_000, 390, -1)


def test_a_coach_of_a_thousand_seats_is_doubted() -> None:
    header = ["班次", "车型", "出发地", "目的地", "座位数", "包车费"]

    (row,) = judged([header, ["A1", "大巴", "广元", "杭州", 1000, 9000]])

    assert codes(row) == {"seats_impossible"}


def test_hubs_and_fares() -> None:
    (hub,) = judged(
        [["站点名称", "所在地区", "经度", "纬度", "夜间候车"], ["广元汽车站", "利州区", 105.83, 32.43, "是"]]
    )
    (fare,) = judged([["出发地", "目的地", "票价", "天数"], ["广元", "杭州", "420元", 1]])

    assert isinstance(hub.records[0], HubRecord) and hub.records[0].safe_before_six is True
    assert isinstance(fare.records[0], FareRecord) and fare.records[0].fare_fen == 42_000


def test_a_reversed_point_is_doubted() -> None:
    (hub,) = judged([["站点名称", "所在地区", "经度", "纬度"], ["广元汽车站", "利州区", 32.43, 105.83]])

    assert codes(hub) == {"point_impossible"}


@pytest.mark.parametrize("title", ["女工", "男工", "招女普工", "招聘女性5名"])
def test_a_title_that_is_only_a_demand_becomes_a_plain_one(title: str) -> None:
    row = posting(岗位=title)

    assert row.outcome == "kept" and order(row).title == "普工"
    assert [demand.kind for demand in order(row).refused_demands] == ["sex"]


def test_orders_that_differed_only_in_a_refused_sex_stay_two() -> None:
    head = ["企业名称", "岗位", "人数", "工资", "工作地点"]
    lines = [["样例电子厂", title, "20人", "5000-6500", "浙江省嘉兴市南湖区"] for title in ("男工", "女工", "女工")]

    rows = judged([head, *lines])

    assert ["duplicate_posting" in codes(row) for row in rows] == [False, False, True]
    assert order(rows[0]).title_mark != order(rows[1]).title_mark


@pytest.mark.parametrize(
    ("title", "hazards"),
    [
        ("焊工", ("welding_fume",)), ("抛光打磨工", ("dust",)), ("喷漆学徒", ("toxic",)), ("冲床操作工", ("noise",)),
        ("架子工", ("height_grade_2",)), ("电子装配工", ()), ("焊工助手（不打磨）", ("welding_fume",)),
        ("仓管", ()),
    ],
)  # fmt: skip
def test_an_order_that_says_nothing_of_hazards_gets_its_trades_usual_ones_noted(
    title: str, hazards: tuple[str, ...]
) -> None:
    row = posting(岗位=title)

    assert order(row).hazards == hazards
    assert ("hazards_presumed" in codes(row)) is bool(hazards)


def test_an_order_that_says_there_are_no_hazards_is_believed() -> None:
    row = posting(岗位="焊工", 职业危害="无")

    assert order(row).hazards == () and "hazards_presumed" not in codes(row)


@pytest.mark.parametrize(
    ("place", "pay", "told"),
    [
        ("浙江省金华市义乌市", "2300", True),
        ("浙江省金华市义乌市", "3000", False),
        ("浙江省嘉兴市南湖区", "2500", False),
        ("贵州省毕节市威宁县", "2000", True),
        ("重庆市奉节县", "2250", False),
    ],
)
def test_pay_held_to_the_lowest_tier_alone_says_so_where_a_higher_one_may_hold(
    place: str, pay: str, told: bool
) -> None:
    row = posting(工作地点=place, 工资=pay)

    assert row.outcome == "kept"
    assert ("minimum_of_lowest_tier" in codes(row)) is told


@pytest.mark.parametrize(
    ("hazards", "code"),
    [("采石", "surface_quarry"), ("化学灼伤", "burns"), ("热烧伤", "burns"), ("地质勘探野外", "geological_field")],
)
def test_the_rest_of_the_minors_list_is_read_from_an_order(hazards: str, code: str) -> None:
    row = posting(职业危害=hazards)

    assert code in order(row).hazards
