"""A row in each table there is, drawn from the tables themselves: a table added tomorrow is filled too."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Engine, String, Table, insert, select, update
from sqlalchemy.types import JSON, Boolean, Date, DateTime, Float, Integer, LargeBinary

from data.privacy import Encrypted, sealed_bytes
from data.tables import Base
from data.tables.base import Moment
from data.tables.tenants import EVERY
from tests.builders import NOW, TODAY

LISTED = re.compile(r"^(\w+) IN \('([^']*)'")
# What a check asks for beyond a list of words: a value that keeps it.
KEPT: dict[str, Any] = {
    "sex": 2, "rows_in": 3, "rows_kept": 1, "rows_to_decide": 1, "rows_refused": 1, "latest": TODAY + timedelta(9),
    "closes": 900,
}  # fmt: skip
ROWS = 3


def fill(engine: Engine) -> dict[str, int]:
    """Some rows in every table; how many each holds now."""
    with engine.execution_options(tenant=EVERY).begin() as connection:
        for table in Base.metadata.sorted_tables:
            held = len(connection.execute(select(*table.primary_key.columns)).all())
            for number in range(held + 1, ROWS + 1):
                _keep(connection, table, number)
        for table in Base.metadata.sorted_tables:
            _link_back(connection, table)
        return {
            table.name: len(connection.execute(select(*table.primary_key.columns)).all())
            for table in Base.metadata.sorted_tables
        }


def _keep(connection: Connection, table: Table, number: int) -> None:
    given = {name: value for name, value in drawn(table, number).items() if value is not None}
    connection.execute(insert(table).values(**given))


def drawn(table: Table, number: int) -> dict[str, Any]:
    """A row that keeps the table's checks; its references name the row of that number in each other table."""
    words = dict(
        found.groups() for check in table.constraints if (found := LISTED.match(str(getattr(check, "sqltext", ""))))
    )
    return {column.name: _value(table, column, number, words) for column in table.columns}


def _value(table: Table, column: Column[Any], number: int, words: dict[str, str]) -> Any:
    """A value that fits the column; nothing for a reference to a table not filled yet, and for numbers counted on."""
    if column.foreign_keys:
        return _reference(table, column, number)
    if column.name in words:
        return words[column.name]
    if column.name in KEPT:
        return KEPT[column.name]
    return None if column is table.autoincrement_column else _of_type(table, column, number)


def _of_type(table: Table, column: Column[Any], number: int) -> Any:
    kind, said = column.type, f"{column.name}甲'\"\\\n{number}"
    objects = [{"a": None, "乙": [1, 2.5, "丙"]}, JSON.NULL, "字"]
    values = (
        (Encrypted, f"密{table.name}{number}"), (LargeBinary, sealed_bytes(f"{table.name}.{column.name}", b"x")),
        (Boolean, number % 2 == 0), (Float, number / 7), (Moment, NOW + timedelta(seconds=number)), (DateTime, NOW),
        (Date, date(2026, 2, 1) + timedelta(number)), (JSON, objects[number - 1]), (Integer, number),
        (String, said[-(getattr(kind, "length", None) or 999) :]),
    )  # fmt: skip
    return next(value for known, value in values if isinstance(kind, known))


def _reference(table: Table, column: Column[Any], number: int) -> Any:
    (key,) = column.foreign_keys
    order = [one.name for one in Base.metadata.sorted_tables]
    if order.index(key.column.table.name) >= order.index(table.name):
        return None
    return number


def _link_back(connection: Connection, table: Table) -> None:
    """References to tables filled later, and to the table itself."""
    order = [one.name for one in Base.metadata.sorted_tables]
    for column in table.columns:
        for key in column.foreign_keys:
            if order.index(key.column.table.name) >= order.index(table.name):
                connection.execute(update(table).values({column.name: 1}))
