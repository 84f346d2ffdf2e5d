"""The first page: how much is known, what waits for a decision, which round is where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data.columns import Line
from data.tables import Base, Employer, Posting, Round, Setting, Vehicle, Worker
from data.views.import_questions import waiting_now
from data.views.paging import unsealed


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of the registers, what waits, and the rounds under way."""

    workers: int
    willing: int
    employers: int
    postings: int
    openings: int
    vehicles: int
    to_decide: int
    refused: int
    rounds: Sequence[Line]


def overview(session: Session) -> Overview:
    """All counts of the first page."""
    openings = select(func.coalesce(func.sum(Posting.openings), 0)).where(Posting.status == "open")
    to_decide, refused = waiting_now(session)
    return Overview(
        _count(session, Worker),
        _count(session, Worker, Worker.willing.in_(("yes", "unknown"))),
        _count(session, Employer),
        _count(session, Posting, Posting.status == "open"),
        session.scalar(openings) or 0,
        _count(session, Vehicle, Vehicle.in_use.is_(True)),
        to_decide,
        refused,
        session.execute(select(*unsealed(Round)).order_by(Round.id.desc()).limit(6)).all(),
    )


def own_today(session: Session) -> date | None:
    """The day a synthetic season stands still on; None in a living office."""
    said = session.scalar(select(Setting.value).where(Setting.name == "today"))
    return date.fromisoformat(said) if said else None


def mark_as_sample(session: Session, today: date, *, now: datetime) -> None:
    """Mark these registers synthetic and stop their calendar: every page says so from now on."""
    for name, value in (("synthetic", True), ("today", today.isoformat())):
        session.merge(Setting(name=name, value=value, changed=now))


def _count(session: Session, table: type[Base], *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0
