"""A batch with its manifest, in the masking its copy may show (requirements 3.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from data.privacy import Reader, masked_identity
from data.tables import (
    AssignmentRow,
    Batch,
    Employer,
    Hub,
    Offer,
    Placement,
    Posting,
    PostingCertificate,
    Region,
    Round,
    TripRow,
    Vehicle,
    VehicleStop,
    Worker,
)
from data.views import personal
from data.views.paging import Line, unsealed
from data.views.personal import Personal
from labor.errors import NotFound

Copy = Literal["office", "escort", "receiver", "board"]
COPIES: Final[tuple[Copy, ...]] = ("office", "escort", "receiver", "board")
OPEN_COPIES: Final = ("escort", "receiver")  # these unseal numbers: each printing is logged


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One person of a batch; fields a copy may not show are empty."""

    worker_id: int
    serial: int
    name: str
    sex: int
    identity: str
    phone: str
    home: str
    pickup: str
    employer_id: int
    employer: str
    posting_id: int
    post: str
    group: int | None
    emergency: str
    reply: str
    certificates_needed: bool
    boarded: bool
    arrived: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a leader holds: the head of the batch and its people in boarding order."""

    batch: Line
    round: Line
    trip: Line
    vehicle: Line
    stops: Sequence[tuple[str, str]]  # role, hub in order
    lines: Sequence[ManifestLine]
    employers: Sequence[Line]
    copy: Copy
    employer_id: int | None


def manifest(
    session: Session, batch_id: int, *, copy: Copy, reader: Reader, employer_id: int | None = None
) -> Manifest:
    """One copy of a batch's manifest; copies that unseal numbers are logged. Raises NotFound."""
    batch = session.execute(select(*unsealed(Batch)).where(Batch.id == batch_id)).first()
    if batch is None or batch.trip_id is None:
        raise NotFound(f"没有 {batch_id} 号批次,或它现在没有车 / no batch {batch_id}, or it has no trip now")
    trip = session.execute(select(*unsealed(TripRow)).where(TripRow.id == batch.trip_id)).one()
    rows = _people(session, trip.id, batch.round_id)
    shown = [row for row in rows if copy != "receiver" or employer_id in (None, row.employer_id)]
    full: Mapping[int, Personal] = {}
    if copy in OPEN_COPIES:
        full = personal.of_workers(session, [row.worker_id for row in shown])
        fields = ("name", "phone", "identity", "emergency_contact")
        personal.log(session, reader.entry("batch", fields, subject_id=batch_id, people=len(shown)))
    employers = {row.employer_id for row in rows}
    return Manifest(
        batch,
        session.execute(select(*unsealed(Round)).where(Round.id == batch.round_id)).one(),
        trip,
        session.execute(select(*unsealed(Vehicle)).where(Vehicle.id == trip.vehicle_id)).one(),
        _stops(session, trip.vehicle_id),
        [_line(serial, row, full.get(row.worker_id), copy) for serial, row in enumerate(shown, start=1)],
        session.execute(select(*unsealed(Employer)).where(Employer.id.in_(employers)).order_by(Employer.id)).all(),
        copy,
        employer_id,
    )


def _people(session: Session, trip_id: int, round_id: int) -> Sequence[Line]:
    """The trip's people in boarding order: stop by stop, group by group."""
    board = aliased(Hub)
    said = (
        select(Offer.worker_id, Offer.posting_id, func.max(Offer.id).label("offer_id"))
        .group_by(Offer.worker_id, Offer.posting_id)
        .subquery()
    )
    needs = select(PostingCertificate.posting_id, func.count().label("kinds")).group_by(PostingCertificate.posting_id)
    needed = needs.subquery()
    query = (
        select(
            Worker.id.label("worker_id"), Worker.name_masked, Worker.sex, Worker.phone_masked, Worker.township,
            Worker.village, Worker.group_id, Region.name.label("county_name"), board.name.label("pickup"),
            Posting.id.label("posting_id"), Posting.title, Employer.id.label("employer_id"),
            Employer.name.label("employer"), Offer.reply, needed.c.kinds, Placement.boarded, Placement.arrived,
        )
        .select_from(AssignmentRow)
        .join(Worker, Worker.id == AssignmentRow.worker_id)
        .join(Posting, Posting.id == AssignmentRow.posting_id)
        .join(Employer, Employer.id == Posting.employer_id)
        .join(Region, Region.code == Worker.county, isouter=True)
        .join(board, board.id == func.coalesce(AssignmentRow.pickup_hub_id, Worker.pickup_hub_id), isouter=True)
        .join(said, (said.c.worker_id == Worker.id) & (said.c.posting_id == Posting.id), isouter=True)
        .join(Offer, Offer.id == said.c.offer_id, isouter=True)
        .join(needed, needed.c.posting_id == Posting.id, isouter=True)
        .join(Placement, (Placement.offer_id == Offer.id) & (Placement.round_id == round_id), isouter=True)
        .where(AssignmentRow.trip_id == trip_id)
        .order_by(board.name, Employer.id, Worker.group_id.is_(None), Worker.group_id, Worker.id)
    )  # fmt: skip
    return session.execute(query).all()


def _line(serial: int, row: Line, full: Personal | None, copy: Copy) -> ManifestLine:
    numbers = copy != "board"
    return ManifestLine(
        worker_id=row.worker_id,
        serial=serial,
        name=full.name if full else row.name_masked,
        sex=row.sex if numbers else 0,
        identity=masked_identity(full.identity) if full and full.identity else "",
        phone=(full.phone or "" if full else row.phone_masked or "") if numbers else "",
        home=f"{row.county_name or ''}{row.township}{row.village}" if numbers else row.township,
        pickup=row.pickup or "",
        employer_id=row.employer_id,
        employer=row.employer,
        posting_id=row.posting_id,
        post=row.title,
        group=row.group_id,
        emergency=(full.emergency_contact or "") if full and copy == "escort" else "",
        reply=row.reply or "not_asked",
        certificates_needed=bool(row.kinds),
        boarded=row.boarded is not None,
        arrived=row.arrived is not None,
    )


def _stops(session: Session, vehicle_id: int) -> list[tuple[str, str]]:
    query = select(VehicleStop.role, Hub.name).join(Hub, Hub.id == VehicleStop.hub_id)
    query = query.where(VehicleStop.vehicle_id == vehicle_id).order_by(VehicleStop.role.desc(), VehicleStop.position)
    return [(role, name) for role, name in session.execute(query)]
