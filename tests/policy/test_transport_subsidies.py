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
