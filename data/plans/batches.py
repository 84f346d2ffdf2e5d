"""Batches (批次): the people of one trip, under a number that survives every re-plan of the round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.rounds import batch_numbers
from data.rounds.stages import stage_in
from data.tables import AssignmentRow, Batch, Round, TripRow


def renew(session: Session, round_: Round, plan_id: int, *, carried: Mapping[int, int] | None = None) -> None:
    """Hand the round's batch numbers on to a new plan's trips; a trip that is new gets the next number.

    A trip takes over the batch of the same vehicle that shares most people with it, with its stage, so that a manifest
    printed yesterday and one printed tonight speak of the same coach. A batch left without a trip keeps its
    number and carries nobody; a cancelled one is nobody's heir. A new one stands where its round does.
    ``carried`` trips (old id → new id) have left: their batch goes with them as it is.
    """
    kept = session.scalars(select(Batch).where(Batch.round_id == round_.id).order_by(Batch.id)).all()
    trips = session.scalars(select(TripRow).where(TripRow.plan_id == plan_id).order_by(TripRow.number)).all()
    moved = carried or {}
    ridden = [one for one in kept if one.travel == "trip"]
    gone = {batch.id: moved[batch.trip_id] for batch in ridden if batch.trip_id in moved and batch.trip_id}
    here, stage = set(moved.values()), {batch.id: batch.status for batch in kept}
    heirs_of = [one for one in ridden if one.id not in gone and one.status != "cancelled"]
    heir = _heirs(session, heirs_of, [one for one in trips if one.id not in here])
    freed = [one.id for one in ridden if one.status != "cancelled"]
    session.execute(update(Batch).where(Batch.id.in_(freed)).values(trip_id=None, status="planned"))
    session.execute(update(Batch).where(Batch.id.in_([one.id for one in ridden])).values(trip_id=None))
    for batch in kept:
        session.refresh(batch)
    for batch in ridden:
        if batch.id in gone:
            batch.trip_id, batch.status = gone[batch.id], stage[batch.id]
    for trip in trips:
        if trip.id in here:
            continue
        if trip.id in heir:
            batch = heir[trip.id]
            batch.status = stage[batch.id]
        else:
            batch = Batch(round_id=round_.id, number=batch_numbers.next_number(session, round_))
            batch.status = stage_in(round_.status)
            session.add(batch)
        batch.trip_id, batch.vehicle_id = trip.id, trip.vehicle_id
        session.flush()
    batch_numbers.complete(session, round_)
    session.flush()


def _heirs(session: Session, kept: Sequence[Batch], trips: Sequence[TripRow]) -> dict[int, Batch]:
    """New trip id → the batch it takes over."""
    old = {batch.trip_id: batch for batch in kept if batch.trip_id is not None}
    people = _people(session, [*old, *(trip.id for trip in trips)])
    vehicle_of: dict[int, int] = {}
    for part in in_parts(list(old)):
        vehicle_of.update(
            (row.id, row.vehicle_id)
            for row in session.execute(select(TripRow.id, TripRow.vehicle_id).where(TripRow.id.in_(part)))
        )
    likeness = [
        (-len(people[was] & people[trip.id]), trip.number, batch.id, batch, trip)
        for was, batch in old.items()
        for trip in trips
        if vehicle_of[was] == trip.vehicle_id
    ]
    heir: dict[int, Batch] = {}
    given: set[int] = set()
    for *_, batch, trip in sorted(likeness, key=lambda row: row[:3]):
        if trip.id not in heir and batch.id not in given:
            heir[trip.id] = batch
            given.add(batch.id)
    return heir


def _people(session: Session, trip_ids: list[int]) -> dict[int, set[int]]:
    people: dict[int, set[int]] = defaultdict(set)
    for part in in_parts(trip_ids):
        query = select(AssignmentRow.trip_id, AssignmentRow.worker_id).where(AssignmentRow.trip_id.in_(part))
        for trip, worker in session.execute(query):
            if trip is not None:
                people[trip].add(worker)
    return people
