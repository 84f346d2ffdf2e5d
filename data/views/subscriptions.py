"""Subscriptions and their delivery log, as programs list them; the secrets stay sealed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.columns import Line
from data.tables import NewsDelivery, Subscription
from data.views.paging import Page, Place, paged, unsealed
from labor.errors import NotFound

SHOWN = (*unsealed(Subscription), Subscription.url)


def all_of(session: Session, *, number: Place = 1) -> Page[Line]:
    """Subscriptions, newest first."""
    return paged(session, select(*SHOWN).order_by(Subscription.id.desc()), lambda row: row, number=number)


def one(session: Session, subscription_id: int) -> Line:
    """One subscription; raises NotFound."""
    row = session.execute(select(*SHOWN).where(Subscription.id == subscription_id)).first()
    if row is None:
        raise NotFound(f"没有 {subscription_id} 号订阅 / there is no subscription {subscription_id}")
    return row


def deliveries(session: Session, subscription_id: int, *, number: Place = 1) -> Page[Line]:
    """Messages to one subscription, newest first."""
    query = select(*unsealed(NewsDelivery)).where(NewsDelivery.subscription_id == subscription_id)
    return paged(session, query.order_by(NewsDelivery.id.desc()), lambda row: row, number=number)
