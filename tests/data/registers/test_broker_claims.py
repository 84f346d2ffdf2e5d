"""Two brokers who claim one person: shown with where each claim came from, settled by the person's own word."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.importers import Sending, bring_in, decide
from data.registers import broker_claims
from data.tables import ImportRow
from labor.errors import NotFound
from tests.data.importers.workbooks import HEADER, TODAY, person, village, workbook


def bring(session: Session, file: str, broker: str, *rows: list[Any]) -> None:
    """One broker's file: every row names the broker."""
    title, header = village(0)
    assert header == list(HEADER)
    sheet = [title, [*header, "经纪人"], *([*row, broker] for row in rows)]
    bring_in(session, Sending(workbook(sheet), file, broker), today=TODAY)


@pytest.fixture
def twice(session: Session) -> int:
    """王 sent the person first, 李 sends them too; the row that shows it."""
    bring(session, "王的名单.xlsx", "王经纪", person(0), person(1))
    bring(session, "李的名单.xlsx", "李经纪", person(0, trade="电工"))
    shown = select(ImportRow.id).where(ImportRow.rule == "claimed_by_another")
    return session.scalars(shown).one()


def test_the_second_claim_is_shown_for_decision_with_where_the_first_came_from(session: Session, twice: int) -> None:
    row = session.get_one(ImportRow, twice)

    assert (row.outcome, row.other_worker_id) == ("to_decide", 1)
    assert row.problem_zh == "经纪人“李经纪”登记的这个人，王经纪（2026-02-01，“王的名单.xlsx”第 3 行）已登记在先"
    assert broker_claims.disputed(session) == []  # nothing is taken in before somebody decides


def test_after_a_merge_both_claims_stand_and_the_first_counts_until_the_worker_is_asked(
    session: Session, twice: int
) -> None:
    waiting = select(ImportRow.id).where(ImportRow.cells.is_not(None), ImportRow.outcome == "to_decide")
    decide(session, session.scalars(waiting).one(), "merge", today=TODAY, by="老陈")
    assert twice

    (one,) = broker_claims.disputed(session)

    assert [(claim.broker, claim.counts, claim.file, claim.row) for claim in one.claims] == [
        ("王经纪", True, "王的名单.xlsx", 3), ("李经纪", False, "李的名单.xlsx", 3),
    ]  # fmt: skip


def test_the_workers_own_word_settles_it(session: Session, twice: int) -> None:
    waiting = select(ImportRow.id).where(ImportRow.cells.is_not(None), ImportRow.outcome == "to_decide")
    decide(session, session.scalars(waiting).one(), "merge", today=TODAY)
    second = broker_claims.of_worker(session, 1)[1].organization_id
    assert twice

    broker_claims.decide(session, 1, second, on=TODAY, by="老陈")

    session.expire_all()
    assert broker_claims.disputed(session) == []
    assert [(claim.counts, claim.confirmed_by) for claim in broker_claims.of_worker(session, 1)] == [
        (False, ""), (True, "老陈"),
    ]  # fmt: skip


def test_the_same_broker_sending_somebody_again_is_no_dispute(session: Session) -> None:
    bring(session, "一.xlsx", "王经纪", person(0))
    bring(session, "二.xlsx", "王经纪", person(0, trade="电工"))

    assert session.scalars(select(ImportRow).where(ImportRow.rule == "claimed_by_another")).all() == []


def test_a_claim_nobody_made_cannot_be_chosen(session: Session, twice: int) -> None:
    assert twice
    with pytest.raises(NotFound, match="no claim"):
        broker_claims.decide(session, 1, 999, on=TODAY, by="x")
