"""The packs as a whole: every rule dated, sourced, complete in both languages, and used."""

from __future__ import annotations

import string
from datetime import date, timedelta
from itertools import pairwise

import pytest

from data.tables.regions import regions
from labor.errors import BadInput, NotFound
from labor.words import Bilingual
from policy.certificates import CertificateReading, issuers, kind_of, kinds, name_of, read_name
from policy.eligibility import RULE_IDS
from policy.hazards import hazards
from policy.minimum_wage import floor_fen, floor_of
from policy.rulebook import (
    EVIDENCE,
    Rule,
    checked,
    pack,
    pack_names,
    parameter,
    read_rule,
    rule_on,
    rulebook,
    stale_packs,
)


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
    with pytest.raises(NotFound, match=r"^no rule pack holds a rule called is_handsome$"):
        rule_on("is_handsome", date(2027, 1, 1))
    with pytest.raises(NotFound, match=r"^there is no rule pack called horoscopes$"):
        pack("horoscopes")
    with pytest.raises(NotFound, match=r"^rule is_sixteen has no parameter height$"):
        parameter("is_sixteen", "height", date(2027, 1, 1))


WRITTEN = {"id": "r", "title": {"zh": "甲", "en": "a"}, "text": {"zh": "乙", "en": "b"},
           "source": {"zh": "丙", "en": "c"}, "evidence": "found", "valid_from": date(2020, 1, 1)}  # fmt: skip


def test_a_rule_is_read_field_by_field_and_holds_for_ever_where_no_end_is_said() -> None:
    words = (Bilingual("甲", "a"), Bilingual("乙", "b"), Bilingual("丙", "c"))

    endless = read_rule("p", WRITTEN)
    ended = read_rule("p", WRITTEN | {"valid_to": date(2021, 1, 1), "parameters": {"months": 3}})

    assert endless == Rule("r", "p", *words, "found", date(2020, 1, 1), None, {})
    assert ended == Rule("r", "p", *words, "found", date(2020, 1, 1), date(2021, 1, 1), {"months": 3})
    days = (date(2019, 12, 31), date(2020, 1, 1), date(2021, 1, 1), date(2021, 1, 2))
    assert [ended.in_force(day) for day in days] == [False, True, True, False]


def test_a_rule_nobody_says_how_it_is_known_is_refused_by_pack_and_name() -> None:
    with pytest.raises(BadInput, match=r"^pack p, rule r: evidence must be one of \('seed', 'found', 'own'\)$"):
        read_rule("p", WRITTEN | {"evidence": "hearsay"})


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


@pytest.mark.parametrize("written", ["会计证", "", "什么证"])
def test_a_name_nobody_knows_is_no_kind_and_nothing_to_ask_about(written: str) -> None:
    assert read_name(written) == CertificateReading("", (), too_vague=False)


def test_a_certificate_is_called_by_its_name_and_a_strange_code_by_itself() -> None:
    assert name_of("ms_forklift") == kind_of("ms_forklift").name
    assert name_of("x9") == Bilingual("x9", "x9")


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
    assert floor_fen(330106, date(2025, 12, 31)) == 201_000
    assert floor_fen(330106, date(2026, 1, 1)) == 266_000
    assert floor_fen(330782, date(2026, 1, 1)) == 218_000  # Yiwu: not told one by one, so the lowest


def test_every_province_has_a_minimum_wage_today() -> None:
    provinces = {row["province"] for row in pack("minimum_wage")["floor"]}

    assert len(provinces) == 31
    assert all(floor_of(province + 101, date(2026, 11, 27)) for province in provinces)


@pytest.mark.parametrize(
    ("county", "month", "hour", "tier"),
    [(440106, 250_000, 2370, 1), (441900, 208_000, 1980, 2), (441302, 185_000, 1830, 3), (441421, 175_000, 1740, 4),
     (520526, 189_000, 1980, 0), (500101, 233_000, 2300, 1), (500236, 220_000, 2200, 2),
     (350203, 226_500, 2350, 1), (350702, 204_500, 2150, 3), (350121, 189_500, 2000, 0), (361002, 209_000, 2090, 2),
     (420602, 240_000, 2400, 1), (430104, 220_000, 2200, 1), (430802, 200_000, 2000, 2), (610581, 225_000, 2170, 2),
     (510802, 220_000, 2200, 2), (510104, 233_000, 2300, 1), (510112, 220_000, 2200, 0), (320583, 266_000, 2500, 1),
     (330881, 218_000, 2100, 3), (110101, 254_000, 2770, 1)],
)  # fmt: skip
def test_the_minimum_wage_is_that_of_the_countys_tier_or_else_the_lowest(
    county: int, month: int, hour: int, tier: int
) -> None:
    floor = floor_of(county, date(2026, 11, 27))

    assert floor is not None
    assert (floor.month_fen, floor.hour_fen, floor.tier) == (month, hour, tier)


def test_the_tiers_of_a_minimum_wage_fall_from_the_first_to_the_last() -> None:
    for row in pack("minimum_wage")["floor"]:
        assert len(row["month"]) == len(row["hour"])
        assert row["month"] == sorted(row["month"], reverse=True)
        assert row["hour"] == sorted(row["hour"], reverse=True)


def test_a_minimum_wage_says_how_it_was_checked_and_where() -> None:
    rows = pack("minimum_wage")["floor"]

    assert all(row["evidence"] in EVIDENCE for row in rows)
    assert all(
        "link" in row or row["list"] in pack("minimum_wage")["list"] for row in rows if row["evidence"] == "found"
    )


def test_every_pack_says_when_it_was_last_held_against_its_sources() -> None:
    assert {name for name in pack_names() if not isinstance(pack(name).get("checked"), date)} == set()


def test_a_pack_nobody_checked_for_over_a_year_is_stale() -> None:
    day = checked("certificates")

    assert "certificates" not in stale_packs(day + timedelta(days=365))
    assert "certificates" in stale_packs(day + timedelta(days=366))


def test_special_operations_cite_the_decree_in_force_that_day() -> None:
    before, since = (
        rule_on("holds_the_certificates", date(2026, 5, 31)),
        rule_on("holds_the_certificates", date(2026, 6, 1)),
    )

    assert before is not None and "安监总局令第30号）" in before.source.zh
    assert since is not None and "应急管理部令第19号" in since.source.zh


def test_every_place_with_a_tier_is_on_the_map_and_in_one_tier_of_its_province() -> None:
    for division in pack("minimum_wage")["tier_of"]:
        places = [place for tier in division["tiers"] for place in tier]
        floors = [row for row in pack("minimum_wage")["floor"] if row["province"] == division["province"]]

        assert len(places) == len(set(places))
        assert {place // 10000 * 10000 for place in places} == {division["province"]}
        assert any(len(row["month"]) == len(division["tiers"]) for row in floors)
        assert all(place in regions() for place in places)
