"""What the sixth office showed, each in sibling spellings: cross tables, chats, letters, official forms, the moon."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.importers.cells.certificates import certificates
from data.importers.cells.places import known_places
from data.importers.cells.travel_days import travel_days
from data.importers.columns.mapping import field_of
from data.importers.columns.prose_terms import place_in, start_in
from data.importers.files.chats import is_chat
from data.importers.files.reading import Parsed, read_file
from data.importers.judging.judged_rows import JudgedRow
from data.importers.judging.judging import judge
from data.registers.records import FareRecord, PostingRecord, VehicleRecord, WorkerRecord
from tests.data.importers.workbooks import identity, workbook

NOW = date(2026, 11, 27)
OFFICE = 530627


def read(rows: list[list[Any]], name: str = "来件.xlsx") -> Parsed:
    return read_file(workbook(rows), name=name)


def judged(parsed: Parsed) -> list[JudgedRow]:
    return judge(parsed, today=NOW, office=OFFICE)


def people(parsed: Parsed) -> dict[str, WorkerRecord]:
    records = [record for row in judged(parsed) for record in row.records]
    return {record.name: record for record in records if isinstance(record, WorkerRecord)}


def postings(parsed: Parsed) -> list[PostingRecord]:
    return [one for row in judged(parsed) for one in row.records if isinstance(one, PostingRecord)]


@pytest.mark.parametrize(
    "headers",
    [
        ["针车工", "成型工", "普工", "小计"],
        ["需求人数（人）针车工", "需求人数（人）成型工", "需求人数（人）普工", "需求人数合计"],
        ["针车工（人）", "成型工（人）", "普工（人）", "合计（人）"],
        ["招聘针车工人数", "招聘成型工人数", "招聘普工人数", "总人数"],
        ["用工需求：针车工", "用工需求：成型工", "用工需求：普工", "总计"],
    ],
)
@pytest.mark.parametrize("nobody", ["/", "", "—", 0])
def test_headcounts_by_job_across_the_columns_are_a_posting_each(headers: list[str], nobody: Any) -> None:
    parsed = read(
        [
            ["企业名称", "厂址", *headers, "月薪"],
            ["温州康泰鞋业有限公司", "温州市瓯海区", 20, "15人", 10, 45, "5500-8000"],
            ["温州瓯盛箱包有限公司", "温州市瓯海区", 8, nobody, 6, 14, "5000-7000"],
        ]
    )

    found = {(one.employer[:4], one.title): one.openings for one in postings(parsed)}

    assert found == {
        ("温州康泰", "针车工"): 20, ("温州康泰", "成型工"): 15, ("温州康泰", "普工"): 10,
        ("温州瓯盛", "针车工"): 8, ("温州瓯盛", "普工"): 6,
    }  # fmt: skip
    assert {row.row for row in judged(parsed)} == {2, 3}


@pytest.mark.parametrize(
    "headers", [("男工", "女工"), ("男性人数", "女性人数"), ("男工（人）", "女工（人）"), ("招聘男工", "招聘女工")]
)
def test_headcounts_of_men_and_women_are_no_jobs(headers: tuple[str, str]) -> None:
    parsed = read(
        [
            ["企业名称", "岗位", *headers, "工资", "工作地点"],
            ["温州康泰鞋业有限公司", "针车工", 3, 5, "5500", "温州市瓯海区"],
        ]
    )

    assert [(one.title, one.openings) for one in postings(parsed)] == [("针车工", 8)]


@pytest.mark.parametrize(
    "cell",
    [
        "陈启云（男，41岁，15012345678）\n禄永芬（女，35岁，15012345679）",
        "陈启云 男 41岁 15012345678；禄永芬 女 35岁 15012345679",
        "1.陈启云，男，41岁，15012345678 2.禄永芬，女，35岁，15012345679",
        "陈启云(男 41岁 15012345678)、禄永芬(女 35岁 15012345679)",
        "陈启云-男-41岁-15012345678，禄永芬-女-35岁-15012345679",
    ],
)
def test_everybody_in_a_cell_of_a_cross_table_is_somebody(cell: str) -> None:
    parsed = read([["村（社区）", "浙江温州", "江苏昆山", "小计"], ["龙井村", cell, "何泽友 15012345670", 3]])

    found = people(parsed)

    assert {name: (one.phone, one.village) for name, one in found.items()} == {
        "陈启云": ("15012345678", "龙井村"), "禄永芬": ("15012345679", "龙井村"), "何泽友": ("15012345670", "龙井村"),
    }  # fmt: skip
    assert found["陈启云"].wish_regions == (330300,)
    assert found["何泽友"].wish_regions == (320583,)
    assert (found["陈启云"].sex, found["禄永芬"].sex) == (1, 2)


SAID = (
    "成德发，男，43岁，15012345678，去",
    "罗幺妹37女15012345679 跟老公成德发一路",
    "给我哥报个名，马忠贵，男，50岁，15012345670",
)


def chat(layout: str) -> str:
    speakers = ("安静", "幸福一家人", "小李飞刀")
    lines = {
        "wechat": [f"{who}  08:2{at}\n{said}\n" for at, (who, said) in enumerate(zip(speakers, SAID, strict=True))],
        "dated": [
            f"{who} 2026/11/24 8:2{at}\n{said}" for at, (who, said) in enumerate(zip(speakers, SAID, strict=True))
        ],
        "qq": [
            f"2026-11-24 08:2{at}:11 {who}(12345)\n{said}"
            for at, (who, said) in enumerate(zip(speakers, SAID, strict=True))
        ],
        "bracketed": [
            f"[2026-11-24 08:2{at}] {who}: {said}" for at, (who, said) in enumerate(zip(speakers, SAID, strict=True))
        ],
        "chinese": [
            f"{who} 11月24日 上午8:2{at}\n{said}" for at, (who, said) in enumerate(zip(speakers, SAID, strict=True))
        ],
    }[layout]
    return (
        "凉水村-龙支书  08:12\n温州鞋厂的包车12月6号走，要去的报名\n"
        + "\n".join(lines)
        + "\n凉水村-龙支书  08:50\n收到\n"
    )


@pytest.mark.parametrize("layout", ["wechat", "dated", "qq", "bracketed", "chinese"])
def test_a_chat_gives_who_is_spoken_of_and_nobody_who_speaks(layout: str) -> None:
    parsed = read_file(chat(layout).encode(), name="群聊.txt")

    found = people(parsed)

    assert {name: one.phone for name, one in found.items()} == {
        "成德发": "15012345678", "罗幺妹": "15012345679", "马忠贵": "15012345670",
    }  # fmt: skip
    assert found["罗幺妹"].group_key == found["成德发"].group_key != ""
    assert {one.wish_regions for one in found.values()} == {(330300,)}


@pytest.mark.parametrize(
    "text", ["1. 张三 15012345678\n2. 李四 15012345679", "08:12 开会\n09:00 散会", "张三 15012345678"]
)
def test_what_nobody_says_at_an_hour_is_no_chat(text: str) -> None:
    assert not is_chat(text)


OFFICIAL = [
    ["附件2"],
    ["农村劳动力转移就业意愿登记表"],
    ["序号", "基本情况", "", "", "", "就业意愿", "", "备注"],
    ["", "姓名", "身份证号码", "家庭住址", "", "意向地点", "期望薪酬", ""],
    ["", "", "", "行政村", "村民小组", "", "（元/月）", ""],
]
MERGES = ("A3:A5", "B3:E3", "F3:G3", "H3:H5", "B4:B5", "C4:C5", "D4:E4", "F4:F5")


@pytest.mark.parametrize(
    "marks",
    [
        ["甲", "乙", "1", "2", "3", "4", "5", "6"],
        ["栏次", "1", "2", "3", "4", "5", "6", "7"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
        [1, 2, 3, 4, 5, 6, 7, 8],
        ["A", "B", "C", "D", "E", "F", "G", "H"],
    ],
)
def test_an_official_form_has_three_rows_of_header_numbered_columns_and_signatures(marks: list[Any]) -> None:
    from tests.blind.sheets import workbook as written

    person = [1, "成联虎", identity(1), "老包寨村", "2组", "浙江温州", 5500, ""]
    signed = ["分管领导：艾书记", "", "审核人：常主任", "", "填表人：王晓燕", "", "", ""]
    rows = [*OFFICIAL, marks, person, signed]
    path = written({"附件2": rows}, {"附件2": MERGES})
    content = bytes_of(path)

    parsed = read_file(content, name="附件2.xlsx")
    (row,) = judged(parsed)

    assert (row.outcome, row.records[0].wage_wanted_fen, row.records[0].village) == ("kept", 550_000, "老包寨村")
    assert [one.what for _, one in parsed.skipped][-2:] == ["header", "footer"]


def bytes_of(write: Any) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "表.xlsx"
        write(path)
        return path.read_bytes()


@pytest.mark.parametrize(
    "header", ["培训意愿", "是否愿意参加培训", "创业意愿", "参保意愿", "技能提升意愿", "就近就业意愿"]
)
def test_a_wish_for_something_else_is_no_word_on_leaving(header: str) -> None:
    parsed = read([["姓名", "身份证号", "意向地区", header], ["张伟", identity(1), "浙江", "否"]])

    assert people(parsed)["张伟"].willing == "unknown"
    assert field_of("workers", "外出务工意愿")[0] == "willing"


@pytest.mark.parametrize(
    "said",
    ["无意愿", "带孩子，无意愿", "没有外出意愿", "丧失劳动力", "无劳动能力", "已在中山上班，不回来", "现在在昆山打工"],
)
@pytest.mark.parametrize("header", ["务工意愿", "备注", "回访结果"])
def test_whoever_cannot_or_is_away_at_work_is_not_sent(header: str, said: str) -> None:
    parsed = read([["姓名", "身份证号", header], ["张伟", identity(1), said]])

    assert people(parsed)["张伟"].willing == "no"


@pytest.mark.parametrize(
    "said", ["去年在昆山打工", "以前在温州上班", "有意愿", "老婆无意愿，我去", "在家待着，想去温州"]
)
def test_whoever_was_away_before_may_go_again(said: str) -> None:
    parsed = read([["姓名", "身份证号", "备注"], ["张伟", identity(1), said]])

    assert people(parsed)["张伟"].willing != "no"


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("十月二十五过后", date(2026, 12, 3), None),
        ("十月二十八之前", None, date(2026, 12, 6)),
        ("十月三十", date(2026, 12, 8), None),
        ("冬月初三以后", date(2026, 12, 11), None),
        ("十二月五号以后", date(2026, 12, 5), None),
        ("十二月三日前", None, date(2026, 12, 3)),
        ("10月25日以后", date(2026, 10, 25), None),
    ],
)
def test_a_day_in_words_that_is_gone_by_the_calendar_is_the_moons(
    cell: str, first: date | None, last: date | None
) -> None:
    found = travel_days(cell, NOW)

    assert (found.earliest, found.latest) == (first, last)


@pytest.mark.parametrize("header", ["发到站", "发站到站", "始终站", "运行区段", "起止站"])
def test_fares_with_both_ends_in_one_cell_are_read(header: str) -> None:
    parsed = read(
        [["车次", header, "历时", "二等座", "一等座"], ["G1", "镇雄—温州南", "12小时36分", "¥705.5", "¥1,128"]]
    )

    (row,) = judged(parsed)
    (fare,) = row.records

    assert isinstance(fare, FareRecord)
    assert (fare.origin, fare.destination, fare.fare_fen) == ("镇雄", "温州南", 70_550)


@pytest.mark.parametrize("none", ["—", "-", "/", "无", "×"])
def test_a_size_of_coach_that_does_not_run_on_a_way_is_no_offer(none: str) -> None:
    parsed = read(
        [
            ["线路", "发车日期", "49座大巴（元/趟）", "37座中巴（元/趟）"],
            ["镇雄—晋江", "12月8日", 17500, 14900],
            ["镇雄—昆山", "12月7日", 16900, none],
        ]
    )

    seats = [one.seats for row in judged(parsed) for one in row.records if isinstance(one, VehicleRecord)]

    assert seats == [49, 37, 49]


LETTER = [
    ["我公司位于晋江市英林镇，主营休闲男装。"],
    ["公司地处晋江市英林镇工业区，现因扩产招工"],
    ["工作地点：晋江市英林镇"],
]


@pytest.mark.parametrize("above", LETTER)
def test_a_letter_around_its_table_says_where_and_when(above: list[str]) -> None:
    parsed = read(
        [
            ["福建恒嘉服饰有限公司"], ["关于商请协助招工的函"], above, ["工种", "数量", "月收入（元）", "要求"],
            ["平车工", "12人", "5500-7500", "会平车"],
            ["公司免费提供四人间宿舍，12月15日前报到。"], ["联系人：许经理　19900008811"],
        ]
    )  # fmt: skip

    (found,) = postings(parsed)

    assert (found.county, found.lodging, found.start_by) == (350582, True, date(2026, 12, 15))
    assert parsed.rows_in == 1


@pytest.mark.parametrize(
    "text", ["报名地点：镇雄县就业局", "集合地点:县客运站", "面试地址：人社局三楼", "联系地址：镇雄县城"]
)
def test_where_people_sign_up_is_no_workplace(text: str) -> None:
    assert place_in(text) == ""
    assert start_in("12月15日前报到") == "12月15日前"


@pytest.mark.parametrize(
    ("firm", "county"),
    [
        ("晋江市力源鞋塑有限公司", 350582), ("福建晋江恒嘉服饰有限公司", 350582), ("苏州吴江新生纺织厂", 320509),
        ("宁波市鄞州区华翔电子有限公司", 330212), ("东莞市长安鸿泰电子有限公司", 441900), ("恒大新材料有限公司", 0),
        ("永康工贸有限公司", 0), ("平安保洁服务有限公司", 0), ("和平机械厂", 0), ("河南双汇食品有限公司", 0),
    ],
)  # fmt: skip
def test_a_place_in_the_name_of_a_firm_is_taken_where_it_can_be_no_brand_and_shown(firm: str, county: int) -> None:
    parsed = read([["企业名称", "岗位", "人数", "工资"], [firm, "质检员", 5, "5000-5500"]])

    (row,) = judged(parsed)

    assert known_places().opening(firm)[1] == county
    assert {fault.code for fault in row.faults} >= ({"place_of_firm"} if county else {"place_missing"})


def test_hidden_and_struck_rows_of_an_old_workbook_are_decided_by_somebody() -> None:
    content = (Path(__file__).parent / "columns/files/hidden-and-struck.xls").read_bytes()

    parsed = read_file(content, name="名单.xls")
    rows = judged(parsed)

    assert [(row.cells[0], row.outcome) for row in rows] == [
        ("张伟", "kept"), ("李芳", "to_decide"), ("王强", "to_decide"), ("赵敏", "to_decide"), ("周杰", "to_decide"),
        ("吴刚", "to_decide"),
    ]  # fmt: skip
    told = [
        {fault.code for fault in row.faults if fault.code in ("row_hidden", "row_struck", "cell_struck")}
        for row in rows
    ]
    assert told[0] == set() and all(told[1:5])
    assert parsed.passed_over == ("旧名单（隐藏 hidden）",)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("叉车证（N1）", "ms_forklift"), ("叉车证[N1]", "ms_forklift"), ("（叉车证）", "ms_forklift"),
        ("电工证（低压）", ""), ("驾驶证（B2）", ""),
    ],
)  # fmt: skip
def test_a_certificate_keeps_its_brackets_and_is_known_beside_its_code(words: str, kind: str) -> None:
    ((held,), *_) = certificates(words, NOW)

    assert held.kind == kind
    assert held.words.count("(") == held.words.count(")")
