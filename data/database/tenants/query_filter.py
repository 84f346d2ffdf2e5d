"""The first wall: a query sees its tenant's rows alone, a write reaches no others, and what is not so bound is refused.

Selects are bound by SQLAlchemy's loader criteria on every entity they name, updates and deletes by one more condition,
inserts by the column's own default (data/tables/tenants.py). What was compiled is looked at once more before it runs.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from functools import cache, lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Delete, Engine, Insert, Select, Table, Update, event
from sqlalchemy.engine import ExecutionContext
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql.expression import TextClause

from data.database.tenants import scopes
from data.tables import Base
from data.tables.tenants import EVERY, TENANT, Owned, tenant_of

OWNED: Final = frozenset(table.name for table in Base.metadata.sorted_tables if "tenant_id" in table.c)


class Unbounded(AssertionError):
    """A statement would have reached rows of every tenant: a fault of the program, never of who uses it."""


def stand_around(engine: Engine) -> None:
    """Put the wall around every statement of an engine."""
    event.listen(engine, "begin", _forget)
    event.listen(engine, "before_execute", _bind_writes, retval=True)
    event.listen(engine, "before_cursor_execute", _look_again, named=True)


def _forget(connection: Connection) -> None:
    """A pooled connection serves one tenant after another.

    On SQLite the only one is looked up before the transaction begins: a read inside it would hold an old state of
    the file, and the write that follows would be refused at once.
    """
    connection.info.pop(TENANT, None)
    if connection.dialect.name == "sqlite" and connection.get_execution_options().get(TENANT) is None:
        with suppress(sqlite3.OperationalError), closing(connection.connection.cursor()) as cursor:  # no tables yet
            found = cursor.execute("SELECT id FROM tenants LIMIT 2").fetchall()
            if len(found) == 1:
                connection.info[TENANT] = found[0][0]


@event.listens_for(Session, "do_orm_execute")
def _bind_selects(state: ORMExecuteState) -> None:
    """Add the tenant to every entity of the statement, those of its subqueries too."""
    tenant = state.execution_options.get(TENANT)
    if tenant is None:
        tenant = tenant_of(state.session.connection(bind_arguments=state.bind_arguments))
    if tenant == EVERY:
        return
    connection = state.session.connection(bind_arguments=state.bind_arguments)
    narrower = scopes.conditions(state.session, connection, tenant)
    if state.is_insert:
        if narrower and state.parameters:
            scopes.refuse_unseen(state.session, scopes.of_which(state.parameters))
        return
    state.statement = state.statement.options(_only(tenant), *narrower)
    mapper = state.bind_mapper
    if state.is_column_load and isinstance(state.statement, Select) and mapper and issubclass(mapper.class_, Owned):
        # A row read again by its key: loader criteria leave these alone.
        state.statement = state.statement.where(mapper.class_.tenant_id == tenant)


@event.listens_for(Session, "before_flush")
def _look_at_the_new(session: Session, _context: Any, _objects: Any) -> None:
    """Nobody writes a row of a person they do not see."""
    told = [one.worker_id for one in session.new if getattr(one, "worker_id", None) is not None]
    if told and scopes.narrowed(session):
        with session.no_autoflush:
            scopes.refuse_unseen(session, told)


@cache
def _only(tenant: int) -> LoaderCriteriaOption:
    return with_loader_criteria(Owned, lambda entity: entity.tenant_id == tenant, include_aliases=True)


def _bind_writes(connection: Connection, statement: Any, many: Any, one: Any, options: Any) -> tuple[Any, Any, Any]:
    """Updates and deletes reach the tenant's rows alone, by whatever way they came; inserts are stamped with it."""
    if isinstance(statement, Update | Delete | Insert) and isinstance(statement.table, Table):
        table = statement.table
        tenant = options.get(TENANT) or tenant_of(connection) if table.name in OWNED else EVERY
        if tenant != EVERY:
            if isinstance(statement, Insert):
                _refuse_others(many or ([one] if one else []), tenant)
            else:
                statement = statement.where(table.c.tenant_id == tenant)
    return statement, many, one


def _refuse_others(rows: Any, tenant: int) -> None:
    if any(row.get("tenant_id", tenant) not in (tenant, None) for row in rows):
        raise Unbounded("a row of another tenant cannot be written")


def _look_again(*, context: ExecutionContext, **_told: Any) -> None:
    compiled = context.compiled
    if compiled is None or isinstance(compiled.statement, TextClause):
        return
    if context.execution_options.get(TENANT) == EVERY:
        return
    if tables := unbounded(str(compiled)):
        raise Unbounded(f"no tenant stands beside {', '.join(tables)} in: {compiled}")


# What follows FROM, JOIN, UPDATE or a comma, with the name it goes by; a column is never followed by these.
_NAMED: Final = re.compile(r'(?:\bFROM|\bJOIN|\bUPDATE|,)\s+\(*"?(\w+)"?(?:\s+AS\s+"?(\w+)"?)?(?=[\s,)]|$)')
_BOUND: Final = re.compile(r'\b"?(\w+)"?\.tenant_id = ')


@lru_cache(maxsize=4096)
def unbounded(sql: str) -> tuple[str, ...]:
    """The owned tables a compiled statement names without their tenant; inserts of given rows name none."""
    named = Counter(alias or table for table, alias in _NAMED.findall(sql) if table in OWNED)
    if sql.startswith("INSERT") and " SELECT " not in sql and "\nSELECT" not in sql:
        return ()
    bound = Counter(_BOUND.findall(sql))
    return tuple(sorted(name for name, times in named.items() if bound[name] < times))
