"""What came of a round: who boarded, arrived, stayed. Later scores learn from these rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from data.tables import AssignmentRow, Batch, Employer, Offer, Placement, Posting, Round, Spell
from labor.errors import BadInput, NotFound

STAGES = {30: "stayed_30", 90: "stayed_90"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """The hand-over at the other end: ``as_promised`` is the worker's own word on job, place and pay."""

    arrived: datetime
    handed_to: str = ""
    as_promised: bool | None = None


def begin(session: Session, round_id: int) -> int:
    """A placement for everybody in the standing plan of a departing round; how many were begun."""
    offer_of = (
        select(func.max(Offer.id))
        .where(
            Offer.worker_id == AssignmentRow.worker_id,
            Offer.posting_id == AssignmentRow.posting_id,
            Offer.reply == "yes",
        )
        .correlate(AssignmentRow)
        .scalar_subquery()
    )
    rows = session.execute(
        select(AssignmentRow.worker_id, AssignmentRow.posting_id, offer_of, Batch.id)
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .outerjoin(Batch, Batch.trip_id == AssignmentRow.trip_id)
        .where(Round.id == round_id)
    ).all()
    begun = set(session.scalars(select(Placement.offer_id).where(Placement.round_id == round_id)))
    new = [
        {"offer_id": offer, "worker_id": worker, "posting_id": posting, "round_id": round_id, "batch_id": batch}
        for worker, posting, offer, batch in rows
        if offer is not None and offer not in begun
    ]
    if new:
        session.execute(insert(Placement), new)
    return len(new)


def of(session: Session, round_id: int, worker_id: int) -> Placement:
    """A worker's placement in a round; raises NotFound."""
    found = session.scalars(
        select(Placement).where(Placement.round_id == round_id, Placement.worker_id == worker_id)
    ).one_or_none()
    if found is None:
        raise NotFound(f"这一轮没有 {worker_id} 号的安置记录 / worker {worker_id} has no placement in this round")
    return found


def boarded(session: Session, round_id: int, worker_id: int, *, at: datetime) -> None:
    """Ticked off at the coach door."""
    of(session, round_id, worker_id).boarded = at
    session.flush()


def stayed_home(session: Session, round_id: int, worker_id: int) -> None:
    """Did not come to the coach: their place is free for the next round."""
    of(session, round_id, worker_id).showed_up = False
    session.flush()


def arrived(session: Session, round_id: int, worker_id: int, *, arrival: Arrival) -> None:
    """Handed over to the employer: a spell of organized work begins that day."""
    placement = of(session, round_id, worker_id)
    day = arrival.arrived.date()
    placement.arrived, placement.showed_up, placement.started = arrival.arrived, True, day
    placement.handed_to, placement.as_promised = arrival.handed_to or None, arrival.as_promised
    posting = session.get_one(Posting, placement.posting_id)
    known = select(Spell.id).where(
        Spell.worker_id == worker_id, Spell.employer_id == posting.employer_id, Spell.started == day
    )
    if session.scalar(known) is None:
        _close_open_spells(session, worker_id, day)
        employer = session.get_one(Employer, posting.employer_id)
        session.add(
            Spell(
                worker_id=worker_id, employer_id=employer.id, occupation=posting.occupation, county=posting.county,
                started=day, went="organized",
            )
        )  # fmt: skip
    session.flush()


def _close_open_spells(session: Session, worker_id: int, day: date) -> None:
    """Changing a job closes the old spell and opens a new one (requirements A15)."""
    for spell in session.scalars(select(Spell).where(Spell.worker_id == worker_id, Spell.ended.is_(None))):
        spell.ended = max(spell.started, day)


def asked_after(session: Session, round_id: int, worker_id: int, *, stage_days: int, still_there: bool) -> None:
    """The call after 30 or 90 days; who is there after 90 was there after 30. Raises BadInput for another stage."""
    if stage_days not in STAGES:
        raise BadInput("回访只有 30 天和 90 天两次 / follow-up calls come after 30 and 90 days")
    placement = of(session, round_id, worker_id)
    setattr(placement, STAGES[stage_days], still_there)
    if still_there and stage_days == 90:
        placement.stayed_30 = True
    if not still_there and stage_days == 30:
        placement.stayed_90 = False
    session.flush()


def left(session: Session, round_id: int, worker_id: int, *, on: date) -> None:
    """Work ended: stages not reached by that day were not reached, and the place is free again."""
    placement = of(session, round_id, worker_id)
    placement.ended = on
    if placement.started is not None:
        placement.stayed_30 = on >= placement.started + timedelta(days=30)
        placement.stayed_90 = on >= placement.started + timedelta(days=90)
    for spell in session.scalars(select(Spell).where(Spell.worker_id == worker_id, Spell.ended.is_(None))):
        spell.ended = max(spell.started, on)
    session.flush()


def unticked(session: Session, round_id: int, worker_id: int) -> None:
    """Take back a tick at the coach door made by mistake; raises BadInput once they arrived."""
    placement = of(session, round_id, worker_id)
    if placement.arrived is not None:
        raise BadInput(f"{worker_id} 号已到达,不能改回 / worker {worker_id} has arrived: that stands")
    placement.boarded = placement.showed_up = None
    session.flush()


def told_after_a_day(session: Session, round_id: int, worker_id: int, *, as_promised: bool) -> None:
    """The call on the first day: whether job, place and pay are what was said."""
    of(session, round_id, worker_id).as_promised = as_promised
    session.flush()
