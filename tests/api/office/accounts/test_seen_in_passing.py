"""That somebody was here is written down once a minute, and never waited for: an import may be writing."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from api.office.accounts import signing_in
from data import database
from data.registers.accounts import sessions
from data.registers.accounts.sessions import Browser
from data.tables import Account, AccountSession
from tests.api.office.accounts.conftest import an_account

NOW = datetime.now(UTC)
BEFORE = NOW - timedelta(hours=1)


@pytest.fixture
def here(tmp_path: Path, sqlite_template: Path) -> Engine:
    """An office with one account, on SQLite, where one at a time writes."""
    path = tmp_path / "registers.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = database.connect(f"sqlite:///{path}")
    an_account(engine)
    return engine


@pytest.fixture
def secret(here: Engine) -> str:
    """The cookie of a browser that was last seen an hour ago."""
    with signing_in.accounts_of(here) as session:
        account = session.scalars(select(Account)).one()
        return sessions.begin(session, account, "full", Browser("127.0.0.1", "x"), now=BEFORE)


def last_seen(engine: Engine) -> datetime | None:
    with signing_in.accounts_of(engine) as session:
        return session.scalar(select(AccountSession.seen))


def test_beside_a_writer_nobody_waits_and_the_page_opens(here: Engine, secret: str) -> None:
    with here.connect() as writer:
        writer.exec_driver_sql("BEGIN IMMEDIATE")
        began = time.monotonic()
        beside = signing_in.signed_in(here, secret, now=NOW)
        took = time.monotonic() - began
        writer.rollback()
    unwritten = last_seen(here)
    alone = signing_in.signed_in(here, secret, now=NOW)

    assert beside is not None and beside == alone
    assert took < 5, "SQLite's own patience is 15 s"
    assert (unwritten, last_seen(here)) == (BEFORE, NOW)


def test_a_connection_that_was_impatient_is_patient_again(here: Engine, secret: str) -> None:
    signing_in.signed_in(here, secret, now=NOW)

    with here.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 15_000
