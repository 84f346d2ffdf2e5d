"""The people files of one office, and the small cases: what a careful clerk registers, written down from the files."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.importers import judge, read_file
from data.importers.judging.judged_rows import JudgedRow
from data.registers.records import WorkerRecord
from tests.data.importers.workbooks import workbook

TESTS = Path(__file__).parents[2]
TODAY = date(2026, 11, 27)
WEINING = 520526


def rows_of(name: str, home: int = WEINING) -> list[JudgedRow]:
    return judge(read_file(TESTS / name), today=TODAY, home=home)


def people(rows: list[JudgedRow]) -> dict[str, WorkerRecord]:
    return {one.name: one for row in rows for one in row.records if isinstance(one, WorkerRecord)}


@pytest.mark.parametrize(
    ("file", "persons", "waiting"),
    [
        ("东山村摸底.xlsx", 30, 0),
        ("冒水村名单.xlsx", 25, 0),
        ("加入三人.xlsx", 3, 0),
        ("坪山村台账.xlsx", 30, 0),
        ("接龙.txt", 22, 0),
        ("松山村花名册.xlsx", 32, 2),  # two identity numbers with a wrong check digit, one of them with a short phone
        ("海边街道西海社区（新）.xlsx", 20, 0),
    ],
)
def test_each_file_gives_its_people_and_asks_about_few(file: str, persons: int, waiting: int) -> None:
    rows = rows_of(f"office/{file}")

    assert sum(len(row.records) for row in rows) == persons
    assert sum(row.outcome != "kept" for row in rows) == waiting


def test_wishes_are_judged_by_the_cells_whatever_the_header() -> None:
    wished = {
        file: Counter(one.wish_regions for one in people(rows_of(f"office/{file}")).values())
        for file in ("冒水村名单.xlsx", "坪山村台账.xlsx", "松山村花名册.xlsx")
    }

    assert wished["冒水村名单.xlsx"] == {
        (330000,): 10, (350000,): 4, (440000,): 4, (440000, 330000): 1, (330200,): 2, (): 4,
    }  # fmt: skip
    assert wished["坪山村台账.xlsx"] == {(440000,): 7, (330200,): 8, (441900,): 8, (): 7}
    assert wished["松山村花名册.xlsx"][(330000,)] == 6


def test_a_village_group_is_where_people_live() -> None:
    found = people(rows_of("office/松山村花名册.xlsx"))

    assert not any(one.group_key for one in found.values())
    assert (found["沈大勇"].village, found["沈大勇"].address) == ("松山村", "松山村2组")


def test_days_of_remarks_and_columns() -> None:
    assert people(rows_of("office/松山村花名册.xlsx"))["唐玉兰"].earliest == date(2026, 12, 5)
    dongshan = people(rows_of("office/东山村摸底.xlsx"))
    assert (dongshan["刘建军"].earliest, dongshan["胡艳芳"].earliest) == (date(2026, 12, 3), date(2027, 1, 2))
    assert dongshan["傅春梅"].earliest is None and dongshan["邓仕荣"].earliest is None


def test_spouses_travel_together_each_a_person() -> None:
    pingshan = people(rows_of("office/坪山村台账.xlsx"))
    assert pingshan["张仕荣"].group_key == pingshan["江明珍"].group_key != ""
    assert pingshan["韦光明"].group_key == pingshan["邓桂芬"].group_key == ""
    maoshui = people(rows_of("office/冒水村名单.xlsx"))
    assert (maoshui["王绍武"].phone, maoshui["赵玉兰"].phone) == ("19912493209", "19963534990")
    assert maoshui["王绍武"].group_key == maoshui["赵玉兰"].group_key != maoshui["苏开祥"].group_key
    chain = people(rows_of("office/接龙.txt"))
    assert (chain["江开祥"].sex, chain["袁桂芬"].sex) == (1, 2)
    assert chain["袁桂芬"].phone == "19948330567" and chain["袁桂芬"].wish_regions == (440000,)


def test_a_phone_in_the_remarks_is_the_person_s_unless_it_is_somebody_else_s() -> None:
    found = people(rows_of("office/海边街道西海社区（新）.xlsx"))

    assert (found["田家旺"].phone, found["任天佑"].phone) == ("19970390519", "")


def case(name: str) -> list[JudgedRow]:
    return rows_of(f"cases/{name}", home=510802)


def test_two_people_side_by_side_are_two() -> None:
    found = people(case("01-two-people-per-row/roster.xlsx"))

    assert {name: (one.phone[-4:], one.backup_phone) for name, one in found.items()} == {
        "张建国": ("1000", ""), "李秀英": ("1001", ""), "王志强": ("1002", ""), "刘桂兰": ("1003", ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "wished", "refused"),
    [
        ("不去广东", (), (440000,)),
        ("不想去新疆西藏", (), (650000, 540000)),
        ("浙江，不要广东", (330000,), (440000,)),
        ("广东除外", (), (440000,)),
        ("不限，新疆除外", (), (650000,)),
        ("去浙江", (330000,), ()),
        ("除了广东哪里都行", (), (440000,)),
        ("广东、浙江都可以", (440000, 330000), ()),
        ("省外都可以", (), (520000,)),
        ("只去东莞", (441900,), ()),
    ],
)
def test_a_refused_place_is_no_wish(words: str, wished: tuple[int, ...], refused: tuple[int, ...]) -> None:
    table = [["姓名", "电话", "意向"], ["张伟", "15400000001", words], ["李芳", "15400000002", "浙江"]]
    row = judge(read_file(workbook(table)), today=TODAY, home=WEINING)[0]

    record: Any = row.records[0]
    assert (record.wish_regions, record.refused_regions, row.outcome) == (wished, refused, "kept")


def test_hidden_and_struck_rows_are_decided_by_somebody() -> None:
    hidden, struck = case("05-hidden-and-struck-rows/hidden.xlsx"), case("05-hidden-and-struck-rows/struck.xlsx")

    assert [row.outcome for row in hidden] == ["to_decide", "kept", "to_decide", "kept"]
    assert [row.outcome for row in struck] == ["kept", "to_decide", "kept"]


def test_a_cell_without_its_value_is_named() -> None:
    rows = case("06-formula-without-value-and-error-cells/formula.xlsx")

    assert [[fault.column for fault in row.faults if fault.code == "cell_without_value"] for row in rows] == [
        ["联系电话"], ["身份证号"], ["联系电话"],
    ]  # fmt: skip


def test_a_form_is_one_person() -> None:
    (row,) = case("08-one-person-form/form.xlsx")

    record: Any = row.records[0]
    assert (record.name, record.phone, record.wish_regions, record.wage_wanted_fen) == (
        "张建国", "15400001000", (330000,), 600_000,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("15-csv-with-equals-quotes/roster.csv", ["张建国", "李秀英"]),
        ("17-names-of-minorities-and-rare-characters/roster.csv", ["阿卜杜拉·买买提", "艾力·玉素甫", "王𬭎"]),
        ("25-header-in-two-languages/四川省广元市利州区花名册-bilingual.csv", ["尔古有木", "仉建国", "乜小红"]),
        ("25-header-in-two-languages/四川省广元市利州区花名册-suite.csv", ["尔古有木", "仉建国", "乜小红"]),
    ],
)
def test_everybody_is_kept_under_their_own_name(name: str, names: list[str]) -> None:
    rows = case(name)

    assert list(people(rows)) == names and {row.outcome for row in rows} == {"kept"}


def test_a_title_that_begins_like_a_total_is_a_record() -> None:
    parsed = read_file(TESTS / "cases/04-row-taken-for-footer-or-total/titles.csv")

    assert parsed.rows_in == 4


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (["姓名", "电话", "户主姓名", "户主电话"], ["张伟", "15400000001", "李强", "15499999999"]),
        (["户主", "姓名", "电话", "帮扶人", "联系电话"], ["李强", "张伟", "15400000001", "王干部", "15499999999"]),
        (["姓名", "联系人", "联系电话", "本人手机"], ["张伟", "李强", "15499999999", "15400000001"]),
        (
            ["序号", "姓名", "手机", "紧急联系人姓名", "紧急联系人电话"],
            [1, "张伟", "15400000001", "李强", "15499999999"],
        ),
        (["姓名", "电话（家属）", "电话"], ["张伟", "15499999999", "15400000001"]),
    ],
)
def test_somebody_else_s_name_and_number_stay_theirs(header: list[str], cells: list[Any]) -> None:
    (row,) = judge(read_file(workbook([header, cells]), "workers"), today=TODAY, home=WEINING)

    record: Any = row.records[0]
    assert (record.name, record.phone, record.backup_phone) == ("张伟", "15400000001", "")


def test_couples_of_a_group_column_are_not_bound_to_their_neighbors_in_the_list() -> None:
    table = [["姓名", "性别", "电话", "同行组", "备注"]]
    listed = [("张伟", "男", "1组"), ("李芳", "女", "2组"), ("王强", "男", "2组"), ("赵敏", "女", "1组")]
    for at, (name, sex, group) in enumerate(listed):
        table.append([name, sex, f"1540000000{at}", group, "两口子一起"])

    found = people(judge(read_file(workbook(table)), today=TODAY, home=WEINING))

    assert found["张伟"].group_key == found["赵敏"].group_key != found["李芳"].group_key == found["王强"].group_key
