"""Programs with tokens of an office where people sign in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from data.database import opened
from data.registers.accounts import tokens
from data.registers.accounts.sessions import viewer_of
from data.tables import Account, ApiToken, Round
from tests.api.conftest import Office
from tests.api.office.accounts.conftest import an_account
from tests.api.web.programs.conftest import Program

ROUND = {"first_day": "2026-02-20", "last_day": "2026-02-26", "name": "正月第一批"}
KEY = "0b6b8b2e-7b1e-4d2c-9d34-5f1f9c1b2a12"


def _token(office: Office, *rights: str) -> dict[str, str]:
    with opened(office.engine) as session:
        account = session.scalars(select(Account)).first() or session.get_one(Account, an_account(office.engine))
        now = datetime.now(UTC)
        secret = tokens.make(session, viewer_of(account), "同步", rights, lifetime=(now, now + timedelta(days=1)))
    return {"authorization": f"Bearer {secret}", "idempotency-key": KEY}


def test_a_token_may_what_it_was_given_and_no_more(program: Program, office: Office) -> None:
    an_account(office.engine)
    allowed = _token(office, "rounds.lead", "plans.make", "plans.see")
    narrow = _token(office, "postings.see")

    assert program.post("/rounds", ROUND).status_code == 401
    assert program.post("/rounds", ROUND, headers=narrow).status_code == 403
    assert program.post("/rounds", ROUND, headers=allowed).status_code == 201
    with opened(office.engine) as session:
        assert session.scalar(select(func.count()).select_from(Round)) == 1


def test_a_revoked_token_gets_no_first_answer_again(program: Program, office: Office) -> None:
    an_account(office.engine)
    headers = _token(office, "rounds.lead", "plans.make", "plans.see")
    assert program.post("/rounds", ROUND, headers=headers).status_code == 201
    again = program.post("/rounds", ROUND, headers=headers)
    assert again.headers["idempotency-replayed"] == "true"

    with opened(office.engine) as session:
        session.scalars(select(ApiToken)).one().revoked = datetime.now(UTC)
    late = program.post("/rounds", ROUND, headers=headers)

    assert late.status_code == 401
    assert "idempotency-replayed" not in late.headers
    assert "正月" not in late.text


def test_a_right_taken_from_a_token_is_missed_by_what_was_sent_before(program: Program, office: Office) -> None:
    an_account(office.engine)
    headers = _token(office, "rounds.lead", "plans.make", "plans.see")
    assert program.post("/rounds", ROUND, headers=headers).status_code == 201

    with opened(office.engine) as session:
        session.scalars(select(ApiToken)).one().rights = ["postings.see"]

    assert program.post("/rounds", ROUND, headers=headers).status_code == 403
