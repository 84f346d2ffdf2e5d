"""The day of the fair: who came in, who is called, what a talk came to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.registers.fairs.events import open_one
from data.registers.fairs.visitors import visitor
from data.registers.records import KeptRow, WorkerRecord
from data.registers.rows import Source
from data.registers.workers import keep_workers
from data.tables import FairBooth, FairTalk, FairVisitor
from data.tables.fairs import AFTER, OUTCOMES
from labor.errors import BadInput, NotFound, StepRefused
from policy.fairs import may_be_called_absent

SHEET: Final = "招聘会现场"


def came_in(session: Session, fair_id: int, visitor_id: int, *, now: datetime) -> bool:
    """Somebody is at the door; True where they had not been checked in before."""
    open_one(session, fair_id)
    row = visitor(session, fair_id, visitor_id)
    if row.checked_in is not None and row.left is None:
        return False
    row.checked_in, row.left = row.checked_in or now, None
    session.execute(
        update(FairTalk)
        .where(FairTalk.visitor_id == visitor_id, FairTalk.state == "absent")
        .values(state="planned", calls=0)
    )
    session.flush()
    return True


def went_home(session: Session, fair_id: int, visitor_id: int, *, now: datetime) -> None:
    """Somebody leaves the hall."""
    visitor(session, fair_id, visitor_id).left = now
    session.flush()


def register(session: Session, record: WorkerRecord, *, today: date, now: datetime, by: str) -> int:
    """The worker somebody who walked in is, known already or new. Raises BadInput."""
    kept = keep_workers(session, [KeptRow(SHEET, 1, record)], Source(today, now, by))
    number = kept.ids[0]
    if number is None:
        refusal = kept.refused[0]
        raise BadInput(f"{refusal.problem.zh}；{refusal.advice.zh} / {refusal.problem.en}; {refusal.advice.en}")
    return number


def talk_of(session: Session, fair_id: int, talk_id: int) -> FairTalk:
    """A talk of this fair; raises NotFound."""
    row = session.get(FairTalk, talk_id)
    if row is None or session.get_one(FairBooth, row.booth_id).fair_id != fair_id:
        raise NotFound(f"{fair_id} 号招聘会没有 {talk_id} 号面谈 / fair {fair_id} has no talk {talk_id}")
    return row


def call(session: Session, fair_id: int, talk_id: int) -> None:
    """The person was called once more."""
    open_one(session, fair_id)
    talk = talk_of(session, fair_id, talk_id)
    if talk.state == "planned":
        talk.calls += 1
        session.flush()


def sits_down(session: Session, fair_id: int, talk_id: int) -> None:
    """The talk begins. Raises StepRefused while the person sits in another."""
    open_one(session, fair_id)
    talk = talk_of(session, fair_id, talk_id)
    if _elsewhere(session, talk):
        raise StepRefused("此人正在别的展位面谈 / this person sits in another talk")
    if talk.state in ("planned", "absent"):
        talk.state = "talking"
        session.flush()


def came_to(session: Session, fair_id: int, talk_id: int, outcome: str, *, now: datetime) -> FairTalk:
    """Write down what a talk came to; said twice, the later word holds."""
    open_one(session, fair_id)
    if outcome not in OUTCOMES or not outcome:
        raise BadInput(f"没有“{outcome}”这种结果 / there is no outcome {outcome}")
    talk = talk_of(session, fair_id, talk_id)
    talk.state, talk.outcome, talk.ended = "over", outcome, talk.ended or now
    session.flush()
    return talk


def absent(session: Session, fair_id: int, talk_id: int, *, minute: int, slot: int) -> FairTalk:
    """Write down that somebody did not come. Raises StepRefused before slot, grace and two calls are over.

    Said again of a talk that is absent it changes nothing.
    """
    open_one(session, fair_id)
    talk = talk_of(session, fair_id, talk_id)
    if talk.state not in ("planned", "absent"):
        raise StepRefused("这次面谈已经开始或结束 / this talk has begun or is over")
    bar = may_be_called_absent(
        now=minute, slot_ends=talk.begins + slot, calls=talk.calls, talks_elsewhere=_elsewhere(session, talk)
    )
    if bar is not None:
        raise StepRefused(f"{bar.zh} / {bar.en}")
    talk.state = "absent"
    session.flush()
    return talk


def _elsewhere(session: Session, talk: FairTalk) -> bool:
    other = select(FairTalk.id).where(
        FairTalk.visitor_id == talk.visitor_id, FairTalk.state == "talking", FairTalk.id != talk.id
    )
    return session.execute(other.limit(1)).first() is not None


def employers_who_came(session: Session, fair_id: int, booth_id: int) -> None:
    """A booth's first talk or press shows that its employer is there."""
    session.execute(
        update(FairBooth)
        .where(FairBooth.id == booth_id, FairBooth.fair_id == fair_id, FairBooth.state == "expected")
        .values(state="there")
    )


def is_here(session: Session, visitor_id: int) -> bool:
    """Whether a visitor was checked in and has not left."""
    row = session.get_one(FairVisitor, visitor_id)
    return row.checked_in is not None and row.left is None


def later(session: Session, fair_id: int, talk_id: int, stage: int, said: str) -> None:
    """Write down how it went 7 or 30 days after. Raises BadInput for any other day or word."""
    if stage not in (7, 30) or said not in AFTER or not said:
        raise BadInput(f"没有“{stage} 天 {said}”这种回访 / there is no follow-up {stage} {said}")
    setattr(talk_of(session, fair_id, talk_id), f"after_{stage}", said)
    session.flush()
