"""What came of a round: who boarded, arrived, stayed. Later scores learn from these rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, true, update
from sqlalchemy.orm import Session

from data.rounds.going import goes
from data.rounds.parties import of_assignment
from data.rounds.stages import Signature
from data.tables import AssignmentRow, Batch, Employer, Offer, Placement, Posting, Round, Spell, TripStep
from labor.errors import BadInput, NotFound, StepRefused

STAGES = {30: "stayed_30", 90: "stayed_90"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """The hand-over at the other end: ``as_promised`` is the worker's own word on job, place and pay."""

    arrived: datetime
    handed_to: str = ""
    as_promised: bool | None = None


def begin(session: Session, round_id: int, trip_id: int | None, *, travel: str | None = None) -> int:
    """A placement for everybody who goes with a departing trip, or without one (None) this way; how many were begun."""
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
        .outerjoin(Batch, of_assignment(round_id))
        .where(Round.id == round_id, AssignmentRow.trip_id.is_not_distinct_from(trip_id), goes(round_id))
        .where(AssignmentRow.travel == travel if travel and trip_id is None else true())
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
    placement = of(session, round_id, worker_id)
    placement.showed_up = False
    session.flush()
    batch_of(session, placement)


def arrived(session: Session, round_id: int, worker_id: int, *, arrival: Arrival, signature: Signature) -> None:
    """Handed over to the employer: a spell of organized work begins that day. Said twice it is written once."""
    placement = of(session, round_id, worker_id)
    if placement.arrived is not None:
        if placement.started == arrival.arrived.date():
            return
        raise StepRefused(
            f"{worker_id} 号已记到达;日期不对请先收回 / "
            f"worker {worker_id} has arrived: take that back if the day is wrong"
        )
    _write(session, placement, "arrived", signature, was=standing_of(placement))
    day = arrival.arrived.date()
    placement.arrived, placement.showed_up, placement.started = arrival.arrived, True, day
    placement.handed_to, placement.as_promised = arrival.handed_to or None, arrival.as_promised
    posting = session.get_one(Posting, placement.posting_id)
    known = select(Spell.id).where(
        Spell.worker_id == worker_id, Spell.employer_id == posting.employer_id, Spell.started == day
    )
    if session.scalar(known) is None:
        _close_open_spells(session, placement, day)
        employer = session.get_one(Employer, posting.employer_id)
        session.add(
            Spell(
                worker_id=worker_id, employer_id=employer.id, occupation=posting.occupation, county=posting.county,
                started=day, went="organized", opened_by=placement.id,
            )
        )  # fmt: skip
    session.flush()
    batch_of(session, placement)


def batch_of(session: Session, placement: Placement) -> None:
    """A batch has arrived once all of it who came have; it is on its way again once one has not."""
    mine = select(Placement.id).where(Placement.batch_id == placement.batch_id)
    under_way = mine.where(Placement.arrived.is_(None), Placement.showed_up.is_not(False))
    there = mine.where(Placement.arrived.is_not(None))
    arrived = session.scalar(under_way.limit(1)) is None and session.scalar(there.limit(1)) is not None
    was, became = (("departed",), "arrived") if arrived else (("arrived", "handed_over"), "departed")
    batch = update(Batch).where(Batch.id == placement.batch_id, Batch.status.in_(was))
    session.execute(batch.values(status=became, arrived=placement.arrived if arrived else None))


def _close_open_spells(session: Session, placement: Placement, day: date) -> None:
    """Changing a job closes the old spell and opens a new one (requirements A15)."""
    still_open = select(Spell).where(Spell.worker_id == placement.worker_id, Spell.ended.is_(None))
    for spell in session.scalars(still_open):
        spell.ended, spell.closed_by = max(spell.started, day), placement.id


def standing_of(placement: Any) -> str:
    """How a person stands on the day of leaving: "", boarded, arrived or home."""
    if placement.arrived is not None:
        return "arrived"
    if placement.showed_up is False:
        return "home"
    return "boarded" if placement.boarded is not None else ""


def take_back_arrival(session: Session, round_id: int, worker_id: int, *, signature: Signature) -> None:
    """An arrival said by mistake: the person stands as before it, and so do the spells it began and ended.

    Raises StepRefused without an arrival or a reason, or once something rests on it.
    """
    placement = of(session, round_id, worker_id)
    if not signature.note.strip():
        raise StepRefused("收回要写明原因 / say why it is taken back")
    _refuse_what_stands(session, placement)
    began = select(Spell).where(Spell.worker_id == worker_id, Spell.opened_by == placement.id)
    for spell in session.scalars(began).all():
        session.delete(spell)
    ended = select(Spell).where(Spell.worker_id == worker_id, Spell.closed_by == placement.id)
    for spell in session.scalars(ended).all():
        spell.ended = spell.closed_by = None
    was = session.scalar(
        select(TripStep.was)
        .where(TripStep.round_id == round_id, TripStep.worker_id == worker_id, TripStep.became == "arrived")
        .order_by(TripStep.id.desc())
        .limit(1)
    )
    placement.arrived = placement.started = placement.handed_to = placement.as_promised = None
    if was != "boarded" and was is not None:
        placement.boarded = None
    placement.showed_up = False if was == "home" else None
    _write(session, placement, "arrival_taken_back", signature)
    session.flush()
    batch_of(session, placement)


def _refuse_what_stands(session: Session, placement: Placement) -> None:
    worker = placement.worker_id
    if placement.arrived is None:
        raise StepRefused(f"{worker} 号没有到达的记录 / worker {worker} is not on record as arrived")
    if placement.ended is not None or placement.stayed_30 is not None or placement.stayed_90 is not None:
        raise StepRefused(
            f"{worker} 号到达以后已记回访或离岗,不能收回 / worker {worker} was asked after or left since: that stands"
        )
    later = select(Spell.closed_by).where(
        Spell.opened_by == placement.id, Spell.closed_by.is_not(None), Spell.closed_by != placement.id
    )
    if session.scalar(later) is not None:
        raise StepRefused(
            f"{worker} 号后来又到了别的单位,先收回后一次到达 / worker {worker} has arrived elsewhere since: take that "
            "back first"
        )


def _write(session: Session, placement: Placement, became: str, signature: Signature, *, was: str = "") -> None:
    session.add(
        TripStep(
            round_id=placement.round_id, batch_id=placement.batch_id, worker_id=placement.worker_id, became=became,
            was=was, taken=signature.now, taken_by=signature.by, note=signature.note,
        )
    )  # fmt: skip


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
        raise BadInput(
            f"{worker_id} 号已到达,要改先收回到达 / worker {worker_id} has arrived: take the arrival back first"
        )
    placement.boarded = placement.showed_up = None
    session.flush()
    batch_of(session, placement)


def told_after_a_day(session: Session, round_id: int, worker_id: int, *, as_promised: bool) -> None:
    """The call on the first day: whether job, place and pay are what was said."""
    of(session, round_id, worker_id).as_promised = as_promised
    session.flush()
