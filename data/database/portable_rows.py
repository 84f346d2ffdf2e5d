"""Rows of any table as lines of JSON that either database can take back: sealed columns stay sealed."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import Column, Connection, Insert, MetaData, Table, Text, bindparam, cast, inspect, select
from sqlalchemy.types import JSON, DateTime

PORTION: Final = 2_000
VERSION_TABLE: Final = "alembic_version"


def tables_of(connection: Connection) -> list[Table]:
    """Every table there is, as the database itself describes it, by name; so an older version's are known too."""
    metadata = MetaData()
    names = sorted(name for name in inspect(connection).get_table_names() if name != VERSION_TABLE)
    return [Table(name, metadata, autoload_with=connection, resolve_fks=False) for name in names]


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """The table's rows in the order of its key, each a JSON list in the order of its columns."""
    chosen = [cast(column, Text) if isinstance(column.type, JSON) else column for column in table.columns]
    rows = connection.execution_options(yield_per=PORTION).execute(select(*chosen).order_by(*table.primary_key.columns))
    for row in rows:
        yield json.dumps([_portable(cell) for cell in row], ensure_ascii=False, separators=(",", ":")).encode()


def keep(connection: Connection, table: Table, columns: Sequence[str], lines: Sequence[bytes]) -> None:
    """Put lines into a table; raises KeyError where it lacks one of the columns."""
    wanted = [table.columns[name] for name in columns]
    rows = [
        {column.name: _cell(column, cell, connection) for column, cell in zip(wanted, json.loads(line), strict=True)}
        for line in lines
    ]
    if rows:
        connection.execute(_insert(connection, table, wanted), rows)


def _insert(connection: Connection, table: Table, columns: Sequence[Column[Any]]) -> Insert:
    """JSON travels as the text it was, so that what cannot be told apart as an object stays apart."""
    texts = {column.name: bindparam(column.name, type_=Text) for column in columns if isinstance(column.type, JSON)}
    if connection.dialect.name == "sqlite":
        return table.insert().values(
            {column.name: texts.get(column.name, bindparam(column.name)) for column in columns}
        )
    return table.insert().values(
        {
            column.name: cast(texts[column.name], column.type) if column.name in texts else bindparam(column.name)
            for column in columns
        }
    )


def _portable(cell: Any) -> Any:
    """A cell as JSON: bytes, days and moments carry a letter that says what they are."""
    if isinstance(cell, bytes | memoryview):
        return {"b": base64.b64encode(cell).decode()}
    if isinstance(cell, datetime):
        return {"t": (cell if cell.tzinfo else cell.replace(tzinfo=UTC)).astimezone(UTC).isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    return cell


def _cell(column: Column[Any], cell: Any, connection: Connection) -> Any:
    if not isinstance(cell, dict):
        return cell
    ((letter, said),) = cell.items()
    if letter == "b":
        return base64.b64decode(said)
    if letter == "d":
        return date.fromisoformat(said)
    moment = datetime.fromisoformat(said)
    zoned = isinstance(column.type, DateTime) and connection.dialect.name == "postgresql"
    return moment if zoned else moment.replace(tzinfo=None)
