"""What a person may ask of the office: consent and its withdrawal, a copy, erasure (PIPL 15, 23, 45, 47)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from data.privacy import Reader, blind_index
from data.rights.import_rows_of_a_person import erase_own_rows
from data.rounds.stages import Signature
from data.tables import (
    Attribution,
    Base,
    Certificate,
    Concern,
    Consent,
    DeclinedKind,
    FairVisitor,
    HealthCheck,
    Offer,
    PaperInHand,
    PersonalLink,
    Pin,
    Placement,
    RosterChange,
    Spell,
    TripStep,
    VerifiedChange,
    WishRegion,
    Worker,
    WorkerFlag,
    WorkerTrade,
    read_log,
)
from data.tables.base import columns_of
from data.tables.papers import PURPOSES
from labor.errors import BadInput, NotFound

# Everything kept of one person, by the table's own name.
KEPT: Final[tuple[Any, ...]] = (
    WorkerTrade, WishRegion, WorkerFlag, Certificate, HealthCheck, Consent, Spell, Attribution, Offer, Placement, Pin,
    VerifiedChange, TripStep, PersonalLink, Concern, DeclinedKind, PaperInHand, FairVisitor,
)  # fmt: skip
# What goes when somebody asks to be forgotten. Offers, placements and spells stay as figures without a person.
FORGOTTEN: Final[tuple[Any, ...]] = (
    WorkerTrade, WishRegion, WorkerFlag, Certificate, HealthCheck, Consent, Attribution, Pin, VerifiedChange, TripStep,
    PersonalLink, Concern, DeclinedKind, PaperInHand,
)  # fmt: skip
LOOK_UPS: Final = ("_index", "code_hash")  # hashes, which tell a person nothing
ERASED_NAME = "已删除"
# Of what may be blank this alone is no word on the person: who listed them, from which file, since when.
STAYS: Final = frozenset({"import_id", "organization_id", "status_on"})
NOT_HERS: Final = ("_index", "tenant_id")  # how to look her up, and whose registers these are


@dataclass(frozen=True, slots=True)
class Told:
    """How a consent came in: what for, to whom (None: the purpose names none), and who wrote it down."""

    purpose: str  # register, employer, transport, insurer
    day: date
    channel: str
    by: str
    now: datetime
    employer_id: int | None = None

    def __post_init__(self) -> None:
        if self.purpose not in PURPOSES:
            raise BadInput(f"同意的用途只能是 {'、'.join(PURPOSES)} / a purpose is one of {', '.join(PURPOSES)}")


def consent(session: Session, worker_id: int, told: Told) -> int:
    """Write down a consent; the id of the one that stands already, where it does."""
    _worker(session, worker_id)
    standing = _standing(session, worker_id, told.purpose, told.employer_id)
    if standing:
        return standing[0].id
    row = Consent(
        worker_id=worker_id, purpose=told.purpose, employer_id=told.employer_id, given=told.day, channel=told.channel,
        recorded_by=told.by, recorded=told.now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def withdraw(session: Session, worker_id: int, purpose: str, *, on: date, employer_id: int | None = None) -> int:
    """End the consents to one purpose and recipient from a day on; how many there were. They stay in the books."""
    _worker(session, worker_id)
    standing = _standing(session, worker_id, purpose, employer_id)
    for row in standing:
        row.withdrawn = on
    session.flush()
    return len(standing)


def _standing(session: Session, worker_id: int, purpose: str, employer_id: int | None) -> list[Consent]:
    return list(
        session.scalars(
            select(Consent).where(
                Consent.worker_id == worker_id,
                Consent.purpose == purpose,
                Consent.employer_id == employer_id,
                Consent.withdrawn.is_(None),
            )
        )
    )


def copy_of(session: Session, worker_id: int, reader: Reader) -> dict[str, list[dict[str, Any]]]:
    """Everything kept of one person in the open, by table, look-up hashes left out; the reading is logged."""
    _worker(session, worker_id)
    found = {"workers": _rows(session, Worker, Worker.id == worker_id)}
    for table in KEPT:
        found[table.__tablename__] = _rows(session, table, table.worker_id == worker_id)
    read_log.write(session, [reader.entry("workers", ["everything"], subject_id=worker_id)])
    return found


def _rows(session: Session, table: type[Base], where: Any) -> list[dict[str, Any]]:
    columns = [column for column in columns_of(table) if not column.key.endswith(NOT_HERS)]
    return [dict(row) for row in session.execute(select(*columns).where(where)).mappings()]


def erase(session: Session, worker_id: int, *, signature: Signature) -> None:
    """Forget a person: every sealed column, home below the county, words, wishes, papers, and their rows of files.

    What the office must be able to account for stays without a name: that somebody was offered, sent, and stayed.
    """
    worker = _worker(session, worker_id)
    for table in FORGOTTEN:
        session.execute(delete(table).where(table.worker_id == worker_id))
    erase_own_rows(session, worker)
    session.execute(update(RosterChange).where(RosterChange.worker_id == worker_id).values(reason=None))
    for column in Worker.__table__.columns:
        if column.nullable and column.name not in STAYS:
            setattr(worker, column.name, None)
    worker.name, worker.name_masked = ERASED_NAME, "*"
    worker.name_index = blind_index("name", f"{ERASED_NAME} {worker_id}")
    worker.township = worker.village = worker.text = ""
    worker.sex, worker.willing, worker.call_again = 0, "no", False
    worker.changed = signature.now
    for placement in session.scalars(select(Placement).where(Placement.worker_id == worker_id)):
        placement.handed_to = None
    session.flush()


def _worker(session: Session, worker_id: int) -> Worker:
    found = session.get(Worker, worker_id)
    if found is None:
        raise NotFound(f"工人 {worker_id} 不在登记册里 / no worker {worker_id} in the register")
    return found
