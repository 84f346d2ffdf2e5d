"""The timetable of a fair: read as rows for the planner, written as talks with their certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from data.columns import Line
from data.registers.fairs.events import hours_of, one
from data.registers.fairs.visitors import refuse_once_begun
from data.registers.rows import sliced
from data.tables import FairAim, FairBooth, FairPair, FairTalk, FairVisitor
from policy.fairs import FairHours


@dataclass(frozen=True, slots=True)
class FairRows:
    """Everything planning reads of one fair, each list in order of its numbers."""

    hours: FairHours
    booths: Sequence[Line]
    visitors: Sequence[Line]
    pairs: Sequence[Line]
    talks: Sequence[Line]


@dataclass(frozen=True, slots=True)
class TalkRow:
    """One talk to be kept; ``begins`` in minutes since midnight."""

    visitor_id: int
    booth_id: int
    posting_id: int
    begins: int
    interviewer: int


@dataclass(frozen=True, slots=True)
class AimRow:
    """What one way of planning reaches by one aim."""

    way: str
    aim: str
    value: float
    bound: float | None = None


def rows_of(session: Session, fair_id: int) -> FairRows:
    """Read a fair for planning. Raises NotFound."""
    hours = hours_of(one(session, fair_id))
    booths = session.execute(
        select(
            FairBooth.id, FairBooth.x, FairBooth.y, FairBooth.interviewers, FairBooth.opens, FairBooth.closes,
            FairBooth.state, FairBooth.number, FairBooth.late_until,
        )
        .where(FairBooth.fair_id == fair_id)
        .order_by(FairBooth.id)
    ).all()  # fmt: skip
    visitors = session.execute(
        select(
            FairVisitor.id, FairVisitor.worker_id, FairVisitor.arrives, FairVisitor.leaves, FairVisitor.checked_in,
            FairVisitor.left,
        )
        .where(FairVisitor.fair_id == fair_id)
        .order_by(FairVisitor.id)
    ).all()  # fmt: skip
    own = select(FairVisitor.id).where(FairVisitor.fair_id == fair_id)
    pairs = session.execute(
        select(FairPair.visitor_id, FairPair.booth_id, FairPair.posting_id, FairPair.value)
        .where(FairPair.visitor_id.in_(own))
        .order_by(FairPair.visitor_id, FairPair.booth_id)
    ).all()
    talks = session.execute(
        select(
            FairTalk.id, FairTalk.visitor_id, FairTalk.booth_id, FairTalk.begins, FairTalk.interviewer,
            FairTalk.state, FairTalk.moved,
        )
        .where(FairTalk.visitor_id.in_(own))
        .order_by(FairTalk.id)
    ).all()  # fmt: skip
    return FairRows(hours, booths, visitors, pairs, talks)


def keep(
    session: Session,
    fair_id: int,
    talks: Sequence[TalkRow],
    *,
    aims: Sequence[AimRow],
    reasons: Mapping[int, str],
) -> None:
    """Write a plan in place of the one before. Raises StepRefused once talks have been held."""
    refuse_once_begun(session, fair_id)
    own = select(FairVisitor.id).where(FairVisitor.fair_id == fair_id)
    session.execute(delete(FairTalk).where(FairTalk.visitor_id.in_(own)).execution_options(synchronize_session=False))
    session.execute(delete(FairAim).where(FairAim.fair_id == fair_id))
    if talks:
        session.execute(
            insert(FairTalk),
            [asdict(talk) for talk in talks],
        )
    session.execute(
        insert(FairAim),
        [{"fair_id": fair_id, "way": one.way, "aim": one.aim, "value": one.value, "bound": one.bound} for one in aims],
    )
    session.execute(update(FairVisitor).where(FairVisitor.fair_id == fair_id).values(reason=""))
    if reasons:
        session.execute(
            update(FairVisitor), [{"id": number, "reason": reason} for number, reason in sorted(reasons.items())]
        )
    session.flush()


def planned_of(session: Session, visitor_id: int) -> list[tuple[int, int]]:
    """(booth, minute) of the talks a visitor has before them."""
    rows = session.execute(
        select(FairTalk.booth_id, FairTalk.begins).where(FairTalk.visitor_id == visitor_id, FairTalk.state == "planned")
    )
    return [(booth, begins) for booth, begins in rows]


def change(session: Session, gone: Sequence[int], put: Sequence[TalkRow]) -> None:
    """Take talks out and put others in, on the day; those put in are marked as moved."""
    for part in sliced(gone):
        session.execute(
            delete(FairTalk)
            .where(FairTalk.id.in_(part), FairTalk.state == "planned")
            .execution_options(synchronize_session=False)
        )
    if put:
        session.execute(insert(FairTalk), [asdict(talk) | {"moved": True} for talk in put])
    session.flush()
