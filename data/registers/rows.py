"""What all registers share in keeping rows: where rows come from, what became of them, what has changed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Row, Table, func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.registers.records import KeptRow
from data.tables import Base
from data.tables.tenants import EVERY, TENANT
from labor.words import Bilingual

SLICE = 10_000  # ids asked for at once: below what SQLite (32,766) and PostgreSQL (65,535) take as parameters


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from. ``county`` is the home county of rows that name none (the office's own)."""

    today: date
    now: datetime
    by: str
    import_id: int | None = None
    county: int = 0
    unit: int | None = None  # the organization of whoever sent them, None for the whole office
    after: Callable[[Sequence[KeptRow]], None] | None = None  # called when a portion of rows stands


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that could not be kept, in the words of an import report."""

    sheet: str
    row: int
    column: str
    problem: Bilingual
    advice: Bilingual


@dataclass(frozen=True, slots=True)
class KeptRows:
    """What became of the rows; new + changed + same + refused = rows in."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: tuple[Refusal, ...] = ()
    ids: tuple[int | None, ...] = ()  # register id of each row, None where refused


def said(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields a record really states: no empty text, no -1, no NaN, no None."""
    return {name: value for name, value in values.items() if not _unsaid(value)}


def _unsaid(value: Any) -> bool:
    if value is None or value == "":
        return True
    if isinstance(value, float):
        return math.isnan(value)
    return value == -1 and not isinstance(value, bool)


def sliced(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The ids in slices that fit one statement."""
    return (ids[start : start + SLICE] for start in range(0, len(ids), SLICE))


def current(
    session: Session, table: type[Base], ids: Sequence[int], names: Iterable[str]
) -> dict[int, Row[*tuple[Any, ...]]]:
    """The named columns of the rows as they stand, by id."""
    key: InstrumentedAttribute[int] = getattr(table, "id")  # noqa: B009 - Base itself has no id
    wanted = [key, *(getattr(table, name) for name in names)]
    rows: dict[int, Row[*tuple[Any, ...]]] = {}
    for part in sliced(sorted(set(ids))):
        rows.update({row[0]: row for row in session.execute(select(*wanted).where(key.in_(part)))})
    return rows


def added(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows with one set of columns; their ids, in the same order."""
    if not rows:
        return []
    ids = _fresh_ids(session, table, len(rows))
    # Ids are drawn first: RETURNING in the order of the rows makes SQLite insert them one statement each.
    session.execute(
        insert(cast("Table", table.__table__)), [{"id": number, **row} for number, row in zip(ids, rows, strict=True)]
    )
    return ids


def _fresh_ids(session: Session, table: type[Base], count: int) -> list[int]:
    key: InstrumentedAttribute[int] = getattr(table, "id")  # noqa: B009
    if session.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
        drawn = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
        return sorted(int(number) for number in session.scalars(drawn))
    # SQLite has one writer at a time; a second one that read the same maximum fails whole, and nothing is lost.
    first = (session.scalar(select(func.max(key)), execution_options={TENANT: EVERY}) or 0) + 1
    return list(range(first, first + count))


def rewritten(session: Session, table: type[Base], changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Write changed columns, by id."""
    if changes:
        session.execute(update(table), [{"id": number, **change} for number, change in changes.items()])


def change_of(row: Any, stated: Mapping[str, Any]) -> dict[str, Any]:
    """The stated fields that differ from the row."""
    return {name: value for name, value in stated.items() if getattr(row, name) != value}
