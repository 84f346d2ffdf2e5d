"""More people than one statement takes parameters: every list of numbers goes to the database in parts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from data.exports import slips, summary, summary_notes
from data.importers.rereading import unread
from data.importers.togetherness import join_workers
from data.markets import past_seasons
from data.plans import batches, carrying
from data.privacy import Reader
from data.registers import Source
from data.rounds.capacity_checks import overfull_vehicles
from data.rounds.checks import names_of
from data.rounds.health_results import _checks
from data.tables import Import
from data.views import boarding
from labor.market import DateWindow
from tests.data.importers.workbooks import TODAY

SOURCE = Source(TODAY, datetime(2026, 2, 1, tzinfo=UTC), "李")
READ = Import(kind="workers", finished=SOURCE.now, rows_changed=0)
READER = Reader("李", "test", SOURCE.now)
WINDOW = DateWindow(TODAY, TODAY)
ASKED: list[Callable[[Session, Sequence[int]], object]] = [
    lambda session, numbers: unread(session, "workers", [READ], numbers),
    lambda session, numbers: join_workers(session, numbers, SOURCE),
    lambda session, numbers: names_of(session, list(numbers)),
    lambda session, numbers: _checks(session, set(numbers)),
    lambda session, numbers: summary_notes._counties(session, set(numbers)),
    lambda session, numbers: summary._offered(session, set(numbers)),
    lambda session, numbers: slips._placed(session, 1, numbers),
    lambda session, numbers: slips._rides(session, set(numbers), READER),
    lambda session, numbers: batches._people(session, list(numbers)),
    lambda session, numbers: carrying._copied(session, list(numbers), 1),
    lambda session, numbers: boarding.of_trips(session, list(numbers)),
    lambda session, numbers: boarding._stops(session, set(numbers)),
    lambda session, numbers: list(overfull_vehicles(session, 1, set(numbers))),
    lambda session, numbers: past_seasons.market_of(
        session, WINDOW, past_seasons.Comers(WINDOW, tuple(numbers)), today=TODAY
    ),
]


@pytest.mark.parametrize("asked", ASKED)
def test_forty_thousand_numbers_are_no_fault_of_the_database(
    session: Session, asked: Callable[[Session, Sequence[int]], object]
) -> None:
    raw = session.connection().connection.driver_connection
    if isinstance(raw, sqlite3.Connection):
        raw.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 32_766)  # as SQLite is built by itself

    asked(session, range(1, 40_001))
