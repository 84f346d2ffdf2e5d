"""The seats of a batch that fell free since its plan was made, and who has been promised one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.rounds.going import goes
from data.rounds.parties import Party, members
from data.rounds.stages import round_of
from data.tables import AssignmentRow, Pin, Posting, TripRow, Vehicle


@dataclass(frozen=True, slots=True)
class FreeSeats:
    """How many seats are free on a batch's vehicle, and how many places at each posting its people go to."""

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
        select(Pin.worker_id, Pin.posting_id, Pin.vehicle_id).where(
            Pin.round_id == round_id, Pin.kind == "pin", Pin.worker_id.not_in(placed)
        )
    ).all()
    promised = tuple(pin.worker_id for pin in pins if pin.vehicle_id == party.vehicle_id)
    going = sum(1 for _, _, still in mine if still)
    ride = session.execute(
        select(TripRow.seats, Vehicle.escorts)
        .join(Vehicle, Vehicle.id == TripRow.vehicle_id)
        .where(TripRow.id == party.trip_id)
    ).first()
    total = ride.seats - ride.escorts if ride else len(mine)
    taken = select(AssignmentRow.posting_id, func.count()).where(AssignmentRow.plan_id == round_.plan_id)
    count = dict(iter(session.execute(taken.where(goes(round_id)).group_by(AssignmentRow.posting_id))))
    openings = select(Posting.id, Posting.openings).where(Posting.id.in_({posting for posting, _, _ in mine}))
    room = Counter({posting: most - count.get(posting, 0) for posting, most in session.execute(openings)})
    # Whichever vehicle they were promised, one opening is promised once.
    room.subtract(Counter(pin.posting_id for pin in pins if pin.posting_id is not None))
    return FreeSeats(total - going - len(promised), +room, promised)
