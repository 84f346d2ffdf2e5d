"""The log of reads, as its page shows it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.columns import Line
from data.tables import ReadLogEntry
from data.views.paging import Page, Place, paged, unsealed


def readings(session: Session, *, subject: str = "", subject_id: int | None = None, number: Place = 1) -> Page[Line]:
    """Who read whose data, newest first; ``subject`` and ``subject_id`` narrow it to one person."""
    query = select(*unsealed(ReadLogEntry), ReadLogEntry.purpose)
    if subject:
        query = query.where(ReadLogEntry.subject == subject)
    if subject_id is not None:
        query = query.where(ReadLogEntry.subject_id == subject_id)
    return paged(session, query.order_by(ReadLogEntry.id.desc()), lambda row: row, number=number)
