"""What a fair came to: figures that open their lists, by channel; refusals as a total alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from data.columns import Line
from data.tables import Employer, FairBooth, FairPosting, FairTalk, FairVisitor, Posting, Round, Worker
from data.views.paging import Page, Place, Query, paged

FOLLOW_UP: Final = (7, 30)


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """What one channel brought: people invited or walked in, people who came, talks held and what they came to."""

    channel: str
    people: int
    came: int
    talks: int
    intentions: int
    hired: int


@dataclass(frozen=True, slots=True)
class FairReport:
    """The figures of one fair."""

    booths: int
    booths_there: int
    postings: int
    openings: int
    invited: int
    came: int
    walked_in: int
    talks: int
    intentions: int
    hired: int
    refused: int
    absent: int
    working_7: int
    working_30: int
    channels: Sequence[ChannelLine]


def report(session: Session, fair_id: int) -> FairReport:
    """Count a fair; every figure is the length of a list."""
    booths, there = session.execute(
        select(func.count(), _count(FairBooth.state != "expected")).where(FairBooth.fair_id == fair_id)
    ).one()
    postings, openings = session.execute(
        select(func.count(), func.coalesce(func.sum(Posting.openings), 0))
        .select_from(FairPosting)
        .join(FairBooth, FairBooth.id == FairPosting.booth_id)
        .join(Posting, Posting.id == FairPosting.posting_id)
        .where(FairBooth.fair_id == fair_id)
    ).one()
    invited, came, walked = session.execute(
        select(
            _count(FairVisitor.came == "invited"),
            func.count(FairVisitor.checked_in),
            _count(FairVisitor.came == "walk_in"),
        ).where(FairVisitor.fair_id == fair_id)
    ).one()
    talks = session.execute(
        select(
            _count(FairTalk.state == "over"), _count(FairTalk.outcome == "intention"),
            _count(FairTalk.outcome == "hired"), _count(FairTalk.outcome == "not_now"),
            _count(FairTalk.state == "absent"), _count(FairTalk.after_7 == "working"),
            _count(FairTalk.after_30 == "working"),
        )
        .join(FairVisitor, FairVisitor.id == FairTalk.visitor_id)
        .where(FairVisitor.fair_id == fair_id)
    ).one()  # fmt: skip
    counted = [one or 0 for one in talks]
    return FairReport(
        booths, there or 0, postings, openings, invited or 0, came, walked or 0, talks=counted[0],
        intentions=counted[1], hired=counted[2], refused=counted[3], absent=counted[4], working_7=counted[5],
        working_30=counted[6], channels=_channels(session, fair_id),
    )  # fmt: skip


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _channels(session: Session, fair_id: int) -> list[ChannelLine]:
    held = (
        select(
            FairTalk.visitor_id, _count(FairTalk.state == "over").label("talks"),
            _count(FairTalk.outcome == "intention").label("intentions"),
            _count(FairTalk.outcome == "hired").label("hired"),
        )
        .group_by(FairTalk.visitor_id)
        .subquery()
    )  # fmt: skip
    rows = session.execute(
        select(
            FairVisitor.channel, func.count(), func.count(FairVisitor.checked_in),
            func.coalesce(func.sum(held.c.talks), 0), func.coalesce(func.sum(held.c.intentions), 0),
            func.coalesce(func.sum(held.c.hired), 0),
        )
        .join(held, held.c.visitor_id == FairVisitor.id, isouter=True)
        .where(FairVisitor.fair_id == fair_id)
        .group_by(FairVisitor.channel)
        .order_by(func.count(FairVisitor.checked_in).desc(), FairVisitor.channel)
    )  # fmt: skip
    return [ChannelLine(*row) for row in rows]


def talks(session: Session, fair_id: int, only: str, *, number: Place = 1) -> Page[Line]:
    """Talks held, all or of one outcome, masked, the latest first."""
    query = _talks(fair_id).where(FairTalk.state == "over")
    if only in ("intention", "hired"):
        query = query.where(FairTalk.outcome == only)
    return paged(session, query.order_by(FairTalk.begins.desc(), FairTalk.id), lambda row: row, number=number)


def due(session: Session, fair_id: int, day: date, today: date) -> Sequence[tuple[int, Line]]:
    """Who is to be asked how it went, 7 and 30 days after: (stage, talk)."""
    found = []
    for stage, column in zip(FOLLOW_UP, (FairTalk.after_7, FairTalk.after_30), strict=True):
        if today >= day + timedelta(days=stage):
            asked = _talks(fair_id).where(FairTalk.outcome.in_(("intention", "hired")), column.in_(("", "no_answer")))
            found += [(stage, row) for row in session.execute(asked.order_by(FairTalk.id)).all()]
    return found


def rounds_open(session: Session) -> Sequence[Line]:
    """Dispatch rounds that still take pins, the newest first."""
    query = select(Round.id, Round.name, Round.first_day).where(Round.status.in_(("draft", "offered", "confirmed")))
    return session.execute(query.order_by(Round.id.desc())).all()


def _talks(fair_id: int) -> Query:
    return (
        select(
            FairTalk.id, FairTalk.begins, FairTalk.outcome, FairTalk.posting_id, FairTalk.after_7, FairTalk.after_30,
            FairVisitor.worker_id, FairVisitor.code, FairVisitor.channel, Worker.name_masked, Worker.phone_masked,
            Posting.title, FairBooth.number, Employer.name.label("employer"),
        )
        .join(FairVisitor, FairVisitor.id == FairTalk.visitor_id)
        .join(Worker, Worker.id == FairVisitor.worker_id)
        .join(Posting, Posting.id == FairTalk.posting_id)
        .join(FairBooth, FairBooth.id == FairTalk.booth_id)
        .join(Employer, Employer.id == FairBooth.employer_id)
        .where(FairVisitor.fair_id == fair_id)
    )  # fmt: skip
