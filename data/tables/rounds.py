"""A round's life: its steps, the offers made and answered, pins and bans, drop-outs and late joiners."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.privacy import Encrypted
from data.tables.base import Base, Id, Line, Word, one_of, owned_by
from data.tables.tenants import Owned

STATUSES = ("draft", "offered", "confirmed", "locked", "departed", "cancelled")
REPLIES = ("not_asked", "yes", "no")  # their positions are the numbers of labor/market.py
PIN_KINDS = ("pin", "ban")
CHANGE_KINDS = ("dropped_out", "joined")
TRIP_STEPS = (
    "planned", "offered", "confirmed", "locked", "cancelled",
    "departed", "departure_taken_back", "arrived", "arrival_taken_back", "handed_over", "hand_over_taken_back",
)  # fmt: skip


class Round(Owned, Base):
    """One planning of one window."""

    __tablename__ = "rounds"
    __table_args__ = (
        one_of("status", STATUSES),
        CheckConstraint("last_day >= first_day", name="window_in_order"),
        UniqueConstraint("tenant_id", "name"),
    )

    id: Mapped[Id]
    name: Mapped[Line]
    first_day: Mapped[date]
    last_day: Mapped[date]
    status: Mapped[Word] = mapped_column(default="draft", index=True)
    plan_id: Mapped[int | None]  # the plan that holds now; no foreign key, since plans point back here
    created: Mapped[datetime]
    note: Mapped[str | None] = mapped_column(Encrypted("rounds.note"))

    steps: Mapped[list[RoundStep]] = relationship(lazy="raise", order_by="RoundStep.id")


class RoundStep(Owned, Base):
    """One step of a round's life, never changed afterwards."""

    __tablename__ = "round_steps"

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(owned_by("rounds.id"), index=True)
    was: Mapped[Word]
    became: Mapped[Word]
    taken: Mapped[datetime]
    taken_by: Mapped[Line]
    note: Mapped[str | None] = mapped_column(Encrypted("round_steps.note"))


class TripStep(Owned, Base):
    """A step of one batch, or one person who arrived, or either taken back; never changed afterwards.

    ``waived`` names what was missing and taken on by the note's reason. Steps kept before there were batches of those
    who travel without a vehicle name none.
    """

    __tablename__ = "trip_steps"
    __table_args__ = (one_of("became", TRIP_STEPS),)

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(owned_by("rounds.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(owned_by("batches.id"), index=True)
    worker_id: Mapped[int | None] = mapped_column(owned_by("workers.id"), index=True)
    became: Mapped[Word]
    was: Mapped[Word] = mapped_column(default="")  # the batch's stage before; of a person "", boarded or home
    waived: Mapped[str] = mapped_column(default="")
    people: Mapped[int] = mapped_column(default=1)
    taken: Mapped[datetime]
    taken_by: Mapped[Line]
    note: Mapped[str | None] = mapped_column(Encrypted("trip_steps.note"))


class Offer(Owned, Base):
    """A posting offered to a worker, on the terms of that day, with the answer."""

    __tablename__ = "offers"
    __table_args__ = (
        one_of("reply", REPLIES),
        UniqueConstraint("worker_id", "posting_id", "offered"),
        Index("ix_offers_posting_reply", "posting_id", "reply"),
    )

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"))
    posting_id: Mapped[int] = mapped_column(owned_by("postings.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"), index=True)
    offered: Mapped[date] = mapped_column(index=True)
    terms_version: Mapped[int]
    terms_hash: Mapped[str] = mapped_column(String(64))
    reply: Mapped[Word] = mapped_column(default="not_asked")
    replied: Mapped[date | None]
    channel: Mapped[Word] = mapped_column(default="")  # phone, wechat, sms, in_person
    recorded_by: Mapped[Line] = mapped_column(default="")


class Pin(Owned, Base):
    """A hand-made decision: this worker to this posting (pin), or never there (ban; no posting = nowhere)."""

    __tablename__ = "pins"
    __table_args__ = (
        one_of("kind", PIN_KINDS),
        CheckConstraint("kind = 'ban' OR posting_id IS NOT NULL", name="pin_names_a_posting"),
        UniqueConstraint("round_id", "worker_id", "posting_id", "kind"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(owned_by("rounds.id"))
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"), index=True)
    posting_id: Mapped[int | None] = mapped_column(owned_by("postings.id"))
    vehicle_id: Mapped[int | None] = mapped_column(ForeignKey("vehicles.id"))  # a pin may also hold the vehicle
    kind: Mapped[Word]
    reason: Mapped[str | None] = mapped_column(Encrypted("pins.reason"))
    made: Mapped[datetime]
    made_by: Mapped[Line]


class RosterChange(Owned, Base):
    """Somebody dropped out of a round, or joined late."""

    __tablename__ = "roster_changes"
    __table_args__ = (one_of("kind", CHANGE_KINDS), Index("ix_roster_changes_round_worker", "round_id", "worker_id"))

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(owned_by("rounds.id"))
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"))
    kind: Mapped[Word]
    reason: Mapped[str | None] = mapped_column(Encrypted("roster_changes.reason"))
    made: Mapped[datetime]
    made_by: Mapped[Line]
