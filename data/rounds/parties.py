"""Who of a round leaves together: the people of each trip, those with own tickets, those who commute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from data.rounds.going import goes
from data.rounds.stages import RANK, round_of, stage_in
from data.tables import AssignmentRow, Batch, Placement, TripRow, Vehicle
from labor.errors import NotFound
from labor.words import Bilingual

ON_THEIR_OWN = {
    "own": Bilingual("自行购票的人", "those with own tickets"),
    "free": Bilingual("就近上班的人", "those who commute"),
}


@dataclass(frozen=True, slots=True)
class Party:
    """One batch of a standing plan: a trip, or (without a trip) those who travel on their own.

    ``day`` is when it leaves; for those on their own the round's first day. ``people`` go or have gone, ``gone`` of
    them have left already.
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
    travel: str = "trip"
    stage: str = "planned"
    vehicle_id: int | None = None
    mode: str = ""
    round_id: int = 0

    @property
    def has_left(self) -> bool:
        """Whether its departure was said."""
        return self.gone > 0 or RANK.get(self.stage, 0) >= RANK["departed"]

    @property
    def key(self) -> str:
        """What its forms call it: its batch, or before it has one how its people travel."""
        return str(self.batch_id) if self.batch_id else self.travel

    @property
    def name(self) -> Bilingual:
        """What it is called in a sentence."""
        if self.trip_id is None:
            words = ON_THEIR_OWN[self.travel]
            return Bilingual(f"{self.number} {words.zh}".strip(), f"{self.number} {words.en}".strip())
        return Bilingual(f"{self.number} 批次", f"batch {self.number}")

    def as_of(self, today: date) -> date:
        """The day its people are judged by: its own, or today where that has not come."""
        return min(self.day, today)


def parties(session: Session, round_id: int) -> list[Party]:
    """The parties of a round's standing plan, by day of leaving; those without a vehicle last."""
    round_ = round_of(session, round_id)
    alone = case((AssignmentRow.trip_id.is_(None), AssignmentRow.travel), else_="trip").label("how")
    going = func.sum(case((goes(round_id), 1), else_=0)).label("going")
    about = (
        Batch.id, Batch.number, Batch.departed, Batch.status, Vehicle.number, Vehicle.label, Vehicle.id, Vehicle.mode,
        TripRow.leaves, TripRow.arrives,
    )  # fmt: skip
    query = (
        select(AssignmentRow.trip_id, alone, going, func.count(Placement.id), *about)
        .outerjoin(TripRow, TripRow.id == AssignmentRow.trip_id)
        .outerjoin(Vehicle, Vehicle.id == TripRow.vehicle_id)
        .outerjoin(Batch, of_assignment(round_id))
        .outerjoin(Placement, (Placement.round_id == round_id) & (Placement.worker_id == AssignmentRow.worker_id))
        .where(AssignmentRow.plan_id == round_.plan_id)
        .group_by(AssignmentRow.trip_id, alone, *about, TripRow.number)
        .order_by(TripRow.number)
    )
    found = [
        Party(
            trip_id=trip, batch_id=batch, number=number or "", vehicle=_called(name, label),
            day=leaves or round_.first_day, arrives=arrives, people=int(going), gone=gone, departed=at, travel=how,
            stage=_stage(status, gone, round_.status), vehicle_id=vehicle, mode=mode or "",
            round_id=round_id,
        )
        for trip, how, going, gone, batch, number, at, status, name, label, vehicle, mode, leaves, arrives
        in session.execute(query)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.trip_id is None, one.day))


def of_assignment(round_id: int) -> ColumnElement[bool]:
    """The batch of an assignment: its trip's, or that of those who travel the same way on their own."""
    alone = and_(Batch.trip_id.is_(None), AssignmentRow.trip_id.is_(None), Batch.travel == AssignmentRow.travel)
    return and_(Batch.round_id == round_id, or_(Batch.trip_id == AssignmentRow.trip_id, alone))


def members(whom: Sequence[Party]) -> ColumnElement[bool]:
    """Of an assignment in the standing plan: whether it is one of these parties'."""
    trips = [one.trip_id for one in whom if one.trip_id is not None]
    ways = [one.travel for one in whom if one.trip_id is None]
    return or_(
        AssignmentRow.trip_id.in_(trips), and_(AssignmentRow.trip_id.is_(None), AssignmentRow.travel.in_(ways)), false()
    )


def remaining(all_of_them: Sequence[Party]) -> list[Party]:
    """Those who have not left yet and are still to."""
    return [one for one in all_of_them if not one.has_left and one.stage != "cancelled"]


def behind(all_of_them: Sequence[Party], to: str) -> list[Party]:
    """Those still to leave that are less far on than this stage."""
    return [one for one in remaining(all_of_them) if RANK[one.stage] < RANK[to]]


def party_of(session: Session, round_id: int, batch_id: int) -> Party:
    """The party of this batch in the round's standing plan; raises NotFound."""
    found = next((one for one in parties(session, round_id) if one.batch_id == batch_id), None)
    if found is None:
        raise NotFound(f"本轮现行计划没有批次 {batch_id} / the round's standing plan has no batch {batch_id}")
    return found


def _stage(kept: str | None, gone: int, round_status: str) -> str:
    """A batch whose people have left has; one without a row is as far as its round."""
    stage = kept or stage_in(round_status)
    return "departed" if gone and RANK.get(stage, 0) < RANK["departed"] else stage


def _called(vehicle: str | None, label: str | None) -> str:
    return " ".join(word for word in (vehicle, label) if word)
