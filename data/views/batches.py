"""A batch and its people as the office sees them on a page: masked, in boarding order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from data.columns import Line
from data.plans import boarding_order
from data.rounds.going import goes
from data.rounds.parties import Party, members, parties
from data.rounds.placements import standing_of
from data.tables import (
    AssignmentRow,
    Batch,
    Employer,
    Hub,
    Offer,
    Placement,
    Posting,
    Region,
    Round,
    TripRow,
    Vehicle,
    VehicleStop,
    Worker,
)
from data.views.paging import unsealed
from labor.errors import NotFound


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One person of a batch, masked."""

    worker_id: int
    serial: int
    name: str
    home: str
    pickup: str
    pickup_hub_id: int | None
    employer_id: int
    employer: str
    posting_id: int
    post: str
    group: int | None
    reply: str
    boarded: bool
    arrived: bool
    standing: str | None  # "", boarded, arrived or home; None before the departure
    goes: bool = True  # False once dropped out or kept from the posting
    phone: str = ""  # masked


@dataclass(frozen=True, slots=True)
class BatchPage:
    """The head of a batch and its people in boarding order."""

    batch: Line
    round: Line
    trip: Line | None  # None with the vehicle for those with own tickets and those who commute
    vehicle: Line | None
    party: Party
    siblings: Sequence[Party]  # the round's other batches
    stops: Sequence[tuple[str, str]]  # role, hub in order
    lines: Sequence[BatchLine]
    employers: Sequence[Line]


def one(session: Session, batch_id: int) -> BatchPage:
    """A batch's page; raises NotFound for an unknown one, or one no plan carries any more."""
    batch = session.execute(select(*unsealed(Batch)).where(Batch.id == batch_id)).first()
    everybody = parties(session, batch.round_id) if batch else []
    party = next((one for one in everybody if one.batch_id == batch_id), None)
    if batch is None or party is None:
        raise NotFound(f"没有 {batch_id} 号批次,或它现在没有人 / no batch {batch_id}, or it has nobody now")
    trip = session.execute(select(*unsealed(TripRow)).where(TripRow.id == batch.trip_id)).first()
    rows = _people(session, party, batch.round_id)
    if trip is not None:
        serial = boarding_order.serials(session, trip.id)  # who goes no more has none
    else:
        serial = {row.worker_id: at for at, row in enumerate(sorted(rows, key=lambda row: row.worker_id), start=1)}
    rows = sorted(rows, key=lambda row: (not row.goes, serial.get(row.worker_id, 0), row.worker_id))
    employers = {row.employer_id for row in rows}
    return BatchPage(
        batch,
        session.execute(select(*unsealed(Round)).where(Round.id == batch.round_id)).one(),
        trip,
        session.execute(select(*unsealed(Vehicle)).where(Vehicle.id == trip.vehicle_id)).one() if trip else None,
        party,
        [one for one in everybody if one.batch_id != batch_id],
        _stops(session, trip.vehicle_id) if trip else [],
        [_line(serial.get(row.worker_id, 0), row) for row in rows],
        session.execute(select(*unsealed(Employer)).where(Employer.id.in_(employers)).order_by(Employer.id)).all(),
    )


def _people(session: Session, party: Party, round_id: int) -> Sequence[Line]:
    """The batch's people with what they answered and how they stand."""
    board = aliased(Hub)
    said = (
        select(Offer.worker_id, Offer.posting_id, func.max(Offer.id).label("offer_id"))
        .group_by(Offer.worker_id, Offer.posting_id)
        .subquery()
    )
    query = (
        select(
            Worker.id.label("worker_id"), Worker.name_masked, Worker.sex, Worker.phone_masked, Worker.township,
            Worker.village, Worker.group_id, Region.name.label("county_name"), board.name.label("pickup"),
            board.id.label("pickup_hub_id"),
            Posting.id.label("posting_id"), Posting.title, Employer.id.label("employer_id"),
            Employer.name.label("employer"), Offer.reply,  Placement.boarded, Placement.arrived,
            Placement.id.label("placement_id"), Placement.showed_up, goes(round_id).label("goes"),
        )
        .select_from(AssignmentRow)
        .join(Worker, Worker.id == AssignmentRow.worker_id)
        .join(Posting, Posting.id == AssignmentRow.posting_id)
        .join(Employer, Employer.id == Posting.employer_id)
        .join(Region, Region.code == Worker.county, isouter=True)
        .join(board, board.id == func.coalesce(AssignmentRow.pickup_hub_id, Worker.pickup_hub_id), isouter=True)
        .join(said, (said.c.worker_id == Worker.id) & (said.c.posting_id == Posting.id), isouter=True)
        .join(Offer, Offer.id == said.c.offer_id, isouter=True)
        .join(Placement, (Placement.offer_id == Offer.id) & (Placement.round_id == round_id), isouter=True)
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .where(Round.id == round_id, members([party]))
    )  # fmt: skip
    return session.execute(query).all()


def _line(serial: int, row: Line) -> BatchLine:
    return BatchLine(
        worker_id=row.worker_id,
        serial=serial,
        name=row.name_masked,
        home=f"{row.county_name or ''}{row.township}{row.village}",
        pickup=row.pickup or "",
        pickup_hub_id=row.pickup_hub_id,
        employer_id=row.employer_id,
        employer=row.employer,
        posting_id=row.posting_id,
        post=row.title,
        group=row.group_id,
        reply=row.reply or "not_asked",
        boarded=row.boarded is not None,
        arrived=row.arrived is not None,
        standing=_standing(row),
        goes=bool(row.goes),
        phone=row.phone_masked or "",
    )


def _standing(row: Line) -> str | None:
    return None if row.placement_id is None else standing_of(row)


def _stops(session: Session, vehicle_id: int) -> list[tuple[str, str]]:
    query = select(VehicleStop.role, Hub.name).join(Hub, Hub.id == VehicleStop.hub_id)
    query = query.where(VehicleStop.vehicle_id == vehicle_id).order_by(VehicleStop.role.desc(), VehicleStop.position)
    return [(role, name) for role, name in session.execute(query)]
