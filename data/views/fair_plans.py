"""A planned fair on its pages: how good the plan is, who talks where and when, who does not and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.columns import Line
from data.tables import (
    Employer,
    FairAim,
    FairBooth,
    FairPair,
    FairTalk,
    FairVisitor,
    Posting,
    Worker,
)
from data.views.paging import Page, Place, Query, paged
from labor.errors import NotFound


@dataclass(frozen=True, slots=True)
class VillageLine:
    """One village of those invited: how many people, when they are to be there, how many have a talk."""

    channel: str
    people: int
    arrives: int | None
    last_leaves: int | None
    with_talks: int


@dataclass(frozen=True, slots=True)
class TalkLine:
    """One talk as slips and lists say it."""

    id: int
    begins: int
    booth: str
    booth_id: int
    employer: str
    title: str
    posting_id: int
    interviewer: int
    state: str
    outcome: str
    moved: bool


@dataclass(frozen=True, slots=True)
class VisitorLine:
    """One visitor, masked, with the talks of the day."""

    id: int
    worker_id: int
    name: str
    code: str
    channel: str
    came: str
    arrives: int | None
    reason: str
    here: bool
    talks: Sequence[TalkLine]


def aims(session: Session, fair_id: int) -> Mapping[str, Mapping[str, Line]]:
    """What each way of planning reaches, by way and aim; empty where there is no plan."""
    told: dict[str, dict[str, Line]] = {}
    rows = session.execute(
        select(FairAim.way, FairAim.aim, FairAim.value, FairAim.bound)
        .where(FairAim.fair_id == fair_id)
        .order_by(FairAim.id)
    )
    for row in rows:
        told.setdefault(row.way, {})[row.aim] = row
    return told


def villages(session: Session, fair_id: int) -> list[VillageLine]:
    """Who is invited by channel, in the order they arrive."""
    talks = (
        select(FairTalk.visitor_id, func.max(FairTalk.begins).label("last"), func.count().label("talks"))
        .group_by(FairTalk.visitor_id)
        .subquery()
    )
    rows = session.execute(
        select(
            FairVisitor.channel, func.count(), func.min(FairVisitor.arrives), func.max(talks.c.last),
            func.count(talks.c.visitor_id),
        )
        .join(talks, talks.c.visitor_id == FairVisitor.id, isouter=True)
        .where(FairVisitor.fair_id == fair_id, FairVisitor.came == "invited")
        .group_by(FairVisitor.channel)
        .order_by(func.min(FairVisitor.arrives), FairVisitor.channel)
    )  # fmt: skip
    return [VillageLine(*row) for row in rows]


def talks_by_booth(session: Session, fair_id: int) -> dict[int, dict[int, int]]:
    """By booth and minute: how many talks begin."""
    found: dict[int, dict[int, int]] = {}
    rows = session.execute(
        select(FairTalk.booth_id, FairTalk.begins, func.count())
        .join(FairBooth, FairBooth.id == FairTalk.booth_id)
        .where(FairBooth.fair_id == fair_id)
        .group_by(FairTalk.booth_id, FairTalk.begins)
    )
    for booth, begins, count in rows:
        found.setdefault(booth, {})[begins] = count
    return found


def most_at_once(session: Session, fair_id: int, slot: int) -> int:
    """How many people are in the hall at once at most, by plan: from arriving to the end of the last talk."""
    last = select(FairTalk.visitor_id, func.max(FairTalk.begins).label("last")).group_by(FairTalk.visitor_id).subquery()
    rows = session.execute(
        select(FairVisitor.arrives, last.c.last)
        .join(last, last.c.visitor_id == FairVisitor.id)
        .where(FairVisitor.fair_id == fair_id, FairVisitor.arrives.is_not(None))
    ).all()
    steps = sorted([(row.arrives, 1) for row in rows] + [(row.last + slot, -1) for row in rows])
    most = now = 0
    for _, step in steps:
        now += step
        most = max(most, now)
    return most


def visitors(session: Session, fair_id: int, *, only: str = "", number: Place = 1) -> Page[VisitorLine]:
    """A page of visitors by code; ``only`` = "without" a talk, "in" the hall some time, else a channel."""
    query = visitor_rows().where(FairVisitor.fair_id == fair_id)
    if only == "without":
        query = query.where(FairVisitor.id.not_in(select(FairTalk.visitor_id)))
    elif only == "in":
        query = query.where(FairVisitor.checked_in.is_not(None))
    elif only:
        query = query.where(FairVisitor.channel == only)
    page = paged(session, query.order_by(FairVisitor.channel, FairVisitor.id), lambda row: row, number=number)
    return page.holding(lines_of(session, page.rows))


def of_channel(session: Session, fair_id: int, channel: str) -> list[VisitorLine]:
    """Everybody a channel brings."""
    query = visitor_rows().where(FairVisitor.fair_id == fair_id, FairVisitor.channel == channel)
    return lines_of(session, session.execute(query.order_by(FairVisitor.id)).all())


def visitor(session: Session, fair_id: int, visitor_id: int) -> VisitorLine:
    """One visitor; raises NotFound."""
    row = session.execute(visitor_rows().where(FairVisitor.fair_id == fair_id, FairVisitor.id == visitor_id)).first()
    if row is None:
        raise NotFound(f"{fair_id} 号招聘会没有 {visitor_id} 号来宾 / fair {fair_id} has no visitor {visitor_id}")
    return lines_of(session, [row])[0]


def names(session: Session, worker_ids: Sequence[int]) -> dict[int, str]:
    """Full names, for slips and invitations; whoever asks logs it."""
    found: dict[int, str] = {}
    for start in range(0, len(worker_ids), 500):
        part = worker_ids[start : start + 500]
        found |= dict(session.execute(select(Worker.id, Worker.name).where(Worker.id.in_(part))).all())
    return found


def best_booths(session: Session, visitor_id: int, count: int = 5) -> Sequence[Line]:
    """The booths that suit a visitor best."""
    return session.execute(
        select(FairBooth.number, FairBooth.id, Employer.name.label("employer"), Posting.title, FairPair.value)
        .join(FairPair, FairPair.booth_id == FairBooth.id)
        .join(Posting, Posting.id == FairPair.posting_id)
        .join(Employer, Employer.id == FairBooth.employer_id)
        .where(FairPair.visitor_id == visitor_id, FairBooth.state.not_in(("gone", "full")))
        .order_by(FairPair.value.desc(), FairBooth.id)
        .limit(count)
    ).all()


def visitor_rows() -> Query:
    """A query for visitors, masked."""
    return select(
        FairVisitor.id, FairVisitor.worker_id, FairVisitor.code, FairVisitor.channel, FairVisitor.came,
        FairVisitor.arrives, FairVisitor.reason, FairVisitor.checked_in, FairVisitor.left, Worker.name_masked,
    ).join(Worker, Worker.id == FairVisitor.worker_id)  # fmt: skip


def lines_of(session: Session, rows: Sequence[Line]) -> list[VisitorLine]:
    """Visitors with their talks."""
    held = talks_of(session, [row.id for row in rows])
    return [
        VisitorLine(
            row.id, row.worker_id, row.name_masked, row.code, row.channel, row.came, row.arrives, row.reason,
            row.checked_in is not None and row.left is None, held.get(row.id, ()),
        )
        for row in rows
    ]  # fmt: skip


def talks_of(session: Session, visitor_ids: Sequence[int]) -> dict[int, list[TalkLine]]:
    """The talks of some visitors in the order of the day."""
    found: dict[int, list[TalkLine]] = {}
    for start in range(0, len(visitor_ids), 500):
        part = visitor_ids[start : start + 500]
        rows = session.execute(
            select(
                FairTalk.visitor_id, FairTalk.id, FairTalk.begins, FairBooth.number, FairBooth.id, Employer.name,
                Posting.title, Posting.id, FairTalk.interviewer, FairTalk.state, FairTalk.outcome, FairTalk.moved,
            )
            .join(FairBooth, FairBooth.id == FairTalk.booth_id)
            .join(Employer, Employer.id == FairBooth.employer_id)
            .join(Posting, Posting.id == FairTalk.posting_id)
            .where(FairTalk.visitor_id.in_(part))
            .order_by(FairTalk.begins)
        )  # fmt: skip
        for visitor_id, *rest in rows:
            found.setdefault(visitor_id, []).append(TalkLine(*rest))
    return found
