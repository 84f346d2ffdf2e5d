"""However a file spells a person, their own rows are known when they ask to be forgotten, and nobody else's are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.importers.columns.mapping import Column, Mapping
from data.importers.judging.judged_rows import JudgedRow
from data.importers.row_json import packed
from data.rights.import_rows_of_a_person import erase_own_rows
from data.tables import Import, ImportRow, Worker
from tests.builders import NOW, TODAY, a_worker

IDENTITY, PHONE, SPARE = "51080219850312123X", "13881234567", "13999990000"
NAME = "阿卜杜·热合曼"
FIELDS = ("name", "identity_number", "phone")
HEADERS = ("姓名", "身份证号", "电话")
OTHER_ID = "510802198503121245"


@pytest.fixture
def person(session: Session) -> Worker:
    """One registered person with two telephones."""
    return a_worker(session, NAME, identity=IDENTITY, phone=PHONE, spare_phone=SPARE)


def a_file(session: Session, fields: Sequence[str] = FIELDS, headers: Sequence[str] = HEADERS, **counts: int) -> Import:
    """A file of workers with its columns as they were read."""
    columns = tuple(Column(at, headers[at], field, "name") for at, field in enumerate(fields))
    rows = {"rows_in": 0, "rows_kept": 0, "rows_to_decide": 0, "rows_refused": 0} | counts
    made = Import(
        kind="workers", file_hash="f" * 64, mapping={"tables": [Mapping("workers", columns).to_json()]}, as_of=TODAY,
        imported=NOW, imported_by="李", **rows,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def a_row(session: Session, file: Import, *cells: str | None, outcome: str = "refused", **fields: str | int) -> int:
    """One row of the file that waits, cells as they stood; its number among all remarks."""
    judged = JudgedRow("Sheet1", 2, "workers", cells, HEADERS, (), [])
    stored = packed(judged, [], "")
    row = ImportRow(import_id=file.id, sheet="Sheet1", row=session.query(ImportRow).count() + 2, outcome=outcome,
                    cells=stored, **fields)  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def a_remark(session: Session, file: Import, said: str | None, row: int) -> int:
    """A remark on a kept row, which keeps no cells."""
    remark = ImportRow(import_id=file.id, sheet="Sheet1", row=row, outcome="kept", problem_zh=said)
    session.add(remark)
    session.flush()
    return remark.id


def left(session: Session) -> set[int]:
    return set(session.scalars(select(ImportRow.id)))


def test_an_identity_number_is_theirs_in_any_spelling_whatever_the_name(session: Session, person: Worker) -> None:
    file = a_file(session, rows_in=7, rows_refused=7)
    spelled = [
        *("51080219850312123x", "510802 19850312 123X", "510802-19850312-123X", "５１０８０２１９８５０３１２１２３Ｘ"),
        *("身份证：51080219850312123X", " 51080219850312123X\n", "510802—19850312—123x"),
    ]
    for one in spelled:
        a_row(session, file, "艾力", one, None)

    assert erase_own_rows(session, person) == 7
    assert left(session) == set()


def test_a_telephone_is_theirs_beside_their_name_in_any_spelling_of_either(session: Session, person: Worker) -> None:
    file = a_file(session, rows_in=7, rows_refused=7)
    for name, phone in [
        (NAME, "138-8123-4567"), ("阿卜杜 热合曼", "138 8123 4567"), ("阿卜杜•热合曼", "+86 13881234567"),
        ("阿卜杜.热合曼", "１３８８１２３４５６７"), (NAME, "(138)8123.4567"), (NAME, "13900001111、138—8123—4567"),
        (NAME, SPARE),
    ]:  # fmt: skip
        a_row(session, file, name, None, phone)

    assert erase_own_rows(session, person) == 7
    assert left(session) == set()


def test_a_name_in_traditional_characters_is_the_same_name(session: Session) -> None:
    zhang = a_worker(session, "张伟", phone=PHONE)
    a_row(session, a_file(session, rows_in=1, rows_refused=1), "張偉", None, PHONE)

    assert erase_own_rows(session, zhang) == 1


@pytest.mark.parametrize(
    "cells",
    [
        (NAME, OTHER_ID, "13700000000"),  # only the name
        ("古丽", OTHER_ID, PHONE),  # only the telephone, a family's
        (NAME, None, None),
        (NAME, None, "1388123456"),  # a digit short
        (None, None, PHONE),
        (NAME, f"{IDENTITY}、{OTHER_ID}", None),  # two people in one cell: somebody must decide first
    ],
)
def test_a_row_that_does_not_state_enough_stays(
    session: Session, person: Worker, cells: tuple[str | None, ...]
) -> None:
    kept = a_row(session, a_file(session, rows_in=1, rows_refused=1), *cells)

    assert erase_own_rows(session, person) == 0
    assert left(session) == {kept}


def test_who_has_no_number_at_all_owns_no_row_that_states_none(session: Session) -> None:
    nameless = a_worker(session, "王芳")
    file = a_file(session, rows_in=2, rows_refused=2)
    kept = {a_row(session, file, "王芳", None, None), a_row(session, file, "王芳", "", "")}
    kept.add(a_remark(session, file, "年龄差一岁", 90))

    assert erase_own_rows(session, nameless) == 0
    assert left(session) == kept


def test_each_file_is_read_by_its_own_columns_and_its_counts_fall_by_its_own_rows(
    session: Session, person: Worker
) -> None:
    turned = a_file(session, ("phone", "name", ""), rows_in=4, rows_kept=1, rows_to_decide=2, rows_refused=1)
    plain = a_file(session, rows_in=3, rows_kept=1, rows_refused=2)
    a_row(session, turned, PHONE, NAME, None, outcome="to_decide")
    a_row(session, turned, PHONE, NAME, None, outcome="to_decide")
    a_row(session, turned, SPARE, NAME, None)
    stays = a_row(session, turned, NAME, None, PHONE)  # columns as in the other file
    a_row(session, plain, NAME, None, PHONE)
    session.expire_all()

    erase_own_rows(session, person)
    session.expire_all()

    counts = [(f.rows_in, f.rows_kept, f.rows_to_decide, f.rows_refused) for f in (turned, plain)]
    assert counts == [(1, 1, 0, 0), (2, 1, 0, 1)]
    assert left(session) == {stays}


def test_a_row_decided_already_goes_and_is_not_uncounted_twice(session: Session, person: Worker) -> None:
    file = a_file(session, rows_in=1, rows_kept=1)
    a_row(session, file, NAME, IDENTITY, PHONE, outcome="to_decide", decision="keep")

    assert erase_own_rows(session, person) == 1
    session.expire_all()
    assert (file.rows_in, file.rows_kept, file.rows_to_decide, left(session)) == (1, 1, 0, set())


def test_rows_of_other_kinds_and_of_headers_nobody_mapped_are_not_read_as_people(
    session: Session, person: Worker
) -> None:
    vehicles = a_file(session, rows_in=1, rows_refused=1)
    vehicles.kind = "vehicles"
    other_headers = a_file(session, headers=("人", "证", "机"), rows_in=1, rows_refused=1)
    kept = {a_row(session, file, NAME, IDENTITY, PHONE) for file in (vehicles, other_headers)}

    assert erase_own_rows(session, person) == 0
    assert left(session) == kept


def test_remarks_that_quote_a_number_of_theirs_go_in_any_spelling(session: Session, person: Worker) -> None:
    file = a_file(session)
    for row, said in enumerate(
        (f"与{IDENTITY}重号", "电话138 8123 4567不全", "13999990000 与上一行同号", "身份证510802-19850312-123x少一位")
    ):
        a_remark(session, file, said, row + 90)
    kept = {
        a_remark(session, file, said, row + 100) for row, said in enumerate((None, "电话1388123456不足11位", "缺工种"))
    }

    assert erase_own_rows(session, person) == 4
    assert left(session) == kept


def test_only_the_remark_at_the_very_place_they_were_registered_from_is_theirs(session: Session) -> None:
    file, other = a_file(session), a_file(session)
    sheet = "表" * 200
    zhang = a_worker(session, "张伟", import_id=file.id, source_sheet=sheet, source_row=5)
    mine = ImportRow(import_id=file.id, sheet=sheet, row=5, outcome="kept", problem_zh="出生日期按身份证")
    beside = [
        ImportRow(import_id=other.id, sheet=sheet, row=5, outcome="kept", problem_zh="年龄差一岁"),
        ImportRow(import_id=file.id, sheet=sheet, row=6, outcome="kept", problem_zh="年龄差一岁"),
        ImportRow(import_id=file.id, sheet="Sheet1", row=5, outcome="kept", problem_zh="年龄差一岁"),
    ]
    session.add_all([mine, *beside])
    session.flush()

    assert erase_own_rows(session, zhang) == 1
    assert left(session) == {one.id for one in beside}


def test_pointers_to_others_are_left_alone(session: Session, person: Worker) -> None:
    neighbor = a_worker(session, "李四", phone="13700000001")
    file = a_file(session, rows_in=2, rows_refused=2)
    mine, theirs = (
        a_row(session, file, "王五", OTHER_ID, "13700000002", other_worker_id=one.id) for one in (person, neighbor)
    )

    assert erase_own_rows(session, person) == 0
    session.expire_all()
    told = {row.id: row.other_worker_id for row in session.scalars(select(ImportRow))}
    assert told == {mine: None, theirs: neighbor.id}
