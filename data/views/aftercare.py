"""Who of a departed round is due for a call: after the first day, after 30 and after 90."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from data.columns import Line
from data.tables import Employer, Placement, Posting, Worker
from data.views.paging import Page, Place, paged

ARRIVAL: Final = 0  # went on their own: nobody ticks them off at a coach
CALLS: Final = (90, 30, 1)


@dataclass(frozen=True, slots=True)
class FollowUpCall:
    """One call to make; ``stage_days`` is 1, 30 or 90, or 0 where the arrival itself is not known."""

    worker_id: int
    name: str
    phone: str | None
    employer: str
    post: str
    stage_days: int
    started: date | None


@dataclass(frozen=True, slots=True)
class Sum:
    """What came of a round so far, in people."""

    people: int
    arrived: int
    stayed_home: int
    left: int
    stayed_30: int
    stayed_90: int


def due(session: Session, round_id: int, *, today: date, number: Place = 1) -> Page[FollowUpCall]:
    """The calls due today or before, the longest overdue first; masked."""
    stages = [_is_due(stage, today) for stage in CALLS]
    alone = and_(Placement.batch_id.is_(None), Placement.arrived.is_(None), Placement.showed_up.is_(None))
    query = (
        select(
            Worker.id.label("worker_id"), Worker.name_masked, Worker.phone_masked, Employer.name.label("employer"),
            Posting.title, Placement.started, Placement.stayed_30, Placement.stayed_90, Placement.as_promised,
        )
        .select_from(Placement)
        .join(Worker, Worker.id == Placement.worker_id)
        .join(Posting, Posting.id == Placement.posting_id)
        .join(Employer, Employer.id == Posting.employer_id)
        .where(Placement.round_id == round_id, Placement.ended.is_(None), or_(alone, *stages))
        .order_by(Placement.started.is_(None), Placement.started, Employer.id, Worker.id)
    )  # fmt: skip
    return paged(session, query, lambda row: _call(row, today), number=number, size=50)


def so_far(session: Session, round_id: int) -> Sum:
    """The sum of a round's placements."""

    def people(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count().filter(condition)

    row = session.execute(
        select(
            func.count(),
            people(Placement.arrived.is_not(None)),
            people(Placement.showed_up.is_(False)),
            people(Placement.ended.is_not(None)),
            people(Placement.stayed_30.is_(True)),
            people(Placement.stayed_90.is_(True)),
        ).where(Placement.round_id == round_id)
    ).one()
    return Sum(*row)


def _is_due(stage_days: int, today: date) -> ColumnElement[bool]:
    """A later call answers the ones before it, so only the newest is due."""
    begun = Placement.started <= today - timedelta(days=stage_days)
    if stage_days == 90:
        return and_(begun, Placement.stayed_90.is_(None))
    if stage_days == 30:
        return and_(begun, Placement.started > today - timedelta(days=90), Placement.stayed_30.is_(None))
    return and_(begun, Placement.started > today - timedelta(days=30), Placement.as_promised.is_(None))


def _call(row: Line, today: date) -> FollowUpCall:
    stage = ARRIVAL
    if row.started is not None:
        stage = next(days for days in CALLS if (today - row.started).days >= days)
    return FollowUpCall(row.worker_id, row.name_masked, row.phone_masked, row.employer, row.title, stage, row.started)
