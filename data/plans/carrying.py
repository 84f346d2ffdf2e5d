"""Trips that have left stand in every later plan of their round as they left: same people, number, batch and stops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.tables import AssignmentRow, Placement, PlanRow, Round, TripCall, TripRow
from data.tables.base import columns_of


@dataclass(frozen=True, slots=True)
class CarriedFigures:
    """Who had left before a plan, in figures: what is added to those of the plan found for the others."""

    people: int
    cost_fen: float
    value_fen: float


def of_plan(session: Session, plan_id: int) -> CarriedFigures:
    """What a kept plan carries from the one before it."""
    return _figures(session, plan_id, select(AssignmentRow.id).where(_carried(plan_id)))


def now(session: Session, round_id: int) -> CarriedFigures:
    """What a new plan of this round would carry."""
    plan_id = session.scalar(select(Round.plan_id).where(Round.id == round_id))
    return CarriedFigures(0, 0.0, 0.0) if plan_id is None else _figures(session, plan_id, _left(round_id, plan_id))


def carry(session: Session, round_id: int, *, before: int | None, plan_id: int) -> dict[int, int]:
    """Copy whoever has left from the plan that stood into the new one; old trip id → new trip id."""
    if before is None:
        return {}
    left = _left(round_id, before)
    rows = session.execute(select(*columns_of(AssignmentRow)).where(AssignmentRow.id.in_(left))).mappings().all()
    trips = _copied(session, sorted({row["trip_id"] for row in rows if row["trip_id"]}), plan_id)
    if trips:
        for part in in_parts(list(trips)):
            calls = session.execute(select(*columns_of(TripCall)).where(TripCall.trip_id.in_(part))).mappings().all()
            copies = [_without_id(call) | {"trip_id": trips[call["trip_id"]]} for call in calls]
            if copies:
                session.execute(insert(TripCall), copies)
    copied = [
        _without_id(row) | {"plan_id": plan_id, "carried": True, "trip_id": trips.get(row["trip_id"])} for row in rows
    ]
    if copied:
        session.execute(insert(AssignmentRow), copied)
    return trips


def _left(round_id: int, plan_id: int) -> Select[int]:
    left = select(Placement.worker_id).where(Placement.round_id == round_id)
    return select(AssignmentRow.id).where(AssignmentRow.plan_id == plan_id, AssignmentRow.worker_id.in_(left))


def _carried(plan_id: int) -> Any:
    return (AssignmentRow.plan_id == plan_id) & AssignmentRow.carried


def _figures(session: Session, plan_id: int, rows: Select[int]) -> CarriedFigures:
    people, value = session.execute(
        select(func.count(), func.coalesce(func.sum(AssignmentRow.value_fen), 0.0)).where(AssignmentRow.id.in_(rows))
    ).one()
    trips = select(AssignmentRow.trip_id).where(AssignmentRow.id.in_(rows), AssignmentRow.trip_id.is_not(None))
    by_trip = func.coalesce(func.sum(TripRow.cost_fen), 0.0)
    gone = session.scalar(select(by_trip).where(TripRow.id.in_(trips))) or 0.0
    return CarriedFigures(people, gone + _own_fares(session, plan_id, rows), float(value or 0.0))


def _own_fares(session: Session, plan_id: int, rows: Select[int]) -> float:
    """The fares of those on their own, who leave together: what the plan costs beside its trips."""
    own = (AssignmentRow.trip_id.is_(None), AssignmentRow.travel == "own")
    if session.scalar(select(AssignmentRow.id).where(AssignmentRow.id.in_(rows), *own).limit(1)) is None:
        return 0.0
    trips = session.scalar(select(func.coalesce(func.sum(TripRow.cost_fen), 0.0)).where(TripRow.plan_id == plan_id))
    whole = session.scalar(select(PlanRow.travel_cost_fen).where(PlanRow.id == plan_id))
    return max(0.0, float(whole or 0.0) - float(trips or 0.0))


def _copied(session: Session, ids: list[int], plan_id: int) -> dict[int, int]:
    """Trips written anew for another plan; old id → new id."""
    found: dict[int, int] = {}
    parts = in_parts(ids)
    rows = [select(*columns_of(TripRow)).where(TripRow.id.in_(part)) for part in parts]
    for row in [row for query in rows for row in session.execute(query).mappings()]:
        made = TripRow(**(_without_id(row) | {"plan_id": plan_id}))
        session.add(made)
        session.flush()
        found[row["id"]] = made.id
    return found


def _without_id(row: Any) -> dict[str, Any]:
    return {str(name): value for name, value in row.items() if name != "id"}
