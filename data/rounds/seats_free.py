"""The seats of a batch that fell free since its plan was made, and who has been promised one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.rounds.going import goes
from data.rounds.parties import Party, members
from data.rounds.stages import round_of
from data.tables import AssignmentRow, Pin, TripRow, Vehicle


@dataclass(frozen=True, slots=True)
class FreeSeats:
    """How many seats are free on a batch's vehicle, and at which postings places fell free with them."""

    seats: int
    postings: Counter[int]
    promised: tuple[int, ...]  # workers pinned to this vehicle who are not in the plan yet


def free_seats(session: Session, round_id: int, party: Party) -> FreeSeats:
    """Counted from the standing plan, its drop-outs, and the pins made since."""
    round_ = round_of(session, round_id)
    seats = select(AssignmentRow.posting_id, AssignmentRow.worker_id, goes(round_id))
    mine = session.execute(seats.where(AssignmentRow.plan_id == round_.plan_id, members([party]))).all()
    placed = select(AssignmentRow.worker_id).where(AssignmentRow.plan_id == round_.plan_id)
    pins = session.execute(
        select(Pin.worker_id, Pin.posting_id).where(
            Pin.round_id == round_id, Pin.kind == "pin", Pin.vehicle_id == party.vehicle_id,
            Pin.worker_id.not_in(placed),
        )
    ).all()  # fmt: skip
    going = sum(1 for _, _, still in mine if still)
    room = session.execute(
        select(TripRow.seats, Vehicle.escorts)
        .join(Vehicle, Vehicle.id == TripRow.vehicle_id)
        .where(TripRow.id == party.trip_id)
    ).first()
    total = room.seats - room.escorts if room else len(mine)
    freed = Counter(posting for posting, _, still in mine if not still)
    freed.subtract(Counter(posting for _, posting in pins if posting is not None))
    return FreeSeats(total - going - len(pins), +freed, tuple(worker for worker, _ in pins))
