"""Job notices typed as running text: read as orders, with what they say; what they leave open is asked."""

from __future__ import annotations

from datetime import date

import pytest

from data.importers import judge, read_file
from data.importers.files.notices import HEADERS, is_notice
from data.importers.judging.judged_rows import JudgedRow
from data.registers.records import PostingRecord

HONGTAI, HUAFU = "东莞市长安鸿泰电子有限公司", "宁波华服针织有限公司"
DAY = date(2026, 11, 27)
FORMAL = """招工启事
东莞市长安鸿泰电子有限公司因生产需要，现招聘普工30名、质检员5名。普工月薪5000-6500元，质检员5500元左右。
身体健康，能吃苦。包吃包住，有空调宿舍。
工作地点：广东省东莞市长安镇乌沙村。12月5日前报到。
联系人：李经理 13800001111"""
SHORT = """急招！宁波华服针织有限公司招缝纫工20人，包装工10人，
计件月收入6000到8000元，包住。地址在浙江宁波鄞州区姜山镇，联系电话15400005678"""
LISTED = """【招聘】
昆山精联电子有限公司诚招：
1、操作工：50人，4500-6000元/月
2、叉车工：3人，7000元/月
3、保洁员：2人，3500元/月
厂址：江苏省昆山市玉山镇
有意者请联系陈主任15400001234，12月3号进厂"""
SPOKEN = (
    "春节后招工：福建晋江恒泰鞋业有限公司，需要工人四十名，保底4500元，加班另算，住宿舍免费，位于福建省晋江市陈埭镇。"
)
BRACKETED = """招工启事
南坝镇就业帮扶车间（宣汉县巧手服饰有限公司）因订单增加，现招：
缝纫工15名，计件保底2600元，中午管一顿饭；
地点：宣汉县南坝镇沙坝村。
"""
OPEN = "盘江贵河食品厂因扩大生产需要10名包装工、若干名装卸工，工资一天150元，管午饭，电话15400009999"


def judged(text: str) -> list[JudgedRow]:
    return judge(read_file(text.encode(), name="启事.txt"), today=DAY, home=520526)


def orders(text: str) -> list[tuple[str, str, int, int, int]]:
    records = [record for row in judged(text) for record in row.records if isinstance(record, PostingRecord)]
    return [(one.employer, one.title, one.openings, one.wage_low_fen, one.county) for one in records]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (FORMAL, [(HONGTAI, "普工", 30, 500_000, 441900), (HONGTAI, "质检员", 5, 550_000, 441900)]),
        (SHORT, [(HUAFU, "缝纫工", 20, 600_000, 330212), (HUAFU, "包装工", 10, 600_000, 330212)]),
        (
            LISTED,
            [
                ("昆山精联电子有限公司", "操作工", 50, 450_000, 320583),
                ("昆山精联电子有限公司", "叉车工", 3, 700_000, 320583),
                ("昆山精联电子有限公司", "保洁员", 2, 350_000, 320583),
            ],
        ),
        (SPOKEN, [("福建晋江恒泰鞋业有限公司", "普工", 40, 450_000, 350582)]),
        (BRACKETED, [("宣汉县巧手服饰有限公司", "缝纫工", 15, 260_000, 511722)]),
    ],
)  # fmt: skip
def test_a_notice_is_an_order(text: str, right: list[tuple[str, str, int, int, int]]) -> None:
    assert orders(text) == right
    assert [row.outcome for row in judged(text)] == ["kept"] * len(right)


def test_lodging_first_day_and_contact_are_read_too() -> None:
    record = judged(FORMAL)[0].records[0]

    assert isinstance(record, PostingRecord)
    assert (record.lodging, record.start_by, record.contact) == (True, date(2026, 12, 5), "李经理")
    assert record.employer_phone == "13800001111"


def test_what_a_notice_leaves_open_is_asked() -> None:
    rows = judged(OPEN)

    assert [row.outcome for row in rows] == ["to_decide", "to_decide"]
    assert {"place_missing"} <= {fault.code for fault in rows[0].faults}
    assert "openings_missing" in {fault.code for fault in rows[1].faults}
    first = rows[0].records[0]
    assert isinstance(first, PostingRecord) and first.wage_low_fen == 150 * 26 * 100, "pay by the day"


def test_each_job_has_a_row_of_its_own_and_no_line_is_lost() -> None:
    ((table, _),) = read_file(FORMAL.encode(), name="启事.txt").tables

    assert len({row.row for row in table.rows}) == 2
    assert {1, 2, 3, 4, 5} == {row.row for row in (*table.rows, *table.skipped)}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("1. 张三 15400000001 焊工 想去浙江\n2. 李四 15400000002 普工 招聘会报的名", ("workers",)),
        ("姓名,身份证号,电话,备注\n张三,,15400000001,在厂里招聘普工30名时报的", ("workers",)),
        ("企业名称,岗位名称,招聘人数,月薪,工作地点\n甲乙服装有限公司,缝纫工20人,20,5000,浙江嘉兴", ("postings",)),
        ("企业名称：甲乙服装有限公司\n招聘岗位：缝纫工20名\n人数：20人\n月薪：5000元\n地点：浙江嘉兴", ("postings",)),
    ],
)  # fmt: skip
def test_chains_tables_and_typed_forms_are_read_as_before(text: str, kinds: tuple[str, ...]) -> None:
    parsed = read_file(text.encode(), name="文.txt")

    assert parsed.kinds == kinds
    assert not any(table.headers == HEADERS for table, _ in parsed.tables)


def test_a_letter_to_the_villages_is_no_notice() -> None:
    assert not is_notice("通知：请各村于周五前上报花名册，招聘会当天来20人，联系电话15400005678")


@pytest.mark.parametrize("pay", ["24元/小时", "24元每小时", "24块一小时", "22-26元/小时"])
def test_pay_by_the_hour_is_not_passed_over_for_another_job_s(pay: str) -> None:
    text = f"招聘\n{HONGTAI}招：\n① 分拣员 15人，{pay}\n② 叉车工 5人，7500元/月\n地点：广东省东莞市长安镇"

    rows = orders(text)

    assert [(title, wage != 750_000) for _, title, _, wage, _ in rows] == [("分拣员", True), ("叉车工", False)]
