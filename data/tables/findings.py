"""What was worked out about a plan beside the plan itself: stops and times, questions and their answers, prices."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.base import Base, Id, Line, Word, one_of, owned_by
from data.tables.tenants import Owned

SUBJECTS = ("plan", "worker", "posting", "vehicle")


class TripCall(Owned, Base):
    """One stop of a trip in the order it is driven; minutes after midnight of the day of leaving.

    Above 1440 a later day. ``stated`` where the hour of leaving stands in the vehicle's offer; else it is reckoned.
    """

    __tablename__ = "trip_calls"
    __table_args__ = (
        UniqueConstraint("trip_id", "position"),
        CheckConstraint("boarding >= 0 AND alighting >= 0", name="counts_not_negative"),
        CheckConstraint("be_there_minute <= leaves_minute", name="there_before_it_leaves"),
    )

    id: Mapped[Id]
    trip_id: Mapped[int] = mapped_column(owned_by("trips.id"))
    position: Mapped[int]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    boarding: Mapped[int]
    alighting: Mapped[int]
    be_there_minute: Mapped[int]
    arrives_minute: Mapped[int]
    leaves_minute: Mapped[int]
    stated: Mapped[bool]


class PlanQuestion(Owned, Base):
    """What somebody asked of a plan: what would have placed this person, filled this posting, run this trip …"""

    __tablename__ = "questions"
    __table_args__ = (
        one_of("subject", SUBJECTS),
        Index("ix_questions_plan_subject", "plan_id", "subject", "subject_id"),
    )

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(owned_by("plans.id"))
    subject: Mapped[Word]
    subject_id: Mapped[int]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"), index=True)
    asked: Mapped[datetime]
    asked_by: Mapped[Line]
    answered: Mapped[datetime | None]
    complete: Mapped[bool] = mapped_column(default=False)  # False also where it was stopped before all was tried


class VerifiedChange(Owned, Base):
    """One change that was tried and verified, with what the whole plan's net value then gains (fen; below 0: costs)."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("question_id", "rank"),)

    id: Mapped[Id]
    question_id: Mapped[int] = mapped_column(owned_by("questions.id"))
    rank: Mapped[int]
    worker_id: Mapped[int | None] = mapped_column(owned_by("workers.id"), index=True)
    posting_id: Mapped[int | None] = mapped_column(ForeignKey("postings.id"))
    kind: Mapped[Word]
    amount: Mapped[float]
    text_zh: Mapped[str]
    text_en: Mapped[str]
    gain_fen: Mapped[float]
    people: Mapped[int]  # how many more (below 0: fewer) people are placed
    everyone_anew: Mapped[bool]  # everybody was free to move when it was verified


class OpeningPrice(Owned, Base):
    """What one opening of a posting was held to be worth to people still to come, when the plan was made (fen)."""

    __tablename__ = "opening_prices"
    __table_args__ = (UniqueConstraint("plan_id", "posting_id"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(owned_by("plans.id"))
    posting_id: Mapped[int] = mapped_column(owned_by("postings.id"), index=True)
    price_fen: Mapped[float]


class VehicleVerdict(Owned, Base):
    """What the law says of a vehicle of a plan's offer, and what became of it in the plan."""

    __tablename__ = "vehicle_verdicts"
    __table_args__ = (UniqueConstraint("plan_id", "vehicle_id"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(owned_by("plans.id"))
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicles.id"), index=True)
    law: Mapped[Word]  # a kind of optimizer/journeys/verdicts.py
    law_zh: Mapped[str]
    law_en: Mapped[str]
    use: Mapped[Word]  # a kind of optimizer/reasons/idle_vehicles.py, "" where the law keeps it out
    use_zh: Mapped[str]
    use_en: Mapped[str]
