"""Unlawful demands as orders really spell them: found, cut, reported; what is left reads and names neither."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.importers import judge, read_file
from data.registers.records import PostingRecord
from tests.data.importers.workbooks import TODAY, workbook

CASE = Path(__file__).parents[3] / "cases" / "13-demands-that-get-through" / "orders.csv"
HEADER = ["企业名称", "岗位名称", "招聘人数", "月薪", "工作地点", "岗位要求"]


def left_of(demand: str) -> tuple[str, set[str]]:
    rows = [HEADER, ["样板电子厂", "普工", 10, "5000-6500", "浙江宁波北仑区", demand]]
    (row,) = judge(read_file(workbook(rows)), today=TODAY)
    (record,) = row.records
    assert isinstance(record, PostingRecord) and row.outcome == "kept"
    assert any(fault.code == "demand_refused" for fault in row.faults)
    return record.text, {one.kind for one in record.refused_demands}


def test_every_demand_of_the_case_is_found_cut_and_reported() -> None:
    rows = judge(read_file(CASE), today=TODAY)
    records = [record for row in rows for record in row.records if isinstance(record, PostingRecord)]

    assert [one.text for one in records] == ["初中以上", "初中及以上", "高中以上", "高中以上", "熟手"]
    assert [{demand.kind for demand in one.refused_demands} for one in records] == [
        {"age"}, {"age"}, {"age"}, {"sex"}, {"sex"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "left", "kinds"),
    [
        ("18～28岁，初中以上", "初中以上", {"age"}),
        ("初中以上，18岁至45岁", "初中以上", {"age"}),
        ("18-45，能吃苦", "能吃苦", {"age"}),
        ("年龄18―45周岁；能倒班", "能倒班", {"age"}),
        ("1、女性 2、高中以上 3、会电脑", "1、高中以上 2、会电脑", {"sex"}),
        ("（1）18-40岁（2）能吃苦", "能吃苦", {"age"}),
        ("1.男性，18——35岁；2.能上夜班", "能上夜班", {"sex", "age"}),
        ("熟练女工，会平车", "熟练，会平车", {"sex"}),
        ("会平车的女工", "会平车的", {"sex"}),
        ("男工，能搬30公斤", "能搬30公斤", {"sex"}),
        ("女员工，站立作业", "站立作业", {"sex"}),
    ],
)
def test_a_demand_in_any_spelling_is_cut(written: str, left: str, kinds: set[str]) -> None:
    text, found = left_of(written)

    assert (text, found) == (left, kinds)
    assert not re.search(r"[男女]|岁", text)


@pytest.mark.parametrize(
    "written", ["提供男女宿舍", "女职工产假按规定", "男女不限，初中以上", "能搬20-30公斤", "身高160以上"]
)
def test_what_is_no_demand_stays(written: str) -> None:
    rows = [HEADER, ["样板电子厂", "普工", 10, "5000-6500", "浙江宁波北仑区", written]]
    (row,) = judge(read_file(workbook(rows)), today=TODAY)

    assert not any(fault.code == "demand_refused" for fault in row.faults)


@pytest.mark.parametrize(
    ("written", "openings", "sexes"),
    [
        ("招5人", 5, False), ("急招20人", 20, False), ("20（男10女10）", 20, True), ("男10人，女10人", 20, True),
        ("男女各10名", 20, True), ("约30人", 30, False), ("二十人", 20, False), ("需15名", 15, False),
        ("男工5名女工8名", 13, True), ("缺8人", 8, False),
    ],
)  # fmt: skip
def test_a_number_of_people_in_words_is_read_and_its_split_by_sex_reported(
    written: str, openings: int, sexes: bool
) -> None:
    rows = [HEADER, ["样板电子厂", "普工", written, "5000-6500", "浙江宁波北仑区", ""]]
    (row,) = judge(read_file(workbook(rows)), today=TODAY)
    (record,) = row.records

    assert isinstance(record, PostingRecord) and (row.outcome, record.openings) == ("kept", openings)
    assert any(demand.kind == "sex" for demand in record.refused_demands) is sexes


@pytest.mark.parametrize("written", ["若干", "大量", "不限", "长期招"])
def test_no_number_is_asked_about(written: str) -> None:
    rows = [HEADER, ["样板电子厂", "普工", written, "5000-6500", "浙江宁波北仑区", ""]]
    (row,) = judge(read_file(workbook(rows)), today=TODAY)

    assert row.outcome == "to_decide" and row.faults[0].code == "openings_missing"
