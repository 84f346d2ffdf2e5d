"""Who comes to a fair: invited people and those who walk in, each with a code for the door."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, delete, insert, or_, select
from sqlalchemy.orm import Session

from data.registers.fairs.events import open_one
from data.registers.rows import sliced
from data.tables import FairBooth, FairPair, FairPosting, FairTalk, FairVisitor, Worker
from labor.errors import NotFound, StepRefused

LETTERS: Final = "ACDEFHJKMNPRTWXY34679"  # none that sounds or looks like another
CODE_LENGTH: Final = 4


@dataclass(frozen=True, slots=True)
class Guest:
    """One person to come: through which channel, and when; minutes since midnight."""

    worker_id: int
    channel: str = ""
    arrives: int | None = None
    came: str = "invited"


def who_may_be_invited(fair_id: int, *, county: int = 0, villages: Sequence[str] = ()) -> Select[int]:
    """A query for workers who want work or were not asked, and have no invitation yet."""
    invited = select(FairVisitor.worker_id).where(FairVisitor.fair_id == fair_id)
    query = select(Worker.id).where(
        or_(Worker.willing == "yes", Worker.willing == "unknown"), Worker.call_again, Worker.id.not_in(invited)
    )
    if county:
        query = query.where(Worker.county == county)
    return query.where(Worker.village.in_(villages)) if villages else query


def workers_of(fair_id: int) -> Select[int]:
    """A query for the workers who are invited or walked in."""
    return select(FairVisitor.worker_id).where(FairVisitor.fair_id == fair_id)


def postings_of(fair_id: int) -> Select[int]:
    """A query for the postings shown at a fair."""
    booths = select(FairBooth.id).where(FairBooth.fair_id == fair_id)
    return select(FairPosting.posting_id).where(FairPosting.booth_id.in_(booths))


def add_guests(session: Session, fair_id: int, guests: Sequence[Guest]) -> list[int]:
    """Write guests down, each with a code of their own; somebody invited before is not invited twice."""
    open_one(session, fair_id)
    held = dict(
        session.execute(select(FairVisitor.worker_id, FairVisitor.id).where(FairVisitor.fair_id == fair_id)).all()
    )
    codes = set(session.scalars(select(FairVisitor.code).where(FairVisitor.fair_id == fair_id)))
    rows = []
    for guest in guests:
        if guest.worker_id in held:
            continue
        held[guest.worker_id] = 0
        rows.append(
            {
                "fair_id": fair_id, "worker_id": guest.worker_id, "code": _code(codes), "came": guest.came,
                "channel": guest.channel[:200], "arrives": guest.arrives,
            }
        )  # fmt: skip
    if rows:
        session.execute(insert(FairVisitor), rows)
    wanted = {guest.worker_id for guest in guests}
    found = session.execute(
        select(FairVisitor.worker_id, FairVisitor.id).where(FairVisitor.fair_id == fair_id).order_by(FairVisitor.id)
    )
    return [number for worker, number in found if worker in wanted]


def _code(taken: set[str]) -> str:
    while (code := "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))) in taken:
        pass
    taken.add(code)
    return code


def visitor(session: Session, fair_id: int, visitor_id: int) -> FairVisitor:
    """A visitor of this fair; raises NotFound."""
    row = session.get(FairVisitor, visitor_id)
    if row is None or row.fair_id != fair_id:
        raise NotFound(f"{fair_id} 号招聘会没有 {visitor_id} 号来宾 / fair {fair_id} has no visitor {visitor_id}")
    return row


def by_worker(session: Session, fair_id: int) -> dict[int, int]:
    """The visitors of a fair by the worker each of them is."""
    rows = session.execute(select(FairVisitor.worker_id, FairVisitor.id).where(FairVisitor.fair_id == fair_id))
    return dict(rows.all())


def booths_for(session: Session, visitor_id: int) -> list[int]:
    """The booths that suit a visitor."""
    return list(session.scalars(select(FairPair.booth_id).where(FairPair.visitor_id == visitor_id)))


def take_back(session: Session, fair_id: int) -> int:
    """Take back every invitation of somebody who has not come; how many. Raises StepRefused once talks are held."""
    open_one(session, fair_id)
    refuse_once_begun(session, fair_id)
    gone = session.execute(
        delete(FairVisitor)
        .where(FairVisitor.fair_id == fair_id, FairVisitor.checked_in.is_(None))
        .returning(FairVisitor.id)
    ).all()
    return len(gone)


def refuse_once_begun(session: Session, fair_id: int) -> None:
    """Raise StepRefused where talks have been held: from then on the plan is mended, not made anew."""
    begun = (
        select(FairTalk.id)
        .join(FairVisitor, FairVisitor.id == FairTalk.visitor_id)
        .where(FairVisitor.fair_id == fair_id, FairTalk.state != "planned")
        .limit(1)
    )
    if session.execute(begun).first() is not None:
        raise StepRefused("面谈已经开始，只能逐步调整 / talks have begun: the plan is mended, not made anew")


def keep_pairs(session: Session, rows: Sequence[tuple[int, int, int, float]]) -> None:
    """Write (visitor, booth, posting, value) in place of what stood for these visitors."""
    visitors = sorted({row[0] for row in rows})
    for part in sliced(visitors):
        session.execute(delete(FairPair).where(FairPair.visitor_id.in_(part)))
    if rows:
        session.execute(
            insert(FairPair),
            [
                {"visitor_id": visitor_id, "booth_id": booth, "posting_id": posting, "value": value}
                for visitor_id, booth, posting, value in rows
            ],
        )
