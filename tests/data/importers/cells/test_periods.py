"""Days of arrival with one end or two."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.importers.cells.periods import Period, period

TODAY = date(2026, 11, 27)
THIRD, FIFTH = date(2026, 12, 3), date(2026, 12, 5)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("2026年12月3日前", Period(None, THIRD)),
        ("12月3日之前到岗", Period(None, THIRD)),
        ("最迟12月3日", Period(None, THIRD)),
        ("12月3日截止", Period(None, THIRD)),
        ("12/3", Period(THIRD, None)),
        ("12月3日", Period(THIRD, None)),
        ("2026-12-05", Period(FIFTH, None)),
        ("12月3日后", Period(THIRD, None)),
        ("12.3以后", Period(THIRD, None)),
        ("12月3日起", Period(THIRD, None)),
        ("12月3日-12月5日", Period(THIRD, FIFTH)),
        ("12月3日至5日", Period(THIRD, FIFTH)),
        ("2026.12.3-2026.12.5", Period(THIRD, FIFTH)),
        ("12月3日左右", Period(THIRD, None)),
    ],
)
def test_a_term_has_the_ends_it_says(written: Any, right: Period) -> None:
    assert period(written, TODAY) == (right, "", "")


@pytest.mark.parametrize("written", ["尽快", "越快越好", "随到随走", "长期招聘", "即日起", "面试后通知", "ASAP", ""])
def test_as_soon_as_possible_is_no_day_and_no_fault(written: str) -> None:
    assert period(written, TODAY) == (Period(), "", "")


def test_a_single_day_under_a_header_of_last_days_is_the_last() -> None:
    assert period("12月3日", TODAY, single_is_last=True).value == Period(None, THIRD)
    assert period(THIRD, TODAY, single_is_last=True).value == Period(None, THIRD)


def test_what_is_no_day_is_asked_about() -> None:
    assert period("过几天看", TODAY).fault == "date_unclear"
