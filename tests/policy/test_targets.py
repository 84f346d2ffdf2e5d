"""Targets that add up, people counted once, and the pace to the year's end."""

from __future__ import annotations

from datetime import date

import pytest

from labor.errors import BadInput, NotFound
from labor.words import Bilingual
from policy.targets import Target, pace, read_target, target, targets
from policy.tier_counts import Move, count_by_tier
from policy.tiers import Tier
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


def test_a_target_nobody_set_is_refused() -> None:
    with pytest.raises(NotFound):
        target("baotou_1999")


def test_every_target_names_its_source() -> None:
    assert all(entry.source.zh and entry.evidence == "seed" for entry in targets().values())


def test_a_target_is_told_as_the_paper_has_it() -> None:
    told = target("baotou_2023_transfer")

    assert (told.id, told.place, told.year, told.unit) == ("baotou_2023_transfer", 150200, 2023, "person")
    assert (told.name.zh, told.source.en) == (
        "农村牧区劳动力转移就业", "Baotou plan for rural labor transfer and income (2023)"
    )  # fmt: skip
    assert (told.evidence, told.counted_once) == ("seed", "highest")


def entry(**other: object) -> dict[str, object]:
    told = {"id": "t", "place": 150200, "year": 2023, "name": {"zh": "甲", "en": "a"}, "unit": "person", "at_least": 3,
            "source": {"zh": "乙", "en": "b"}, "evidence": "seed"}  # fmt: skip
    return told | other


def test_a_target_is_read_field_by_field() -> None:
    told = read_target(entry(evidence="found"))

    assert told == Target(
        "t", 150200, 2023, Bilingual("甲", "a"), "person", 3.0, Bilingual("乙", "b"), "found", "highest", {}
    )


def test_a_target_that_says_nothing_of_it_counts_people_in_their_highest_tier() -> None:
    assert read_target(entry()).counted_once == "highest"
    assert read_target(entry(counted_once="latest")).counted_once == "latest"


def test_tiers_that_do_not_add_up_to_the_target_are_refused() -> None:
    parts = {"same_county": 1, "cross_province": 2}

    assert read_target(entry(tiers=parts)).tiers == {Tier.SAME_COUNTY: 1, Tier.CROSS_PROVINCE: 2}
    with pytest.raises(BadInput, match="target t: its tiers add up to 3, not to 4"):
        read_target(entry(tiers=parts, at_least=4))


def test_a_target_nobody_set_is_named() -> None:
    with pytest.raises(NotFound, match=r"no target baotou_1999 in policy/packs/targets\.toml"):
        target("baotou_1999")


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2024, 1, 1), 36_600.0),  # 100 a day for the 366 days of a leap year
        (date(2024, 1, 2), 18_300.0),
        (date(2024, 12, 30), 36_600.0 / 365),
        (date(2024, 12, 31), 100.0),
        (date(2025, 3, 1), 100.0),  # the year is over: what was reached is what there is
        (date(2023, 12, 1), 36_600.0),  # not begun: counted as its first day
    ],
)
def test_the_pace_of_a_year_runs_from_its_first_day_to_its_last(today: date, expected: float) -> None:
    told = pace(100, 200, today, 2024)

    assert (told.reached, told.at_least, told.share) == (100, 200, 0.5)
    assert told.expected == pytest.approx(expected) and told.expected_share == pytest.approx(expected / 200)


def test_the_same_move_twice_counts_once_and_two_people_of_a_tier_are_two() -> None:
    again = [*MOVES, MOVES[0], Move(4, HOME, BEIJING, date(2023, 2, 1))]

    assert list(count_by_tier(again, regions()).values()) == [1, 0, 1, 2]
    assert list(count_by_tier(again, regions(), "latest").values()) == [1, 1, 1, 1]


def test_of_two_moves_on_one_day_the_higher_tier_is_the_latest_in_any_order() -> None:
    day = date(2023, 5, 1)
    moves = [Move(1, HOME, BANNER, day), Move(1, HOME, BEIJING, day)]

    counts = [count_by_tier(order, regions(), "latest") for order in (moves, moves[::-1])]

    assert [one[Tier.CROSS_PROVINCE] for one in counts] == [1, 1]


def test_a_counting_rule_nobody_knows_is_named_beside_those_there_are() -> None:
    with pytest.raises(BadInput, match=r"^a person is counted in the highest or latest tier, not in the both$"):
        count_by_tier(MOVES, regions(), "both")
