"""Employers, and the wage-arrears list they may stand on."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.privacy import Encrypted
from data.tables.base import Base, Id, Line, RegionCode, Word, one_of
from data.tables.tenants import Owned

KINDS = ("direct", "agency", "household")
GRADES = ("", "A", "B", "C")


class Employer(Owned, Base):
    """Whoever the contract is with; ``uscc`` is the unified social credit code (18 characters)."""

    __tablename__ = "employers"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("credit_grade", GRADES),
        UniqueConstraint("tenant_id", "uscc"),
    )

    id: Mapped[Id]
    uscc: Mapped[str | None] = mapped_column(String(18))
    name: Mapped[Line] = mapped_column(index=True)
    kind: Mapped[Word] = mapped_column(default="direct")
    county: Mapped[RegionCode] = mapped_column(index=True)
    address: Mapped[Line] = mapped_column(default="")
    industry: Mapped[Line] = mapped_column(default="")
    contact: Mapped[str | None] = mapped_column(Encrypted("employers.contact"))
    phone: Mapped[str | None] = mapped_column(Encrypted("employers.phone"))
    guaranteed: Mapped[bool] = mapped_column(default=False)  # under labor guarantee (重点企业)
    licence_number: Mapped[Line | None]  # agencies
    licence_to: Mapped[date | None]
    credit_grade: Mapped[Word] = mapped_column(default="")
    credit_on: Mapped[date | None]
    remarks: Mapped[str | None] = mapped_column(Encrypted("employers.remarks"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)
    source_sheet: Mapped[Line] = mapped_column(default="")
    source_row: Mapped[int | None]
    changed: Mapped[datetime]

    arrears: Mapped[list[ArrearsListing]] = relationship(back_populates="employer", lazy="raise")


class ArrearsListing(Owned, Base):
    """One entry of the list of wage defaulters; ``removed`` is NULL while it stands."""

    __tablename__ = "arrears_listings"
    __table_args__ = (CheckConstraint("removed IS NULL OR removed >= listed", name="days_in_order"),)

    id: Mapped[Id]
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employers.id"), index=True)
    uscc: Mapped[str | None] = mapped_column(String(18), index=True)
    name: Mapped[Line]
    listed: Mapped[date]
    removed: Mapped[date | None]
    source: Mapped[Line]

    employer: Mapped[Employer | None] = relationship(back_populates="arrears", lazy="raise")
