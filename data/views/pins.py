"""Pins and bans of a round as its page lists them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.columns import Line
from data.tables import Pin, Posting, Vehicle, Worker


def of_round(session: Session, round_id: int) -> Sequence[Line]:
    """Who is held where and kept from where, newest last; names masked."""
    query = (
        select(
            Pin.id, Pin.kind, Pin.worker_id, Pin.posting_id, Pin.made, Pin.made_by, Worker.name_masked, Posting.title,
            Vehicle.number.label("vehicle"),
        )
        .join(Worker, Worker.id == Pin.worker_id)
        .join(Posting, Posting.id == Pin.posting_id, isouter=True)
        .join(Vehicle, Vehicle.id == Pin.vehicle_id, isouter=True)
        .where(Pin.round_id == round_id)
    )  # fmt: skip
    return session.execute(query.order_by(Pin.id)).all()
