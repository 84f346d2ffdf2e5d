"""How a database is: what stands in it, whom it lets in, what its clock says. Nothing is changed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select

from data.database import KEY_SETTING, version_of
from data.migrations import configuration
from data.privacy import held
from data.tables import Import, InstallationSetting, ReadLogEntry
from data.tables.base import Moment
from data.tables.tenants import tenant_of

FREE_AT_LEAST: Final = 1 << 30  # an import of a large file and its log need some hundred MB


def version_fault(connection: Connection) -> tuple[str, dict[str, object]] | None:
    """Why this program may not work on these tables: the name of a sentence and what fills it; None where it may."""
    stands, script = version_of(connection), ScriptDirectory.from_config(configuration(None))
    if stands is None:
        return "no_tables", {}
    if stands not in {one.revision for one in script.walk_revisions()}:
        return "newer", {"stands": stands}
    if stands != script.get_current_head():
        return "older", {"stands": stands, "wanted": script.get_current_head()}
    return None


def has_another_key(connection: Connection) -> bool:
    """Whether these registers were begun with another key than the one held."""
    known = connection.scalar(select(InstallationSetting.value).where(InstallationSetting.name == KEY_SETTING))
    return known is not None and known != held().fingerprint()


def walks_past_row_security(connection: Connection) -> str:
    """The role's name where row security does not hold for it, "" where it does or there is none."""
    if connection.dialect.name != "postgresql":
        return ""
    asked = "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)"
    return str(connection.exec_driver_sql(asked).scalar() or "")


def is_whole(connection: Connection) -> bool:
    """SQLite's own quick check of every page; PostgreSQL checks each page as it reads it."""
    if connection.dialect.name != "sqlite":
        return True
    return connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"


def latest_moment(connection: Connection) -> datetime | None:
    """The latest moment written down, or the database's own clock where it has one: a clock behind it is wrong."""
    found = []
    for column in (ReadLogEntry.read, Import.imported):
        if inspect(connection).has_table(column.class_.__tablename__):
            own = column.class_.tenant_id == tenant_of(connection)
            found.append(connection.scalar(select(func.max(column, type_=Moment())).where(own)))
    if connection.dialect.name == "postgresql":
        found.append(connection.scalar(select(func.now(type_=Moment()))))
    return max((one for one in found if one is not None), default=None)
