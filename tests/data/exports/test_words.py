"""Days, money and places as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from data.exports.words import RegionNames, day_words, lunar_day, minute_words, moment_words, pay_words, yuan


@pytest.mark.parametrize(
    ("day", "lunar"),
    [
        (date(2026, 2, 17), "正月初一"),  # Spring Festival
        (date(2026, 2, 16), "腊月廿九"),
        (date(2026, 3, 3), "正月十五"),
        (date(2026, 3, 8), "正月二十"),
        (date(2025, 7, 25), "闰六月初一"),
        (date(2025, 1, 28), "腊月廿九"),
        (date(2100, 1, 1), ""),
    ],
)
def test_the_lunar_day(day: date, lunar: str) -> None:
    assert lunar_day(day) == lunar


def test_a_day_shows_both_calendars_and_the_weekday() -> None:
    assert day_words(date(2026, 2, 21)).zh == "2026年2月21日（星期六，农历正月初五）"


@pytest.mark.parametrize(
    ("fen", "words"), [(1234500, "12,345"), (1234550, "12,345.50"), (0, "0"), (-1, ""), (None, "")]
)
def test_money_in_yuan(fen: int | None, words: str) -> None:
    assert yuan(fen) == words


def test_pay_is_a_range_a_figure_or_a_question() -> None:
    assert pay_words(550_000, 650_000).zh == "税前5,500–6,500元/月"
    assert pay_words(600_000, 600_000).zh == pay_words(600_000, None).zh == "税前6,000元/月"
    assert "面议" in pay_words(None, None).zh


def test_times_are_those_of_the_wall_clock_in_china() -> None:
    assert moment_words(datetime(2026, 2, 20, 22, 30, tzinfo=UTC)) == "02-21 06:30"
    assert (minute_words(390), minute_words(None), minute_words(-1)) == ("06:30", "", "")


def test_a_place_reads_from_wide_to_narrow(session: Session) -> None:
    places = RegionNames(session, [510802, 110108])

    assert places.path(510802) == "四川省广元市利州区"
    assert places.path(110108).startswith("北京市") and places.path(110108).endswith("海淀区")
    assert RegionNames(session, [999999]).path(999999) == "999999"
