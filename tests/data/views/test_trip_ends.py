"""The ends of a coach's route are named whether or not anybody's register names a station."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.tables import AssignmentRow, Hub, Posting, TripCall, TripRow, Worker
from data.views import trip_ends
from tests.builders import XIHU, a_coach, a_hub, a_plan, a_posting, a_round, a_worker


@pytest.fixture
def trip(session: Session) -> TripRow:
    """Two people on a coach from two stations to two, whose registers name no station."""
    starts = [a_hub(session, name) for name in ("威宁县", "草海站")]
    ends = [a_hub(session, name, county=XIHU) for name in ("西湖站", "滨江站")]
    plan = a_plan(session, a_round(session))
    coach = a_coach(session, starts, ends)
    made = TripRow(plan_id=plan.id, number=1, vehicle_id=coach.id, people=2, seats=49, cost_fen=1.0)
    session.add(made)
    session.flush()
    for _ in range(2):
        worker, posting = a_worker(session), a_posting(session)
        seat: dict[str, Any] = {"trip_id": made.id, "travel": "trip"}
        session.add(AssignmentRow(plan_id=plan.id, worker_id=worker.id, posting_id=posting.id, **seat))
    session.flush()
    return made


def ends_of(session: Session, trip: TripRow) -> tuple[str, str]:
    session.flush()
    return trip_ends.of_plan(session, trip.plan_id)[trip.id]


def test_without_a_station_on_record_the_stops_of_the_vehicle_are_told(session: Session, trip: TripRow) -> None:
    assert ends_of(session, trip) == ("威宁县、草海站", "西湖站、滨江站")


def test_stations_on_record_are_told_alone(session: Session, trip: TripRow) -> None:
    for number, hub in ((1, 3), (2, 3)):
        session.get_one(Posting, number).destination_hub_id = hub
        session.get_one(Worker, number).pickup_hub_id = 1

    assert ends_of(session, trip) == ("威宁县", "西湖站")


@pytest.mark.parametrize("known", [1, 2])
def test_one_posting_without_a_station_leaves_no_question_mark(session: Session, trip: TripRow, known: int) -> None:
    session.get_one(Posting, known).destination_hub_id = 3

    assert ends_of(session, trip)[1] == "西湖站、滨江站"


def test_a_trip_whose_stops_were_worked_out_tells_those(session: Session, trip: TripRow) -> None:
    hubs = {hub.name: hub.id for hub in session.scalars(select(Hub))}
    minutes: dict[str, Any] = {"be_there_minute": 0, "arrives_minute": 0, "leaves_minute": 0, "stated": False}
    for at, (name, on, off) in enumerate((("草海站", 2, 0), ("滨江站", 0, 2))):
        hub = hubs[name]
        session.add(TripCall(trip_id=trip.id, position=at, hub_id=hub, boarding=on, alighting=off, **minutes))

    assert ends_of(session, trip) == ("草海站", "滨江站")
