"""Whose rows are whose: the tenants of one installation, and what makes a table an owner's."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.base import Base, Id, Line, Word, one_of
from labor.errors import BadInput

KINDS: Final = ("county", "hr_company")
TENANT: Final = "tenant"  # the execution option that names whose rows an engine, a connection, a statement is for
EVERY: Final = -1  # for the program's own care of the tables: migrations, the next free number
FIRST: Final = 1  # who owns what stood before there were tenants


class Tenant(Base):
    """A county's office with its townships, villages and brokers, or an HR company: its rows are its own."""

    __tablename__ = "tenants"
    __table_args__ = (one_of("kind", KINDS),)

    id: Mapped[Id]
    name: Mapped[Line] = mapped_column(unique=True)
    kind: Mapped[Word] = mapped_column(default="county")
    created: Mapped[datetime]


class NoTenantNamed(BadInput):
    """Several tenants share this installation, and nobody said whose rows are meant."""


def tenant_of(connection: Connection) -> int:
    """Whose rows a connection is for: the tenant it was opened for, else the only one there is.

    Raises NoTenantNamed where there are several.
    """
    named = connection.get_execution_options().get(TENANT)
    if named is None:
        named = connection.info.get(TENANT)
    if named is None:
        named = connection.info[TENANT] = _only(connection)
    return int(named)


def _only(connection: Connection) -> int:
    found = list(connection.scalars(select(Tenant.id).limit(2)))
    if len(found) != 1:
        raise NoTenantNamed(
            "这里有几家单位共用,请用 --tenant(或 GONGQIAO_TENANT)说明是哪一家;gongqiao tenant list 列出全部 / several "
            "tenants share this installation: name one with --tenant or GONGQIAO_TENANT; gongqiao tenant list has them"
        )
    return found[0]


def _stamp(context: Any) -> int:
    """Who inserts owns: 0 belongs to nobody, and the database refuses it."""
    named = context.execution_options.get(TENANT)
    return int(named) if named is not None else tenant_of(context.root_connection)


class Owned:
    """A table each row of which belongs to one tenant; the walls of data/database/tenants/ stand around it."""

    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), default=_stamp, server_default="0", sort_order=-1)
