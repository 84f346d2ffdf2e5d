"""Codes of the packs in words; what no pack holds is shown as it is written, or refused by name."""

from __future__ import annotations

from datetime import date

import pytest

from labor.errors import BadInput, NotFound
from policy import certificates, hazards, site_rules
from policy.minimum_wage import floor_of
from policy.rulebook import parameter
from policy.work_relief import work_relief

TODAY = date(2027, 2, 20)


def test_a_hazard_and_a_site_rule_have_names_in_both_languages() -> None:
    named = [hazards.name_of("dust"), site_rules.name_of("shanghai_construction_age")]

    assert all(one.zh and one.en and one.zh != one.en for one in named)


@pytest.mark.parametrize("name_of", [hazards.name_of, site_rules.name_of])
def test_a_code_no_pack_holds_is_shown_as_it_is(name_of: object) -> None:
    assert callable(name_of)
    assert "radon_2099" in name_of("radon_2099").zh


def test_a_certificate_no_pack_holds_is_refused_by_name() -> None:
    with pytest.raises(NotFound, match="no certificate kind moon_driver"):
        certificates.kind_of("moon_driver")


@pytest.mark.parametrize(("work", "hazard"), [("抛光打磨工", "dust"), ("不要抛光的质检员", None), ("文员", None)])
def test_the_usual_hazards_of_a_work_leave_out_what_the_words_deny(work: str, hazard: str | None) -> None:
    found = hazards.usual_hazards(work)

    assert (hazard in found) if hazard else "dust" not in found


def test_a_figure_a_rule_does_not_hold_is_refused_by_name() -> None:
    with pytest.raises(NotFound, match="is_sixteen has no parameter shoe_size"):
        parameter("is_sixteen", "shoe_size", TODAY)


def test_before_its_division_into_tiers_a_county_is_held_to_the_lowest() -> None:
    before, after = (floor_of(440106, on) for on in (date(2025, 2, 28), TODAY))

    assert after is not None and after.tier == 1
    assert before is None or before.tier == 0 or before.month_fen <= after.month_fen


def test_a_county_of_no_province_has_no_floor() -> None:
    assert floor_of(990101, TODAY) is None


@pytest.mark.parametrize(("workforce", "funds"), [(0, 100.0), (-1, 100.0), (10, 0.0), (10, -5.0)])
def test_a_work_relief_project_without_people_or_funds_is_refused(workforce: int, funds: float) -> None:
    with pytest.raises(BadInput, match="above 0"):
        work_relief(workforce=workforce, local_workers=1, funds_yuan=funds, pay_yuan=1.0, on=TODAY)
