"""The door to the database: connect, migrate, one session a use case."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    ColumnClause,
    Connection,
    Engine,
    TableClause,
    column,
    create_engine,
    event,
    insert,
    inspect,
    select,
    table,
)
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from data import privacy
from data.database import tenants
from data.database.tenants import register, row_security, scopes
from data.migrations import configuration
from data.tables import InstallationSetting, Setting
from data.tables.base import Moment
from data.tables.regions import keep_regions
from data.tables.tenants import EVERY, TENANT
from labor.errors import BadInput
from labor.viewers import Viewer

DEFAULT_URL = "sqlite:///var/gongqiao.db"
KEY_SETTING = "key_fingerprint"
IN_PORTIONS = "in portions"
BREATH_S = 0.11  # SQLite's waiters look again every 25 to 100 ms: a shorter one they may all miss
BUSY = "busy_timeout=15000"  # ms a reader waits for a writer before giving up


def connect(url: str = DEFAULT_URL) -> Engine:
    """An engine for SQLite (WAL) or PostgreSQL (psycopg); raises BadInput for anything else."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
        engine = create_engine(address, pool_pre_ping=True, hide_parameters=True)
        tenants.stand_around(engine)
        return engine
    if address.get_backend_name() != "sqlite":
        raise BadInput(f"the registers live in SQLite or PostgreSQL, not in {address.get_backend_name()}")
    if address.database and address.database != ":memory:":
        _own_file(Path(address.database))
    # Hidden: what a failed statement was given would stand in tracebacks and logs.
    engine = create_engine(address, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    tenants.stand_around(engine)
    return engine


def _own_file(path: Path) -> None:
    """Make a new database file readable by its owner alone; SQLite gives its companions the same rights."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _set_up_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    cursor = connection.cursor()
    # WAL: readers go on while one writes. NORMAL loses no committed data in a crash of the process. Secure: what
    # is deleted is overwritten with zeros, since erased means erased.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON", BUSY):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def migrate(engine: Engine) -> None:
    """Bring the database, empty or old, to today's tables and region codes; one already there is left as it is.

    Raises NoKey without a key, or with another one than these registers were begun with.
    """
    with engine.connect() as connection, the_only_writer(connection):
        before = version_of(connection)
        if before is not None:
            _know(before, ScriptDirectory.from_config(configuration(connection)))
            vouch_for_the_key(connection)  # before anything is sealed with it
        command.upgrade(configuration(connection), "head")
        keep_regions(connection)
        row_security.build(connection)
        vouch_for_the_key(connection)
        after = version_of(connection)
    if before not in (None, after):
        leave_no_trace(engine, compacting=True)


def leave_no_trace(engine: Engine, *, compacting: bool = False) -> None:
    """Clear what was overwritten or erased out of the files themselves, where the database leaves it lying.

    SQLite: deleted bytes are zeros already, and the log beside the file is emptied; ``compacting`` drops pages freed
    before that was so. PostgreSQL: dead rows are vacuumed away; its write-ahead log and the office's backups keep
    them for as long as those are kept.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if compacting or engine.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM")
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def version_of(connection: Connection) -> str | None:
    """The migration the tables stand at; None for an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def the_only_writer(connection: Connection) -> Iterator[None]:
    """One transaction that may change tables, every tenant's rows; references are not followed on SQLite."""
    connection.execution_options(**{TENANT: EVERY})
    with _without_foreign_keys(connection), connection.begin():
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # or Python would begin at the first row changed alone
        yield


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by copying it, and dropping the old one would take along the rows that refer to it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.commit()
    try:
        yield
    finally:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.commit()


def check_tables(engine: Engine, *, older_too: bool = False) -> None:
    """Refuse a database without tables, or with those of an older or a newer program; raises BadInput.

    ``older_too`` lets an older one's pass: for who only reads what is there.
    """
    with engine.execution_options(**{TENANT: EVERY}).connect() as connection:
        stands, script = version_of(connection), ScriptDirectory.from_config(configuration(connection))
        if stands == script.get_current_head():
            row_security.check(connection)
    if stands is None:
        raise BadInput("还没有数据库,请先运行 gongqiao init / no database yet, run gongqiao init first")
    _know(stands, script)
    if stands != script.get_current_head() and not older_too:
        raise BadInput(
            f"数据库是旧版程序建的（{stands}）。请先备份，再运行 gongqiao init 升级，数据会保留 / the database is an "
            f"older program's ({stands}): back it up, then run gongqiao init, which keeps the data"
        )


def let_in(engine: Engine, role: str) -> None:
    """Let a plain role of PostgreSQL read and write the tables; raises BadInput for an unknown one, and on SQLite."""
    with engine.execution_options(**{TENANT: EVERY}).begin() as connection:
        row_security.grant(connection, role)


def _know(revision: str, script: ScriptDirectory) -> None:
    if revision not in {one.revision for one in script.walk_revisions()}:
        raise BadInput(
            f"数据库是新版程序建的（{revision}），这个程序太旧，没有改动任何内容；请更新程序 / the database is a newer "
            f"program's ({revision}), nothing was changed: update this program"
        )


def check_key(engine: Engine) -> None:
    """Refuse to go on with another key than these registers were begun with; raises NoKey."""
    with engine.execution_options(**{TENANT: EVERY}).begin() as connection:
        vouch_for_the_key(connection)


def vouch_for_the_key(connection: Connection) -> None:
    """Hold these registers to the key they were begun with; raises NoKey for another one.

    With another key nobody would be found again, and the next import would register everybody a second time.
    """
    mark, kept = privacy.held().fingerprint(), _table_of_the_key(connection)
    known = connection.scalar(select(kept.c.value).where(kept.c.name == KEY_SETTING))
    if known is None:
        connection.execute(insert(kept), {"name": KEY_SETTING, "value": mark, "changed": datetime.now(UTC)})
    elif known != mark:
        raise privacy.NoKey(
            "这个数据库是用另一把密钥建的：请找回那把密钥 / "
            "these registers were made with another key: bring that key back, or begin new registers"
        )


def _table_of_the_key(connection: Connection) -> TableClause:
    """Where the key's mark stands: before there were tenants, among the only office's own settings."""
    name = InstallationSetting.__tablename__
    columns: tuple[ColumnClause[Any], ...] = (column("name"), column("value", JSON()), column("changed", Moment()))
    return table(name if inspect(connection).has_table(name) else Setting.__tablename__, *columns)


@contextmanager
def opened_in_portions(engine: Engine) -> Iterator[Session]:
    """One session for a long write: it commits at every ``breathe``, so that nobody waits for more than a portion.

    What stands when it breaks off is written so that doing the same again completes it.
    """
    with Session(engine, expire_on_commit=False) as session:
        session.info[IN_PORTIONS] = True
        yield session
        session.commit()


@contextmanager
def opened_in_passing(engine: Engine) -> Iterator[Session]:
    """One session that reads, and writes only what may be lost: beside somebody who writes it does not wait."""
    with engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:
            connection.exec_driver_sql("PRAGMA busy_timeout=0")
            connection.commit()
        try:
            with Session(connection) as session:
                yield session
                _keep_if_nobody_writes(session, on_sqlite=on_sqlite)
        finally:
            if on_sqlite:
                connection.exec_driver_sql(f"PRAGMA {BUSY}")
                connection.commit()


def _keep_if_nobody_writes(session: Session, *, on_sqlite: bool) -> None:
    try:
        session.commit()
    except OperationalError:
        session.rollback()
        if not on_sqlite:
            raise


def breathe(session: Session) -> None:
    """The end of a portion: what is written is kept and others may write, where the session was opened for that."""
    if session.info.get(IN_PORTIONS):
        session.commit()
        time.sleep(BREATH_S)


def seen_by(engine: Engine, viewer: Viewer | None) -> Engine:
    """The same database, every statement of which is for the viewer's tenant, and for their rows of it."""
    if viewer is None or viewer.tenant_id is None:
        return engine
    own = register.of_tenant(engine, viewer.tenant_id)
    rows = scopes.rows_of(viewer)
    return own if rows is None else own.execution_options(**{scopes.SCOPE: rows})


def whole_office(engine: Engine) -> Engine:
    """The same tenant's database for what the office does, whoever of it asked: bringing a file in, for one."""
    return engine.execution_options(**{scopes.SCOPE: None})


@contextmanager
def opened(engine: Engine, viewer: Viewer | None = None) -> Iterator[Session]:
    """One session for one use case: committed when the block ends well, rolled back when it raises."""
    with Session(seen_by(engine, viewer), info={"viewer": viewer}) as session, session.begin():
        yield session
