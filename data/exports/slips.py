"""Slips (乘车须知单): what one worker takes along, in plain words, with a code that proves the batch is real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.exports.jobs import Contact, Job, contacts, jobs
from data.exports.office import SendingOffice, office
from data.exports.people import Seat, seats, unsealed
from data.exports.slip_lines import SlipLine, by_ticket, by_trip, hotline, job_lines, to_bring
from data.exports.trips import BatchTrip, journey
from data.privacy import Reader, blind_index
from data.tables import AssignmentRow, Batch, PlanRow
from labor.errors import NotFound
from labor.words import Bilingual

FEW = 500  # as many as one statement asks for
NO_FEES = Bilingual(
    "不收押金、不扣身份证。谁收钱、扣证，请打热线。",
    "No deposit, no identity card held. If anybody asks for money or keeps your card, call the hotline.",
)
FREE_TO_REFUSE = Bilingual(
    "地点、工作、工资变了，您可以不去；什么时候说不去都可以，不用说理由。",
    "If place, work or pay change you need not go. You may say no at any time, without a reason.",
)


@dataclass(frozen=True, slots=True)
class Slip:
    """One worker's slip: labeled lines from top to bottom, and what the printed code says."""

    worker_id: int
    name: str
    batch_number: str
    lines: tuple[SlipLine, ...]
    promises: tuple[Bilingual, ...]
    code: str
    code_says: str
    office: SendingOffice


def slips(session: Session, plan_id: int, *, reader: Reader, worker_ids: Sequence[int] | None = None) -> list[Slip]:
    """The slips of everybody placed by a plan, or of some of them, batch by batch; raises NotFound."""
    if session.scalar(select(PlanRow.id).where(PlanRow.id == plan_id)) is None:
        raise NotFound(f"there is no plan {plan_id}")
    placed = _placed(session, plan_id, worker_ids)
    work = jobs(session, {seat.posting_id for seat in placed})
    reach = contacts(session, {seat.posting_id for seat in placed}, reader)
    rides = _rides(session, {seat.trip_id for seat in placed if seat.trip_id is not None}, reader)
    people = unsealed(session, {seat.worker_id for seat in placed}, reader, ("name",))
    sender = office(session)
    return [
        _slip(
            _Going(people[seat.worker_id].name, seat, rides.get(seat.trip_id)),
            work[seat.posting_id],
            reach[seat.posting_id],
            sender,
        )
        for seat in placed
    ]


def _placed(session: Session, plan_id: int, worker_ids: Sequence[int] | None) -> list[Seat]:
    if worker_ids is not None and len(worker_ids) <= FEW:
        return seats(session, plan_id, AssignmentRow.worker_id.in_(worker_ids))
    wanted = None if worker_ids is None else set(worker_ids)
    return [seat for seat in seats(session, plan_id) if wanted is None or seat.worker_id in wanted]


def _rides(session: Session, trip_ids: set[int], reader: Reader) -> dict[int | None, BatchTrip]:
    batches: list[int] = []
    for part in in_parts(sorted(trip_ids)):
        batches += session.scalars(select(Batch.id).where(Batch.trip_id.in_(part)).order_by(Batch.id))
    return {ride.trip_id: ride for ride in (journey(session, batch_id, reader) for batch_id in sorted(batches))}


def verification_code(batch_number: str, worker_id: int) -> str:
    """Eight characters that only this installation's key can make: read out to the hotline to prove a slip."""
    return blind_index("slip", f"{batch_number}/{worker_id}")[:8].upper()


@dataclass(frozen=True, slots=True)
class _Going:
    """Who goes, and on which trip; None with an own ticket."""

    name: str
    seat: Seat
    trip: BatchTrip | None


def _slip(going: _Going, job: Job, contact: Contact, sender: SendingOffice) -> Slip:
    seat, trip = going.seat, going.trip
    number = trip.batch_number if trip else f"P{seat.posting_id}"
    code = verification_code(number, seat.worker_id)
    says = (
        f"{sender.public_url}/check/{number}/{code}"
        if sender.public_url
        else f"{number} {code} TEL {sender.hotline}".upper()
    )
    journey_lines = by_trip(seat, trip) if trip else by_ticket(job)
    return Slip(
        worker_id=seat.worker_id,
        name=going.name,
        batch_number=number,
        lines=(*journey_lines, *job_lines(job, contact), to_bring(job), hotline(sender)),
        promises=(NO_FEES, FREE_TO_REFUSE),
        code=code,
        code_says=says,
        office=sender,
    )
