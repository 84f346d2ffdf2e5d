"""Planted subsidy cases with answers worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from policy.spells import WorkSpell, months_between
from policy.subsidies import Entitlement, organizer_subsidy
from policy.tiers import Tier
from tests.policy.test_tiers import regions

DONGHE, QINGSHAN_BANNER, HOHHOT, BEIJING = 150202, 150221, 150102, 110108


def claim(*spells: WorkSpell, organizer: str = "甲公司", until: date = date(2023, 12, 31)) -> Entitlement:
    return organizer_subsidy(DONGHE, spells, organizer=organizer, until=until, regions=regions())


def away(start: date, end: date | None, county: int = BEIJING, organizer: str = "甲公司") -> WorkSpell:
    return WorkSpell(county, start, end, organizer)


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


@pytest.mark.parametrize(
    ("county", "yuan", "tier"),
    [
        (BEIJING, 800, Tier.CROSS_PROVINCE),
        (HOHHOT, 500, Tier.SAME_PROVINCE),
        (QINGSHAN_BANNER, 300, Tier.SAME_CITY),
        (DONGHE, 0, Tier.SAME_COUNTY),
    ],
)
def test_six_months_pay_by_tier(county: int, yuan: int, tier: Tier) -> None:
    earned = claim(away(date(2023, 3, 1), date(2023, 8, 31), county))

    assert (earned.yuan, earned.tier) == (yuan, tier)
    assert (earned.refused == ()) is (yuan > 0)


def test_five_months_and_twenty_nine_days_earn_nothing() -> None:
    earned = claim(away(date(2023, 3, 1), date(2023, 8, 29)))

    assert (earned.yuan, earned.months, earned.days_over) == (0, 5, 29)
    assert "5个月29天" in earned.refused[0].zh


def test_two_spells_of_three_months_add_up() -> None:
    earned = claim(away(date(2023, 1, 1), date(2023, 3, 31)), away(date(2023, 7, 1), date(2023, 9, 30)))

    assert (earned.yuan, earned.months) == (800, 6)


def test_overlapping_spells_do_not_count_twice() -> None:
    earned = claim(away(date(2023, 1, 1), date(2023, 3, 31)), away(date(2023, 2, 1), date(2023, 4, 30)))

    assert (earned.yuan, earned.months) == (0, 4)


def test_changing_jobs_overnight_cuts_no_month() -> None:
    earned = claim(
        away(date(2023, 1, 16), date(2023, 4, 10)), away(date(2023, 4, 11), date(2023, 7, 15), organizer="甲公司")
    )

    assert (earned.yuan, earned.months, earned.days_over) == (800, 6, 0)


def test_months_before_the_year_do_not_count() -> None:
    earned = claim(away(date(2022, 10, 1), date(2023, 5, 31)))

    assert earned.months == 5


def test_a_second_export_earns_nothing() -> None:
    earned = claim(away(date(2021, 3, 1), date(2021, 4, 1)), away(date(2023, 1, 1), date(2023, 8, 31)))

    assert earned.yuan == 0
    assert "2021-03-01" in earned.refused[0].zh


def test_an_earlier_job_in_the_home_county_is_no_export() -> None:
    earned = claim(away(date(2021, 3, 1), date(2022, 4, 1), DONGHE), away(date(2023, 1, 1), date(2023, 8, 31)))

    assert earned.yuan == 800


def test_moving_city_in_the_year_pays_the_highest_tier() -> None:
    earned = claim(away(date(2023, 1, 1), date(2023, 5, 31), HOHHOT), away(date(2023, 6, 1), date(2023, 7, 31)))

    assert (earned.yuan, earned.tier) == (800, Tier.CROSS_PROVINCE)


def test_only_the_first_organizer_of_the_year_may_claim() -> None:
    spells = (
        away(date(2023, 1, 1), date(2023, 3, 31), organizer="乙公司"),
        away(date(2023, 4, 1), date(2023, 9, 30)),
    )

    assert claim(*spells, organizer="乙公司").yuan == 800
    assert "乙公司" in claim(*spells, organizer="甲公司").refused[0].zh


def test_a_worker_still_away_is_counted_to_the_day_asked() -> None:
    assert claim(away(date(2023, 3, 1), None), until=date(2023, 8, 30)).yuan == 0
    assert claim(away(date(2023, 3, 1), None), until=date(2023, 8, 31)).yuan == 800


def test_before_the_rule_nothing_is_paid() -> None:
    earned = claim(away(date(2022, 1, 1), date(2022, 12, 31)), until=date(2022, 12, 31))

    assert earned.yuan == 0 and earned.refused
