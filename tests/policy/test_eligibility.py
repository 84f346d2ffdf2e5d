"""Each hard rule blocks what it must and nothing else; a plain pair passes them all."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from labor.market import FEMALE, NO, SEX_UNKNOWN, YES, Market
from policy.eligibility import RULE_IDS, age_unproven, explain, health_check_pending, judge, obstacles, opens_with
from tests.policy.builders import HANGZHOU_XIHU, LIZHOU, TODAY, every_pair, market

WELDER = "em_welding_fusion"
SITE = "shanghai_construction_age"


def blocked(the_market: Market, today: date = TODAY) -> tuple[str, ...]:
    return judge(the_market, every_pair(the_market), today).blocked_by(0)


def one(worker: dict[str, Any] | None = None, posting: dict[str, Any] | None = None, **others: Any) -> Market:
    return market([worker or {}], [posting or {}], **others)


def test_a_plain_pair_is_allowed() -> None:
    assert blocked(one()) == ()


BLOCKED: list[tuple[str, Market]] = [
    ("is_sixteen", one({"birth": "2011-02-21"})),
    ("minor_may_do_this_work", one({"birth": "2010-02-20"}, {"hazards": ["dust"]})),
    ("minor_may_do_this_work", one({"birth": "2010-02-20"}, {"lift_kg": 30.0})),
    ("minor_may_do_this_work", one({"birth": "2010-02-20"}, {"work_at_height": 1})),
    ("minor_may_do_this_work", one({"birth": "NaT"}, {"hazards": ["toxic"]})),
    ("woman_may_do_this_work", one({"sex": FEMALE}, {"hazards": ["underground"]})),
    ("woman_may_do_this_work", one({"sex": FEMALE}, {"lift_kg": 40.0})),
    ("woman_may_do_this_work", one({"sex": SEX_UNKNOWN}, {"hazards": ["labor_grade_4"]})),
    ("holds_the_certificates", one(posting={"certificates": [WELDER]})),
    ("is_not_found_unfit", one(health=[(0, 0, 0)])),
    ("employer_pays_its_wages", one(employers=[{"arrears_from": "2026-05-01"}])),
    ("employer_pays_its_wages", one(employers=[{"arrears_from": "2027-02-25", "arrears_to": "2027-08-01"}])),
    ("employer_licence_is_valid", one(employers=[{"licence_to": "2027-02-27"}])),
    ("direct_employment_or_asked_for", one(posting={"agency_employment": True})),
    ("posting_is_open", one(posting={"valid_until": "2027-02-19"})),
    ("posting_is_open", one(posting={"openings": 0})),
    ("posting_is_open", one(posting={"start_from": "2027-02-01", "start_by": "2027-02-19"})),
    ("pays_the_minimum_wage", one(posting={"wage_low_fen": 150_000, "wage_high_fen": 200_000})),
    ("site_rules_hold", one({"birth": "1966-03-01"}, {"site_rules": [SITE]})),
    ("site_rules_hold", one({"sex": FEMALE, "birth": "1977-03-01"}, {"site_rules": [SITE]})),
    ("worker_did_not_say_no", one(replies=[(0, 0, NO)])),
    ("posting_lies_in_a_wished_region", one({"wish_regions": [330100, 110000]})),
    ("posting_is_near_enough", one({"max_distance_km": 40.0})),
    ("dates_can_meet", one({"earliest": "2027-03-06"})),
    ("dates_can_meet", one({"latest": "2027-02-25"})),
    ("dates_can_meet", one({"latest": "2027-02-19"}, {"start_from": "NaT"})),
    ("home_again_in_time", one({"home_by": "2027-03-30"})),
    ("lodging_where_needed", one({"lodging_needed": True}, {"lodging": 0})),
    ("no_unwanted_night_shift", one({"night_shift_ok": 0}, {"night_shift": 1})),
    ("can_lift_what_is_asked", one({"can_lift_kg": 10.0}, {"lift_kg": 20.0})),
    ("can_work_at_height_where_asked", one({"height_ok": 0}, {"work_at_height": 1})),
]


@pytest.mark.parametrize(("rule", "the_market"), BLOCKED)
def test_the_rule_blocks_this_pair_and_no_other_rule_does(rule: str, the_market: Market) -> None:
    assert blocked(the_market) == (rule,)


def test_every_rule_has_a_pair_it_blocks() -> None:
    assert {rule for rule, _ in BLOCKED} == set(RULE_IDS)


ALLOWED: list[tuple[str, Market]] = [
    ("sixteen today", one({"birth": "2011-02-20"})),
    ("a birth date not yet known", one({"birth": "NaT"})),
    ("eighteen on the first day", one({"birth": "2009-03-01"}, {"hazards": ["dust"]})),
    ("a woman lifting the lawful weight", one({"sex": FEMALE}, {"lift_kg": 25.0})),
    ("a woman in dust", one({"sex": FEMALE}, {"hazards": ["dust"]})),
    ("a check still open", one(posting={"hazards": ["dust"]})),
    ("found fit", one(health=[(0, 0, 1)])),
    ("off the arrears list", one(employers=[{"arrears_from": "2025-05-01", "arrears_to": "2026-01-01"}])),
    ("listed over three years ago", one(employers=[{"arrears_from": "2024-02-20"}])),
    ("an agency posting asked for", one(posting={"agency_employment": True}, replies=[(0, 0, YES)])),
    ("a licence to the first day", one(employers=[{"licence_to": "2027-03-01"}])),
    ("part-time pay", one(posting={"wage_low_fen": -1, "wage_high_fen": 150_000, "hours_a_day": 4.0})),
    ("pay unknown", one(posting={"wage_low_fen": -1, "wage_high_fen": -1})),
    ("below the site's age", one({"birth": "1967-03-02"}, {"site_rules": [SITE]})),
    ("a site rule nobody can cite", one({"birth": "1950-01-01"}, {"site_rules": ["under_45_only"]})),
    ("the wished province", one({"wish_regions": [330000]})),
    ("the wished prefecture", one({"wish_regions": [330400]})),
    ("no last day of arrival", one({"earliest": "2027-06-01"}, {"start_by": "NaT"})),
    ("a woman below the site's age", one({"sex": FEMALE, "birth": "1977-03-02"}, {"site_rules": [SITE]})),
    ("a wish under a retired code", one({"wish_regions": [330103]}, {"county": 330105})),
    ("a neighbour within reach", one({"max_distance_km": 40.0}, {"county": 510811})),
    ("the home county at no distance", one({"max_distance_km": 1.0}, {"county": LIZHOU})),
    ("leaving in time for a long journey", one({"latest": "2027-02-26"})),
    ("home daily before harvest", one({"home_by": "2027-03-02"}, {"county": 510811})),
    ("lodging not stated", one({"lodging_needed": True}, {"lodging": -1})),
    ("night not asked about", one({"night_shift_ok": -1}, {"night_shift": 1})),
]


@pytest.mark.parametrize("the_market", [case[1] for case in ALLOWED], ids=[case[0] for case in ALLOWED])
def test_the_rules_leave_this_pair_alone(the_market: Market) -> None:
    assert blocked(the_market) == ()


@pytest.mark.parametrize(
    ("kind", "valid_to", "review_by", "held"),
    [
        (WELDER, "2030-01-01", "2028-01-01", True),
        (WELDER, "2027-04-04", "2027-04-04", True),  # 30 days beyond the last day of arrival
        (WELDER, "2027-04-03", "2027-04-03", False),
        (WELDER, "2032-01-01", "NaT", True),  # issued in 2026: its first review is not due before 2029
        (WELDER, "2030-03-05", "NaT", True),  # the first review falls due on the last day of arrival
        (WELDER, "2030-03-04", "NaT", False),  # a day earlier: somebody must have seen the review
        (WELDER, "2028-06-01", "NaT", False),  # half its term is over and no review is on record
        (WELDER, "9999-12-31", "2028-01-01", False),  # a welder's card without end is no welder's card
        (WELDER, "2030-01-01", "2027-03-04", False),  # past its three-year review
        (WELDER, "NaT", "NaT", False),  # without a date it proves nothing
        ("em_welding_pressure", "2030-01-01", "NaT", False),
        ("skill_level", "2030-01-01", "NaT", False),  # a skill level is not a licence
    ],
)
def test_a_certificate_counts_by_kind_and_dates(kind: str, valid_to: str, review_by: str, held: bool) -> None:
    the_market = one(posting={"certificates": [WELDER]}, certificates=[(0, kind, valid_to, review_by)])

    assert (blocked(the_market) == ()) is held


def test_a_site_electrician_is_not_a_low_voltage_electrician() -> None:
    held = [(0, "hc_electrician", "2030-01-01", "2028-01-01")]

    assert blocked(one(posting={"certificates": ["hc_electrician"]}, certificates=held)) == ()
    assert blocked(one(posting={"certificates": ["em_electric_low"]}, certificates=held)) != ()


def test_a_tractor_trailer_licence_covers_a_truck() -> None:
    the_market = one(posting={"certificates": ["dl_b2"]}, certificates=[(0, "dl_a2", "9999-12-31", "NaT")])

    assert blocked(the_market) == ()


def test_the_expired_welder_may_still_be_a_helper() -> None:
    held = [(0, WELDER, "2030-01-01", "2026-12-01")]
    the_market = market([{}], [{"certificates": [WELDER]}, {"text": "焊工辅助"}], certificates=held)

    assert judge(the_market, every_pair(the_market), TODAY).allowed.tolist() == [False, True]


def test_no_age_above_sixteen_is_a_limit_of_its_own() -> None:
    ages = [{"birth": "1991-06-01"}, {"birth": "1968-06-01"}]
    postings = [
        {},
        {"hazards": ["dust", "toxic"], "lift_kg": 25.0, "night_shift": 1},
        {"work_at_height": 1, "county": HANGZHOU_XIHU},
        {"hazards": ["underground", "heat"], "hours_a_day": 10.0},
    ]
    allowed = judge(the_market := market(ages, postings), every_pair(the_market), TODAY).allowed

    assert allowed.reshape(2, -1)[0].tolist() == allowed.reshape(2, -1)[1].tolist() == [True] * 4


def test_every_obstacle_is_named() -> None:
    the_market = one({"max_distance_km": 40.0, "night_shift_ok": 0}, {"night_shift": 1, "certificates": [WELDER]})

    assert blocked(the_market) == ("holds_the_certificates", "posting_is_near_enough", "no_unwanted_night_shift")


def test_judging_many_pairs_agrees_with_judging_one() -> None:
    workers = [{"birth": f"{year}-06-01", "max_distance_km": km} for year in (1960, 2010) for km in (np.nan, 50.0)]
    the_market = market(workers, [{"hazards": ["dust"]}, {"county": LIZHOU}, {"lift_kg": 30.0}])
    verdicts = judge(the_market, pairs := every_pair(the_market), TODAY)

    alone = [
        tuple(ground.rule_id for ground in explain(the_market, int(w), int(p), TODAY))
        for w, p in zip(pairs.worker, pairs.posting, strict=True)
    ]
    assert [verdicts.blocked_by(at) for at in range(len(pairs))] == alone


@pytest.mark.parametrize(("rule", "the_market"), BLOCKED)
def test_each_ground_is_said_in_both_languages_with_its_source(rule: str, the_market: Market) -> None:
    (ground,) = explain(the_market, 0, 0, TODAY)

    assert ground.rule_id == rule
    assert "{" not in ground.text.zh + ground.text.en
    assert ground.source.zh and ground.valid_from <= TODAY


def test_the_reason_shows_the_figures() -> None:
    (near,) = explain(one({"max_distance_km": 40.0}), 0, 0, TODAY)
    (site,) = explain(one({"birth": "1966-03-01"}, {"site_rules": [SITE]}), 0, 0, TODAY)

    assert "40公里" in near.text.zh
    assert "上海" in site.text.zh and "2019" in site.source.zh


def test_a_rule_does_not_hold_before_its_day() -> None:
    the_market = one(employers=[{"arrears_from": "2021-06-01"}], posting={"start_from": "2021-07-01"})

    assert "employer_pays_its_wages" not in blocked(the_market, date(2021, 12, 1))
    assert "employer_pays_its_wages" in blocked(the_market, date(2022, 1, 1))


def test_one_more_certificate_opens_only_what_it_alone_kept_shut() -> None:
    postings = [{"certificates": [WELDER]}, {"certificates": [WELDER, "ms_forklift"]}, {"certificates": [WELDER]}, {}]
    the_market = market([{"wish_regions": [330000]}], [*postings[:2], {**postings[2], "county": LIZHOU}, postings[3]])

    assert opens_with(the_market, 0, WELDER, TODAY).tolist() == [0]


def test_a_hazard_waits_for_its_health_check_before_lock() -> None:
    the_market = market([{}, {}], [{"hazards": ["dust"]}, {}], health=[(1, 0, 1)])

    assert health_check_pending(the_market, every_pair(the_market), TODAY).tolist() == [True, False, False, False]


def test_an_unknown_birth_date_is_asked_for() -> None:
    assert age_unproven(market([{}, {"birth": "NaT"}])).tolist() == [False, True]


def test_what_stands_in_the_way_is_counted_over_open_postings() -> None:
    postings = [{"certificates": [WELDER]}, {"certificates": [WELDER], "night_shift": 1}, {"night_shift": 1}, {}]
    closed = {"certificates": [WELDER], "openings": 0}
    the_market = market([{"night_shift_ok": 0}], [*postings, postings[0], closed])

    found = [(obstacle.rule_id, obstacle.postings, obstacle.alone) for obstacle in obstacles(the_market, 0, TODAY)]

    assert found == [("holds_the_certificates", 3, 2), ("no_unwanted_night_shift", 2, 1)]


def test_postings_that_need_the_same_papers_by_the_same_day_open_together() -> None:
    alike, other = {"certificates": [WELDER]}, {"certificates": [WELDER, "dl_b2"]}

    assert opens_with(market([{}], [alike, other, alike]), 0, WELDER, TODAY).tolist() == [0, 2]
