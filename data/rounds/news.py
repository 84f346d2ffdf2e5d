"""News of plans and batches for programs that subscribed: written down with what happened, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.tables import NewsDelivery, Subscription

EVENTS: Final = ("plan.made", "round.stepped", "batch.departed", "batch.departure_taken_back", "batch.stepped")


def tell(session: Session, event: str, facts: Mapping[str, Any], *, now: datetime) -> None:
    """One delivery for each subscription that wants this; it commits with what it tells of."""
    for one in session.execute(select(Subscription.id, Subscription.events)):
        if event in one.events:
            session.add(
                NewsDelivery(
                    subscription_id=one.id, event=event, facts=dict(facts), happened=now, next_try=now,
                    answered=None,
                )
            )  # fmt: skip
