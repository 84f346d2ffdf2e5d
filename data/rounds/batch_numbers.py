"""Numbers of batches, counted on within a round; and the batches of those who need no vehicle of the office's."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.rounds.going import goes
from data.rounds.stages import stage_in
from data.tables import AssignmentRow, Batch, Round


def next_number(session: Session, round_: Round) -> str:
    """R12-03: the round's, and one more than it has batches."""
    count = session.scalar(select(func.count()).where(Batch.round_id == round_.id)) or 0
    return f"R{round_.id}-{count + 1:02d}"


def complete(session: Session, round_: Round) -> None:
    """A batch for those with own tickets and one for those who commute, where the standing plan has any and they none.

    A batch of them that the plan has nobody for any more keeps its number and waits as planned.
    """
    ways = select(AssignmentRow.travel).where(AssignmentRow.plan_id == round_.plan_id, AssignmentRow.trip_id.is_(None))
    needed = set(session.scalars(ways.distinct()))
    alone = select(Batch).where(Batch.round_id == round_.id, Batch.travel != "trip")
    kept = {batch.travel: batch for batch in session.scalars(alone.order_by(Batch.id))}
    for travel in sorted(needed - kept.keys()):
        made = Batch(
            round_id=round_.id,
            number=next_number(session, round_),
            travel=travel,
            status=stage_in(round_.status),
        )
        session.add(made)
        session.flush()


def empty(session: Session, round_: Round) -> bool:
    """Whether nobody of the standing plan goes any more."""
    here = select(AssignmentRow.id).where(AssignmentRow.plan_id == round_.plan_id, goes(round_.id))
    return session.scalar(here.limit(1)) is None
