"""Every sealed value over to the newest key, in portions, while others read and write; done again, it goes on."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Engine, LargeBinary, Table

from data.database import BREATH_S
from data.database.tenants import register
from data.privacy import Encrypted, held, sealed_bytes, sealed_with, unsealed_bytes
from data.tables import Base
from data.tables.tenants import EVERY

PORTION: Final = 500


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A table with its key and its sealed columns as plain bytes."""

    table: sa.TableClause
    key: list[sa.ColumnClause[Any]]
    columns: list[sa.ColumnClause[bytes]]
    own: sa.ColumnElement[bool]  # whose rows


def reseal(engine: Engine) -> int:
    """Seal everything with the newest key; returns how many values were still under an older one.

    A value somebody changes meanwhile is left as they wrote it: they wrote it with the newest key.
    """
    return sum(
        _reseal_table(register.of_tenant(engine, it), one) for it in _owners(engine) for one in _sealed_tables(it)
    )


def _reseal_table(engine: Engine, one: _Sealed) -> int:
    changed, last = 0, None
    while True:
        with engine.begin() as connection:
            rows = connection.execute(_portion(one, last)).all()
            changed += sum(_reseal_row(connection, one, row) for row in rows)
        if not rows:
            return changed
        last = tuple(rows[-1])[: len(one.key)]
        time.sleep(BREATH_S)


def counted(engine: Engine) -> Counter[int]:
    """How many values each key holds sealed, by its number."""
    found: Counter[int] = Counter()
    for owner in _owners(engine):
        with register.of_tenant(engine, owner).connect() as connection:
            found += _counted(connection, owner)
    return found


def _owners(engine: Engine) -> list[int]:
    """The tenants, and EVERY for what is common to them all, as accounts are: it is asked once."""
    return [EVERY, *(number for number, _, _ in register.everybody(engine))]


def _counted(connection: sa.Connection, tenant: int) -> Counter[int]:
    found: Counter[int] = Counter()
    for one in _sealed_tables(tenant):
        for column in one.columns:
            mark = sa.func.substr(column, 1, 3, type_=LargeBinary)
            asked = sa.select(
                sa.case((sa.func.substr(column, 1, 1, type_=LargeBinary) == b"\x01", b"\x01"), else_=mark)
            )
            marks = asked.where(column.is_not(None), one.own).subquery()
            counting = sa.select(marks.c[0], sa.func.count()).group_by(marks.c[0])
            for value, count in connection.execute(counting):
                found[sealed_with(bytes(value)) or 0] += count
    return found


def _sealed_tables(tenant: int) -> Iterator[_Sealed]:
    for table in Base.metadata.sorted_tables:
        names = [column.name for column in table.columns if isinstance(column.type, Encrypted)]
        if names and ("tenant_id" in table.c) == (tenant != EVERY):
            yield _as_bytes(table, names, tenant)


def _as_bytes(table: Table, names: list[str], tenant: int) -> _Sealed:
    key = [sa.column(column.name, column.type) for column in table.primary_key.columns]
    columns = [sa.column(name, LargeBinary) for name in names]
    owner = next((one for one in key if one.name == "tenant_id"), sa.column("tenant_id", sa.Integer))
    bare = sa.table(table.name, *key, *columns, *([owner] if owner not in key else []))
    return _Sealed(bare, key, columns, owner == tenant if "tenant_id" in table.c else sa.true())


def _portion(one: _Sealed, last: tuple[Any, ...] | None) -> sa.Select[*tuple[Any, ...]]:
    asked = sa.select(*one.key, *one.columns).select_from(one.table).where(one.own).order_by(*one.key).limit(PORTION)
    return asked if last is None else asked.where(sa.tuple_(*one.key) > sa.tuple_(*map(sa.literal, last)))


def _reseal_row(connection: sa.Connection, one: _Sealed, row: sa.Row[*tuple[Any, ...]]) -> int:
    """Each value by itself and only where it still stands as it was read."""
    newest, changed = held().newest, 0
    for column, value in zip(one.columns, tuple(row)[len(one.key) :], strict=True):
        if value is None or sealed_with(bytes(value)) == newest:
            continue
        place = f"{one.table.name}.{column.name}"
        new = sealed_bytes(place, unsealed_bytes(place, bytes(value)))
        here = [key == cell for key, cell in zip(one.key, row, strict=False)]
        writing = sa.update(one.table).where(*here, one.own, column == bytes(value)).values({column.name: new})
        changed += connection.execute(writing).rowcount
    return changed
