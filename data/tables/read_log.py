"""The log of who read whose personal data: written at once, before anything is shown, and holding nobody up."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from data.tables import log_chain
from data.tables.tenants import tenant_of


def write(session: Session, entries: Sequence[dict[str, object]]) -> None:
    """Write lines of the log in a short transaction of their own: they stand whatever becomes of the page or paper.

    A session that has begun to write on SQLite writes them itself: a second writer would wait for it forever.
    """
    if not entries:
        return
    bind = session.get_bind()
    if isinstance(bind, Engine) and not _writes_already(session):
        with bind.begin() as own:
            log_chain.append(own, entries, chain=tenant_of(own))
    else:
        connection = session.connection()
        log_chain.append(connection, entries, chain=tenant_of(connection))


def _writes_already(session: Session) -> bool:
    driver = session.connection().connection.dbapi_connection
    return bool(session.new or session.dirty or session.deleted or getattr(driver, "in_transaction", False))
