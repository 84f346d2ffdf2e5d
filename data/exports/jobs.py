"""What papers say of a posting and its employer, and whether a worker's certificates meet it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.exports.office import log
from data.exports.words import RegionNames, pay_words
from data.privacy import Reader
from data.tables import Employer, Posting, PostingCertificate, PostingHazard
from labor.words import Bilingual
from policy import hazards


@dataclass(frozen=True, slots=True)
class Job:
    """One posting as a worker and a leader need it."""

    posting_id: int
    employer_id: int
    title: str
    employer: str
    address: str  # region and street
    pay: Bilingual
    pay_text: str
    hours_a_day: float | None
    shifts: str
    lodging: bool | None
    lodging_text: str
    canteen: str
    fare_paid_by: str
    social_insurance: str
    employment_form: str
    start_from: date | None
    start_by: date | None
    openings: int
    hazards: tuple[Bilingual, ...]
    certificates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ring at an employer."""

    name: str
    phone: str


def jobs(session: Session, posting_ids: Iterable[int]) -> dict[int, Job]:
    """The postings by id, nothing sealed among their facts."""
    found: dict[int, Job] = {}
    for part in in_parts(sorted(set(posting_ids))):
        dangers = _codes(session, PostingHazard, PostingHazard.hazard, part)
        papers = _codes(session, PostingCertificate, PostingCertificate.kind, part)
        rows = session.execute(
            select(*_OPEN, Employer.name.label("employer"), Employer.address.label("seat"))
            .join(Employer, Employer.id == Posting.employer_id)
            .where(Posting.id.in_(part))
        ).all()
        places = RegionNames(session, {row.county for row in rows})
        for row in rows:
            found[row.id] = _job(row, places, dangers[row.id], papers[row.id])
    return found


_OPEN = tuple(
    getattr(Posting, name)
    for name in (
        *("id", "employer_id", "title", "county", "address", "wage_low_fen", "wage_high_fen", "pay_text"),
        *("hours_a_day", "shifts", "lodging", "lodging_text", "canteen", "fare_paid_by", "social_insurance"),
        *("employment_form", "start_from", "start_by", "openings"),
    )
)


def _job(row: Any, places: RegionNames, dangers: list[str], papers: list[str]) -> Job:
    street, region = row.address or row.seat, places.path(row.county)
    same = {name: getattr(row, name) for name in Job.__dataclass_fields__ if hasattr(row, name)}
    made = {
        "posting_id": row.id,
        "address": street if street.startswith(region[:2]) else region + street,
        "pay": pay_words(row.wage_low_fen, row.wage_high_fen),
        "hazards": tuple(hazards.name_of(code) for code in dangers),
        "certificates": tuple(papers),
    }
    return Job(**same | made)


def _codes(session: Session, table: Any, column: Any, posting_ids: Iterable[int]) -> dict[int, list[str]]:
    codes: dict[int, list[str]] = defaultdict(list)
    query = select(table.posting_id, column).where(table.posting_id.in_(posting_ids)).order_by(column)
    for posting_id, code in session.execute(query):
        codes[posting_id].append(code)
    return codes


def contacts(session: Session, posting_ids: Iterable[int], reader: Reader) -> dict[int, Contact]:
    """Whom to ring by posting: the posting's own contact, else its employer's. Entered in the log of reads."""
    found: dict[int, Contact] = {}
    for part in in_parts(sorted(set(posting_ids))):
        query = (
            select(Posting.id, Posting.contact, Posting.phone)
            .add_columns(Employer.contact.label("office_contact"), Employer.phone.label("office_phone"))
            .join(Employer, Employer.id == Posting.employer_id)
            .where(Posting.id.in_(part))
        )
        for row in session.execute(query):
            found[row.id] = Contact(row.contact or row.office_contact or "", row.phone or row.office_phone or "")
    log(session, reader, "postings", ("contact", "phone"), ids=list(found))
    return found
