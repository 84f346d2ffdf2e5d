"""A round is mended after its first coach has left: that coach stays as it left, the others are planned anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from api.office import rounds as life
from api.planning.auditing import audit_again
from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder
from api.planning.repairing import mend, mending_order
from data import rounds
from data.database import opened
from data.plans import carrying
from data.rounds import Signature, departures, manual_changes, offers
from data.rounds.parties import Party, parties
from data.tables import AssignmentRow, Batch, Fare, Hub, PlanDifference, PlanRow, Posting, TripRow, Vehicle, Worker
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import Office

FIRST, LAST = date(2026, 2, 21), date(2026, 2, 24)
ORDER = PlanOrder(builders.WINDOW, builders.TODAY, params=PlanParams(time_limit_s=5.0), name="正月专车")
BY = Signature("dispatcher", builders.NOW, "领队和保险已落实")


@pytest.fixture
def on_the_way(office: Office) -> Office:
    """Two coaches of three seats on two days; the round is locked, and the first has left with its people."""
    with opened(office.engine) as session:
        session.execute(delete(Fare))
        session.execute(update(Posting).values(openings=8))
        crew = {"rated_seats": 3, "escorts": 0, "available": 1, "fixed_cost_fen": 10_000, "drivers": 4}
        session.execute(update(Vehicle).values(**crew, leaves=FIRST))
        hubs = list(session.scalars(select(Hub).order_by(Hub.id)))
        builders.a_coach(session, hubs[:1], hubs[1:2], leaves=LAST, **crew)
    dispatch(office.engine, ORDER, WeightedScorer())
    with opened(office.engine) as session:
        session.execute(update(Worker).values(birth=date(1988, 5, 4), sex=1))
        session.execute(update(Posting).values(confirmed=builders.TODAY))
        rounds.step(session, 1, "offered", today=builders.TODAY, signature=BY)
        for worker, posting in offers.standing(session, 1):
            answer = offers.Reply("yes", builders.TODAY, "phone", "dispatcher")
            offers.record(session, worker, posting, answer=answer, round_id=1)
        for to in ("confirmed", "locked"):
            rounds.step(session, 1, to, today=builders.TODAY, signature=BY)
        first = next(one for one in parties(session, 1) if one.day == FIRST)
        departures.depart(session, 1, [first], today=FIRST, signature=BY)
    return office


def mended(office: Office) -> int:
    with opened(office.engine) as session:
        order = mending_order(session, 1, today=FIRST)
    return mend(office.engine, order, WeightedScorer())


def trip_of(office: Office, day: date) -> tuple[Party, list[int]]:
    with opened(office.engine) as session:
        party = next(one for one in parties(session, 1) if one.day == day)
        mine = select(AssignmentRow.worker_id).where(AssignmentRow.trip_id == party.trip_id)
        return party, list(session.scalars(mine.order_by(AssignmentRow.worker_id)))


def test_the_trip_that_left_stands_in_the_new_plan_as_it_left(on_the_way: Office) -> None:
    party, people = trip_of(on_the_way, FIRST)
    with opened(on_the_way.engine) as session:
        before = session.execute(select(Batch.__table__).where(Batch.id == party.batch_id)).mappings().one()
        number = session.get_one(TripRow, party.trip_id).number
        manual_changes.drop_out(session, 1, trip_people(session, LAST)[0], signature=BY)

    plan_id = mended(on_the_way)

    after, same_people = trip_of(on_the_way, FIRST)
    assert same_people == people and len(people) == 3 and after.has_left
    with opened(on_the_way.engine) as session:
        batch = session.execute(select(Batch.__table__).where(Batch.id == party.batch_id)).mappings().one()
        trip = session.get_one(TripRow, after.trip_id)
        assert dict(batch) == {**before, "trip_id": trip.id}
        assert (trip.plan_id, trip.number) == (plan_id, number)
        changed = set(session.scalars(select(PlanDifference.worker_id)))
    assert changed and not changed & set(people)


def trip_people(session: Any, day: date) -> list[int]:
    party = next(one for one in parties(session, 1) if one.day == day)
    return list(session.scalars(select(AssignmentRow.worker_id).where(AssignmentRow.trip_id == party.trip_id)))


def test_the_vehicle_and_the_places_of_who_left_are_not_given_twice(on_the_way: Office) -> None:
    with opened(on_the_way.engine) as session:
        session.execute(update(Posting).values(openings=3))
        taken = session.scalars(select(AssignmentRow.posting_id).where(AssignmentRow.plan_id == 1)).all()

    plan_id = mended(on_the_way)

    with opened(on_the_way.engine) as session:
        rows = session.execute(
            select(AssignmentRow.posting_id, AssignmentRow.trip_id).where(AssignmentRow.plan_id == plan_id)
        ).all()
        trips = session.scalars(select(TripRow.vehicle_id).where(TripRow.plan_id == plan_id)).all()
    assert len(taken) == 6 and len(set(trips)) == len(trips) == 2
    assert max([row.posting_id for row in rows].count(posting) for posting in set(taken)) <= 3


def test_figures_count_who_left_and_the_new_plan_can_be_audited_again(on_the_way: Office) -> None:
    plan_id = mended(on_the_way)

    with opened(on_the_way.engine) as session:
        new, old = session.get_one(PlanRow, plan_id), session.get_one(PlanRow, 1)
        gone = carrying.of_plan(session, plan_id)
        rows = session.query(AssignmentRow).filter(AssignmentRow.plan_id == plan_id).count()
        assert (gone.people, new.placed_people, rows) == (3, old.placed_people, 6)
        assert new.travel_cost_fen == pytest.approx(old.travel_cost_fen)
        assert new.objective <= new.bound + 1e-6
    assert len(audit_again(on_the_way.engine, plan_id).assignments) == 3
    assert len(audit_again(on_the_way.engine, 1).assignments) == 6


def test_a_press_twice_writes_one_departure(on_the_way: Office) -> None:
    party, _ = trip_of(on_the_way, FIRST)
    with opened(on_the_way.engine) as session:
        life.depart(session, 1, party.batch_id, today=FIRST, signature=BY)

    assert trip_of(on_the_way, FIRST)[0].departed == party.departed
