"""More people than one statement takes parameters: every list of numbers goes to the database in parts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from data.importers.rereading import unread
from data.importers.togetherness import join_workers
from data.registers import Source
from data.rounds.checks import names_of
from data.rounds.health_results import _checks
from data.tables import Import
from tests.data.importers.workbooks import TODAY

SOURCE = Source(TODAY, datetime(2026, 2, 1, tzinfo=UTC), "李")
READ = Import(kind="workers", finished=SOURCE.now, rows_changed=0)
ASKED: list[Callable[[Session, Sequence[int]], object]] = [
    lambda session, numbers: unread(session, "workers", [READ], numbers),
    lambda session, numbers: join_workers(session, numbers, SOURCE),
    lambda session, numbers: names_of(session, list(numbers)),
    lambda session, numbers: _checks(session, set(numbers)),
]


@pytest.mark.parametrize("asked", ASKED)
def test_forty_thousand_numbers_are_no_fault_of_the_database(
    session: Session, asked: Callable[[Session, Sequence[int]], object]
) -> None:
    raw = session.connection().connection.driver_connection
    if isinstance(raw, sqlite3.Connection):
        raw.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 32_766)  # as SQLite is built by itself

    asked(session, range(1, 40_001))
