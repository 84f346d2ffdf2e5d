"""The minimum wage of a county on a day, whole: a month, an hour, its tier, since when, and the province's highest."""

from __future__ import annotations

from datetime import date

import pytest

from policy.minimum_wage import Floor, floor_fen, floor_of
from policy.rulebook import pack

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("county", "floor"),
    [
        (310115, Floor(274_000, 2500, 1, date(2025, 7, 1), 274_000)),  # Shanghai has one tier
        (310000, Floor(274_000, 2500, 1, date(2025, 7, 1), 274_000)),  # the province alone is told
        (610581, Floor(225_000, 2170, 2, date(2026, 1, 1), 237_600)),
        (330782, Floor(218_000, 2100, 0, date(2026, 1, 1), 266_000)),  # Yiwu: tier not told, held to the lowest
    ],
)
def test_a_floor_says_everything_that_is_known_of_it(county: int, floor: Floor) -> None:
    assert floor_of(county, TODAY) == floor


def test_no_figure_is_known_of_a_place_outside_the_table_nor_before_its_first_day() -> None:
    assert (floor_of(810000, TODAY), floor_of(310115, date(1990, 1, 1))) == (None, None)
    assert floor_fen(810000, TODAY) is None


def test_no_place_is_ever_in_a_tier_its_province_does_not_pay() -> None:
    rows, divisions = pack("minimum_wage")["floor"], pack("minimum_wage")["tier_of"]
    days = {entry["from"] for entry in (*rows, *divisions)}

    for division in divisions:
        places = [place for tier in division["tiers"] for place in tier]
        told = [floor_of(place, day) for place in places for day in days if day >= division["from"]]
        assert all(floor.tier >= 1 for floor in told if floor)
