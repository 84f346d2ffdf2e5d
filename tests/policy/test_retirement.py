"""The statutory retirement age since 2025, and which agreement follows from it."""

from __future__ import annotations

from datetime import date

import pytest

from policy.retirement import agreement_by, retirement_days


@pytest.mark.parametrize(
    ("birth", "sex", "earliest", "latest"),
    [
        (date(1964, 12, 31), "M", date(2024, 12, 31), date(2024, 12, 31)),
        (date(1965, 1, 1), "M", date(2025, 2, 1), date(2025, 2, 1)),
        (date(1965, 4, 30), "M", date(2025, 5, 30), date(2025, 5, 30)),
        (date(1965, 5, 1), "M", date(2025, 7, 1), date(2025, 7, 1)),
        (date(1976, 9, 1), "M", date(2039, 9, 1), date(2039, 9, 1)),  # the first with all three years more
        (date(1990, 6, 1), "M", date(2053, 6, 1), date(2053, 6, 1)),
        (date(1974, 12, 31), "F", date(2024, 12, 31), date(2031, 3, 31)),
        (date(1975, 1, 31), "F", date(2025, 2, 28), date(2031, 5, 31)),
        (date(1984, 11, 1), "F", date(2039, 11, 1), date(2042, 11, 1)),
    ],
)
def test_the_statutory_day_rises_with_the_month_of_birth(birth: date, sex: str, earliest: date, latest: date) -> None:
    assert retirement_days(birth, sex) == (earliest, latest)


@pytest.mark.parametrize(
    ("birth", "sex", "agreement"),
    [
        (date(1964, 5, 1), "M", "over_age"),
        (date(1970, 5, 1), "M", "contract"),
        (date(1969, 5, 1), "F", "over_age"),
        (date(1974, 5, 1), "F", "either"),  # past the one track, not yet past the other
        (date(1980, 5, 1), "F", "contract"),
        (date(1970, 5, 1), "", "either"),
    ],
)
def test_who_is_past_it_signs_the_agreement_of_over_age_workers(birth: date, sex: str, agreement: str) -> None:
    assert agreement_by(birth, sex, date(2026, 12, 2)) == agreement


@pytest.mark.parametrize(
    ("day", "agreement"),
    [
        (date(2025, 1, 31), "contract"),  # the day before 50 years and one month
        (date(2025, 2, 1), "either"),
        (date(2031, 2, 28), "either"),  # the day before 55 years and some months
        (date(2031, 5, 1), "over_age"),
    ],
)
def test_the_statutory_day_itself_is_past_it(day: date, agreement: str) -> None:
    born = date(1975, 1, 1)

    assert retirement_days(born, "F") == (date(2025, 2, 1), date(2031, 5, 1))
    assert agreement_by(born, "F", day) == agreement


@pytest.mark.parametrize(("birth", "sex"), [(date(1964, 8, 1), "M"), (date(1950, 3, 31), "M"), (date(1955, 2, 1), "F")])
def test_nobody_born_before_the_steps_retires_a_month_early(birth: date, sex: str) -> None:
    earliest, latest = retirement_days(birth, sex)

    assert (latest.year - birth.year, latest.month, latest.day) == (60 if sex == "M" else 55, birth.month, birth.day)
    assert earliest.month == birth.month
