"""What a person reads about a pair that may not be: the figures that decided, in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from labor.market import FEMALE, SEX_UNKNOWN, Market
from policy.eligibility import explain
from policy.eligibility.employers import licence_unseen
from policy.eligibility.facts import Counties
from tests.policy.builders import HANGZHOU_XIHU, TODAY, market, regions

WELDER = "em_welding_fusion"


def one(worker: dict[str, Any], posting: dict[str, Any], **others: Any) -> Market:
    return market([worker], [posting], **others)


def told(the_market: Market, rule: str) -> str:
    """The sentence of one rule, Chinese and English."""
    (ground,) = [ground for ground in explain(the_market, 0, 0, TODAY) if ground.rule_id == rule]
    return f"{ground.text.zh} / {ground.text.en}"


@pytest.mark.parametrize(
    ("posting", "words"),
    [
        ({"hazards": ["dust"]}, ("粉尘", "dust")),
        ({"lift_kg": 30.0}, ("负重30公斤", "lifting 30 kg")),
        ({"work_at_height": 1}, ("高处作业", "work at height")),
        ({"certificates": [WELDER]}, ("须持证", "licensed work")),
    ],
)
def test_a_minor_reads_which_work_it_is(posting: dict[str, Any], words: tuple[str, str]) -> None:
    sentence = told(one({"birth": "2010-02-20"}, posting), "minor_may_do_this_work")

    assert all(word in sentence for word in words)
    assert "未登记" not in sentence


def test_who_has_no_birth_date_reads_that_it_is_to_be_checked() -> None:
    sentence = told(one({"birth": "NaT"}, {"hazards": ["toxic"]}), "minor_may_do_this_work")

    assert "出生日期未登记" in sentence and "birth date not recorded" in sentence


@pytest.mark.parametrize(("sex", "asked"), [(FEMALE, False), (SEX_UNKNOWN, True)])
def test_a_sex_not_recorded_is_told_as_the_reason(sex: int, asked: bool) -> None:
    sentence = told(one({"sex": sex}, {"hazards": ["underground"]}), "woman_may_do_this_work")

    assert ("性别未登记" in sentence, "sex not recorded" in sentence) == (asked, asked)


def test_a_certificate_nobody_holds_and_one_that_ends_too_early_are_told_apart() -> None:
    none = told(one({}, {"certificates": [WELDER]}), "holds_the_certificates")
    early = told(
        one({}, {"certificates": [WELDER]}, certificates=[(0, WELDER, "2027-03-02", "2027-03-02")]),
        "holds_the_certificates",
    )

    assert "缺" in none and "none held" in none
    assert "只能用到" in early and "counts only until" in early and "2027-03-05" in early


def test_a_wish_and_a_place_refused_are_both_said() -> None:
    sentence = told(one({"wish_regions": [110000, -330000]}, {}), "posting_lies_in_a_wished_region")

    assert "北京市" in sentence and "不去浙江省" in sentence and "not 浙江省" in sentence


def test_only_a_place_refused_closes_that_place_alone() -> None:
    the_market = one({"wish_regions": [-330000]}, {})
    other = one({"wish_regions": [-330000]}, {"county": 110108})

    assert [ground.rule_id for ground in explain(the_market, 0, 0, TODAY)] == ["posting_lies_in_a_wished_region"]
    assert "posting_lies_in_a_wished_region" not in [ground.rule_id for ground in explain(other, 0, 0, TODAY)]


def test_an_agency_whose_licence_nobody_saw_is_marked_and_no_employer_of_its_own() -> None:
    firms = [{"licence_to": "NaT"}, {"licence_to": "2030-01-01"}]
    postings = [
        {"agency_employment": True},
        {"agency_employment": False},
        {"agency_employment": True, "employer": 1},
    ]

    assert licence_unseen(market([{}], postings, firms)).tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("county", "seat"),
    [
        (HANGZHOU_XIHU, (120.13, 30.26)),
        (330199, (120.21, 30.25)),  # unknown: the prefecture's
        (339999, (120.15, 30.27)),  # and its prefecture too: the province's
    ],
)
def test_a_county_without_a_seat_lies_at_its_prefectures_or_provinces(county: int, seat: tuple[float, float]) -> None:
    assert Counties(np.array([county]), regions()).points.tolist() == [list(seat)]


def test_a_place_nobody_knows_has_no_point() -> None:
    assert np.isnan(Counties(np.array([990101]), regions()).points).all()


def test_retired_codes_and_their_successors_are_one_place() -> None:
    places = Counties(np.array([330103, 330105, 330106]), regions())

    assert places.codes.tolist() == [330105, 330106]
    assert places.at.tolist() == [0, 0, 1]


def test_a_site_rule_in_force_on_no_day_of_the_plan_is_no_ground() -> None:
    the_market = one({"birth": "1966-03-01"}, {"site_rules": ["no_such_rule"]})

    assert explain(the_market, 0, 0, date(2027, 2, 20)) == ()
