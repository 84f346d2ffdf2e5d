"""Job fairs: the event, its booths and postings, who comes, who talks where and what it came to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.base import Base, Id, Line, RegionCode, Word, one_of, owned_by
from data.tables.tenants import Owned

KINDS = ("hall", "online")
STATUSES = ("open", "closed", "cancelled")
BOOTH_STATES = ("expected", "there", "gone", "full")
CAME = ("invited", "walk_in")
TALK_STATES = ("planned", "talking", "over", "absent")
OUTCOMES = ("", "talked", "hired", "intention", "not_now")
AFTER = ("", "working", "not_working", "no_answer")
WAYS = ("plan", "first_come", "by_score")


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
    late_until: Mapped[int | None]  # one interviewer runs late until this minute
    poster: Mapped[str] = mapped_column(default="")  # its text, free of unlawful demands


class FairPosting(Owned, Base):
    """A posting an employer brings to a fair."""

    __tablename__ = "fair_postings"
    __table_args__ = (UniqueConstraint("booth_id", "posting_id"),)

    id: Mapped[Id]
    booth_id: Mapped[int] = mapped_column(owned_by("fair_booths.id"))
    posting_id: Mapped[int] = mapped_column(owned_by("postings.id"), index=True)


class FairVisitor(Owned, Base):
    """Somebody invited to a fair, or who walked in; times are minutes since midnight."""

    __tablename__ = "fair_visitors"
    __table_args__ = (
        one_of("came", CAME),
        UniqueConstraint("fair_id", "worker_id"),
        UniqueConstraint("fair_id", "code"),
    )

    id: Mapped[Id]
    fair_id: Mapped[int] = mapped_column(owned_by("fairs.id"))
    worker_id: Mapped[int] = mapped_column(owned_by("workers.id"), index=True)
    code: Mapped[Word]  # what is said or scanned at the door
    came: Mapped[Word] = mapped_column(default="invited")
    channel: Mapped[Line] = mapped_column(default="")  # whose poster, list or live stream brought them
    arrives: Mapped[int | None]
    leaves: Mapped[int | None]
    reason: Mapped[Word] = mapped_column(default="")  # why the plan has no talk for them
    checked_in: Mapped[datetime | None]
    left: Mapped[datetime | None]


class FairPair(Owned, Base):
    """A booth that suits a visitor: the posting that suits best there, and how well."""

    __tablename__ = "fair_pairs"
    __table_args__ = (UniqueConstraint("visitor_id", "booth_id"), Index("ix_fair_pairs_booth", "booth_id"))

    id: Mapped[Id]
    visitor_id: Mapped[int] = mapped_column(owned_by("fair_visitors.id"))
    booth_id: Mapped[int] = mapped_column(owned_by("fair_booths.id"))
    posting_id: Mapped[int] = mapped_column(owned_by("postings.id"), index=True)
    value: Mapped[float]


class FairTalk(Owned, Base):
    """One talk, planned or held, and what it came to."""

    __tablename__ = "fair_talks"
    __table_args__ = (
        one_of("state", TALK_STATES),
        one_of("outcome", OUTCOMES),
        one_of("after_7", AFTER),
        one_of("after_30", AFTER),
        UniqueConstraint("visitor_id", "booth_id"),
        Index("ix_fair_talks_booth_begins", "booth_id", "begins"),
    )

    id: Mapped[Id]
    visitor_id: Mapped[int] = mapped_column(owned_by("fair_visitors.id"))
    booth_id: Mapped[int] = mapped_column(owned_by("fair_booths.id"))
    posting_id: Mapped[int] = mapped_column(owned_by("postings.id"), index=True)
    begins: Mapped[int]
    interviewer: Mapped[int]
    state: Mapped[Word] = mapped_column(default="planned")
    moved: Mapped[bool] = mapped_column(default=False)  # after the plan was told
    calls: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[Word] = mapped_column(default="")
    ended: Mapped[datetime | None]
    after_7: Mapped[Word] = mapped_column(default="")  # days after the fair
    after_30: Mapped[Word] = mapped_column(default="")


class FairAim(Owned, Base):
    """What a way of planning reaches by one aim; a bound where it is proven of ours."""

    __tablename__ = "fair_aims"
    __table_args__ = (one_of("way", WAYS), UniqueConstraint("fair_id", "way", "aim"))

    id: Mapped[Id]
    fair_id: Mapped[int] = mapped_column(owned_by("fairs.id"))
    way: Mapped[Word]
    aim: Mapped[Word]
    value: Mapped[float]
    bound: Mapped[float | None]
