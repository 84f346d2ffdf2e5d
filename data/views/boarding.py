"""Who is booked on a trip and who could take a place that stays empty, each with the chances scored for the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.tables import AssignmentRow, Offer, Posting, ReserveRow, TripRow, Vehicle, VehicleStop, Worker


@dataclass(frozen=True, slots=True)
class Expectation:
    """One person booked or in reserve. Chances are None in plans kept before they were written down."""

    worker_id: int
    posting_id: int
    group_id: int | None
    name_masked: str
    phone_masked: str | None
    title: str
    reply: str
    accepts: float | None
    shows_up: float | None
    score: float | None

    @property
    def boards(self) -> float | None:
        """The chance of standing at the door: who said yes needs to come alone, who said no does not."""
        if self.reply == "no":
            return 0.0
        if self.accepts is None or self.shows_up is None:
            return None
        return self.shows_up if self.reply == "yes" else self.accepts * self.shows_up


@dataclass(frozen=True, slots=True)
class Manning:
    """One trip: its passenger seats, who is booked, and the reserve in calling order."""

    trip_id: int
    seats: int
    booked: Sequence[Expectation]
    reserve: Sequence[Expectation]


def of_plan(session: Session, plan_id: int) -> dict[int, Manning]:
    """Every trip of a plan, by its id."""
    return of_trips(session, list(session.scalars(select(TripRow.id).where(TripRow.plan_id == plan_id))))


def of_trips(session: Session, trip_ids: Sequence[int], *, places: Collection[int] | None = None) -> dict[int, Manning]:
    """These trips by id, a reserve person first where their score is best among the trip's postings.

    In reserve are those ranked for a posting the trip carries people to, who board where its vehicle stops; ``places``
    narrows the postings.
    """
    query = select(TripRow.id, TripRow.plan_id, TripRow.seats, Vehicle.escorts, Vehicle.id.label("vehicle_id"))
    query = query.join(Vehicle, Vehicle.id == TripRow.vehicle_id)
    trips = [row for part in in_parts(trip_ids) for row in session.execute(query.where(TripRow.id.in_(part)))]
    booked = _booked(session, [trip.id for trip in trips])
    standby = _reserve(session, {trip.plan_id for trip in trips})
    stops = _stops(session, {trip.vehicle_id for trip in trips})
    found = {}
    for trip in trips:
        mine = booked.get(trip.id, [])
        served = {one.posting_id for one in mine}
        ranked = [
            one
            for hub, plan_id, one in standby
            if plan_id == trip.plan_id
            and one.posting_id in (served if places is None else served & set(places))
            and hub in stops.get(trip.vehicle_id, set())
        ]
        found[trip.id] = Manning(trip.id, trip.seats - trip.escorts, mine, _once_each(ranked))
    return found


def _once_each(ranked: Iterable[Expectation]) -> list[Expectation]:
    """Each person once, at the posting they suit best; who said no is not called again."""
    best: dict[int, Expectation] = {}
    for one in sorted(ranked, key=lambda one: (-(one.score or 0.0), one.worker_id)):
        if one.reply != "no":
            best.setdefault(one.worker_id, one)
    return list(best.values())


def _booked(session: Session, trip_ids: Sequence[int]) -> dict[int, list[Expectation]]:
    said = _newest_offers()
    found: dict[int, list[Expectation]] = defaultdict(list)
    for part in in_parts(trip_ids):
        query = (
            select(
                AssignmentRow.trip_id, AssignmentRow.worker_id, AssignmentRow.posting_id, Worker.group_id,
                Worker.name_masked, Worker.phone_masked, Posting.title, Offer.reply, AssignmentRow.accepts,
                AssignmentRow.shows_up, AssignmentRow.score,
            )
            .join(Worker, Worker.id == AssignmentRow.worker_id)
            .join(Posting, Posting.id == AssignmentRow.posting_id)
            .join(said, (said.c.worker_id == Worker.id) & (said.c.posting_id == Posting.id), isouter=True)
            .join(Offer, Offer.id == said.c.offer_id, isouter=True)
            .where(AssignmentRow.trip_id.in_(part))
            .order_by(AssignmentRow.worker_id)
        )  # fmt: skip
        for row in session.execute(query):
            found[row.trip_id or 0].append(_expectation(row))
    return found


def _reserve(session: Session, plan_ids: set[int]) -> list[tuple[int | None, int, Expectation]]:
    said = _newest_offers()
    query = (
        select(
            ReserveRow.plan_id, ReserveRow.worker_id, ReserveRow.posting_id, Worker.group_id, Worker.name_masked,
            Worker.phone_masked, Worker.pickup_hub_id, Posting.title, Offer.reply, ReserveRow.accepts,
            ReserveRow.shows_up, ReserveRow.score,
        )
        .join(Worker, Worker.id == ReserveRow.worker_id)
        .join(Posting, Posting.id == ReserveRow.posting_id)
        .join(said, (said.c.worker_id == Worker.id) & (said.c.posting_id == Posting.id), isouter=True)
        .join(Offer, Offer.id == said.c.offer_id, isouter=True)
        .where(ReserveRow.plan_id.in_(plan_ids))
    )  # fmt: skip
    return [(row.pickup_hub_id, row.plan_id, _expectation(row)) for row in session.execute(query)]


def _newest_offers() -> Subquery:
    query = select(Offer.worker_id, Offer.posting_id, func.max(Offer.id).label("offer_id"))
    return query.group_by(Offer.worker_id, Offer.posting_id).subquery()


def _stops(session: Session, vehicle_ids: set[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    query = select(VehicleStop.vehicle_id, VehicleStop.hub_id).where(VehicleStop.role == "origin")
    for part in in_parts(sorted(vehicle_ids)):
        for vehicle_id, hub_id in session.execute(query.where(VehicleStop.vehicle_id.in_(part))):
            found[vehicle_id].add(hub_id)
    return found


def _expectation(row: object) -> Expectation:
    names = Expectation.__dataclass_fields__
    values = {name: getattr(row, name) for name in names if name != "reply"}
    return Expectation(reply=getattr(row, "reply", None) or "not_asked", **values)
