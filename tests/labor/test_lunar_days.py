"""The lunar calendar's days as printed in almanacs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labor.lunar_days import LunarDay, lunar_day_of


@pytest.mark.parametrize(
    ("lunar", "day"),
    [
        (LunarDay(2026, 1, 1), date(2026, 2, 17)), (LunarDay(2025, 6, 1, leap=True), date(2025, 7, 25)),
        (LunarDay(2025, 12, 29), date(2026, 2, 16)), (LunarDay(1985, 3, 5), date(1985, 4, 24)),
        (LunarDay(2033, 11, 1, leap=True), date(2033, 12, 22)), (LunarDay(1900, 1, 1), date(1900, 1, 31)),
    ],
)  # fmt: skip
def test_new_years_and_leap_months_fall_where_the_almanac_has_them(lunar: LunarDay, day: date) -> None:
    assert lunar.solar == day
    assert lunar_day_of(day) == lunar


@pytest.mark.parametrize(
    "lunar",
    [LunarDay(2025, 12, 30), LunarDay(2026, 6, 1, leap=True), LunarDay(2026, 13, 1), LunarDay(2026, 1, 0),
     LunarDay(2026, 1, 31), LunarDay(1899, 1, 1), LunarDay(2100, 1, 1), LunarDay(0, 1, 1)],
)  # fmt: skip
def test_a_day_no_almanac_has_is_none(lunar: LunarDay) -> None:
    assert lunar.solar is None


@settings(deadline=None, max_examples=50)
@given(st.dates(date(1901, 1, 1), date(2098, 12, 31)))
def test_there_and_back_is_the_same_day_and_the_next_day_follows(day: date) -> None:
    lunar, following = lunar_day_of(day), lunar_day_of(day + timedelta(days=1))

    assert lunar.solar == day
    assert following.day == lunar.day + 1 or (following.day == 1 and lunar.day >= 29)
