"""Papers of a worker: certificates, health checks, consents, earlier spells of work."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.privacy import Encrypted
from data.tables.base import Base, Fen, Id, Line, RegionCode, Word, one_of, owned_by
from data.tables.tenants import Owned

FITNESS = ("yes", "no", "pending")
PURPOSES = ("register", "employer", "transport", "insurer")
IN_HAND = ("certificate", "agreement")
HOW_THEY_WENT = ("organized", "self", "broker", "unknown")


class Certificate(Owned, Base):
    """A certificate held; ``kind`` is a code of policy/packs/certificates.toml."""

    __tablename__ = "certificates"
    __table_args__ = (Index("ix_certificates_worker_kind", "worker_id", "kind"),)

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"))
    kind: Mapped[Word] = mapped_column(index=True)  # "" when the words name none
    words: Mapped[Line] = mapped_column(default="")  # as written on paper
    number: Mapped[str | None] = mapped_column(Encrypted("certificates.number"))
    issuer: Mapped[Line] = mapped_column(default="")
    issued: Mapped[date | None]
    valid_to: Mapped[date | None]
    review_by: Mapped[date | None]
    verified: Mapped[bool] = mapped_column(default=False)


class HealthCheck(Owned, Base):
    """Fit for this posting: yes, no or pending, and nothing more is ever kept (requirements 4.4)."""

    __tablename__ = "health_checks"
    __table_args__ = (one_of("fit", FITNESS), UniqueConstraint("worker_id", "posting_id"))

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"))
    posting_id: Mapped[int] = mapped_column(owned_by("postings.id"), index=True)
    fit: Mapped[Word]
    checked: Mapped[date]


class PaperInHand(Owned, Base):
    """Certificates seen in the original, or contract or agreement handed over, for this posting."""

    __tablename__ = "papers_in_hand"
    __table_args__ = (one_of("kind", IN_HAND), UniqueConstraint("worker_id", "posting_id", "kind"))

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"))
    posting_id: Mapped[int] = mapped_column(owned_by("postings.id"), index=True)
    kind: Mapped[Word]
    seen: Mapped[date]
    seen_by: Mapped[Line]


class Consent(Owned, Base):
    """A yes to one purpose and one recipient; ``employer_id`` names whom the data may go to (PIPL 23)."""

    __tablename__ = "consents"
    __table_args__ = (one_of("purpose", PURPOSES), Index("ix_consents_worker_purpose", "worker_id", "purpose"))

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"))
    purpose: Mapped[Word]
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employers.id"))  # NULL: a purpose that names none
    given: Mapped[date]
    channel: Mapped[Word]  # phone, in_person, wechat, sms, paper
    recorded_by: Mapped[Line]
    recorded: Mapped[datetime]
    withdrawn: Mapped[date | None]


class Spell(Owned, Base):
    """A dated spell of work; ``ended`` is NULL while it lasts."""

    __tablename__ = "spells"
    __table_args__ = (
        one_of("went", HOW_THEY_WENT),
        CheckConstraint("ended IS NULL OR ended >= started", name="days_in_order"),
        UniqueConstraint("worker_id", "employer_id", "started"),
    )

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"), index=True)
    occupation: Mapped[Word] = mapped_column(default="")
    county: Mapped[RegionCode | None]
    started: Mapped[date]
    ended: Mapped[date | None]
    monthly_pay_fen: Mapped[Fen | None]
    went: Mapped[Word] = mapped_column(default="unknown")
    closed_by: Mapped[int | None]  # the placement whose arrival closed it, so that it can be taken back
    opened_by: Mapped[int | None]  # the placement whose arrival began it
