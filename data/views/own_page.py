"""What a person's own page shows of them: where they are going, what they said, who read their data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.columns import Line
from data.rounds import places
from data.tables import AssignmentRow, Employer, Offer, Placement, Posting, Round, Spell

SHOWN_FOR: Final = timedelta(days=45)  # after a round's last day the page is about the next work again
GOING: Final = ("offered", "confirmed", "locked", "departed")


@dataclass(frozen=True, slots=True)
class OwnTrip:
    """The place a round has for a person; ``settled`` once the round is confirmed, so that the slip holds."""

    round_id: int
    plan_id: int
    posting_id: int
    settled: bool
    said: str  # yes, no, not_asked, terms_changed
    arrived: bool
    as_promised: bool | None
    started: date | None


def going(session: Session, worker_id: int, today: date) -> OwnTrip | None:
    """The newest round that has a place for this person, None where none has."""
    row = session.execute(
        select(AssignmentRow.plan_id, AssignmentRow.posting_id, Round.id, Round.status)
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .where(AssignmentRow.worker_id == worker_id, Round.status.in_(GOING), Round.last_day >= today - SHOWN_FOR)
        .order_by(Round.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    placed = session.execute(
        select(Placement.arrived, Placement.as_promised, Placement.started, Placement.ended).where(
            Placement.round_id == row.id, Placement.worker_id == worker_id
        )
    ).first()
    if placed and placed.ended:
        return None
    return OwnTrip(
        row.id, row.plan_id, row.posting_id, row.status != "offered", said(session, worker_id, row.posting_id),
        bool(placed and placed.arrived), placed.as_promised if placed else None, placed.started if placed else None,
    )  # fmt: skip


def said(session: Session, worker_id: int, posting_id: int) -> str:
    """A person's newest answer about a posting: yes, no, not_asked, or terms_changed since their yes."""
    row = session.execute(
        select(Offer.reply, Offer.terms_hash, Posting.terms_hash.label("now"))
        .join(Posting, Posting.id == Offer.posting_id)
        .where(Offer.worker_id == worker_id, Offer.posting_id == posting_id)
        .order_by(Offer.offered.desc(), Offer.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return "not_asked"
    return row.reply if row.terms_hash == row.now else "terms_changed" if row.reply == "yes" else "not_asked"


def changed_since_yes(session: Session, worker_id: int, today: date) -> Sequence[int]:
    """Postings still open whose terms changed after this person's yes."""
    newest = select(func.max(Offer.id)).where(Offer.worker_id == worker_id).group_by(Offer.posting_id)
    return session.scalars(
        select(Offer.posting_id)
        .join(Posting, Posting.id == Offer.posting_id)
        .where(Offer.id.in_(newest), Offer.reply == "yes", Offer.terms_hash != Posting.terms_hash)
        .where(*places.to_come(today))
        .order_by(Offer.posting_id)
    ).all()


def old_employers(session: Session, worker_id: int) -> Sequence[Line]:
    """Where a person worked before, the latest first, with a posting open there now, None where there is none."""
    open_now = (
        select(func.min(Posting.id))
        .where(Posting.employer_id == Employer.id, Posting.status == "open", Posting.openings > 0)
        .scalar_subquery()
    )
    latest = func.max(Spell.started)
    query = (
        select(Employer.id, Employer.name, open_now.label("posting_id"))
        .join(Spell, Spell.employer_id == Employer.id)
        .where(Spell.worker_id == worker_id)
        .group_by(Employer.id, Employer.name)
        .order_by(latest.desc())
        .limit(3)
    )
    return session.execute(query).all()


def employers_said_yes_to(session: Session, worker_id: int, today: date) -> Sequence[Line]:
    """The employers a person is going to by their own yes: whom they may let have their data."""
    wanted = set(places.yeses(session, worker_id, today))
    trip = going(session, worker_id, today)
    if trip is not None and trip.said == "yes" and not trip.arrived:
        wanted.add(trip.posting_id)
    owners = select(Posting.employer_id).where(Posting.id.in_(wanted))
    return session.execute(
        select(Employer.id, Employer.name).where(Employer.id.in_(owners)).order_by(Employer.name)
    ).all()
