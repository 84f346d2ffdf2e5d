"""Who asks to be forgotten is forgotten in the reports of imports too; nobody else is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from data import database
from data.importers import Sending, bring_in
from data.rights import personal_rights
from data.rounds import Signature
from data.tables import Import, ImportRow, RosterChange, Worker
from tests.builders import NOW, a_round
from tests.data.importers.workbooks import TODAY, person, village, workbook

BY = Signature("clerk", NOW)


def bring(session: Session, *rows: list[Any]) -> None:
    bring_in(session, Sending(workbook([*village(0), *rows]), "大石镇.xlsx", "李"), today=TODAY)


def erase(session: Session, number: int = 1) -> None:
    personal_rights.erase(session, number, signature=BY)
    session.expire_all()


def kept_cells(session: Session) -> str:
    return "\n".join(session.scalars(select(ImportRow.cells).where(ImportRow.cells.is_not(None))))


def test_rows_that_state_the_persons_number_go_from_every_report(session: Session) -> None:
    bring(session, person(0))
    bring(session, person(0, phone="15499999999"), person(1, identity="5.1E+17"))
    bring(session, person(0, phone="154 8888 7777", village="别村"))
    assert kept_cells(session).count(person(0)[1]) == 2

    erase(session)

    left = kept_cells(session)
    assert person(0)[1] not in left and "15499999999" not in left and "154 8888 7777" not in left
    assert person(1)[2] in left  # the neighbor's broken row still waits


def test_a_row_of_the_same_name_and_phone_goes_and_the_report_still_adds_up(session: Session) -> None:
    bring(session, person(0))
    bring(session, person(0, identity="", phone="154-0000-0000"), person(1, identity="5.1E+17"))

    erase(session)

    file = session.scalars(select(Import).order_by(Import.id.desc())).first()
    assert file is not None
    assert (file.rows_in, file.rows_kept, file.rows_to_decide, file.rows_refused) == (1, 0, 0, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"name": "李四", "phone": "15400000000"},  # a shared family telephone
        {"name": "张伟", "phone": "15400000000"},
        {"phone": "15400009999", "trade": "焊工，和张伟伟15400000000一起"},
    ],
)
def test_the_row_of_somebody_else_who_only_looks_alike_stays(session: Session, other: dict[str, Any]) -> None:
    bring(session, person(0))
    bring(session, person(5, **(other | {"identity": "5.1E+17"})))
    rows = session.scalars(select(ImportRow).where(ImportRow.outcome == "refused", ImportRow.cells.is_not(None))).all()
    assert len(rows) == 1

    erase(session)

    assert session.get(ImportRow, rows[0].id) is not None


def test_a_possible_double_of_the_person_stays_and_loses_the_pointer_alone(session: Session) -> None:
    bring(session, person(0, identity=""))
    bring(session, person(0, village="别村"))
    (row,) = session.scalars(select(ImportRow).where(ImportRow.other_worker_id == 1)).all()
    session.get_one(Worker, 1).phone = None  # by their number alone it could not be told that it is theirs

    erase(session)

    assert session.get_one(ImportRow, row.id).other_worker_id is None


def test_the_reason_of_a_drop_out_goes_with_the_person(session: Session) -> None:
    bring(session, person(0))
    made = RosterChange(
        round_id=a_round(session).id, worker_id=1, kind="dropped_out", reason="母亲住院", made=NOW, made_by="x"
    )
    session.add(made)
    session.flush()

    erase(session)

    assert session.scalars(select(RosterChange.reason)).all() == [None]


def test_the_sealed_bytes_are_gone_from_the_file_itself(tmp_path: Path) -> None:
    engine = database.connect(f"sqlite:///{tmp_path / 'registers.db'}")
    database.migrate(engine)
    with database.opened(engine) as session:
        bring(session, person(0))
        bring(session, person(0, phone="15499999999"))
    sealed = raw(engine, "SELECT cells FROM import_rows WHERE cells IS NOT NULL", "SELECT name FROM workers")
    database.leave_no_trace(engine)
    assert all(bytes(value) in on_disk(tmp_path) for value in sealed) and len(sealed) == 2

    with database.opened(engine) as session:
        personal_rights.erase(session, 1, signature=BY)
    database.leave_no_trace(engine)

    assert not any(bytes(value) in on_disk(tmp_path) for value in sealed)
    engine.dispose()


def test_the_sealed_bytes_are_gone_from_the_tables(engine: Engine) -> None:
    with database.opened(engine) as session:
        bring(session, person(0))
        bring(session, person(0, phone="15499999999"), person(1, identity="5.1E+17"))
    asked = "SELECT cells FROM import_rows WHERE cells IS NOT NULL"
    before = raw(engine, asked)

    with database.opened(engine) as session:
        personal_rights.erase(session, 1, signature=BY)
    database.leave_no_trace(engine)

    assert len(before) == 2 and len(raw(engine, asked)) == 1


def raw(engine: Engine, *asked: str) -> list[bytes]:
    """Columns as the database keeps them, seal and all."""
    with engine.connect() as connection:
        return [bytes(row[0]) for one in asked for row in connection.exec_driver_sql(one)]


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_remarks_on_kept_rows_go_where_they_are_the_persons_or_quote_their_number(session: Session) -> None:
    bring(session, person(0), person(1))
    mine = session.get_one(Worker, 1)
    told = {"import_id": mine.import_id, "sheet": mine.source_sheet, "outcome": "kept"}
    remarks = [
        ImportRow(**told, row=mine.source_row, problem_zh="出生日期按身份证"),
        ImportRow(**told, row=90, problem_zh=f"和{mine.phone}同住"),
        ImportRow(**told, row=91, problem_zh="年龄差一岁"),
        ImportRow(**told, row=92, problem_zh=None),
    ]
    session.add_all(remarks)
    session.flush()
    numbers = [remark.id for remark in remarks]

    erase(session)

    left = session.scalars(select(ImportRow.id).where(ImportRow.id.in_(numbers)).order_by(ImportRow.id)).all()
    assert left == numbers[2:]


def test_a_row_that_was_decided_already_is_not_uncounted_again(session: Session) -> None:
    bring(session, person(0))
    bring(session, person(0, identity="", phone="154-0000-0000"))
    waiting = session.scalars(select(ImportRow).where(ImportRow.outcome == "to_decide")).all()
    assert waiting
    for row in waiting:
        row.decision = "drop"
    file = session.scalars(select(Import).order_by(Import.id.desc())).first()
    assert file is not None
    before = file.rows_in, file.rows_to_decide
    session.flush()

    erase(session)

    assert (file.rows_in, file.rows_to_decide) == before
