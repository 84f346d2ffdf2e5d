"""The door to the database: connect, migrate, one session a use case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session

from data.migrations import configuration
from data.reference import region_table
from labor.errors import BadInput

DEFAULT_URL = "sqlite:///var/gongqiao.db"
BUSY_TIMEOUT_MS = 15_000  # a reader waits this long for a writer before giving up


def connect(url: str = DEFAULT_URL) -> Engine:
    """An engine for SQLite (WAL) or PostgreSQL (psycopg); raises BadInput for anything else."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        return create_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if address.get_backend_name() != "sqlite":
        raise BadInput(f"the registers live in SQLite or PostgreSQL, not in {address.get_backend_name()}")
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address)
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    cursor = connection.cursor()
    # WAL: readers go on while one writes. NORMAL loses no committed data in a crash of the process.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def migrate(engine: Engine) -> None:
    """Bring the database, empty or old, to today's tables and region codes; one already there is left as it is."""
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "head")
        region_table.keep(connection)


@contextmanager
def opened(engine: Engine) -> Iterator[Session]:
    """One session for one use case: committed when the block ends well, rolled back when it raises."""
    with Session(engine) as session, session.begin():
        yield session
