"""Keeping postings: the order, its terms, and the demands that were refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from data.registers.employers import UNKNOWN_COUNTY, EmployerBook, link_arrears
from data.registers.offer_terms import TERMS, terms_hash
from data.registers.places import HubBook
from data.registers.records import KeptRow, PostingRecord
from data.registers.rows import KeptRows, Refusal, Source, said
from data.tables import (
    Employer,
    Posting,
    PostingCertificate,
    PostingHazard,
    PostingSiteRule,
    RefusedDemand,
)
from data.tables.regions import regions
from labor.words import Bilingual

NO_COUNTY = Bilingual("岗位和企业都没有所在县区", "neither the posting nor its employer says which county it is in")
NAME_THE_COUNTY = Bilingual("补填工作地县区", "fill in the county of the workplace")


def keep_postings(session: Session, rows: Sequence[KeptRow], source: Source) -> KeptRows:
    """Keep job orders; an employer nobody knows yet is registered by its name.

    An order is known by its employer and number; where the employer gives none, by title, place and days, so
    that the same file sent again finds its own orders. Changed terms raise ``terms_version``.
    """
    book, hubs = EmployerBook(session), HubBook(session)
    seen: Counter[tuple[int, str]] = Counter()
    refused: list[Refusal] = []
    ids: list[int | None] = []
    tally: Counter[str] = Counter()
    for row in rows:
        record = _posting(row)
        employer = _employer(session, book, row, source)
        county = regions().current(record.county) if record.county else employer.county
        if county == UNKNOWN_COUNTY:
            refused.append(Refusal(row.sheet, row.row, "county", NO_COUNTY, NAME_THE_COUNTY))
            ids.append(None)
            continue
        stated = _stated(record) | {"employer_id": employer.id, "county": county}
        hub = hubs.find(record.destination, county) if record.destination else None
        if hub is not None:
            stated["destination_hub_id"] = hub
        number = _order_number(record, county)
        seen[employer.id, number] += 1
        if seen[employer.id, number] > 1 and not record.order_number:
            number = f"{number} #{seen[employer.id, number]}"
        posting_id, what = _kept(session, row, stated | {"order_number": number}, source)
        tally[what] += 1
        ids.append(posting_id)
    link_arrears(session)
    return KeptRows(tally["new"], tally["changed"], tally["same"], tuple(refused), tuple(ids))


def _posting(row: KeptRow) -> PostingRecord:
    assert isinstance(row.record, PostingRecord)
    return row.record


def _order_number(record: PostingRecord, county: int) -> str:
    days = "~".join(str(day) if day else "" for day in (record.start_from, record.start_by))
    mark = f" ~{record.title_mark}" if record.title_mark else ""
    return record.order_number[:190] or f"{record.title} {county} {record.address} {days}"[:180] + mark


def _employer(session: Session, book: EmployerBook, row: KeptRow, source: Source) -> Employer:
    record = _posting(row)
    number = book.find(record.credit_code, record.employer)
    if number is not None:
        return session.get_one(Employer, number)
    employer = Employer(
        name=record.employer,
        uscc=record.credit_code or None,
        county=regions().current(record.county) if record.county else UNKNOWN_COUNTY,
        kind="agency" if record.employment_form == "agency" else "direct",
        import_id=source.import_id,
        source_sheet=row.sheet,
        source_row=row.row,
        changed=source.now,
    )
    session.add(employer)
    session.flush()
    book.add(employer.id, record.credit_code, record.employer)
    return employer


def _stated(record: PostingRecord) -> dict[str, Any]:
    return said(
        {
            "title": record.title, "duties": record.text, "occupation": record.occupation, "openings": record.openings,
            "address": record.address, "min_team": record.min_team or None, "beds": record.beds,
            "beds_m": record.beds_m, "beds_f": record.beds_f, "couple_rooms": record.couple_rooms,
            "start_from": record.start_from, "start_by": record.start_by, "wage_low_fen": record.wage_low_fen,
            "wage_high_fen": record.wage_high_fen, "base_fen": record.base_fen, "pay_text": record.wage_words,
            "shifts": record.shifts, "social_insurance": record.social_insurance,
            "fare_paid_by": None if record.fare_paid_by == "unknown" else record.fare_paid_by,
            "lodging_text": record.lodging_words, "canteen": record.canteen, "hours_a_day": record.hours_a_day,
            "lodging": record.lodging, "night_shift": record.night_shift, "lift_kg": record.lift_kg,
            "work_at_height": record.work_at_height, "guaranteed": record.guaranteed,
            "employment_form": None if record.employment_form == "unknown" else record.employment_form,
            "agency_chain": record.agency_chain, "valid_until": record.valid_until, "confirmed": record.confirmed,
            "contact": record.contact, "phone": record.employer_phone, "remarks": record.remarks,
        }
    )  # fmt: skip


def _kept(session: Session, row: KeptRow, stated: dict[str, Any], source: Source) -> tuple[int, str]:
    """The posting's id, and "new", "changed" or "same"."""
    posting = session.scalars(
        select(Posting).where(
            Posting.employer_id == stated["employer_id"], Posting.order_number == stated["order_number"]
        )
    ).one_or_none()
    traced = {"import_id": source.import_id, "source_sheet": row.sheet, "source_row": row.row}
    if posting is None:
        posting = Posting(**stated, **traced, published=source.today, changed=source.now, terms_hash="")
        session.add(posting)
        session.flush()
        _keep_codes(session, posting.id, _posting(row))
        posting.terms_hash = present_terms(session, posting)
        session.flush()
        return posting.id, "new"
    change = {name: value for name, value in stated.items() if getattr(posting, name) != value}
    codes = _keep_codes(session, posting.id, _posting(row))
    for name, value in (change | (traced | {"changed": source.now} if change or codes else {})).items():
        setattr(posting, name, value)
    renew_terms(session, posting)
    return posting.id, "changed" if change or codes else "same"


def present_terms(session: Session, posting: Posting) -> str:
    """The fingerprint of a posting's terms as they stand."""
    hazards = session.scalars(select(PostingHazard.hazard).where(PostingHazard.posting_id == posting.id))
    return terms_hash({name: getattr(posting, name) for name in TERMS}, hazards)


def renew_terms(session: Session, posting: Posting) -> bool:
    """After a change to a posting: raise its terms' version if they differ, which ends every yes said to them."""
    session.flush()
    now = present_terms(session, posting)
    if now == posting.terms_hash:
        return False
    posting.terms_hash = now
    posting.terms_version += 1
    session.flush()
    return True


def _keep_codes(session: Session, posting_id: int, record: PostingRecord) -> bool:
    """Certificates, hazards, site rules and refused demands; whether any of them changed."""
    changed = [
        _replaced(session, PostingCertificate, posting_id, "kind", record.certificates),
        _replaced(session, PostingHazard, posting_id, "hazard", record.hazards),
        _replaced(session, PostingSiteRule, posting_id, "rule", record.site_rules),
    ]
    held = {
        tuple(row)
        for row in session.execute(
            select(RefusedDemand.kind, RefusedDemand.text).where(RefusedDemand.posting_id == posting_id)
        )
    }
    new = {(d.kind, d.text[:200]): d.reason for d in record.refused_demands if (d.kind, d.text[:200]) not in held}
    for (kind, text), reason in new.items():
        session.add(
            RefusedDemand(posting_id=posting_id, kind=kind, text=text, reason_zh=reason.zh, reason_en=reason.en)
        )
    return any(changed) or bool(new)


def _replaced(session: Session, table: Any, posting_id: int, column: str, codes: Iterable[str]) -> bool:
    """A list that a record states replaces the one before; one left empty changes nothing."""
    wanted = set(codes)
    held = set(session.scalars(select(getattr(table, column)).where(table.posting_id == posting_id)))
    if not wanted or wanted == held:
        return False
    session.execute(delete(table).where(table.posting_id == posting_id))
    session.execute(insert(table), [{"posting_id": posting_id, column: code} for code in sorted(wanted)])
    return True
