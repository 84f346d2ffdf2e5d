"""The law on driving as of a day."""

from __future__ import annotations

from datetime import date

import pytest

from policy.driving_hours import driving_hours

LAW = driving_hours(date(2026, 11, 27))


def test_a_spell_is_four_hours_by_day_and_two_by_night() -> None:
    assert [LAW.spell_min(hour * 60) for hour in (5, 6, 12, 21, 22, 0)] == [120, 240, 240, 240, 120, 120]


@pytest.mark.parametrize(
    ("km", "expressway", "drivers"), [(400, False, 1), (401, False, 2), (600, True, 1), (601, True, 2)]
)
def test_two_drivers_are_due_beyond_400_km_or_600_by_expressway(km: int, expressway: bool, drivers: int) -> None:
    assert LAW.drivers_needed(km, expressway=expressway) == drivers


def test_a_shuttle_of_150_km_stands_still_by_night_under_the_older_text_only() -> None:
    assert driving_hours(date(2022, 12, 31)).short_haul_km < 150 < driving_hours(date(2023, 1, 1)).short_haul_km


def test_before_its_own_day_the_earliest_text_is_taken() -> None:
    assert driving_hours(date(2015, 1, 1)) == driving_hours(date(2018, 6, 1))


def test_a_road_nobody_calls_an_expressway_is_none() -> None:
    assert LAW.drivers_needed(500) == 2
