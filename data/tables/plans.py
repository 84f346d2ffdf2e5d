"""Plans and what hangs on them: runs, trips, batches, assignments, the unplaced, the reserve, differences."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.privacy import Encrypted
from data.tables.base import Base, Fen, Id, Line, Word, one_of, owned_by
from data.tables.tenants import Owned

RUN_STATUSES = ("waiting", "running", "done", "failed", "stopped")
RUN_KINDS = ("plan", "repair", "explain", "train", "import", "export", "demo", "fair")
OPEN_RUN_STATUSES = ("waiting", "running")
RUN_IS_OPEN = text("status IN ('waiting', 'running')")
OBJECTIVES = ("value", "placed_then_value")
TRAVEL = ("trip", "own", "free")
BATCH_STATUSES = (
    "planned", "offered", "confirmed", "locked", "departed", "arrived", "handed_over", "cancelled",
)  # fmt: skip
DIFFERENCE_KINDS = ("added", "removed", "posting_changed", "trip_changed")


class BackgroundRun(Owned, Base):
    """A piece of long work somebody may watch or stop."""

    __tablename__ = "runs"
    __table_args__ = (
        one_of("status", RUN_STATUSES),
        one_of("kind", RUN_KINDS),
        # Two who press at once are told apart by the database alone.
        Index("ix_runs_one_open", "round_id", unique=True, sqlite_where=RUN_IS_OPEN, postgresql_where=RUN_IS_OPEN),
    )

    id: Mapped[Id]
    kind: Mapped[Word]
    round_id: Mapped[int | None] = mapped_column(owned_by("rounds.id"), index=True)
    workflow: Mapped[Line] = mapped_column(default="", index=True)  # the background queue's own id
    status: Mapped[Word] = mapped_column(default="waiting", index=True)
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    phase: Mapped[Line] = mapped_column(default="")
    done_share: Mapped[float | None]
    best: Mapped[float | None]
    bound: Mapped[float | None]
    gap: Mapped[float | None]
    stop_asked: Mapped[bool] = mapped_column(default=False)
    message: Mapped[str] = mapped_column(default="")
    asked: Mapped[datetime]
    asked_by: Mapped[Line]
    started: Mapped[datetime | None]
    beat: Mapped[datetime | None]  # last sign of life
    ended: Mapped[datetime | None]


class PlanRow(Owned, Base):
    """A plan with its certificate; money in fen, as floats because bounds are not whole."""

    __tablename__ = "plans"
    __table_args__ = (one_of("objective_kind", OBJECTIVES),)

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(owned_by("rounds.id"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    before_id: Mapped[int | None] = mapped_column(ForeignKey("plans.id"))  # the plan this one mends
    created: Mapped[datetime]
    as_of: Mapped[date]
    objective_kind: Mapped[Word]
    objective: Mapped[float]
    bound: Mapped[float]
    gap: Mapped[float]
    status: Mapped[Word]  # optimal, feasible
    stopped: Mapped[Word]
    travel_cost_fen: Mapped[float]
    placed_people: Mapped[int]
    unplaced_people: Mapped[int]
    params: Mapped[dict[str, Any]] = mapped_column(JSON)  # seed, limits, threads
    weights: Mapped[dict[str, Any]] = mapped_column(JSON)  # what is worth what, the scorer's name and version
    audit: Mapped[Line]

    trips: Mapped[list[TripRow]] = relationship(lazy="raise", order_by="TripRow.number")


class TripRow(Owned, Base):
    """One vehicle's journey in a plan."""

    __tablename__ = "trips"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(owned_by("plans.id"))
    number: Mapped[int]  # 1, 2, … in the plan, busiest corridor first
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicles.id"), index=True)
    people: Mapped[int]
    seats: Mapped[int]
    cost_fen: Mapped[float]
    leaves: Mapped[date | None]
    arrives: Mapped[date | None]
    drivers_due: Mapped[int | None]  # as many as the law asks for on this way; NULL in plans kept before, and on rails
    nights: Mapped[int | None]


class Batch(Owned, Base):
    """The people of one trip (批次); its number is round + trip, kept through every re-plan of the round.

    Who needs no vehicle of the office's forms batches too: ``travel`` is own (a ticket) or free (commuting), without
    a trip. ``vehicle_id`` is kept beside the trip, so that a cancelled coach is not planned with again.
    """

    __tablename__ = "batches"
    __table_args__ = (
        one_of("status", BATCH_STATUSES),
        one_of("travel", TRAVEL),
        CheckConstraint(
            "travel <> 'trip' OR trip_id IS NOT NULL OR status IN ('planned', 'cancelled')",
            name="moving_batch_has_a_trip",
        ),
        UniqueConstraint("tenant_id", "number"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(owned_by("rounds.id"), index=True)
    number: Mapped[Line]  # e.g. R12-03
    trip_id: Mapped[int | None] = mapped_column(ForeignKey("trips.id", ondelete="SET NULL"), unique=True)
    travel: Mapped[Word] = mapped_column(default="trip", server_default="trip")
    vehicle_id: Mapped[int | None] = mapped_column(ForeignKey("vehicles.id", ondelete="SET NULL"))
    status: Mapped[Word] = mapped_column(default="planned")
    leader_worker_id: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    deputy_worker_id: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    leader: Mapped[str | None] = mapped_column(Encrypted("batches.leader"))  # name and phone of who is not a passenger
    deputy: Mapped[str | None] = mapped_column(Encrypted("batches.deputy"))
    escorts: Mapped[str | None] = mapped_column(Encrypted("batches.escorts"))  # names and phones, in words
    receiver: Mapped[str | None] = mapped_column(Encrypted("batches.receiver"))
    in_charge_masked: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    insurer: Mapped[Line] = mapped_column(default="")
    insurance_number: Mapped[Line] = mapped_column(default="")
    departed: Mapped[datetime | None]
    arrived: Mapped[datetime | None]


class AssignmentRow(Owned, Base):
    """One placed worker of a plan."""

    __tablename__ = "assignments"
    __table_args__ = (
        one_of("travel", TRAVEL),
        CheckConstraint("(travel = 'trip') = (trip_id IS NOT NULL)", name="trip_named_when_taken"),
        UniqueConstraint("plan_id", "worker_id"),
        Index("ix_assignments_plan_posting", "plan_id", "posting_id"),
    )

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(owned_by("plans.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id"), index=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id"), index=True)
    trip_id: Mapped[int | None] = mapped_column(owned_by("trips.id"), index=True)
    travel: Mapped[Word]
    pickup_hub_id: Mapped[int | None] = mapped_column(ForeignKey("hubs.id"))
    score: Mapped[float | None]
    value_fen: Mapped[float | None]
    accepts: Mapped[float | None]  # chance of a yes, and of boarding after a yes, as scored for the plan
    shows_up: Mapped[float | None]
    pinned: Mapped[bool] = mapped_column(default=False)
    carried: Mapped[bool] = mapped_column(default=False, server_default=false())  # had left before this plan was made


class UnplacedRow(Owned, Base):
    """One worker a plan leaves at home, with the reason."""

    __tablename__ = "unplaced"
    __table_args__ = (
        UniqueConstraint("plan_id", "worker_id"),
        Index("ix_unplaced_plan_reason", "plan_id", "reason"),
    )

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(owned_by("plans.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id"), index=True)
    reason: Mapped[Word]
    detail: Mapped[str] = mapped_column(default="")  # the reason with its figures, in English
    detail_zh: Mapped[str | None]  # None in plans kept before it was written down
    posting_id: Mapped[int | None] = mapped_column(ForeignKey("postings.id"))  # of the option struck out last
    vehicle_id: Mapped[int | None] = mapped_column(ForeignKey("vehicles.id"))


class ReserveRow(Owned, Base):
    """Who is asked next when a place of this posting falls free; rank 1 first."""

    __tablename__ = "reserve"
    __table_args__ = (UniqueConstraint("plan_id", "posting_id", "rank"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(owned_by("plans.id"))
    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id"), index=True)
    rank: Mapped[int]
    score: Mapped[float]
    accepts: Mapped[float | None]
    shows_up: Mapped[float | None]


class PlanDifference(Owned, Base):
    """What a mended plan changed for one person, against the plan before it."""

    __tablename__ = "plan_differences"
    __table_args__ = (one_of("kind", DIFFERENCE_KINDS), UniqueConstraint("plan_id", "worker_id"))

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(owned_by("plans.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id"))
    kind: Mapped[Word]
    posting_before: Mapped[int | None]
    posting_after: Mapped[int | None]
    batch_before: Mapped[Line | None]
    batch_after: Mapped[Line | None]


class Placement(Owned, Base):
    """What came of a yes: boarded, arrived, stayed. ``NULL`` is "not known yet"."""

    __tablename__ = "placements"
    __table_args__ = (
        CheckConstraint("stayed_90 IS NULL OR NOT stayed_90 OR stayed_30", name="stages_in_order"),
        CheckConstraint("ended IS NULL OR started IS NULL OR ended >= started", name="days_in_order"),
        UniqueConstraint("offer_id"),
    )

    id: Mapped[Id]
    offer_id: Mapped[int] = mapped_column(owned_by("offers.id"))
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"), index=True)
    posting_id: Mapped[int] = mapped_column(owned_by("postings.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"), index=True)
    boarded: Mapped[datetime | None]
    arrived: Mapped[datetime | None]
    handed_to: Mapped[str | None] = mapped_column(Encrypted("placements.handed_to"))
    showed_up: Mapped[bool | None]
    as_promised: Mapped[bool | None]  # the worker on arrival: same job, place and pay?
    started: Mapped[date | None]
    ended: Mapped[date | None]
    stayed_30: Mapped[bool | None]
    stayed_90: Mapped[bool | None]
    monthly_pay_fen: Mapped[Fen | None]
