"""Targets that add up, people counted once, and the pace to the year's end."""

from __future__ import annotations

from datetime import date

import pytest

from labor.errors import BadInput, NotFound
from policy.targets import pace, target, targets
from policy.tier_counts import Move, count_by_tier
from policy.tiers import Tier
from policy.work_relief import work_relief
from tests.policy.test_tiers import regions

HOME, BANNER, HOHHOT, BEIJING = 150202, 150221, 150102, 110108


def test_the_four_tiers_of_baotou_add_up_to_the_headline() -> None:
    baotou = target("baotou_2023_transfer")

    assert list(baotou.tiers.values()) == [82_000, 78_000, 24_000, 16_000]
    assert sum(baotou.tiers.values()) == baotou.at_least == 200_000


def test_lizhou_income_and_headcount_fit_one_another() -> None:
    per_head = target("lizhou_2022_income").at_least / target("lizhou_2022_transfer").at_least

    assert per_head == pytest.approx(51_786, abs=1)


def test_attendances_and_persons_are_different_units() -> None:
    assert target("baotou_2023_training").unit == "attendance"
    assert target("ningxia_2023_poverty_training").unit == "person"


MOVES = [
    Move(1, HOME, BEIJING, date(2023, 2, 1)),
    Move(1, HOME, BANNER, date(2023, 9, 1)),
    Move(2, HOME, HOHHOT, date(2023, 3, 1)),
    Move(3, HOME, HOME, date(2023, 3, 1)),
]


def test_a_person_counts_once_in_the_highest_tier() -> None:
    assert list(count_by_tier(MOVES, regions()).values()) == [1, 0, 1, 1]


def test_counting_by_the_latest_move_changes_the_figures() -> None:
    counts = count_by_tier(MOVES, regions(), "latest")

    assert counts[Tier.SAME_CITY] == 1 and counts[Tier.CROSS_PROVINCE] == 0


def test_a_counting_rule_nobody_knows_is_refused() -> None:
    with pytest.raises(BadInput):
        count_by_tier(MOVES, regions(), "both")


def test_the_pace_says_where_the_year_ends() -> None:
    half = pace(96_000, 200_000, date(2023, 7, 2), 2023)  # day 183 of 365

    assert half.expected_share == pytest.approx(0.957, abs=0.001)


@pytest.mark.parametrize(("local", "short"), [(14, 1), (15, 0)])
def test_work_relief_says_how_many_are_short(local: int, short: int) -> None:
    project = work_relief(
        workforce=100, local_workers=local, funds_yuan=1_000_000, pay_yuan=300_000, on=date(2023, 6, 1)
    )

    assert (project.short_people, project.meets) == (short, short == 0)


def test_work_relief_says_how_much_pay_is_short() -> None:
    project = work_relief(workforce=10, local_workers=5, funds_yuan=1_000_000, pay_yuan=250_000, on=date(2023, 6, 1))

    assert project.short_yuan == pytest.approx(50_000)


def test_a_target_nobody_set_is_refused() -> None:
    with pytest.raises(NotFound):
        target("baotou_1999")


def test_every_target_names_its_source() -> None:
    assert all(entry.source.zh and entry.evidence == "seed" for entry in targets().values())
