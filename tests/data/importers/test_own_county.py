"""Whose county people are of, and how somebody says it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.importers import Sending, bring_in
from data.importers.cells.places import known_places
from data.office_settings import keep_county
from data.tables import Worker
from labor.errors import BadInput
from tests.builders import NOW
from tests.data.importers.workbooks import TODAY, workbook

HEADER = ["姓名", "电话", "出生年月"]
PEOPLE = [["张春燕", "15400000001", "1990年5月"], ["李大国", "15400000002", "1985年3月"]]


def homes(session: Session, title: str, *, home: int = 0, name: str = "名单.xlsx") -> set[int]:
    bring_in(session, Sending(workbook([[title], HEADER, *PEOPLE]), name, "李", home), today=TODAY)
    return set(session.scalars(select(Worker.county)))


@pytest.mark.parametrize(
    ("said", "county"),
    [
        ("威宁县", 520526),
        ("520526", 520526),
        ("520526 威宁", 520526),
        ("５２０５２６", 520526),
        ("威宁彝族回族苗族自治县", 520526),
        ("贵州省毕节市威宁县草海镇", 520526),
        ("522427", 520526),  # the code it bore before 2011
        ("利州区", 510802),
        ("东莞市", 441900),  # a city without counties stands for itself
        (" ", 0),
    ],
)
def test_a_county_is_said_in_words_or_by_code(said: str, county: int) -> None:
    assert known_places().county(said) == county


@pytest.mark.parametrize(
    ("said", "told"),
    [("南山区", "鹤岗"), ("贵州", "写到县"), ("毕节市", "写到县"), ("没有县", "没有叫"), ("999999", "没有叫")],
)
def test_what_is_no_one_county_is_refused_with_a_sentence(said: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        known_places().county(said)


def test_the_offices_own_county_is_the_home_of_people_whose_list_names_none(session: Session) -> None:
    keep_county(session, 520526, now=NOW)

    assert homes(session, "务工名单") == {520526}


def test_a_titles_county_comes_before_the_offices_and_a_word_for_the_file_before_both(session: Session) -> None:
    keep_county(session, 520526, now=NOW)

    assert homes(session, "四川省广元市利州区务工名单") == {510802}
    other = [["利州区名单"], HEADER, ["王小明", "15400000003", "1990年5月"]]
    bring_in(session, Sending(workbook(other), "别县.xlsx", "李", 510812), today=TODAY)
    assert session.scalar(select(Worker.county).order_by(Worker.id.desc())) == 510812


@pytest.mark.parametrize(
    "title",
    [
        "赴浙江省宁波市鄞州区务工人员名单",
        "前往宁波市鄞州区务工报名表",
        "12月去鄞州区人员",
        "输送到宁波市鄞州区人员花名册",
    ],
)
def test_where_a_title_says_people_go_is_not_where_they_live(session: Session, title: str) -> None:
    keep_county(session, 520526, now=NOW)

    assert homes(session, title) == {520526}


def test_a_list_of_nobody_knows_where_waits(session: Session) -> None:
    report = bring_in(session, Sending(workbook([["名单"], HEADER, *PEOPLE]), "名单.xlsx"), today=TODAY)

    assert report.counts()["county_missing"] == 2
    assert (report.to_decide, report.kept) == (2, 0)
