"""Job fairs: the event, its booths, and the postings employers bring."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.base import Base, Id, Line, RegionCode, Word, one_of, owned_by
from data.tables.tenants import Owned

KINDS = ("hall", "online")
STATUSES = ("open", "closed", "cancelled")
BOOTH_STATES = ("expected", "there", "gone", "full")


class FairEvent(Owned, Base):
    """One fair; times of day are minutes since midnight, as offices write them on the poster."""

    __tablename__ = "fairs"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("status", STATUSES),
        CheckConstraint("closes > opens", name="hours_in_order"),
        UniqueConstraint("tenant_id", "name", "day"),
    )

    id: Mapped[Id]
    name: Mapped[Line]
    kind: Mapped[Word] = mapped_column(default="hall")
    status: Mapped[Word] = mapped_column(default="open")
    day: Mapped[date] = mapped_column(index=True)
    county: Mapped[RegionCode]
    venue: Mapped[Line]
    opens: Mapped[int]
    closes: Mapped[int]
    break_from: Mapped[int | None]
    break_to: Mapped[int | None]
    slot_minutes: Mapped[int]
    most_talks: Mapped[int]  # of one person
    filing_days: Mapped[int]
    filed: Mapped[date | None]
    made: Mapped[datetime]
    made_by: Mapped[Line]


class FairBooth(Owned, Base):
    """One booth and whose it is: an employer has one at a fair, and a number is given once."""

    __tablename__ = "fair_booths"
    __table_args__ = (
        one_of("state", BOOTH_STATES),
        CheckConstraint("interviewers >= 0", name="interviewers_not_negative"),
        UniqueConstraint("fair_id", "number"),
        UniqueConstraint("fair_id", "employer_id"),
    )

    id: Mapped[Id]
    fair_id: Mapped[int] = mapped_column(owned_by("fairs.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"), index=True)
    number: Mapped[Word]
    x: Mapped[float | None]  # meters in the hall
    y: Mapped[float | None]
    power: Mapped[bool] = mapped_column(default=False)
    interviewers: Mapped[int] = mapped_column(default=1)
    opens: Mapped[int | None]  # else the fair's hours
    closes: Mapped[int | None]
    state: Mapped[Word] = mapped_column(default="expected")
    poster: Mapped[str] = mapped_column(default="")  # its text, free of unlawful demands


class FairPosting(Owned, Base):
    """A posting an employer brings to a fair."""

    __tablename__ = "fair_postings"
    __table_args__ = (UniqueConstraint("booth_id", "posting_id"),)

    id: Mapped[Id]
    booth_id: Mapped[int] = mapped_column(owned_by("fair_booths.id"))
    posting_id: Mapped[int] = mapped_column(owned_by("postings.id"), index=True)
