"""The three-level service platform: county company, township cooperative, village branch or broker."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.privacy import Encrypted
from data.tables.base import Base, Id, Line, RegionCode, Word, one_of, owned_by
from data.tables.tenants import Owned

KINDS = ("county", "township", "village", "broker")


class Organization(Owned, Base):
    """One office of the tree; each sees its own people and those of the offices below it."""

    __tablename__ = "organizations"
    __table_args__ = (one_of("kind", KINDS), UniqueConstraint("tenant_id", "county", "township", "village", "name"))

    id: Mapped[Id]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    kind: Mapped[Word]
    name: Mapped[Line]
    county: Mapped[RegionCode] = mapped_column(index=True)
    township: Mapped[Line] = mapped_column(default="")
    village: Mapped[Line] = mapped_column(default="")
    contact: Mapped[str | None] = mapped_column(Encrypted("organizations.contact"))
    phone: Mapped[str | None] = mapped_column(Encrypted("organizations.phone"))
    licence_number: Mapped[Line | None]
    licence_to: Mapped[date | None]

    parent: Mapped[Organization | None] = relationship(remote_side="Organization.id", lazy="raise")


class Attribution(Owned, Base):
    """An office's claim to have brought a worker; two claims stand side by side until somebody decides."""

    __tablename__ = "attributions"
    __table_args__ = (UniqueConstraint("worker_id", "organization_id"),)

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    claimed: Mapped[date]
    confirmed: Mapped[date | None]  # the worker said so
    counts: Mapped[bool] = mapped_column(default=False)  # at most one of a worker's claims does
    # Where the claim came from: the broker's proof that they brought the person.
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)
    source_sheet: Mapped[Line] = mapped_column(default="")
    source_row: Mapped[int | None]
    confirmed_by: Mapped[Line | None]
