"""Claims for the way to work under a named scheme."""

from __future__ import annotations

from datetime import date

import pytest

from labor.errors import NotFound
from policy.spells import WorkSpell
from policy.subsidies import REFUSALS, Entitlement
from policy.tiers import Tier
from policy.transport_subsidies import Traveler, transport_subsidy
from tests.policy.test_tiers import regions

DONGHE, BEIJING = 150202, 110108
CHONGXIN, CHENGGU = 620823, 610722


def fare(traveler: Traveler, county: int = BEIJING, end: date = date(2024, 6, 30)) -> Entitlement:
    spells = [WorkSpell(county, date(2024, 4, 1), end)]
    return transport_subsidy("chongxin_2024", traveler, spells=spells, until=date(2024, 12, 31), regions=regions())


OWN_WAY = Traveler(CHONGXIN, listed=True, rode_organized=False)


def test_a_listed_worker_on_their_own_way_is_paid_by_destination() -> None:
    assert fare(OWN_WAY).yuan == 600
    assert fare(OWN_WAY, 610102).yuan == 400


@pytest.mark.parametrize(
    ("traveler", "words"),
    [
        (Traveler(CHONGXIN, listed=True, rode_organized=True), "免费车辆"),
        (Traveler(CHONGXIN, listed=False, rode_organized=False), "名单"),
        (Traveler(CHONGXIN, listed=True, rode_organized=False, paid_this_year=True), "已享受"),
        (Traveler(DONGHE, listed=True, rode_organized=False), "户籍地"),
    ],
)
def test_a_transport_claim_is_refused_with_its_reason(traveler: Traveler, words: str) -> None:
    earned = fare(traveler)

    assert earned.yuan == 0
    assert [words in reason.zh for reason in earned.refused] == [True]


def test_a_short_stay_earns_no_fare() -> None:
    assert fare(OWN_WAY, end=date(2024, 6, 29)).yuan == 0


def test_a_scheme_nobody_wrote_down_is_refused() -> None:
    with pytest.raises(NotFound):
        transport_subsidy("nowhere", OWN_WAY, spells=[], until=date(2024, 1, 1), regions=regions())


@pytest.mark.parametrize("until", [date(2023, 12, 31), date(2025, 1, 1)])
def test_outside_its_days_a_scheme_pays_nothing_and_says_so(until: date) -> None:
    spells = [WorkSpell(BEIJING, date(until.year, 1, 1), until)]

    earned = transport_subsidy("chongxin_2024", OWN_WAY, spells=spells, until=until, regions=regions())

    assert (earned.yuan, earned.refused) == (0, (REFUSALS["not_in_force"],))


def test_whoever_stayed_in_the_home_county_claims_no_way() -> None:
    earned = fare(OWN_WAY, CHONGXIN)

    assert (earned.yuan, earned.tier, earned.refused) == (0, Tier.SAME_COUNTY, (REFUSALS["no_tier"],))


@pytest.mark.parametrize(("age", "paid"), [(15, False), (16, True), (60, True), (61, False), (None, True)])
def test_the_ages_of_a_scheme_hold_at_both_ends(age: int | None, paid: bool) -> None:
    traveler = Traveler(CHENGGU, listed=True, rode_organized=True, age=age)
    spells = [WorkSpell(BEIJING, date(2024, 1, 1), date(2024, 6, 30))]

    earned = transport_subsidy("chenggu", traveler, spells=spells, until=date(2024, 12, 31), regions=regions())

    assert (earned.yuan > 0) is paid
    assert len(earned.refused) == (not paid)


SHAANXI, GANSU_CITY = 610102, 620200


def stays(*spells: WorkSpell, traveler: Traveler = OWN_WAY, until: date = date(2024, 12, 31)) -> Entitlement:
    return transport_subsidy("chongxin_2024", traveler, spells=spells, until=until, regions=regions())


@pytest.mark.parametrize(("until", "held"), [(date(2024, 1, 1), (0, 1)), (date(2024, 12, 31), (12, 0))])
def test_a_scheme_holds_on_its_first_and_on_its_last_day(until: date, held: tuple[int, int]) -> None:
    earned = stays(WorkSpell(BEIJING, date(2023, 11, 1), None), until=until)

    assert (earned.months, earned.days_over) == held
    assert REFUSALS["not_in_force"] not in earned.refused


def test_outside_its_days_a_scheme_counts_no_months() -> None:
    earned = stays(WorkSpell(BEIJING, date(2023, 1, 1), None), until=date(2023, 12, 31))

    assert earned == Entitlement(0, Tier.SAME_COUNTY, 0, 0, (REFUSALS["not_in_force"],))


def test_at_home_there_are_no_months_and_every_other_reason_stands_beside() -> None:
    unlisted = Traveler(CHONGXIN, listed=False, rode_organized=False)

    earned = stays(WorkSpell(CHONGXIN, date(2024, 1, 1), None), traveler=unlisted)

    assert earned == Entitlement(0, Tier.SAME_COUNTY, 0, 0, (REFUSALS["not_listed"], REFUSALS["no_tier"]))


def test_three_months_may_be_several_stays_and_the_words_say_what_is_missing() -> None:
    first = WorkSpell(BEIJING, date(2024, 1, 1), date(2024, 2, 29))

    paid = stays(first, WorkSpell(BEIJING, date(2024, 6, 1), date(2024, 6, 30)))
    short = stays(first, WorkSpell(BEIJING, date(2024, 6, 1), date(2024, 6, 29)))

    assert (paid.yuan, paid.tier, paid.months, paid.days_over) == (600, Tier.CROSS_PROVINCE, 3, 0)
    assert (short.yuan, short.tier, short.months, short.days_over) == (0, Tier.CROSS_PROVINCE, 2, 29)
    assert [one.zh for one in short.refused] == ["本年度就业2个月29天，不足3个月"]


def test_the_farthest_place_decides_and_of_several_as_far_the_one_that_pays_most_in_any_order() -> None:
    # Shaanxi has an amount of its own, 400; another province 600; Jiayuguan in the same province 300.
    spring, summer = (date(2024, 3, 1), date(2024, 4, 30)), (date(2024, 6, 1), date(2024, 7, 31))
    both = [WorkSpell(SHAANXI, *spring), WorkSpell(BEIJING, *summer)]
    near = [WorkSpell(GANSU_CITY, *spring), WorkSpell(SHAANXI, *summer)]

    assert [stays(*order).yuan for order in (both, both[::-1], near, near[::-1])] == [600, 600, 400, 400]
    assert stays(WorkSpell(GANSU_CITY, date(2024, 3, 1), date(2024, 5, 31))).yuan == 300
    assert stays(WorkSpell(610000, date(2024, 3, 1), date(2024, 5, 31))).yuan == 400  # where only the province is known


@pytest.mark.parametrize(
    ("age", "zh", "en"),
    [
        (15, "未满16周岁", "younger than 16, the scheme's lowest age"),
        (61, "已超过60周岁", "older than 60, the scheme's highest age"),
    ],
)
def test_whoever_is_outside_the_ages_is_told_which_end(age: int, zh: str, en: str) -> None:
    traveler = Traveler(CHENGGU, listed=True, rode_organized=True, age=age)
    spells = [WorkSpell(BEIJING, date(2024, 1, 1), date(2024, 6, 30))]

    earned = transport_subsidy("chenggu", traveler, spells=spells, until=date(2024, 12, 31), regions=regions())

    assert [(one.zh, one.en) for one in earned.refused] == [(zh, en)]


def test_the_scheme_nobody_wrote_down_is_named() -> None:
    with pytest.raises(NotFound, match=r"no transport subsidy scheme nowhere in policy/packs/subsidies\.toml"):
        stays_under("nowhere")


def stays_under(scheme: str) -> Entitlement:
    return transport_subsidy(scheme, OWN_WAY, spells=[], until=date(2024, 6, 1), regions=regions())
