"""What programs that ask by the interface leave here: first answers for a day, and who is told of what happens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, PrimaryKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from data.privacy import Encrypted
from data.tables.base import Base, Id, Line, Word, one_of, owned_by
from data.tables.tenants import Owned

DELIVERY_STATUSES = ("waiting", "delivered", "given_up")


class FirstAnswer(Owned, Base):
    """The answer to a request sent under a key of the sender's own; without ``answer`` it is not known yet."""

    __tablename__ = "first_answers"
    __table_args__ = (PrimaryKeyConstraint("tenant_id", "key_hash"),)

    key_hash: Mapped[str] = mapped_column(String(64))  # SHA-256 of the sender and their key
    request_hash: Mapped[str] = mapped_column(String(64))
    begun: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[str | None] = mapped_column(Encrypted("first_answers.answer"))  # JSON: status, headers, body

    __mapper_args__ = {"primary_key": [key_hash]}  # noqa: RUF012 - a session sees one tenant's rows


class Subscription(Owned, Base):
    """Who is told of plans and batches: address, events wanted, and the secret messages are signed with."""

    __tablename__ = "subscriptions"

    id: Mapped[Id]
    url: Mapped[str] = mapped_column(Encrypted("subscriptions.url"))  # may hold a password of the receiver's own
    secret: Mapped[str] = mapped_column(Encrypted("subscriptions.secret"))
    events: Mapped[list[str]] = mapped_column(JSON)
    made: Mapped[datetime]
    made_by: Mapped[Line]


class NewsDelivery(Owned, Base):
    """One piece of news for one subscription, and what became of it; it holds no name of a person."""

    __tablename__ = "news_deliveries"
    __table_args__ = (one_of("status", DELIVERY_STATUSES), Index("ix_news_deliveries_due", "status", "next_try"))

    id: Mapped[Id]
    subscription_id: Mapped[int] = mapped_column(owned_by("subscriptions.id"), index=True)
    event: Mapped[Word]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    happened: Mapped[datetime]
    status: Mapped[Word] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime]
    answered: Mapped[int | None]  # the receiver's last HTTP status
    trouble: Mapped[Line] = mapped_column(default="")  # why the last attempt failed, in a word
