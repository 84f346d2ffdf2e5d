"""The day of a fair on its pages: the door, one booth, the board in the hall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from data.columns import Line
from data.tables import Employer, FairBooth, FairPosting, FairTalk, FairVisitor, Posting, Region, Worker
from data.views import worker_search
from data.views.fair_plans import VisitorLine, lines_of, visitor_rows

FOUND = 20


@dataclass(frozen=True, slots=True)
class DoorCounts:
    """Who is in, by how they came."""

    invited: int
    invited_in: int
    walked_in: int
    in_hall: int


@dataclass(frozen=True, slots=True)
class QueuedTalk:
    """One talk of a booth's list: whose, when, and how it stands."""

    talk: Line
    here: bool
    busy: bool  # sits in another talk


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One booth on the board: who sits there, who is next, how many wait, what is left."""

    number: str
    employer: str
    state: str
    now: Sequence[str]
    next: Sequence[tuple[int, str]]
    waiting: int
    left: int


def found(session: Session, fair_id: int, text: str) -> list[VisitorLine]:
    """Visitors by code, by the last digits of the phone, or by name and phone."""
    said = text.strip()
    if not said:
        return []
    hit = or_(FairVisitor.code == said.upper(), worker_search.matching(session, said))
    query = visitor_rows().join(Region, Region.code == Worker.county, isouter=True)
    query = query.where(FairVisitor.fair_id == fair_id, hit).order_by(FairVisitor.id).limit(FOUND)
    return lines_of(session, session.execute(query).all())


def counts(session: Session, fair_id: int) -> DoorCounts:
    """How many are asked, came, walked in, are in the hall."""
    rows = session.execute(
        select(
            FairVisitor.came, func.count(), func.count(FairVisitor.checked_in), func.count(FairVisitor.left)
        )
        .where(FairVisitor.fair_id == fair_id)
        .group_by(FairVisitor.came)
    )  # fmt: skip
    told = {came: (people, inside, left) for came, people, inside, left in rows}
    invited, walked = told.get("invited", (0, 0, 0)), told.get("walk_in", (0, 0, 0))
    return DoorCounts(invited[0], invited[1], walked[0], invited[1] + walked[1] - invited[2] - walked[2])


def talks_at(session: Session, booth_id: int) -> list[QueuedTalk]:
    """The talks of one booth in the order of the day, masked."""
    busy = set(
        session.scalars(select(FairTalk.visitor_id).where(FairTalk.state == "talking", FairTalk.booth_id != booth_id))
    )
    rows = session.execute(
        select(
            FairTalk.id, FairTalk.begins, FairTalk.state, FairTalk.calls, FairTalk.outcome, FairTalk.interviewer,
            FairTalk.moved, FairTalk.visitor_id, FairVisitor.code, FairVisitor.checked_in, FairVisitor.left,
            Worker.name_masked, Posting.title,
        )
        .join(FairVisitor, FairVisitor.id == FairTalk.visitor_id)
        .join(Worker, Worker.id == FairVisitor.worker_id)
        .join(Posting, Posting.id == FairTalk.posting_id)
        .where(FairTalk.booth_id == booth_id)
        .order_by(FairTalk.begins, FairTalk.interviewer)
    )  # fmt: skip
    return [QueuedTalk(row, row.checked_in is not None and row.left is None, row.visitor_id in busy) for row in rows]


def board(session: Session, fair_id: int, minute: int, slot: int) -> list[BoardLine]:
    """Each booth as the hall sees it at a minute: codes, no names."""
    openings = dict(
        session.execute(
            select(FairPosting.booth_id, func.sum(Posting.openings))
            .join(Posting, Posting.id == FairPosting.posting_id)
            .group_by(FairPosting.booth_id)
        ).all()
    )
    talks: dict[int, list[Line]] = {}
    rows = session.execute(
        select(
            FairTalk.booth_id, FairTalk.begins, FairTalk.state, FairTalk.outcome, FairVisitor.code,
            FairVisitor.checked_in, FairVisitor.left,
        )
        .join(FairVisitor, FairVisitor.id == FairTalk.visitor_id)
        .where(FairVisitor.fair_id == fair_id)
        .order_by(FairTalk.begins, FairVisitor.code)
    )  # fmt: skip
    for row in rows:
        talks.setdefault(row.booth_id, []).append(row)
    booths = session.execute(
        select(FairBooth.id, FairBooth.number, FairBooth.state, Employer.name)
        .join(Employer, Employer.id == FairBooth.employer_id)
        .where(FairBooth.fair_id == fair_id)
        .order_by(FairBooth.y, FairBooth.x, FairBooth.id)
    )
    return [_board_line(row, talks.get(row.id, []), openings.get(row.id, 0) or 0, (minute, slot)) for row in booths]


def _board_line(booth: Line, talks: Sequence[Line], openings: int, clock: tuple[int, int]) -> BoardLine:
    minute, slot = clock
    ahead = [row for row in talks if row.state == "planned"]
    here = [row for row in ahead if row.checked_in is not None and row.left is None]
    hired = sum(row.outcome == "hired" for row in talks)
    return BoardLine(
        booth.number, booth.name, booth.state,
        [row.code for row in talks if row.state == "talking"],
        [(row.begins, row.code) for row in ahead if row.begins + slot > minute][:4],
        sum(row.begins <= minute for row in here),
        max(0, openings - hired),
    )  # fmt: skip
