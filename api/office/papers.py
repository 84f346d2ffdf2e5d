"""A plan's papers as pages to print: whose slips, which employers, which batches."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import segno
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.exports import handover, slips
from data.exports.slips import Slip
from data.privacy import Reader
from data.tables import AssignmentRow, Batch, TripRow
from labor.errors import NotFound


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be printed for a plan."""

    employers: Sequence[tuple[int, str]]
    batches: Sequence[tuple[int, str]]
    own_tickets: int  # people without a batch


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """A slip with its code drawn as SVG."""

    slip: Slip
    picture: Markup


def choice(session: Session, plan_id: int) -> Choice:
    """The employers and batches of a plan; empty where it places nobody."""
    batches = select(Batch.id, Batch.number).join(TripRow, TripRow.id == Batch.trip_id)
    found = session.execute(batches.where(TripRow.plan_id == plan_id).order_by(TripRow.number))
    numbers = [(row.id, row.number) for row in found]
    return Choice(handover.employers_of(session, plan_id), numbers, len(_people(session, plan_id, 0)))


def printed_slips(session: Session, plan_id: int, batch_id: int, worker_id: int, reader: Reader) -> list[PrintedSlip]:
    """The slips of one batch (0: of those with own tickets), or of one worker of the plan; raises NotFound."""
    people = [worker_id] if worker_id else _people(session, plan_id, batch_id)
    found = slips.slips(session, plan_id, reader=reader, worker_ids=people) if people else []
    if not found:
        raise NotFound("没有要打印的出行单 / there is no slip to print")
    return [PrintedSlip(slip, picture(slip.code_says)) for slip in found]


def _people(session: Session, plan_id: int, batch_id: int) -> list[int]:
    placed = select(AssignmentRow.worker_id).where(AssignmentRow.plan_id == plan_id)
    if batch_id:
        trip = select(Batch.trip_id).where(Batch.id == batch_id).scalar_subquery()
        placed = placed.where(AssignmentRow.trip_id == trip)
    else:
        placed = placed.where(AssignmentRow.trip_id.is_(None))
    return list(session.scalars(placed.order_by(AssignmentRow.worker_id)))


def picture(says: str) -> Markup:
    """The code as one path; error correction M survives a fold and a thumb."""
    out = io.BytesIO()
    segno.make(says, error="m", micro=False).save(
        out, kind="svg", scale=3, border=4, xmldecl=False, svgns=True, svgclass="code", lineclass=None, omitsize=True
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - drawn here from figures, no text of a user stands in it
