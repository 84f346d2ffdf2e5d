"""Postings: the work, the pay, the beds, and what of an employer's demands was refused."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.privacy import Encrypted
from data.tables.base import Base, Fen, Id, Line, RegionCode, Word, one_of, owned_by
from data.tables.employers import Employer
from data.tables.tenants import Owned

EMPLOYMENT_FORMS = ("direct", "agency", "outsourced", "service_agreement", "gig", "unknown")
STATUSES = ("open", "paused", "filled", "withdrawn")
FARE_PAYERS = ("employer", "office", "worker", "shared", "unknown")
DEMAND_KINDS = ("sex", "age", "hukou", "ethnicity", "marriage", "religion", "health", "fee", "other")


class Posting(Owned, Base):
    """One posting. ``openings`` is the whole order; what is left of it is counted from placements."""

    __tablename__ = "postings"
    __table_args__ = (
        one_of("employment_form", EMPLOYMENT_FORMS),
        one_of("status", STATUSES),
        one_of("fare_paid_by", FARE_PAYERS),
        CheckConstraint("openings >= 0", name="openings_not_negative"),
        CheckConstraint("min_team >= 0", name="min_team_not_negative"),
        CheckConstraint("start_by IS NULL OR start_from IS NULL OR start_by >= start_from", name="days_in_order"),
        CheckConstraint(
            "wage_high_fen IS NULL OR wage_low_fen IS NULL OR wage_high_fen >= wage_low_fen", name="wages_in_order"
        ),
        UniqueConstraint("employer_id", "order_number"),
        Index("ix_postings_status_start", "status", "start_by"),
    )

    id: Mapped[Id]
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"))
    order_number: Mapped[Line]  # the employer's own, or made of title and start by the importer
    # The work.
    title: Mapped[Line]
    duties: Mapped[str] = mapped_column(default="")
    occupation: Mapped[Word] = mapped_column(default="", index=True)
    employment_form: Mapped[Word] = mapped_column(default="unknown")
    county: Mapped[RegionCode] = mapped_column(index=True)
    address: Mapped[Line] = mapped_column(default="")
    destination_hub_id: Mapped[int | None] = mapped_column(ForeignKey("hubs.id"), index=True)
    openings: Mapped[int]
    min_team: Mapped[int] = mapped_column(default=0)
    hours_a_day: Mapped[float | None]
    shifts: Mapped[Line] = mapped_column(default="")
    night_shift: Mapped[bool | None]
    lift_kg: Mapped[float | None]
    work_at_height: Mapped[bool | None]
    # The pay.
    wage_low_fen: Mapped[Fen | None]
    wage_high_fen: Mapped[Fen | None]
    base_fen: Mapped[Fen | None]
    pay_text: Mapped[str] = mapped_column(default="")  # piece rate, overtime, deductions, pay day, in words
    social_insurance: Mapped[Line] = mapped_column(default="")
    fare_paid_by: Mapped[Word] = mapped_column(default="unknown")
    # Room and board; NULL beds are not limited.
    lodging: Mapped[bool | None]
    lodging_text: Mapped[Line] = mapped_column(default="")
    beds: Mapped[int | None]
    beds_m: Mapped[int | None]
    beds_f: Mapped[int | None]
    couple_rooms: Mapped[int] = mapped_column(default=0)
    canteen: Mapped[Line] = mapped_column(default="")
    # Days.
    start_from: Mapped[date | None]
    start_by: Mapped[date | None]
    valid_until: Mapped[date | None] = mapped_column(index=True)
    confirmed: Mapped[date | None]
    published: Mapped[date]
    # Standing.
    status: Mapped[Word] = mapped_column(default="open")
    guaranteed: Mapped[bool] = mapped_column(default=False)
    contact: Mapped[str | None] = mapped_column(Encrypted("postings.contact"))
    phone: Mapped[str | None] = mapped_column(Encrypted("postings.phone"))
    remarks: Mapped[str | None] = mapped_column(Encrypted("postings.remarks"))
    agency_chain: Mapped[Line] = mapped_column(default="")
    terms_version: Mapped[int] = mapped_column(default=1)
    terms_hash: Mapped[str] = mapped_column(String(64))  # data/registers/offer_terms.py: what a yes was said to
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)
    source_sheet: Mapped[Line] = mapped_column(default="")
    source_row: Mapped[int | None]
    changed: Mapped[datetime]

    employer: Mapped[Employer] = relationship(lazy="raise")


class PostingCertificate(Owned, Base):
    """A certificate kind needed at the start; a posting needs all of its kinds."""

    __tablename__ = "posting_certificates"

    posting_id: Mapped[int] = mapped_column(owned_by("postings.id"), primary_key=True)
    kind: Mapped[Word] = mapped_column(primary_key=True)


class PostingHazard(Owned, Base):
    """A hazard of the work: a code of policy/packs/protection.toml."""

    __tablename__ = "posting_hazards"

    posting_id: Mapped[int] = mapped_column(owned_by("postings.id"), primary_key=True)
    hazard: Mapped[Word] = mapped_column(primary_key=True)


class PostingSiteRule(Owned, Base):
    """A dated, sourced rule of the site: an id of policy/packs/site_rules.toml."""

    __tablename__ = "posting_site_rules"

    posting_id: Mapped[int] = mapped_column(owned_by("postings.id"), primary_key=True)
    rule: Mapped[Word] = mapped_column(primary_key=True)


class RefusedDemand(Owned, Base):
    """A demand that stood in the employer's text and was not kept, with the reason."""

    __tablename__ = "refused_demands"
    __table_args__ = (one_of("kind", DEMAND_KINDS), UniqueConstraint("posting_id", "kind", "text"))

    id: Mapped[Id]
    posting_id: Mapped[int] = mapped_column(owned_by("postings.id"), index=True)
    kind: Mapped[Word]
    text: Mapped[Line]  # the words as they stood
    reason_zh: Mapped[str]
    reason_en: Mapped[str]
