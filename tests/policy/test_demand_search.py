"""Where a posting demands what it may not: phrases, their places, and columns filled with nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from labor.words import Bilingual
from policy.demand_kinds import Demand, demands, read_demand
from policy.demand_search import in_text, plain_letters
from policy.demands import check, without_refused


def places(text: str) -> list[tuple[str, str, int, int]]:
    return [(one.kind, one.phrase, one.start, one.end) for one in check(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("男女不限，包住，限女性", [("sex", "限女性", 8, 11)]),  # what is harmless before it keeps its place
        ("½㎏件，㈱，限女性", [("sex", "限女性", 6, 9)]),  # ½ and ㎏ are one character each
        ("限男限男", [("sex", "限男", 0, 2), ("sex", "限男", 2, 4)]),  # side by side are two
        ("ＨＢｓＡｇ检查", [("health", "ＨＢｓＡｇ", 0, 5)]),
    ],
)
def test_a_demand_stands_where_it_is_written(text: str, found: list[tuple[str, str, int, int]]) -> None:
    assert [place for place in places(text) if place[0] == found[0][0]] == found
    assert all(text[start:end] == phrase for _, phrase, start, end in places(text))


def test_a_demand_of_the_text_belongs_to_no_column() -> None:
    assert [one.field for one in check("限女性")] == [""]


@pytest.mark.parametrize(
    ("column", "value", "phrase"),
    [
        ("hukou", "Sichuan", "Sichuan"), ("ethnicity", "Han", "Han"), ("religion", "看情况", "看情况"),
        ("marriage", "看情况", "看情况"), ("marriage", " 看情况 ", "看情况"), ("hukou", "四川", "户籍:四川"),
    ],
)  # fmt: skip
def test_a_filled_column_of_these_is_a_demand_whatever_it_says(column: str, value: str, phrase: str) -> None:
    (one,) = check("普工", {column: value})

    assert (one.kind, one.field, one.phrase, one.start) == (column, column, phrase, 0)
    assert one.end == len(value) + len(phrase) - len(value.strip())


def test_what_a_column_says_in_known_words_is_quoted_in_these() -> None:
    assert [one.phrase for one in check("普工", {"hukou": "四川，包住"})] == ["户籍:四川"]


@pytest.mark.parametrize("column", ["sex", "age", "fee", "health"])
def test_other_columns_are_demands_only_by_their_words(column: str) -> None:
    assert check("普工", {column: "看情况"}) == []


@pytest.mark.parametrize("column", ["hukou", "ethnicity", "religion", "marriage", "sex", "age"])
@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            "不限",
            "不限制",
            "无",
            "没有",
            "无要求",
            "无特殊要求",
            "没有要求",
            "不作要求",
            "无限制",
            "均可",
            "都可以",
            "都行",
            "随便",
        ),
        *(
            "/",
            "-",
            "——",
            "Any",
            "none",
            "No",
            "N/A",
            "no requirement",
            "No restrictions",
            "not required",
            "无。",
            " 不限 ",
        ),
    ],
)
def test_a_column_that_says_there_is_no_demand_makes_none(column: str, value: str) -> None:
    assert check("普工", {column: value}) == []


def test_demands_of_several_columns_stand_beside_those_of_the_text() -> None:
    found = check("限女性", {"age": "35岁以下", "religion": "看情况", "marriage": "看情况"})

    assert [(one.kind, one.field) for one in found] == [
        ("sex", ""), ("age", "age"), ("religion", "religion"), ("marriage", "marriage")
    ]  # fmt: skip


AGE_RULE = "shanghai_construction_age"


def test_before_the_rule_on_womens_work_a_mine_may_not_ask_for_men_by_it() -> None:
    for text, columns in (("井下作业，限男性", {}), ("井下作业", {"sex": "限男性"})):
        (before,), (since,) = (check(text, columns, on=day) for day in (date(2012, 4, 27), date(2012, 4, 28)))
        assert (before.refused, since.refused) == (True, False)


def test_a_ground_is_cited_by_the_posting_a_column_or_a_site_rule() -> None:
    told = [
        check("55岁以下，上海超龄规定"),
        check("55岁以下", {"ground": "沪建质安联〔2019〕346号"}),
        check("55岁以下", {"site_rules": AGE_RULE}),
        check("55岁以下", {"site_rules": "other"}),
    ]

    assert [[one.ground_id for one in found] for found in told] == [[AGE_RULE], [AGE_RULE], [AGE_RULE], [""]]


def test_the_second_ground_of_a_kind_is_found_where_the_first_is_not_cited() -> None:
    (one,) = check("乡村公益性岗位，限本村户籍", {"ground": "公益性岗位"})
    (party,) = (one for one in check("党建专员，限党员") if one.kind == "other")

    assert (one.ground_id, party.ground_id) == ("village_welfare_post", "party_post")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("包装女工，包住", "包装工，包住"),
        ("缝女工两名", "缝工两名"),
        ("女工两名", "两名"),
        ("限女工，包装女工", "包装工"),
        ("1.限女性 2.包住 3.月休四天", "1.包住 2.月休四天"),
    ],
)
def test_the_trade_keeps_its_own_character(text: str, left: str) -> None:
    assert without_refused(text, check(text)) == left


WHOLE = {"dashes": "-|至", "provinces": "川|渝", "peoples": "藏族|回族", "fees": "押金|培训费"}
WRITTEN: dict[str, Any] = {
    "kind": "age", "title": {"zh": "甲", "en": "a"}, "reason": {"zh": "乙", "en": "b"},
    "advice": {"zh": "丙", "en": "c"}, "source": {"zh": "丁", "en": "d"}, "evidence": "found",
    "valid_from": date(2020, 1, 1), "harmless": ["不限"],
    "patterns": [r"\d\d(?:DASH)\d\d岁", "限(?:PROV)籍", "不要(?:PEOPLE)", "交(?:FEE)"],
}  # fmt: skip


def test_a_kind_of_demand_is_read_field_by_field() -> None:
    read = read_demand(WRITTEN | {"valid_to": date(2021, 1, 1)}, WHOLE)

    words = (read.title, read.reason, read.advice, read.source)
    assert words == (Bilingual("甲", "a"), Bilingual("乙", "b"), Bilingual("丙", "c"), Bilingual("丁", "d"))
    assert (read.kind, read.evidence, read.valid_from, read.valid_to) == (
        "age", "found", date(2020, 1, 1), date(2021, 1, 1)
    )  # fmt: skip
    assert [pattern.pattern for pattern in read.harmless] == ["不限"]
    matched = [
        [bool(p.search(text)) for p in read.patterns] for text in ("18至35岁", "限川籍", "不要回族", "交培训费", "DASH")
    ]
    assert matched == [[at == nth for at in range(4)] for nth in range(4)] + [[False] * 4]
    assert read_demand(WRITTEN, WHOLE).valid_to is None


def test_a_kind_is_unlawful_from_its_first_day_to_its_last() -> None:
    read = read_demand(WRITTEN | {"valid_to": date(2021, 1, 1)}, WHOLE)
    days = (date(2019, 12, 31), date(2020, 1, 1), date(2021, 1, 1), date(2021, 1, 2))

    assert [read.in_force(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize("demand", demands(), ids=lambda one: one.title.en)
def test_no_pattern_takes_nothing_for_a_demand_or_waits_for_a_capital_that_never_comes(demand: Demand) -> None:
    for pattern in (*demand.patterns, *demand.harmless):
        assert pattern.search("") is None
        assert not any("A" <= letter <= "Z" for letter in pattern.pattern.replace(r"\D", "").replace(r"\S", ""))


def test_letters_are_made_plain_one_for_one() -> None:
    assert plain_letters("ＡB㎏½㈱臺") == "ab㎏½㈱台"
    assert in_text("", "") == []
