"""Months of work away, counted on the calendar by hand."""

from __future__ import annotations

from datetime import date

import pytest

from policy.spells import Stretch, WorkSpell, within, worked

BEIJING, HOHHOT = 110108, 150102


def stretch(start: date, end: date) -> Stretch:
    return Stretch(BEIJING, start, end)


def test_left_over_days_of_several_stretches_make_a_month_by_thirty() -> None:
    # One month and 14 days, one month and 15: 29 days are no month yet, 30 are one, 31 are one and a day.
    first = stretch(date(2023, 3, 1), date(2023, 4, 14))

    held = [worked([first, stretch(date(2023, 6, 1), date(2023, 7, day))], continuous=False) for day in (15, 16, 17)]

    assert held == [(2, 29), (3, 0), (3, 1)]


def test_where_the_rule_wants_them_in_one_piece_the_longest_counts_alone() -> None:
    pieces = [stretch(date(2023, 1, 1), date(2023, 3, 31)), stretch(date(2023, 5, 1), date(2023, 9, 10))]

    assert worked(pieces, continuous=True) == (4, 10)
    assert worked(pieces, continuous=False) == (7, 10)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ((date(2023, 3, 31), date(2023, 4, 30)), (4, 0)),  # begins on the last day of the first
        ((date(2023, 4, 1), date(2023, 4, 30)), (4, 0)),  # begins the day after
        ((date(2023, 4, 2), date(2023, 4, 30)), (3, 29)),  # a day between: 1 April is no day of work
        ((date(2023, 2, 1), date(2023, 2, 28)), (3, 0)),  # lies inside the first
    ],
)
def test_no_day_counts_twice_and_none_between_counts_at_all(
    second: tuple[date, date], expected: tuple[int, int]
) -> None:
    first = stretch(date(2023, 1, 1), date(2023, 3, 31))

    assert worked([first, stretch(*second)], continuous=False) == expected
    assert worked([stretch(*second), first], continuous=False) == expected


def test_a_third_stretch_may_close_the_gap_between_two() -> None:
    pieces = [(date(2023, 1, 1), date(2023, 2, 28)), (date(2023, 5, 1), date(2023, 6, 30)),
              (date(2023, 2, 10), date(2023, 4, 30))]  # fmt: skip

    assert worked([stretch(*piece) for piece in pieces], continuous=True) == (6, 0)


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        (date(2022, 10, 1), None, (date(2023, 1, 1), date(2023, 12, 31))),
        (date(2023, 12, 31), date(2024, 5, 1), (date(2023, 12, 31), date(2023, 12, 31))),
        (date(2022, 10, 1), date(2023, 1, 1), (date(2023, 1, 1), date(2023, 1, 1))),
        (date(2024, 1, 1), None, None),
        (date(2022, 1, 1), date(2022, 12, 31), None),
    ],
)
def test_of_a_spell_the_year_takes_its_own_days(
    start: date, end: date | None, inside: tuple[date, date] | None
) -> None:
    taken = within(WorkSpell(HOHHOT, start, end, "甲公司"), date(2023, 1, 1), date(2023, 12, 31))

    assert taken == (Stretch(HOHHOT, *inside, "甲公司") if inside else None)
