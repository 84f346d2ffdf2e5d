"""Planted subsidy cases with answers worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from policy.spells import Stretch, WorkSpell
from policy.subsidies import REFUSALS, Entitlement, deciding_tier, organizer_subsidy
from policy.tiers import Tier
from tests.policy.test_tiers import regions

DONGHE, QINGSHAN_BANNER, HOHHOT, BEIJING = 150202, 150221, 150102, 110108


def claim(*spells: WorkSpell, organizer: str = "甲公司", until: date = date(2023, 12, 31)) -> Entitlement:
    return organizer_subsidy(DONGHE, spells, organizer=organizer, until=until, regions=regions())


def away(start: date, end: date | None, county: int = BEIJING, organizer: str = "甲公司") -> WorkSpell:
    return WorkSpell(county, start, end, organizer)


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

    assert (earned.yuan, earned.tier, earned.months, earned.days_over) == (0, Tier.CROSS_PROVINCE, 5, 29)
    assert earned.refused[0].zh == "本年度就业5个月29天，不足6个月"
    assert earned.refused[0].en == "5 months 29 days of work in the year, 6 months needed"


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

    assert earned == Entitlement(0, Tier.SAME_COUNTY, 0, 0, (REFUSALS["not_in_force"],))


def test_on_the_first_day_of_the_rule_it_pays_whoever_has_the_months() -> None:
    earned = claim(away(date(2023, 1, 1), None), until=date(2023, 1, 1))

    assert (earned.months, earned.days_over, [one.zh for one in earned.refused]) == (
        0, 1, ["本年度就业0个月1天，不足6个月"]
    )  # fmt: skip


def test_nobody_away_in_the_year_earns_nothing_and_has_no_months() -> None:
    earned = claim(away(date(2023, 1, 1), None, DONGHE))

    assert earned == Entitlement(0, Tier.SAME_COUNTY, 0, 0, (REFUSALS["no_tier"],))


def test_the_year_begins_on_the_first_of_january() -> None:
    assert claim(away(date(2023, 1, 1), date(2023, 6, 30))).yuan == 800
    assert claim(away(date(2023, 1, 2), date(2023, 6, 30))).yuan == 0


def test_whoever_went_out_in_december_was_exported_the_year_before() -> None:
    earned = claim(away(date(2022, 12, 31), date(2023, 8, 31)))

    assert (earned.yuan, [one.en for one in earned.refused]) == (0, ["not the first export (first on 2022-12-31)"])


def test_a_stay_without_an_organizer_takes_the_claim_from_nobody() -> None:
    spells = (away(date(2023, 1, 1), date(2023, 2, 1), organizer=""), away(date(2023, 3, 1), date(2023, 9, 30)))

    assert claim(*spells).yuan == 800


def test_an_organizer_who_comes_after_the_day_asked_takes_no_claim() -> None:
    nobody_yet = away(date(2023, 1, 1), date(2023, 7, 31), organizer="")
    later = away(date(2023, 9, 1), None, organizer="乙公司")

    assert claim(nobody_yet, later, until=date(2023, 8, 31)).yuan == 800
    assert [one.zh for one in claim(nobody_yet, later).refused] == ["本年度已由乙公司申报"]
    assert [one.en for one in claim(nobody_yet, later).refused] == ["already claimed by 乙公司"]


def test_the_order_in_which_spells_are_told_changes_nothing() -> None:
    spells = [
        away(date(2023, 1, 1), date(2023, 3, 31), organizer="乙公司"),
        away(date(2023, 4, 1), date(2023, 9, 30), HOHHOT),
    ]

    assert claim(*spells) == claim(*reversed(spells))


DAYS = {"highest": Tier.CROSS_PROVINCE, "longest": Tier.SAME_PROVINCE}


@pytest.mark.parametrize("how", DAYS)
def test_in_a_year_of_several_tiers_the_pack_says_which_decides(how: str) -> None:
    # 60 days in Beijing; 31 and 30 in Hohhot, a day more.
    stretches = [
        Stretch(BEIJING, date(2023, 1, 1), date(2023, 3, 1)),
        Stretch(HOHHOT, date(2023, 5, 1), date(2023, 5, 31)),
        Stretch(HOHHOT, date(2023, 6, 2), date(2023, 7, 1)),
    ]

    assert deciding_tier(DONGHE, stretches, how, regions()) is DAYS[how]


def test_of_two_tiers_held_equally_long_the_higher_decides() -> None:
    may = [Stretch(county, date(2023, 5, 1), date(2023, 5, 31)) for county in (HOHHOT, BEIJING, QINGSHAN_BANNER)]

    assert deciding_tier(DONGHE, may, "longest", regions()) is Tier.CROSS_PROVINCE


def test_a_single_day_in_a_tier_is_a_day() -> None:
    day, none = date(2023, 5, 1), date(2023, 5, 2)
    stretches = [Stretch(BEIJING, day, day), Stretch(HOHHOT, none, none), Stretch(HOHHOT, day, day)]

    assert deciding_tier(DONGHE, stretches, "longest", regions()) is Tier.SAME_PROVINCE


def test_sixty_days_in_one_piece_are_more_than_fifty_nine_in_two() -> None:
    stretches = [
        Stretch(HOHHOT, date(2023, 1, 1), date(2023, 3, 1)),
        Stretch(BEIJING, date(2023, 5, 1), date(2023, 5, 31)),
        Stretch(BEIJING, date(2023, 6, 2), date(2023, 6, 29)),
    ]

    assert deciding_tier(DONGHE, stretches, "longest", regions()) is Tier.SAME_PROVINCE
