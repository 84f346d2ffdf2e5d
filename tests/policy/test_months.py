"""Months of the calendar, counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.months import months_between, plus_months


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2023, 12, 31), 0, date(2023, 12, 31)),
        (date(2023, 11, 30), 1, date(2023, 12, 30)),
        (date(2023, 12, 1), 12, date(2024, 12, 1)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one_the_month_has(day: date, months: int, expected: date) -> None:
    assert plus_months(day, months) == expected


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 1500))
def test_months_and_days_counted_lead_back_to_the_day_after_the_last(start: date, days: int) -> None:
    end = start + timedelta(days=days)

    months, over = months_between(start, end)

    assert plus_months(start, months) + timedelta(days=over) == end + timedelta(days=1)
    assert months >= 0 and 0 <= over < 31


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2023, 3, 1), date(2023, 8, 31), (6, 0)),
        (date(2023, 3, 1), date(2023, 8, 30), (5, 30)),
        (date(2023, 1, 31), date(2023, 2, 28), (1, 1)),
        (date(2023, 5, 10), date(2023, 5, 10), (0, 1)),
        (date(2023, 1, 1), date(2023, 12, 31), (12, 0)),
    ],
)
def test_months_count_both_days(start: date, end: date, expected: tuple[int, int]) -> None:
    assert months_between(start, end) == expected
