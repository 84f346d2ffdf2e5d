"""The one order of a trip's people: the number on the page is the number on every paper."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data.plans import trip_stops
from data.rounds.going import goes
from data.tables import AssignmentRow, PlanRow, TripRow, Worker

NO_STOP: Final = 1 << 30  # who boards at no stop that is called at comes last


def still_going(session: Session, plan_id: int) -> ColumnElement[bool]:
    """Of an assignment of a plan: whether its person still goes."""
    return goes(session.scalar(select(PlanRow.round_id).where(PlanRow.id == plan_id)) or 0)


def serials(session: Session, trip_id: int) -> dict[int, int]:
    """Worker → number from 1: stop by stop as they are driven, village by village, companions side by side."""
    hub = func.coalesce(AssignmentRow.pickup_hub_id, Worker.pickup_hub_id)
    query = select(Worker.id, hub, Worker.township, Worker.village, Worker.group_id)
    plan_id = session.scalar(select(TripRow.plan_id).where(TripRow.id == trip_id)) or 0
    here = query.join(AssignmentRow, AssignmentRow.worker_id == Worker.id).where(AssignmentRow.trip_id == trip_id)
    rows = session.execute(here.where(still_going(session, plan_id))).all()
    called = {
        named.call.hub_id: at for at, named in enumerate(trip_stops.of_trips(session, [trip_id]).get(trip_id, []))
    }
    homes: dict[int, tuple[str, str, int]] = {}
    for number, _, township, village, group in rows:
        if group is not None:
            homes[group] = min(homes.get(group, (township, village, number)), (township, village, number))

    def place(row: tuple[int, int | None, str, str, int | None]) -> tuple[int, int, tuple[str, str, int], int]:
        number, stop, township, village, group = row
        home = (township, village, number) if group is None else homes[group]
        return called.get(stop or 0, NO_STOP), stop or NO_STOP, home, number

    ordered = sorted(((row[0], row[1], row[2], row[3], row[4]) for row in rows), key=place)
    return {row[0]: serial for serial, row in enumerate(ordered, start=1)}
