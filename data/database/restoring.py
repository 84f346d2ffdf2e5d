"""A backup back into a database, of either kind, in one transaction: all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Table, func, inspect, select
from sqlalchemy.exc import IntegrityError

from data.database import (
    leave_no_trace,
    portable_rows,
    sealed_files,
    the_only_writer,
    vouch_for_the_key,
)
from data.database.backup import FORMAT
from data.database.portable_rows import PORTION, VERSION_TABLE
from data.database.tenants import row_security
from data.migrations import configuration
from data.privacy import NoKey, held
from data.tables.regions import keep_regions
from labor.errors import BadInput

ALWAYS_FILLED: Final = frozenset(
    {"installation_settings", "regions", "settings", "tenants"}
)  # what an empty database holds from the start
WAIT: Final = "10s"  # PostgreSQL: how long to wait for those who still work in it


@dataclass(slots=True)
class Restored:
    """What came back."""

    made: str
    tables: int = 0
    rows: int = 0
    files: dict[str, bytes] = field(default_factory=dict)


def read(engine: Engine, path: Path, *, replace: bool = False) -> Restored:
    """Bring a backup in and up to this program's tables; ``replace`` is the word that what stands may go.

    Raises BadInput for a damaged file, a newer program's, or a database that holds something; NoKey for another key.
    """
    header = sealed_files.header_of(path)
    _welcome(header, path)
    for _ in sealed_files.lines_of(path):  # read once for damage alone, before anybody has to wait
        pass
    with engine.connect() as connection, the_only_writer(connection):
        held_something = _make_room(connection, replace=replace)
        config = configuration(connection)
        command.upgrade(config, header["tables"])
        restored = Restored(header["made"])
        with _unlinked(connection):
            _take(connection, path, restored)
        command.upgrade(config, "head")
        keep_regions(connection)
        row_security.build(connection)
        vouch_for_the_key(connection)
    leave_no_trace(engine, compacting=held_something)
    return restored


def _welcome(header: dict[str, Any], path: Path) -> None:
    """Refuse what this program, or this key, cannot read; raises BadInput or NoKey."""
    known = {one.revision for one in ScriptDirectory.from_config(configuration(None)).walk_revisions()}
    if header.get("format") != FORMAT or header.get("tables") not in known:
        raise BadInput(
            f"{path.name} 是新版程序做的备份，这个程序太旧，没有改动任何内容；请更新程序 / "
            f"{path.name} is a newer program's backup, nothing was changed: update this program"
        )
    if header.get("key") != held().fingerprint():
        raise NoKey(
            f"{path.name} 是用另一把密钥做的，没有改动任何内容；请用当时的密钥 / "
            f"{path.name} was made with another key, nothing was changed: bring the key of that time"
        )


def _make_room(connection: Connection, *, replace: bool) -> bool:
    """Drop the tables that stand; refused without a word where they hold anything. Whether they did."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT}'")
        row_security.see_all(connection)
    tables = portable_rows.tables_of(connection)
    held_rows = any(
        connection.scalar(select(func.count()).select_from(select(1).select_from(table).limit(1).subquery()))
        for table in tables
        if table.name not in ALWAYS_FILLED
    )
    if held_rows and not replace:
        raise BadInput(
            "这个数据库里已有数据，没有改动；确实要换成备份的内容，请先备份现有数据，再加上 --replace / "
            "this database holds data and was left alone: to put the backup in its place, back up what stands, "
            "then say --replace"
        )
    ending = " CASCADE" if connection.dialect.name == "postgresql" else ""
    quoted = connection.dialect.identifier_preparer.quote
    for name in [*(table.name for table in tables), VERSION_TABLE]:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {quoted(name)}{ending}")
    return held_rows


@contextmanager
def _unlinked(connection: Connection) -> Iterator[None]:
    """Let rows come in any order: references are taken off on PostgreSQL, and hold again at the end or nothing does."""
    if connection.dialect.name == "sqlite":
        yield
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            raise BadInput(f"备份里的表对不上：{broken[0][0]} / the tables of the backup do not fit: {broken[0][0]}")
        return
    rows = connection.exec_driver_sql(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
    ).all()
    for table, name, _ in rows:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    try:
        for table, name, definition in rows:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    except IntegrityError as error:
        raise BadInput("备份里的表对不上 / the tables of the backup do not fit one another") from error


def _take(connection: Connection, path: Path, restored: Restored) -> None:
    """Every line of the file into its table; raises BadInput where the file's own count is another."""
    tables = {table.name: table for table in portable_rows.tables_of(connection)}
    for table in tables.values():
        connection.execute(table.delete())
    counted: dict[str, int] = {}
    ended: dict[str, Any] | None = None
    for head, lines in _sections(path):
        if "table" in head:
            counted[head["table"]] = counted.get(head["table"], 0) + len(lines)
            _keep(connection, tables, head, lines)
        elif "file" in head:
            restored.files[head["file"]] = bytes.fromhex(head["content"])
        else:
            ended = head
    if ended is None or ended["end"] != counted or ended["files"] != len(restored.files):
        raise sealed_files.damaged(path)
    for table in tables.values():
        _count_on(connection, table)
    restored.tables, restored.rows = len(counted), sum(counted.values())


def _keep(connection: Connection, tables: dict[str, Table], head: dict[str, Any], lines: list[bytes]) -> None:
    try:
        portable_rows.keep(connection, tables[head["table"]], head["columns"], lines)
    except KeyError as error:
        raise BadInput(
            f"备份里有这个程序不认识的表或列（{head['table']}）/ "
            f"the backup has a table or column unknown here: {head['table']}"
        ) from error


def _sections(path: Path) -> Iterator[tuple[dict[str, Any], list[bytes]]]:
    """Each heading with a portion of the rows below it."""
    head: dict[str, Any] = {}
    waiting: list[bytes] = []
    for line in sealed_files.lines_of(path):
        if line.startswith(b"["):
            waiting.append(line)
            if len(waiting) == PORTION:
                yield head, waiting
                waiting = []
            continue
        if head:
            yield head, waiting
        head, waiting = json.loads(line), []
    if head:
        yield head, waiting


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers new rows by a counter of its own: go on behind the highest."""
    if connection.dialect.name != "postgresql":
        return
    for column in inspect(connection).get_columns(table.name):
        if not str(column.get("default") or "").startswith("nextval("):
            continue
        highest = connection.scalar(select(func.max(table.columns[column["name"]])))
        connection.execute(
            select(
                func.setval(func.pg_get_serial_sequence(table.name, column["name"]), highest or 1, highest is not None)
            )
        )
