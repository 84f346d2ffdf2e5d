"""Tokens of programs: narrower than their maker, over in time, revoked at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.registers.accounts import register, tokens
from data.registers.accounts.register import Place
from data.registers.accounts.sessions import viewer_of
from data.tables import Account, ApiToken
from labor.errors import BadInput, NotAllowed, NotFound, NotSignedIn
from policy.rights import allowed
from tests.data.registers.accounts.test_register import DESK, NOW, made

DAY = timedelta(days=1)


def a_token(session: Session, account: Account, *rights: str, days: int = 30) -> str:
    life = (NOW, NOW + days * DAY)
    return tokens.make(session, viewer_of(account), "同步岗位", rights or ("postings.see",), lifetime=life)


def test_a_token_may_do_what_it_was_given_and_no_more_than_its_maker_still_may(session: Session) -> None:
    made(session, "chief")
    planner = made(session, "planner", Place("planner"))
    header = f"Bearer {a_token(session, planner, 'postings.see', 'plans.make')}"

    program = tokens.viewer_of_token(session, header, now=NOW)
    assert (program.name, program.tenant_id, program.account_id) == ("planner", 1, planner.id)
    assert allowed(program, "plans.make")
    assert not allowed(program, "people.see")

    register.move(session, DESK, planner.id, Place("broker"), now=NOW)
    assert not allowed(tokens.viewer_of_token(session, header, now=NOW), "plans.make")


def test_a_token_that_is_over_revoked_or_whose_maker_is_disabled_or_reset_opens_nothing(session: Session) -> None:
    made(session, "chief")
    account = made(session, "planner", Place("planner"))
    header = f"bearer {a_token(session, account)}"
    assert tokens.viewer_of_token(session, header, now=NOW + 29 * DAY)
    with pytest.raises(NotSignedIn):
        tokens.viewer_of_token(session, header, now=NOW + 30 * DAY)

    register.disable(session, DESK, account.id, now=NOW)
    with pytest.raises(NotSignedIn):
        tokens.viewer_of_token(session, header, now=NOW)
    register.enable(session, DESK, account.id, now=NOW)
    assert tokens.viewer_of_token(session, header, now=NOW)
    register.reset(session, DESK, account.id, "hash", now=NOW)
    with pytest.raises(NotSignedIn):
        tokens.viewer_of_token(session, header, now=NOW)

    fresh = f"Bearer {a_token(session, account)}"
    newest = tokens.of_account(session, account.id)[0]
    with pytest.raises(NotFound):
        tokens.revoke(session, account.id + 1, newest.id, now=NOW)
    tokens.revoke(session, account.id, newest.id, now=NOW)
    with pytest.raises(NotSignedIn):
        tokens.viewer_of_token(session, fresh, now=NOW)


def test_a_token_is_kept_as_a_hash(session: Session) -> None:
    secret = a_token(session, made(session, "chief"))

    kept = session.scalars(select(ApiToken.secret_hash)).one()
    assert secret.startswith("gq_")
    assert kept not in secret
    with pytest.raises(NotSignedIn):
        tokens.viewer_of_token(session, f"Bearer {kept}", now=NOW)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic Zm9vOmJhcg==", "Bearer x y", "gq_x", "Bearer gq_"])
def test_a_header_that_is_no_token_opens_nothing(session: Session, header: str) -> None:
    with pytest.raises(NotSignedIn):
        tokens.viewer_of_token(session, header, now=NOW)


@pytest.mark.parametrize("right", ["log.see", "people.erase", "accounts.manage", "account.own", "tokens.manage"])
def test_a_token_is_not_given_what_its_maker_has_not_nor_the_care_of_accounts(session: Session, right: str) -> None:
    made(session, "chief")
    planner = made(session, "planner", Place("planner"))
    with pytest.raises(NotAllowed):
        a_token(session, planner, "postings.see", right)
    narrowed = replace(viewer_of(planner), only=frozenset({"postings.see"}))
    with pytest.raises(NotAllowed):
        tokens.make(session, narrowed, "x", ["people.see"], lifetime=(NOW, NOW + DAY))


@pytest.mark.parametrize("days", [0, -1, 367, 4000])
def test_a_token_ends_within_a_year(session: Session, days: int) -> None:
    chief = made(session, "chief")
    with pytest.raises(BadInput):
        a_token(session, chief, days=days)


@pytest.mark.parametrize("rights", [["king.be"], ["postings.see", "postings.*"], ["*"]])
def test_a_right_nobody_knows_is_refused(session: Session, rights: list[str]) -> None:
    chief = made(session, "chief")
    with pytest.raises(BadInput):
        a_token(session, chief, *rights)
