"""Claims for the way to work under a named scheme."""

from __future__ import annotations

from datetime import date

import pytest

from labor.errors import NotFound
from policy.spells import WorkSpell
from policy.subsidies import Entitlement
from policy.transport_subsidies import Traveler, transport_subsidy
from tests.policy.test_tiers import regions

DONGHE, BEIJING = 150202, 110108
CHONGXIN = 620823


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
