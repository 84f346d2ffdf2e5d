"""Workers: who they are (encrypted), what they can do, what they wish."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.privacy import Encrypted
from data.tables.base import Base, BlindIndex, Fen, Id, Line, RegionCode, Word, one_of, owned_by
from data.tables.tenants import Owned

STATUSES = ("at_home", "working_local", "working_away", "studying", "unknown")
WILLING = ("yes", "later", "no", "unknown")
GROUP_KINDS = ("couple", "family", "companions", "crew")
FLAG_KINDS = (
    "official_list",
    "poverty_exit",
    "monitored",
    "relocated_zero_job",
    "low_income",
    "disabled",
    "unemployed",
)


class WorkerGroup(Owned, Base):
    """People who stay together: one posting, one trip, or nobody goes."""

    __tablename__ = "worker_groups"
    __table_args__ = (one_of("kind", GROUP_KINDS),)

    id: Mapped[Id]
    kind: Mapped[Word]
    wants_couple_room: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = mapped_column(Encrypted("worker_groups.note"))

    members: Mapped[list[Worker]] = relationship(back_populates="group", lazy="raise")


class Worker(Owned, Base):
    """One person. ``NULL`` is "not said"; the protected columns are for policy/ and beds alone."""

    __tablename__ = "workers"
    __table_args__ = (
        one_of("status", STATUSES),
        one_of("willing", WILLING),
        CheckConstraint("sex BETWEEN 0 AND 2", name="sex_known"),
        CheckConstraint("latest IS NULL OR earliest IS NULL OR latest >= earliest", name="days_in_order"),
        CheckConstraint("wage_wanted_fen IS NULL OR wage_wanted_fen >= 0", name="wage_not_negative"),
        UniqueConstraint("tenant_id", "identity_index"),
        Index("ix_workers_name_phone", "name_index", "phone_index"),
        Index("ix_workers_home", "county", "township", "village"),
    )

    id: Mapped[Id]
    # Identity: ciphertext, keyed hashes to look up by, and what a list may show.
    name: Mapped[str] = mapped_column(Encrypted("workers.name"))
    name_index: Mapped[BlindIndex]
    name_masked: Mapped[Word]
    name_second_index: Mapped[BlindIndex | None] = mapped_column(index=True)  # of the character the mask hides
    identity: Mapped[str | None] = mapped_column(Encrypted("workers.identity"))
    identity_index: Mapped[BlindIndex | None]
    phone: Mapped[str | None] = mapped_column(Encrypted("workers.phone"))
    phone_index: Mapped[BlindIndex | None] = mapped_column(index=True)
    phone_masked: Mapped[Word | None]
    spare_phone: Mapped[str | None] = mapped_column(Encrypted("workers.spare_phone"))
    emergency_contact: Mapped[str | None] = mapped_column(Encrypted("workers.emergency_contact"))
    # Protected: derived from the identity number where there is one.
    sex: Mapped[int] = mapped_column(default=0)
    birth: Mapped[date | None]
    birth_is_exact: Mapped[bool] = mapped_column(default=True)  # False: from a stated age or month
    # Home.
    county: Mapped[RegionCode] = mapped_column(index=True)
    township: Mapped[Line] = mapped_column(default="")
    village: Mapped[Line] = mapped_column(default="")
    address: Mapped[str | None] = mapped_column(Encrypted("workers.address"))
    pickup_hub_id: Mapped[int | None] = mapped_column(ForeignKey("hubs.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("worker_groups.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    # Situation.
    status: Mapped[Word] = mapped_column(default="unknown")
    status_on: Mapped[date | None]
    willing: Mapped[Word] = mapped_column(default="unknown", index=True)
    call_again: Mapped[bool] = mapped_column(default=True)
    schooling: Mapped[Word | None]
    text: Mapped[str] = mapped_column(default="")  # in their own words, names and numbers taken out
    remarks: Mapped[str | None] = mapped_column(Encrypted("workers.remarks"))
    # Wishes.
    wage_wanted_fen: Mapped[Fen | None]
    near_only: Mapped[bool] = mapped_column(default=False)
    max_distance_km: Mapped[float | None]
    lodging_needed: Mapped[bool] = mapped_column(default=False)
    night_shift_ok: Mapped[bool | None]
    personal_ranking: Mapped[bool] = mapped_column(default=True)  # may be switched off (PIPL 24)
    earliest: Mapped[date | None]
    latest: Mapped[date | None]
    home_by: Mapped[date | None]
    # Ability, as they say themselves.
    can_lift_kg: Mapped[float | None]
    height_ok: Mapped[bool | None]
    # Where the row came from.
    registered: Mapped[date] = mapped_column(index=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)
    source_sheet: Mapped[Line] = mapped_column(default="")
    source_row: Mapped[int | None]
    changed: Mapped[datetime]

    group: Mapped[WorkerGroup | None] = relationship(back_populates="members", lazy="raise")


class WorkerTrade(Owned, Base):
    """One trade a worker knows: a code of the national classification 2022."""

    __tablename__ = "worker_trades"
    __table_args__ = (UniqueConstraint("worker_id", "occupation"),)

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"), index=True)
    occupation: Mapped[Word] = mapped_column(index=True)
    years: Mapped[float | None]


class WishRegion(Owned, Base):
    """A place a worker would go to: a province, prefecture or county; with a minus one they would not go to.

    No place to go to at all means anywhere but those.
    """

    __tablename__ = "wish_regions"
    __table_args__ = (UniqueConstraint("worker_id", "region"),)

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"), index=True)
    region: Mapped[RegionCode]


class WorkerFlag(Owned, Base):
    """An entry of an official list; seen by the office alone, never by an employer."""

    __tablename__ = "worker_flags"
    __table_args__ = (one_of("kind", FLAG_KINDS), UniqueConstraint("worker_id", "kind", "listed"))

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"), index=True)
    kind: Mapped[Word]
    source: Mapped[Line]  # which list
    listed: Mapped[date]
    ends: Mapped[date | None]
