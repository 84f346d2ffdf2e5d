"""Who may make, change and disable whose account."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.registers.accounts import register, sessions
from data.registers.accounts.register import NewAccount, Place
from data.registers.accounts.sessions import Browser
from data.tables import Account, Organization, SignIn
from labor.errors import BadInput, NotAllowed, NotFound, StepRefused
from labor.viewers import Viewer, local_operator
from tests import builders

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
DESK = replace(local_operator("desk"), tenant_id=1)


def made(session: Session, login: str, place: Place | None = None, by: Viewer = DESK) -> Account:
    return register.make(session, by, NewAccount(login, place or Place("administrator"), "hash"), now=NOW)


def a_tree(session: Session) -> tuple[int, int, int]:
    """A county, a township of it, and another township."""
    numbers: list[int] = []
    for name, parent in (("县", None), ("宝轮镇", 0), ("三堆镇", 0)):
        one = Organization(
            kind="county" if parent is None else "township", name=name, county=builders.LIZHOU, township=name,
            parent_id=None if parent is None else numbers[parent],
        )  # fmt: skip
        session.add(one)
        session.flush()
        numbers.append(one.id)
    return numbers[0], numbers[1], numbers[2]


def test_the_first_account_is_an_administrator_of_the_whole_office(session: Session) -> None:
    for place in (Place("planner"), Place("worker")):
        with pytest.raises(BadInput):
            made(session, "zhang", place)

    assert made(session, "Zhang").login == "zhang"
    assert register.any_account(session)


@pytest.mark.parametrize("login", ["", "a", "x" * 61, "two words", "a/b", "a\nb", "a<b>", "王 丽", "a\u200bb"])
def test_a_login_that_could_be_mistaken_or_breaks_a_line_is_refused(session: Session, login: str) -> None:
    with pytest.raises(BadInput):
        made(session, login)


def test_a_login_is_taken_once_however_it_is_spelled(session: Session) -> None:
    made(session, "li.si")

    with pytest.raises(BadInput, match="已经有人用"):
        made(session, "ＬＩ.si")


def test_nobody_gives_rights_they_do_not_have(session: Session) -> None:
    chief = made(session, "chief")
    planner = replace(DESK, role="planner")
    for role in ("administrator",):
        with pytest.raises(NotAllowed):
            made(session, "another", Place(role), by=planner)
    for change in (register.disable, register.enable):
        with pytest.raises(NotAllowed):
            change(session, planner, chief.id, now=NOW)
    with pytest.raises(NotAllowed):
        register.reset(session, planner, chief.id, "hash", now=NOW)
    program = replace(DESK, only=frozenset({"accounts.manage", "people.see"}))
    with pytest.raises(NotAllowed):
        made(session, "another", Place("planner"), by=program)


def test_another_tenants_accounts_are_not_there(session: Session) -> None:
    chief = made(session, "chief")
    stranger = replace(DESK, tenant_id=2)

    assert register.listed(session, stranger) == []
    for change in (register.disable, register.enable):
        with pytest.raises(NotFound):
            change(session, stranger, chief.id, now=NOW)


def test_a_townships_administrator_sees_and_makes_its_own_and_no_others(session: Session) -> None:
    county, township, other = a_tree(session)
    made(session, "chief")
    local = replace(DESK, organization_id=township)
    mine = made(session, "mine", Place("planner", township), by=local)
    theirs = made(session, "theirs", Place("planner", other))

    assert register.listed(session, local) == [mine]
    assert register.listed(session, replace(DESK, organization_id=county)) == [mine, theirs]
    with pytest.raises(NotFound):
        register.disable(session, local, theirs.id, now=NOW)
    for place in (Place("planner"), Place("planner", other), Place("planner", county)):
        with pytest.raises(NotAllowed):
            made(session, "more", place, by=local)
        with pytest.raises(NotAllowed):
            register.move(session, local, mine.id, place, now=NOW)


def test_the_last_administrator_stays(session: Session) -> None:
    _, township, _ = a_tree(session)
    chief = made(session, "chief")
    made(session, "local", Place("administrator", township))
    second = made(session, "second")
    register.disable(session, DESK, second.id, now=NOW)
    for place in (Place("planner"), Place("administrator", township)):
        with pytest.raises(StepRefused):
            register.move(session, DESK, chief.id, place, now=NOW)
    with pytest.raises(StepRefused):
        register.disable(session, DESK, chief.id, now=NOW)

    register.enable(session, DESK, second.id, now=NOW)
    register.disable(session, DESK, chief.id, now=NOW)
    assert chief.disabled == NOW


def test_a_changed_disabled_or_reset_account_is_signed_out_and_the_log_says_who_did_it(session: Session) -> None:
    made(session, "chief")
    one = made(session, "one", Place("planner"))
    for change in (
        lambda: register.move(session, DESK, one.id, Place("planner"), now=NOW),
        lambda: register.reset(session, DESK, one.id, "other", now=NOW),
        lambda: register.disable(session, DESK, one.id, now=NOW),
    ):
        secret = sessions.begin(session, one, "full", Browser("10.0.0.1", "x"), now=NOW)
        assert sessions.found(session, secret, now=NOW) is not None
        change()
        session.flush()
        assert sessions.found(session, secret, now=NOW) is None

    assert one.must_change
    assert one.password_until == NOW + timedelta(days=7)
    told = session.execute(select(SignIn.outcome, SignIn.by).where(SignIn.account_id == one.id)).all()
    assert [tuple(line) for line in told] == [(outcome, "desk") for outcome in ("made", "changed", "reset", "disabled")]


@pytest.mark.parametrize(
    "place", [Place("king"), Place("planner", 987), Place("planner", None, 987), Place("employer")]
)
def test_a_place_that_is_none_is_refused(session: Session, place: Place) -> None:
    made(session, "chief")
    with pytest.raises(BadInput):
        made(session, "one", place)
