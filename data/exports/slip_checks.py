"""Is a slip real? The answer for a guard or a driver who scanned its code: as little as answers the question."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from data.exports.slips import verification_code
from data.tables import AssignmentRow, Batch, Round, TripRow, Vehicle, Worker

OWN_TICKET: Final = re.compile(r"P(\d{1,9})")
CODE: Final = re.compile(r"[0-9A-F]{8}")


@dataclass(frozen=True, slots=True)
class Checked:
    """Who stands behind a sound code, masked, and the trip they are on; no vehicle with an own ticket."""

    name: str
    number: str
    vehicle: str
    leaves: date | None
    cancelled: bool


def check(session: Session, number: str, code: str) -> Checked | None:
    """The person whose slip this is, while they stand in the plan in force; None for any other code.

    Every person of the batch is compared, whoever is found first: the time taken tells nothing.
    """
    spelled = code.strip().upper()
    if not CODE.fullmatch(spelled):
        return None
    found = None
    for row in session.execute(_people(number)):
        if hmac.compare_digest(verification_code(number, row.worker_id), spelled):
            vehicle = (row.vehicle or "").strip()
            found = Checked(row.name_masked, number, vehicle, row.leaves, row.status == "cancelled")
    return found


def _people(number: str) -> Select[int, str, str, date | None, str]:
    """Everybody a slip of this number was made for, in plans that hold now."""
    vehicle = (Vehicle.label + " " + Vehicle.plate).label("vehicle")
    people = (
        select(AssignmentRow.worker_id, Worker.name_masked, vehicle, TripRow.leaves, Round.status)
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .join(Worker, Worker.id == AssignmentRow.worker_id)
        .join(TripRow, TripRow.id == AssignmentRow.trip_id, isouter=True)
        .join(Vehicle, Vehicle.id == TripRow.vehicle_id, isouter=True)
    )
    own = OWN_TICKET.fullmatch(number)
    if own:
        return people.where(AssignmentRow.posting_id == int(own[1]), AssignmentRow.trip_id.is_(None))
    return people.join(Batch, Batch.trip_id == TripRow.id).where(Batch.number == number)
