"""The rows that follow a place in an ordered list: none comes twice and none is missed, whatever is added meanwhile.

A cursor holds what the last row shown was ordered by, so that the database goes on behind it by comparing.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Label, Select, and_, case, false, literal, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import _label_reference
from sqlalchemy.sql.operators import asc_op, desc_op

from data.columns import Line
from labor.errors import BadInput

MOST_DIGITS: Final = 2**53  # what JSON and both databases carry exactly


@dataclass(frozen=True, slots=True)
class After:
    """Where to go on in a list (None: at its beginning) and with how many rows."""

    cursor: str | None
    size: int


@dataclass(frozen=True, slots=True)
class OrderKey:
    """One of the expressions a list is ordered by; a missing value comes last on both databases."""

    expression: ColumnElement[Any]
    descending: bool


def following(session: Session, query: Select[*tuple[Any, ...]], after: After) -> tuple[Sequence[Line], str | None]:
    """The rows behind the cursor, and the cursor behind them, None at the end; raises BadInput for another's cursor."""
    keys = [key for clause in query._order_by_clauses for key in _keys(clause)]
    named = [key.expression.label(f"order_key_{at}") for at, key in enumerate(keys)]
    listed = query.order_by(None).add_columns(*named).subquery()
    columns = [listed.c[name.name] for name in named]
    wanted = select(listed)
    if after.cursor is not None:
        values = _read(after.cursor, columns)
        wanted = wanted.where(_behind(columns, keys, values))
    order = [column.desc() if key.descending else column.asc() for column, key in zip(columns, keys, strict=True)]
    rows = session.execute(wanted.order_by(*order).limit(after.size + 1)).all()
    if len(rows) <= after.size:
        return rows, None
    shown = rows[: after.size]
    return shown, _written([shown[-1]._mapping[name.name] for name in named])


def _keys(clause: Any) -> list[OrderKey]:
    """The clause itself, and before it whether it is missing where it may be."""
    descending = False
    while isinstance(clause, _label_reference | Label) or getattr(clause, "modifier", None) in (desc_op, asc_op):
        descending |= getattr(clause, "modifier", None) is desc_op
        clause = clause.element
    plain = clause
    if _python_type(plain) is bool:
        plain = case((plain, 1), else_=0)  # PostgreSQL compares truths with truths alone
    found = [OrderKey(plain, descending)]
    if getattr(plain, "nullable", False):
        found.insert(0, OrderKey(case((plain.is_(None), 1), else_=0), False))
    return found


def _behind(columns: Sequence[ColumnElement[Any]], keys: Sequence[OrderKey], values: Sequence[Any]) -> Any:
    """Greater in the first key, or equal there and greater in the second, and so on."""
    condition: ColumnElement[bool] = false()
    for column, key, value in reversed(list(zip(columns, keys, values, strict=True))):
        if value is None:
            condition = and_(column.is_(None), condition)
            continue
        held = literal(value, column.type)
        further = column < held if key.descending else column > held
        condition = or_(further, and_(column == held, condition))
    return condition


def _written(values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode().rstrip("=")


def _read(cursor: str, columns: Sequence[ColumnElement[Any]]) -> list[Any]:
    try:
        content = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
        return [_value(value, _python_type(column)) for value, column in zip(content, columns, strict=True)]
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise BadInput(
            "游标不对：请原样使用上一页给出的 next / this cursor is none of this list's: send back `next` as it came"
        ) from error


def _value(value: Any, kind: type) -> Any:
    if value is None:
        return None
    if issubclass(kind, date):
        return kind.fromisoformat(value) if issubclass(kind, datetime) else date.fromisoformat(value)
    if kind is str and isinstance(value, str):
        value.encode()  # half a character would not reach the database
    fits = isinstance(value, str) and "\0" not in value if kind is str else type(value) in (int, float)
    if (
        not fits
        or (kind is not str and not -MOST_DIGITS < value < MOST_DIGITS)
        or (kind is int and value != int(value))
    ):
        raise ValueError(value)
    found: Any = kind(value)  # type: ignore[call-arg]
    return found


def _python_type(column: ColumnElement[Any] | FromClause) -> type:
    try:
        found: type = column.type.python_type  # type: ignore[union-attr]
    except NotImplementedError:
        return int
    return found
