"""From a file to the registers: kept, to decide, refused, and the same again."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.importers import Report, Sending, bring_in, open_rows, read_file, write_bad_rows
from data.importers.bad_rows import OWN_COLUMNS
from data.tables import Import, ImportRow, Worker, WorkerGroup
from tests.data.importers.workbooks import HEADER, TODAY, person, village, workbook


def bring(session: Session, rows: list[list[Any]], **settings: Any) -> Report:
    return bring_in(session, Sending(workbook(rows), "大石镇.xlsx", "大石镇", **settings), today=TODAY)


def workers(session: Session) -> list[Worker]:
    return list(session.scalars(select(Worker).order_by(Worker.id)))


def count(session: Session, table: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def handed_back(report: Report) -> list[list[Any]]:
    target = io.BytesIO()
    write_bad_rows(report.bad_rows, target)
    return (
        CalamineWorkbook.from_filelike(io.BytesIO(target.getvalue()))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )


def test_a_plain_village_file_is_kept_whole(session: Session) -> None:
    report = bring(session, village(3))

    assert (report.rows_in, report.kept, report.to_decide, report.refused) == (3, 3, 0, 0)
    first = workers(session)[0]
    assert (first.name, first.county, first.township, first.village) == ("张伟伟", 510802, "大石镇", "前进村")


def test_the_same_file_again_changes_nothing(session: Session) -> None:
    bring(session, village(3))
    before = [(one.id, one.changed) for one in workers(session)]

    again = bring(session, village(3))

    assert again.already and again.kept == 3
    assert [(one.id, one.changed) for one in workers(session)] == before
    assert count(session, Import) == 1


def test_the_same_rows_in_another_file_change_nothing(session: Session) -> None:
    bring(session, village(3))

    longer = bring(session, village(5))

    (tally,) = longer.tallies
    assert (tally.kept, tally.new, tally.same) == (5, 2, 3)
    assert count(session, ImportRow) == 0


def test_a_known_person_with_other_words_is_shown_for_decision(session: Session) -> None:
    bring(session, village(1))

    report = bring(session, [*village(0), person(0, phone="15499999999")])

    assert report.to_decide == 1
    assert report.counts() == {"duplicate_identity": 1}
    assert workers(session)[0].phone == "15400000000"


def test_a_person_another_village_registered_before_is_shown_with_both(session: Session) -> None:
    bring(session, village(1))

    report = bring(session, [*village(0), person(0, village="红星村")])

    (remark,) = report.remarks
    assert remark.code == "duplicate_two_villages" and "前进村" in remark.what.zh and "张伟伟" not in remark.what.zh


def test_overlong_cells_are_cut_or_asked_about_on_either_database(session: Session) -> None:
    long = "很长" * 600
    header = [*HEADER, "家庭住址", "备注", "文化程度", "经纪人"]
    rows = [
        ["利州区"],
        header,
        [*person(0, trade=long), long, long, long, long],
        [*person(1, name=long), "", "", "", ""],
    ]

    report = bring(session, rows)

    assert (report.kept, report.to_decide) == (1, 1)
    assert {"value_too_long", "name_unclear"} <= set(report.counts())


def test_every_row_is_counted_once(session: Session) -> None:
    rows = [*village(2), person(9, identity="513021198503121234"), person(1), ["合计", "", "", "", "", "共3人"]]

    report = bring(session, rows)

    assert (report.rows_in, report.kept, report.to_decide, report.refused) == (4, 2, 1, 1)
    assert [row.what for _, row in report.skipped] == ["title", "header", "total"]


def test_remarks_carry_sheet_row_column_and_both_languages(session: Session) -> None:
    (remark,) = bring(session, [*village(0), person(0, identity="513021198503121234")]).remarks

    assert (remark.sheet, remark.row, remark.column, remark.outcome) == ("表1", 3, "身份证号", "refused")
    assert "校验位" in remark.what.zh and "check digit" in remark.what.en and remark.fix.en


def test_mended_rows_come_back_cleanly(session: Session) -> None:
    bad = bring(session, [*village(2), person(5, identity="513021198503121234"), person(6, phone="1380000")])
    sheet = handed_back(bad)
    header = sheet[1]
    sheet[2][header.index("身份证号")] = person(5)[1]
    sheet[3][header.index("联系电话")] = person(6)[2]

    mended = bring_in(session, Sending(workbook(sheet), "改好.xlsx", "大石镇"), today=TODAY)

    assert (mended.kept, mended.to_decide, mended.refused) == (2, 0, 0)
    assert {one.village for one in workers(session)} == {"前进村"}
    assert {one.county for one in workers(session)} == {510802}
    assert open_rows(session, bad.tallies[0].import_id) == []


def test_a_companion_mended_later_joins_the_one_already_kept(session: Session) -> None:
    header = [*HEADER, "组别"]
    rows = [["利州区大石镇"], header, [*person(1), "甲"], [*person(2, identity="513021198503121234"), "甲"]]
    bad = bring(session, rows)
    sheet = handed_back(bad)
    sheet[2][sheet[1].index("身份证号")] = person(2)[1]

    bring_in(session, Sending(workbook(sheet), "改好.xlsx", "大石镇"), today=TODAY)

    groups = {one.group_id for one in workers(session)}
    assert len(groups) == 1 and None not in groups
    assert count(session, WorkerGroup) == 1


def test_cells_that_look_like_formulas_are_handed_back_as_text(session: Session) -> None:
    dangerous = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)"]
    rows = [[*HEADER, "备注"], *([*person(at, identity="1"), word] for at, word in enumerate(dangerous))]
    target = io.BytesIO()
    write_bad_rows(bring(session, rows, home=510802).bad_rows, target)

    book = (
        CalamineWorkbook.from_filelike(io.BytesIO(target.getvalue()))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    at = book[1].index("备注")
    assert [row[at] for row in book[2:]] == dangerous


def test_the_workbook_of_bad_rows_says_what_is_wrong_and_what_to_do(session: Session) -> None:
    sheet = handed_back(bring(session, [*village(0), person(0, identity=5.13021198503121e17)]))

    assert tuple(sheet[1][-4:]) == OWN_COLUMNS
    assert "科学计数" in sheet[2][-4] and "照身份证" in sheet[2][-3]


def test_a_mapping_changed_by_hand_is_used_for_the_next_file_of_the_sender(session: Session) -> None:
    header = ["姓名", "电话", "去处", "县区"]
    first = workbook([header, ["张伟", "15400000001", "浙江", "利州区"]])
    (_, proposed), *_ = read_file(first).tables
    chosen = proposed.changed("去处", "wish_regions")
    bring_in(session, Sending(first, sender="李", mapping=chosen), today=TODAY)

    second = workbook([header, ["张芳", "15400000002", "福建", "利州区"]])
    report = bring_in(session, Sending(second, sender="李"), today=TODAY)

    assert dict(report.mappings)["表1"].fields["wish_regions"] == (2,)


def test_the_home_county_of_the_office_fills_in(session: Session) -> None:
    rows = [list(HEADER), person(0)]

    unknown = bring(session, rows)
    known = bring(session, [list(HEADER), person(1)], home=150222)

    assert unknown.counts() == {"county_missing": 1}
    assert known.kept == 1 and workers(session)[0].county == 150222


@pytest.mark.slow
def test_a_thousand_rows_are_kept_in_seconds(session: Session) -> None:
    people = [person(at, name=f"张{chr(0x4E00 + at)}", identity="") for at in range(1000)]

    report = bring(session, [*village(0), *people])

    assert report.kept == 1000
