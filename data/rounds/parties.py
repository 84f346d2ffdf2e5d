"""Who of a round leaves together: the people of each trip, and those who travel without a vehicle of the office's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.tables import AssignmentRow, Batch, Placement, Round, TripRow, Vehicle
from labor.words import Bilingual

ALONE = Bilingual("自行前往的人", "those who travel on their own")


@dataclass(frozen=True, slots=True)
class Party:
    """One trip of a standing plan, or (without a trip) those who travel on their own.

    ``day`` is when it leaves; for those on their own the round's first day. ``gone`` people have left already.
    """

    trip_id: int | None
    batch_id: int | None
    number: str
    vehicle: str
    day: date
    arrives: date | None
    people: int
    gone: int
    departed: datetime | None = None

    @property
    def has_left(self) -> bool:
        """Whether its departure was said."""
        return self.gone > 0

    @property
    def name(self) -> Bilingual:
        """What it is called in a sentence."""
        return Bilingual(f"{self.number} 批次", f"batch {self.number}") if self.batch_id else ALONE

    def as_of(self, today: date) -> date:
        """The day its people are judged by: its own, or today where that has not come."""
        return min(self.day, today)


def parties(session: Session, round_id: int) -> list[Party]:
    """The parties of a round's standing plan, by day of leaving; those without a vehicle last."""
    round_ = session.get_one(Round, round_id)
    gone = func.count(Placement.id)
    query = (
        select(
            AssignmentRow.trip_id, Batch.id, Batch.number, Vehicle.number, Vehicle.label, TripRow.leaves,
            TripRow.arrives, func.count(AssignmentRow.id), gone, Batch.departed,
        )
        .outerjoin(TripRow, TripRow.id == AssignmentRow.trip_id)
        .outerjoin(Vehicle, Vehicle.id == TripRow.vehicle_id)
        .outerjoin(Batch, Batch.trip_id == TripRow.id)
        .outerjoin(
            Placement, (Placement.round_id == round_id) & (Placement.worker_id == AssignmentRow.worker_id)
        )
        .where(AssignmentRow.plan_id == round_.plan_id)
        .group_by(
            AssignmentRow.trip_id, Batch.id, Batch.number, Vehicle.number, Vehicle.label, TripRow.leaves,
            TripRow.arrives, Batch.departed, TripRow.number,
        )
        .order_by(TripRow.number)
    )  # fmt: skip
    found = [
        Party(trip, batch, number or "", _called(vehicle, label), leaves or round_.first_day, arrives, people, left, at)
        for trip, batch, number, vehicle, label, leaves, arrives, people, left, at in session.execute(query)
    ]
    return sorted(found, key=lambda one: (one.trip_id is None, one.day))


def remaining(all_of_them: Sequence[Party]) -> list[Party]:
    """Those who have not left yet."""
    return [one for one in all_of_them if not one.has_left]


def _called(vehicle: str | None, label: str | None) -> str:
    return " ".join(word for word in (vehicle, label) if word)
