"""Who of a plan really goes: without those who dropped out, or were kept from their posting, since it was made."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from data.tables import AssignmentRow, Pin, Placement, RosterChange


def goes(round_id: int) -> ColumnElement[bool]:
    """Of an assignment in this round's standing plan: true until its person drops out or is banned from the posting.

    Who has left stands in the books as they left.
    """
    change, pin, placed = aliased(RosterChange), aliased(Pin), aliased(Placement)
    newest = (
        select(change.kind)
        .where(change.round_id == round_id, change.worker_id == AssignmentRow.worker_id)
        .order_by(change.id.desc())
        .limit(1)
        .correlate(AssignmentRow)
        .scalar_subquery()
    )
    banned = (
        exists()
        .where(pin.round_id == round_id, pin.worker_id == AssignmentRow.worker_id, pin.kind == "ban")
        .where(or_(pin.posting_id.is_(None), pin.posting_id == AssignmentRow.posting_id))
        .correlate(AssignmentRow)
    )
    left = (
        exists()
        .where(placed.round_id == round_id, placed.worker_id == AssignmentRow.worker_id)
        .correlate(AssignmentRow)
    )
    return or_(left, and_(func.coalesce(newest, "") != "dropped_out", not_(banned)))
