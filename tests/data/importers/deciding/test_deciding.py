"""Somebody's word on rows that wait."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.importers import Sending, bring_in, decide
from data.tables import ImportRow, Worker
from labor.errors import BadInput, StepRefused
from tests.data.importers.workbooks import TODAY, person, village, workbook


def bring(session: Session, rows: list[list[Any]]) -> list[ImportRow]:
    """Bring the rows in; the import rows that wait for a decision."""
    bring_in(session, Sending(workbook(rows), "大石镇.xlsx", "李"), today=TODAY)
    return waiting(session)


def waiting(session: Session) -> list[ImportRow]:
    found = select(ImportRow).where(
        ImportRow.outcome == "to_decide", ImportRow.decision.is_(None), ImportRow.cells.is_not(None)
    )
    return list(session.scalars(found.order_by(ImportRow.id)))


def workers(session: Session) -> list[Worker]:
    session.expire_all()
    return list(session.scalars(select(Worker).order_by(Worker.id)))


def test_merging_completes_the_registered_person(session: Session) -> None:
    bring(session, village(1))
    (row,) = bring(session, [*village(0), person(0, phone="15499999999")])

    (number,) = decide(session, row.id, "merge", today=TODAY, by="李")

    (only,) = workers(session)
    assert (only.id, only.phone) == (number, "15499999999")
    assert waiting(session) == []


def test_keeping_registers_a_second_person_of_that_name_and_phone(session: Session) -> None:
    bring(session, [*village(0), person(0, identity="")])
    (row,) = bring(session, [*village(0), person(0, identity="", trade="电工")])

    decide(session, row.id, "keep", today=TODAY)

    assert len(workers(session)) == 2


def test_dropping_leaves_the_register_as_it_was(session: Session) -> None:
    bring(session, village(1))
    (row,) = bring(session, [*village(0), person(0, phone="15499999999")])

    assert decide(session, row.id, "drop", today=TODAY) == ()

    assert workers(session)[0].phone == "15400000000"
    assert waiting(session) == []


def test_one_identity_number_cannot_become_two_people(session: Session) -> None:
    bring(session, village(1))
    (row,) = bring(session, [*village(0), person(0, phone="15499999999")])

    with pytest.raises(BadInput, match="合并"):
        decide(session, row.id, "keep", today=TODAY)


def test_a_decision_is_made_once(session: Session) -> None:
    bring(session, village(1))
    (row,) = bring(session, [*village(0), person(0, phone="15499999999")])
    decide(session, row.id, "drop", today=TODAY)

    with pytest.raises(StepRefused):
        decide(session, row.id, "merge", today=TODAY)


def test_two_people_of_one_cell_are_split_in_order_and_stay_together(session: Session) -> None:
    both = person(0, name="张伟、李梅", identity="", phone="15400000001")
    (row,) = bring(session, [*village(0), both])

    decide(session, row.id, "keep", today=TODAY)

    husband, wife = workers(session)
    assert (husband.name, husband.phone) == ("张伟", "15400000001")
    assert (wife.name, wife.phone) == ("李梅", "15400000001")
    assert husband.group_id == wife.group_id is not None


def test_a_row_kept_after_a_decision_is_known_the_next_time(session: Session) -> None:
    rows = [*village(0), person(0, wish="朝阳")]
    (row,) = bring(session, rows)
    decide(session, row.id, "keep", today=TODAY)

    report = bring_in(session, Sending(workbook([*rows, person(1)]), "再来.xlsx"), today=TODAY)

    assert len(workers(session)) == 2
    assert report.counts()["duplicate_identity"] == 0
