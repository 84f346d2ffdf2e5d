"""What a vehicle's verdict says, in figures worked out by hand, and that each change it names was tried."""

from __future__ import annotations

from datetime import date

import pytest

from labor.words import Bilingual
from optimizer.journeys.driving_hours import Journey, TransportTerms, Way, judge_way
from optimizer.journeys.verdicts import Verdict, verdict_of_way
from policy.driving_hours import driving_hours

TERMS, LAW, EIGHT = TransportTerms(), driving_hours(date(2026, 12, 1)), 8 * 60


def verdict(km: float, drivers: int, *, leaves: int = EIGHT, nights: int = 0, mode: str = "coach") -> Verdict:
    return verdict_of_way(Way(km, mode, drivers, leaves, nights=nights), TERMS, LAW)


def test_the_catalogues_worked_check_is_told_link_by_link() -> None:
    told = verdict(1363, 1)  # 1,363 km at 80 km/h are 17.04 h; two drivers drive 16 in 24

    assert not told.may_run
    for part in ("1,363", "须配2名驾驶员", "报价是1名", "至多驾驶16小时", "17.0小时", "配3名驾驶员", "途中休息1晚"):
        assert part in told.text.zh
    for part in ("need 2 drivers", "the offer has 1", "16 h in 24", "17.0 h", "3 drivers", "1 night"):
        assert part in told.text.en


def test_two_drivers_named_are_told_to_be_one_short_or_a_night() -> None:
    told = verdict(1363, 2)

    assert [relief.kind for relief in told.reliefs] == ["drivers", "night"]
    assert [(relief.way.drivers, relief.way.nights) for relief in told.reliefs] == [(3, 0), (2, 1)]


@pytest.mark.parametrize(("km", "due"), [(399, 1), (401, 2), (1280, 2), (1281, 3), (1363, 3), (1921, 4), (2560, 4)])
def test_drivers_an_offer_does_not_name_are_as_many_as_the_law_asks(km: float, due: int) -> None:
    told = verdict(km, -1)

    assert told.journey is not None and told.journey.drivers == due
    assert told.kind == ("condition" if due > 1 else "runs")
    if due > 1:
        assert f"按{due}名安排" in told.text.zh and f"planned with {due}" in told.text.en


def test_an_offer_too_far_for_any_crew_is_refused_with_a_night_or_by_rail() -> None:
    assert [relief.kind for relief in verdict(2600, -1).reliefs] == ["night"]
    assert "改乘火车" in verdict(9000, -1).text.zh


def test_a_crew_that_suffices_needs_no_condition_and_says_when_it_arrives() -> None:
    told = verdict(1500, 3)

    assert told.kind == "runs" and "次日" in told.text.zh and "3名驾驶员" in told.text.zh


def test_a_night_on_the_offer_itself_lets_two_drivers_go() -> None:
    assert verdict(1500, 2, nights=1).kind == "runs"


def test_leaving_earlier_is_named_where_it_arrives_a_day_sooner() -> None:
    told = verdict(1000, 2, leaves=12 * 60)  # 12.5 h and breaks end after midnight

    assert [relief.kind for relief in told.reliefs] == ["earlier"]
    assert told.reliefs[0].journey.arrives_after_days == 0


@pytest.mark.parametrize("km", [100, 401, 1281, 1363, 2000, 2600, 4000])
@pytest.mark.parametrize("drivers", [-1, 1, 2, 3])
def test_every_change_named_makes_the_way_lawful(km: float, drivers: int) -> None:
    told = verdict(km, drivers)

    for relief in told.reliefs:
        assert isinstance(judge_way(relief.way, TERMS, LAW), Journey)
    assert told.may_run is isinstance(judge_way(Way(km, "coach", drivers, EIGHT), TERMS, LAW), Journey)
    assert isinstance(told.text, Bilingual)


def test_a_train_asks_for_no_drivers() -> None:
    assert verdict(2600, -1, mode="train").kind == "runs"
