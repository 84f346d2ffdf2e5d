"""Who is told of plans and batches, and what became of each message: claimed, tried, tried again, given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from data.rounds.news import EVENTS
from data.tables import NewsDelivery, Subscription
from labor.errors import BadInput, NotFound

CLAIMED_FOR: Final = timedelta(seconds=60)  # longer than an attempt may take: nobody else tries meanwhile
PAUSES: Final = (
    timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=6), timedelta(hours=24),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class News:
    """One message to send: where to, signed with what, saying what."""

    delivery_id: int
    url: str
    secret: str
    event: str
    facts: Mapping[str, Any]
    happened: datetime
    attempt: int


def subscribe(session: Session, *, url: str, events: Sequence[str], secret: str, signed: tuple[str, datetime]) -> int:
    """Write a subscription down; its number. Raises BadInput for an event that never happens."""
    unknown = sorted(set(events) - set(EVENTS))
    if unknown or not events:
        raise BadInput(f"没有这样的事件：{unknown} / no such event: {unknown}; there are {', '.join(EVENTS)}")
    row = Subscription(url=url, secret=secret, events=sorted(set(events)), made=signed[1], made_by=signed[0])
    session.add(row)
    session.flush()
    return row.id


def end(session: Session, subscription_id: int) -> None:
    """Tell them no more; what waits for them goes too. Raises NotFound."""
    gone = delete(Subscription).where(Subscription.id == subscription_id).returning(Subscription.id)
    if session.execute(gone).first() is None:
        raise NotFound(f"没有 {subscription_id} 号订阅 / there is no subscription {subscription_id}")


def claim(session: Session, *, now: datetime) -> News | None:
    """The next message that is due, put off meanwhile so that no other process sends it too; None where none is."""
    waiting = select(NewsDelivery.id, NewsDelivery.next_try).where(
        NewsDelivery.status == "waiting", NewsDelivery.next_try <= now
    )
    found = session.execute(waiting.order_by(NewsDelivery.next_try, NewsDelivery.id).limit(1)).first()
    if found is None:
        return None
    mine = (
        update(NewsDelivery)
        .where(NewsDelivery.id == found.id, NewsDelivery.status == "waiting", NewsDelivery.next_try == found.next_try)
        .values(next_try=now + CLAIMED_FOR, attempts=NewsDelivery.attempts + 1)
    )
    if session.execute(mine.returning(NewsDelivery.id)).first() is None:
        return None
    row = session.execute(
        select(NewsDelivery, Subscription.url, Subscription.secret)
        .join(Subscription, Subscription.id == NewsDelivery.subscription_id)
        .where(NewsDelivery.id == found.id)
        .execution_options(populate_existing=True)
    ).one()
    sent = row[0]
    return News(sent.id, row.url, row.secret, sent.event, sent.facts, sent.happened, sent.attempts)


def record(session: Session, news: News, *, answered: int | None, trouble: str, now: datetime) -> None:
    """What an attempt brought: delivered (2xx), to be tried again after a longer pause, or given up."""
    values: dict[str, Any] = {"answered": answered, "trouble": trouble[:200]}
    if answered is not None and 200 <= answered < 300:
        values["status"] = "delivered"
    elif news.attempt > len(PAUSES):
        values["status"] = "given_up"
    else:
        values["next_try"] = now + PAUSES[news.attempt - 1]
    session.execute(update(NewsDelivery).where(NewsDelivery.id == news.delivery_id).values(**values))
