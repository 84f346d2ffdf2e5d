"""What is recorded of placed workers: answers, consents, boarded and arrived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.exports.people import Seat
from data.tables import Consent, Offer, Placement


@dataclass(frozen=True, slots=True)
class PlacementRecord:
    """What is recorded of one worker at one posting; empty times have not happened yet."""

    reply: str = "not_asked"
    replied: date | None = None
    boarded: datetime | None = None
    arrived: datetime | None = None
    handed_to: str = ""


def standings(session: Session, placed: Sequence[Seat]) -> dict[tuple[int, int], PlacementRecord]:
    """Replies and travel so far by (worker, posting); the latest offer counts."""
    pairs = {(seat.worker_id, seat.posting_id) for seat in placed}
    found: dict[tuple[int, int], PlacementRecord] = {}
    for part in in_parts(sorted({worker for worker, _ in pairs})):
        query = (
            select(Offer.worker_id, Offer.posting_id, Offer.reply, Offer.replied)
            .add_columns(Placement.boarded, Placement.arrived, Placement.handed_to)
            .outerjoin(Placement, Placement.offer_id == Offer.id)
            .where(Offer.worker_id.in_(part))
            .order_by(Offer.offered)
        )
        for row in session.execute(query):
            if (row.worker_id, row.posting_id) in pairs:
                found[row.worker_id, row.posting_id] = PlacementRecord(
                    row.reply, row.replied, row.boarded, row.arrived, row.handed_to or ""
                )
    return found


def agreed_to_employer(session: Session, worker_ids: Iterable[int], employer_id: int, on: date) -> set[int]:
    """Workers whose consent to hand their data to this employer holds on a day (PIPL 23: it names the recipient)."""
    agreed: set[int] = set()
    for part in in_parts(sorted(set(worker_ids))):
        query = select(Consent.worker_id).where(
            Consent.worker_id.in_(part),
            Consent.purpose == "employer",
            Consent.employer_id == employer_id,
            Consent.given <= on,
            or_(Consent.withdrawn.is_(None), Consent.withdrawn > on),
        )
        agreed.update(session.scalars(query))
    return agreed
