"""Who is on a paper: open facts by one query, sealed facts by another that writes the log of reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.exports.office import log
from data.plans import boarding_order
from data.privacy import Reader, masked_identity
from data.tables import AssignmentRow, Batch, TripRow, Worker
from labor.market import FEMALE, MALE
from labor.words import Bilingual

SEX_WORDS = {MALE: Bilingual("男", "M"), FEMALE: Bilingual("女", "F")}
NOT_RECORDED = Bilingual("未登记", "not recorded")
SEALED = ("name", "identity", "phone", "emergency_contact", "remarks")


@dataclass(frozen=True, slots=True)
class Seat:
    """One placed worker as far as no seal is broken."""

    worker_id: int
    posting_id: int
    trip_id: int | None
    travel: str
    pickup_hub_id: int | None
    name_masked: str
    sex: Bilingual
    county: int
    home: str  # township and village
    group_id: int | None
    batch_number: str
    leaves: date | None
    arrives: date | None


@dataclass(frozen=True, slots=True)
class UnsealedWorker:
    """What was unsealed of one worker. ``identity`` shows its last four characters alone."""

    name: str
    identity: str
    phone: str
    emergency_contact: str
    remarks: str


def seats(session: Session, plan_id: int, *where: ColumnElement[bool]) -> list[Seat]:
    """The placed workers of a plan who still go, by batch, village and companions; ``where`` narrows them."""
    query = (
        select(AssignmentRow, Worker, Batch.number, TripRow.leaves, TripRow.arrives)
        .join(Worker, Worker.id == AssignmentRow.worker_id)
        .outerjoin(TripRow, TripRow.id == AssignmentRow.trip_id)
        .outerjoin(Batch, Batch.trip_id == AssignmentRow.trip_id)
        .where(AssignmentRow.plan_id == plan_id, boarding_order.still_going(session, plan_id), *where)
        .with_only_columns(*_OPEN)
        .order_by(
            Batch.number, AssignmentRow.pickup_hub_id, Worker.township, Worker.village, Worker.group_id, Worker.id
        )
    )
    return [
        Seat(
            worker_id=row.worker_id,
            posting_id=row.posting_id,
            trip_id=row.trip_id,
            travel=row.travel,
            pickup_hub_id=row.pickup_hub_id,
            name_masked=row.name_masked,
            sex=SEX_WORDS.get(row.sex, NOT_RECORDED),
            county=row.county,
            home=row.township + row.village,
            group_id=row.group_id,
            batch_number=row.number or "",
            leaves=row.leaves,
            arrives=row.arrives,
        )
        for row in session.execute(query)
    ]


_OPEN = (
    AssignmentRow.worker_id,
    AssignmentRow.posting_id,
    AssignmentRow.trip_id,
    AssignmentRow.travel,
    AssignmentRow.pickup_hub_id,
    Worker.name_masked,
    Worker.sex,
    Worker.county,
    Worker.township,
    Worker.village,
    Worker.group_id,
    Batch.number,
    TripRow.leaves,
    TripRow.arrives,
)


def unsealed(
    session: Session, worker_ids: Iterable[int], reader: Reader, fields: Sequence[str] = SEALED
) -> dict[int, UnsealedWorker]:
    """Break the seal of ``fields`` for these workers and enter it in the log; other fields stay empty."""
    wanted = sorted(set(worker_ids))
    columns = [getattr(Worker, name) for name in SEALED if name in fields]
    personal: dict[int, UnsealedWorker] = {}
    for part in in_parts(wanted):
        for row in session.execute(select(Worker.id, *columns).where(Worker.id.in_(part))):
            got: Mapping[str, str | None] = {name: getattr(row, name, None) for name in SEALED}
            personal[row.id] = UnsealedWorker(
                name=got["name"] or "",
                identity=masked_identity(got["identity"]) if got["identity"] else "",
                phone=got["phone"] or "",
                emergency_contact=got["emergency_contact"] or "",
                remarks=got["remarks"] or "",
            )
    log(session, reader, "workers", fields, ids=list(personal))
    return personal
