"""What people raised from their own pages, as the office's list shows it."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.columns import Line
from data.tables import Concern, Posting, Worker
from data.views.paging import Page, Place, paged, unsealed


def concerns(session: Session, *, settled: bool = False, number: Place = 1) -> Page[Line]:
    """Those that wait, troubles first and the oldest on top; or those settled, the newest on top."""
    query = (
        select(
            *unsealed(Concern), Concern.words, Concern.answer, Worker.name_masked, Worker.phone_masked, Posting.title
        )
        .join(Worker, Worker.id == Concern.worker_id)
        .join(Posting, Posting.id == Concern.posting_id, isouter=True)
    )
    if settled:
        query = query.where(Concern.settled.is_not(None)).order_by(Concern.settled.desc())
    else:
        query = query.where(Concern.settled.is_(None)).order_by(Concern.kind != "trouble", Concern.id)
    return paged(session, query, lambda row: row, number=number)


def waiting(session: Session) -> int:
    """How many wait for an answer."""
    return session.scalar(select(func.count(Concern.id)).where(Concern.settled.is_(None))) or 0
