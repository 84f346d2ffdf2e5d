"""Lunar days as people write them, alone and in the middle of a sentence."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.importers.cells.lunar import lunar_day
from data.importers.cells.wages import pay
from data.importers.files.chains import HEADERS, chain_table
from labor.lunar_days import lunar_day_of

TODAY = date(2026, 2, 1)
DIGITS = "一二三四五六七八九"
MONTHS = "正二三四五六七八九十冬腊"
COLUMN = HEADERS.index("可出发日期")


def in_words(day: int) -> str:
    """初一 to 三十, the twenties as 廿 with 二十 alone."""
    if day <= 10:
        return "初" + (DIGITS + "十")[day - 1]
    if day < 20:
        return "十" + DIGITS[day - 11]
    return {20: "二十", 30: "三十"}.get(day) or "廿" + DIGITS[day - 21]


days = st.dates(TODAY - timedelta(days=59), TODAY + timedelta(days=300))
endings = st.sampled_from(["能走", "可以出发", "以后能去", "走", "动身", "", "后可以走", "左右能走"])
trades = st.sampled_from(["缝纫工", "焊工", "普工", "电子厂普工", "家政"])
gaps = st.sampled_from([" ", "，", "", ", "])


def written(day: date) -> str | None:
    """The lunar day in words, where the words alone say that it is lunar; leap months are written as such."""
    lunar = lunar_day_of(day)
    words = in_words(lunar.day)
    marked = lunar.month in (1, 11, 12) or words[0] in "初廿"
    if lunar.leap or not marked:
        return None
    return f"{MONTHS[lunar.month - 1]}月{words}"


@settings(deadline=None)
@given(days)
def test_a_lunar_day_in_words_is_the_calendar_day_it_stands_for(day: date) -> None:
    words = written(day)
    if words:
        assert lunar_day(words, TODAY) == day


@settings(deadline=None)
@given(days, endings, trades, gaps)
def test_a_lunar_day_inside_a_chain_is_read_whole(day: date, ending: str, trade: str, gap: str) -> None:
    words = written(day)
    if not words:
        return
    chain = f"#接龙\n1. 张三 13800001111 {trade}{gap}{words}{ending}"

    (row,) = chain_table("群", chain).rows

    assert str(row.cells[COLUMN]).startswith(words)
    assert lunar_day(words, TODAY) == day


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 28), endings)
def test_a_calendar_day_inside_a_chain_is_read_whole(month: int, day: int, ending: str) -> None:
    (row,) = chain_table("群", f"#接龙\n1. 张三 13800001111 缝纫工 {month}月{day}号{ending}").rows

    assert re.match(rf"{month}月{day}(?!\d)", str(row.cells[COLUMN]))


def test_the_fifteenth_is_not_taken_for_the_tenth() -> None:
    (row,) = chain_table("群", "#接龙\n1. 王芳 13800001111 缝纫工 正月十五能走 六千五到七千八").rows

    assert row.cells[COLUMN] == "正月十五"
    assert pay(row.cells[HEADERS.index("期望工资")]).value[:2] == (650_000, 780_000)


@pytest.mark.parametrize(
    ("words", "today", "day"),
    [
        ("腊月三十", date(2026, 1, 5), date(2026, 2, 16)),  # that month has 29 days: New Year's Eve
        ("除夕", date(2026, 1, 5), date(2026, 2, 16)),
        ("大年三十", date(2026, 1, 5), date(2026, 2, 16)),
        ("大年初六", date(2026, 1, 5), date(2026, 2, 22)),
        ("闰六月初五", date(2025, 6, 1), date(2025, 7, 29)),
        ("六月初五", date(2025, 6, 1), date(2025, 6, 29)),
        ("正月三十", date(2026, 1, 5), date(2026, 3, 18)),
        ("二月三十", date(2026, 1, 5), None),  # without a lunar word it may be a calendar day that does not exist
    ],
)
def test_short_months_leap_months_and_new_years_eve(words: str, today: date, day: date | None) -> None:
    assert lunar_day(words, today) == day
