"""Who comes in from a telephone without an account: by a link of their own, or by the code of a poster."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.privacy import Encrypted
from data.tables.base import Base, Id, Line, RegionCode, Word, one_of, owned_by
from data.tables.tenants import Owned

LINK_ROLES = ("worker", "escort", "receiver")
CONCERN_KINDS = ("question", "correction", "trouble", "old_employer")


class PersonalLink(Owned, Base):
    """A link for one person: a worker, or whoever travels with or receives one coach. Of its code a hash is kept."""

    __tablename__ = "personal_links"
    __table_args__ = (
        one_of("role", LINK_ROLES),
        CheckConstraint("role <> 'worker' OR worker_id IS NOT NULL", name="worker_named"),
        CheckConstraint("role = 'worker' OR batch_id IS NOT NULL", name="coach_named"),
    )

    id: Mapped[Id]
    role: Mapped[Word]
    worker_id: Mapped[int | None] = mapped_column(owned_by("workers.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(owned_by("batches.id"), index=True)
    name: Mapped[str | None] = mapped_column(Encrypted("personal_links.name"))  # of who is no worker
    phone: Mapped[str | None] = mapped_column(Encrypted("personal_links.phone"))  # a worker's stands in the register
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    wrong: Mapped[int] = mapped_column(default=0)  # wrong digits since the last right ones
    made: Mapped[datetime]
    made_by: Mapped[Line]
    begins: Mapped[datetime]
    ends: Mapped[datetime]
    revoked: Mapped[datetime | None]
    used: Mapped[datetime | None]


class PersonalSession(Owned, Base):
    """One telephone let in by a link; the cookie holds the secret, this row its hash."""

    __tablename__ = "personal_sessions"

    id: Mapped[Id]
    link_id: Mapped[int] = mapped_column(ForeignKey("personal_links.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    began: Mapped[datetime]
    ends: Mapped[datetime]


class DeclinedKind(Owned, Base):
    """A kind of work a person does not want to be shown again: a code of the national classification 2022."""

    __tablename__ = "declined_kinds"
    __table_args__ = (UniqueConstraint("worker_id", "occupation"),)

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"), index=True)
    occupation: Mapped[Word]
    said: Mapped[date]


class Concern(Owned, Base):
    """What a person asks, wants put right or is troubled by, from their own page; the office answers it there."""

    __tablename__ = "concerns"
    __table_args__ = (one_of("kind", CONCERN_KINDS), Index("ix_concerns_settled_made", "settled", "made"))

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"), index=True)
    posting_id: Mapped[int | None] = mapped_column(ForeignKey("postings.id", ondelete="SET NULL"), index=True)
    kind: Mapped[Word]
    words: Mapped[str | None] = mapped_column(Encrypted("concerns.words"))
    made: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Encrypted("concerns.answer"))
    settled: Mapped[datetime | None]
    settled_by: Mapped[Line] = mapped_column(default="")


class VillageCode(Owned, Base):
    """The code of a poster or a broker: whoever signs up by it is counted under it."""

    __tablename__ = "village_codes"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(16), unique=True)  # printed on a poster: no secret
    name: Mapped[Line]  # where it hangs, in the office's words
    county: Mapped[RegionCode]
    township: Mapped[Line] = mapped_column(default="")
    village: Mapped[Line] = mapped_column(default="")
    made: Mapped[datetime]
    made_by: Mapped[Line]
    closed: Mapped[datetime | None]


class SignUp(Owned, Base):
    """One sign-up by a village's code; who it is stands in the import it became."""

    __tablename__ = "sign_ups"

    id: Mapped[Id]
    village_code_id: Mapped[int] = mapped_column(owned_by("village_codes.id"), index=True)
    import_id: Mapped[int] = mapped_column(owned_by("imports.id"), index=True)
    by_relative: Mapped[bool]  # somebody else typed it, with the person's word
    made: Mapped[datetime]
