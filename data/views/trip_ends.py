"""Where each trip of a plan begins and ends, in names: as worked out, as its people say, or as its vehicle calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, aliased

from data.tables import AssignmentRow, Hub, Posting, TripCall, TripRow, VehicleStop, Worker

TripStations: TypeAlias = Mapping[tuple[int, str], list[str]]


def of_plan(session: Session, plan_id: int) -> dict[int, tuple[str, str]]:
    """Trip → names of the stations its people board at and are bound for.

    As worked out for the trip, else as its people and their postings name them, else all its vehicle calls at.
    """
    told = (_called_at(session, plan_id), _named_by_people(session, plan_id), _listed(session, plan_id))
    trips = session.scalars(select(TripRow.id).where(TripRow.plan_id == plan_id))
    return {
        trip: ("、".join(_first(told, trip, "origin")), "、".join(_first(told, trip, "destination"))) for trip in trips
    }


def _first(told: Sequence[TripStations], trip: int, role: str) -> list[str]:
    return next((names for one in told if (names := one.get((trip, role)))), ["–"])


def _called_at(session: Session, plan_id: int) -> TripStations:
    query = (
        select(TripCall.trip_id, case((TripCall.boarding != 0, "origin"), else_="destination"), Hub.name)
        .join(Hub, Hub.id == TripCall.hub_id)
        .join(TripRow, TripRow.id == TripCall.trip_id)
        .where(TripRow.plan_id == plan_id)
        .order_by(TripCall.trip_id, TripCall.position)
    )
    return _by_end(session, query)


def _named_by_people(session: Session, plan_id: int) -> TripStations:
    """Where everybody's station is on record, by name; a trip with one unknown is left to what its vehicle lists."""
    board, leave = aliased(Hub), aliased(Hub)
    query = (
        select(AssignmentRow.trip_id, board.name, leave.name)
        .join(Worker, Worker.id == AssignmentRow.worker_id)
        .join(Posting, Posting.id == AssignmentRow.posting_id)
        .join(board, board.id == func.coalesce(AssignmentRow.pickup_hub_id, Worker.pickup_hub_id), isouter=True)
        .join(leave, leave.id == Posting.destination_hub_id, isouter=True)
        .where(AssignmentRow.plan_id == plan_id, AssignmentRow.trip_id.is_not(None))
        .distinct()
    )
    found: dict[tuple[int, str], set[str | None]] = defaultdict(set)
    for trip, start, end in session.execute(query):
        found[trip or 0, "origin"].add(start)
        found[trip or 0, "destination"].add(end)
    return {end: sorted(name for name in names if name) for end, names in found.items() if None not in names}


def _listed(session: Session, plan_id: int) -> TripStations:
    query = (
        select(TripRow.id, VehicleStop.role, Hub.name)
        .join(VehicleStop, VehicleStop.vehicle_id == TripRow.vehicle_id)
        .join(Hub, Hub.id == VehicleStop.hub_id)
        .where(TripRow.plan_id == plan_id)
        .order_by(TripRow.id, VehicleStop.position)
    )
    return _by_end(session, query)


def _by_end(session: Session, query: Select[int, str, str]) -> TripStations:
    """Names in the order they come, by trip and end."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for trip, role, name in session.execute(query):
        found[trip, role].append(name)
    return found
