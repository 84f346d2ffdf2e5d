"""The packs as a whole: every rule dated, sourced, complete in both languages, and used."""

from __future__ import annotations

import string
from datetime import date
from itertools import pairwise

import pytest

from labor.errors import NotFound
from policy.certificates import issuers, kind_of, kinds, read_name
from policy.eligibility import RULE_IDS
from policy.hazards import hazards
from policy.minimum_wage import floor_fen
from policy.rulebook import EVIDENCE, pack, pack_names, parameter, rule_on, rulebook


def test_every_hard_rule_stands_in_a_pack() -> None:
    assert set(RULE_IDS) <= set(rulebook())


@pytest.mark.parametrize("rule_id", sorted(rulebook()))
def test_a_rule_says_the_same_in_both_languages(rule_id: str) -> None:
    for rule in rulebook()[rule_id]:
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (rule.text.zh, rule.text.en)
        ]

        assert fields[0] == fields[1]
        assert rule.source.zh and rule.source.en


def test_a_version_ends_before_the_next_begins() -> None:
    for versions in rulebook().values():
        for earlier, later in pairwise(versions):
            assert earlier.valid_to is not None and earlier.valid_to < later.valid_from


def test_a_rule_holds_from_its_day_on() -> None:
    assert rule_on("is_sixteen", date(2002, 11, 30)) is None
    assert rule_on("is_sixteen", date(2002, 12, 1)) is not None


def test_a_strange_rule_or_pack_is_refused() -> None:
    with pytest.raises(NotFound):
        rule_on("is_handsome", date(2027, 1, 1))
    with pytest.raises(NotFound):
        pack("horoscopes")
    with pytest.raises(NotFound):
        parameter("is_sixteen", "height", date(2027, 1, 1))


def test_every_site_rule_names_place_source_and_date() -> None:
    for rule in pack("site_rules")["site_rule"]:
        assert rule["source"]["zh"] and rule["valid_from"] and rule["evidence"] in ("found", "seed")


def test_no_rule_but_a_site_rule_or_a_subsidy_carries_an_upper_age() -> None:
    holders = {name for name in pack_names() if "below" in str(pack(name)) or "max_age" in str(pack(name))}

    assert {name for name in holders if name != "demands"} <= {"site_rules", "subsidies", "employers"}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("叉车证", "ms_forklift"),
        ("Ｎ１叉车证", "ms_forklift"),
        ("低压电工证", "em_electric_low"),
        ("建筑电工", "hc_electrician"),
        ("熔化焊接与热切割作业", "em_welding_fusion"),
        (" a2驾驶证 ", "dl_a2"),
        ("高级工证", "skill_level"),
    ],
)
def test_a_clear_name_is_read(written: str, kind: str) -> None:
    assert read_name(written).kind == kind


@pytest.mark.parametrize("written", ["焊工证", "电工证", "驾驶证", "特种作业证"])
def test_a_vague_name_is_asked_about(written: str) -> None:
    assert read_name(written).too_vague and not read_name(written).kind


def test_a_forklift_belongs_to_market_supervision() -> None:
    assert kind_of("ms_forklift").issuer == "market"
    assert kind_of("em_welding_fusion").review_years == 3
    assert kind_of("hc_electrician").review_years == 2
    assert not kind_of("skill_level").licence


def test_every_kind_has_an_issuer_and_covers_only_kinds() -> None:
    assert {kind.issuer for kind in kinds().values()} <= set(issuers())
    assert {cover for kind in kinds().values() for cover in kind.covers} <= set(kinds())


def test_all_women_are_kept_from_three_hazards_only() -> None:
    assert {code for code, hazard in hazards().items() if hazard.women} == {
        "underground",
        "labor_grade_4",
        "frequent_lifting",
    }


def test_the_minimum_wage_is_that_of_the_day() -> None:
    assert floor_fen(310115, date(2025, 6, 30)) == 269_000
    assert floor_fen(310115, date(2025, 7, 1)) == 274_000
    assert floor_fen(540102, date(2025, 7, 1)) is None


def test_a_minimum_wage_says_how_it_was_checked_and_where() -> None:
    rows = pack("minimum_wage")["floor"]

    assert all(row["evidence"] in EVIDENCE for row in rows)
    assert all(row["link"].startswith("http") for row in rows if row["evidence"] == "found" or "raised" in row)
