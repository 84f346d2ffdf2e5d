"""Days, ages, pay, phones and answers as forms write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from data.importers.cells import answers, births, dates
from data.importers.cells.numerals import chinese_number
from data.importers.cells.phones import phones
from data.importers.cells.wages import pay
from labor.days import NO_END

TODAY = date(2026, 2, 1)


@pytest.mark.parametrize(
    ("written", "day", "fault"),
    [
        ("1985.03.12", "1985-03-12", ""),
        ("1985-3-12", "1985-03-12", ""),
        ("19850312", "1985-03-12", ""),
        (31118.0, "1985-03-12", ""),
        (datetime(1985, 3, 12, tzinfo=UTC), "1985-03-12", ""),
        ("农历1985年三月初五", "1985-04-24", ""),
        ("1985年3月", "1985-03-15", "birth_in_part"),
        (85.3, "1985-03-15", "birth_in_part"),
        ("85.3", "1985-03-15", "birth_in_part"),
        ("06.5", "2006-05-15", "birth_in_part"),
        (1985.0, "1985-07-01", "birth_in_part"),
        (85.1, "1985-01-15", "month_unclear"),
        ("1850.1.1", None, "birth_impossible"),
        ("记不清", None, "date_unclear"),
    ],
)
def test_birth_dates(written: Any, day: str | None, fault: str) -> None:
    value, found, _ = births.birth(written, TODAY)

    assert (str(value.day) if value else None, found) == (day, fault)


@pytest.mark.parametrize(
    ("written", "year", "fault"),
    [
        ("45", 1981, "age_only"),
        (45.0, 1981, "age_only"),
        ("45岁", 1981, "age_only"),
        ("17", 2009, "age_near_minor"),
        ("1985.3.1", 1985, ""),
    ],
)
def test_ages_are_approximate_birth_dates(written: Any, year: int, fault: str) -> None:
    value, found, _ = births.age(written, TODAY)

    assert value is not None and (value.day.year, found) == (year, fault)


@pytest.mark.parametrize(
    ("written", "day", "fault"),
    [
        ("正月初八", "2026-02-24", "lunar_read"),
        ("初八", "2026-02-24", "lunar_read"),
        ("过完元宵", "2026-03-03", "lunar_read"),
        ("元宵后", "2026-03-04", "lunar_read"),
        ("腊月二十", "2026-02-07", "lunar_read"),
        ("2.24", "2026-02-24", ""),
        ("2月24日", "2026-02-24", ""),
        ("2026/2/24", "2026-02-24", ""),
        (46077.0, "2026-02-24", ""),
        ("12月20日", "2025-12-20", ""),
        (3.1, None, "day_unclear"),
        ("2月30日", None, "date_impossible"),
        ("过几天", None, "date_unclear"),
        ("随时", None, ""),
    ],
)
def test_days_near_today(written: Any, day: str | None, fault: str) -> None:
    value, found, _ = dates.day(written, TODAY)

    assert (str(value) if value else None, found) == (day, fault)


def test_a_card_without_a_year_is_not_given_one() -> None:
    assert dates.dated("12月9日", TODAY).fault == "year_missing"
    assert dates.dated("2028年12月9日", TODAY).value == date(2028, 12, 9)


@pytest.mark.parametrize("words", ["长期", "长期有效", "至长期", "永久", "无固定期限", "有效期至长期", "No end"])
def test_a_paper_without_end_is_told_from_one_whose_end_is_not_written(words: str) -> None:
    assert dates.dated(words, TODAY).value == NO_END
    assert dates.dated("", TODAY).value is None


@pytest.mark.parametrize(
    ("written", "low", "high", "fault"),
    [
        ("5000-6500", 5000, 6500, ""),
        ("5千到6千", 5000, 6000, ""),
        ("五六千", 5000, 6000, ""),
        ("5-6千", 5000, 6000, ""),
        ("四千五到六千", 4500, 6000, ""),
        ("6k", 6000, 6000, ""),
        ("0.6万", 6000, 6000, ""),
        ("6,000-7,000元/月", 6000, 7000, ""),
        ("6000以上", 6000, None, ""),
        (5500.0, 5500, 5500, ""),
        ("综合工资6500-7500(26天)", 6500, 7500, ""),
        ("月薪6000,15号发工资", 6000, 6000, ""),
        ("200/天", 5200, 5200, "pay_by_day"),
        ("日薪220-240", 5720, 6240, "pay_by_day"),
        ("18元/小时", 4680, 4680, "pay_by_hour"),
        ("年薪7.2万", 6000, 6000, "pay_by_year"),
        ("面议", None, None, "pay_by_talk"),
        (6.0, None, None, "pay_too_small"),
        ("220", None, None, "pay_too_small"),
        ("600000", None, None, "pay_too_large"),
        ("9000-5000", None, None, "pay_unclear"),
        ("看着给", None, None, "pay_unclear"),
    ],
)
def test_pay(written: Any, low: int | None, high: int | None, fault: str) -> None:
    value, found, _ = pay(written)

    assert found == fault
    assert (value.low_fen, value.high_fen) == tuple(-1 if yuan is None else yuan * 100 for yuan in (low, high))


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("综合工资5000-6000元/月，加班费20元/小时", 5000, 6000),
        ("20元/小时，月综合5500-6500元", 5500, 6500),
        ("底薪2100，综合5500-6500", 5500, 6500),
        ("5000-6000元/月（试用期4500元）", 5000, 6000),
        ("保底4000元，月均6000-7000元", 6000, 7000),
        ("6000元/月+全勤奖300元", 6000, 6000),
        ("月薪5500-6500 餐补300", 5500, 6500),
        ("基本工资2280元；综合工资6000元以上", 6000, None),
        ("夜班补贴20元/天，工资6500", 6500, 6500),
        ("男5500元，女4500元", 4500, 5500),
        ("女工4800、男工6000元/月", 4800, 6000),
        ("男:5000-6000 女:4500-5500", 4500, 6000),
    ],
)
def test_the_pay_of_the_whole_month_counts_not_what_is_added_to_it(written: str, low: int, high: int | None) -> None:
    value, fault, _ = pay(written)

    assert fault == ""
    assert (value.low_fen, value.high_fen) == (low * 100, -1 if high is None else high * 100)


@pytest.mark.parametrize(
    ("header", "written", "low", "high", "fault"),
    [
        ("日工资（元/天）", "220", 5720, 5720, "pay_by_day"),
        ("日薪", 230.0, 5980, 5980, "pay_by_day"),
        ("工资(元/天)", "200-240", 5200, 6240, "pay_by_day"),
        ("小时工价(元)", "20", 5200, 5200, "pay_by_hour"),
        ("年工资（元）", "72000", 6000, 6000, "pay_by_year"),
        ("年薪", "8-10万", 6667, 8333, "pay_by_year"),
        ("年薪（万元）", "8-10", 6667, 8333, "pay_by_year"),
        ("月薪(千元)", "5-6.5", 5000, 6500, ""),
        ("日薪", "月薪6000", 6000, 6000, ""),
        ("月薪", "220元/天", 5720, 5720, "pay_by_day"),
    ],
)
def test_the_unit_in_the_header_counts_where_the_cell_has_none(
    header: str, written: Any, low: int, high: int, fault: str
) -> None:
    value, found, _ = pay(written, header)

    assert found == fault
    assert (round(value.low_fen / 100), round(value.high_fen / 100)) == (low, high)


@pytest.mark.parametrize(
    "written",
    [
        "138 1234 5678",
        "138-1234-5678",
        "+86 13812345678",
        "008613812345678",
        "１３８１２３４５６７８",
        13812345678.0,
        "'13812345678",
        "电话:13812345678",
    ],
)
def test_one_phone_in_many_spellings(written: Any) -> None:
    assert phones(written).value == ("13812345678",)


def test_two_phones_landlines_and_broken_ones() -> None:
    assert phones("13812345678/13912345678").value == ("13812345678", "13912345678")
    assert phones("0839-3261234").value == ("08393261234",)
    assert phones("1381234567").fault == "phone_wrong"
    assert phones("138****5678").fault == "phone_wrong"
    assert phones("1.38E+10").fault == "phone_rounded"


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("是", True),
        ("√", True),
        ("愿意", True),
        ("包吃住", True),
        ("不愿意", False),
        ("×", False),
        ("无", False),
        ("", None),
        ("-", None),
    ],
)
def test_yes_and_no(written: str, answer: bool | None) -> None:
    assert answers.yes_no(written) == (answer, "", "")


def test_what_is_neither_yes_nor_no_is_said_so() -> None:
    assert answers.yes_no("蓝色").fault == "yes_no_unclear"


@pytest.mark.parametrize(
    ("written", "number"),
    [("六千五", 6500), ("一万二", 12000), ("二十三", 23), ("两百", 200), ("一千零八", 1008), ("十五", 15)],
)
def test_numbers_in_characters(written: str, number: int) -> None:
    assert chinese_number(written) == number


def test_jin_are_half_kilograms() -> None:
    assert answers.decimal_number("50斤").value == 25
    assert answers.decimal_number("30公斤").value == 30
