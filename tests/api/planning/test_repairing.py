"""A standing plan is mended after the registers changed: vehicles smaller or withdrawn, promises kept first."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select, update

from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder
from api.planning.repairing import mend, mending_order
from data.database import opened
from data.tables import AssignmentRow, Fare, Hub, PlanDifference, Posting, Vehicle, Worker
from labor.market import DateWindow
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import Office

WINDOW = DateWindow(date(2026, 2, 20), date(2026, 2, 26))
ORDER = PlanOrder(WINDOW, builders.TODAY, params=PlanParams(time_limit_s=10.0), name="正月专车")


@pytest.fixture
def one_coach(office: Office) -> Office:
    """Three seats for eight people, and nobody travels otherwise."""
    with opened(office.engine) as session:
        session.execute(delete(Fare))
        session.execute(update(Posting).values(openings=8))
        session.execute(update(Vehicle).values(rated_seats=3, escorts=0, available=1, fixed_cost_fen=10_000))
    return office


def who_goes(office: Office, plan_id: int) -> set[int]:
    with opened(office.engine) as session:
        return set(session.scalars(select(AssignmentRow.worker_id).where(AssignmentRow.plan_id == plan_id)))


def mended(office: Office) -> int:
    with opened(office.engine) as session:
        order = mending_order(session, 1, today=builders.TODAY)
    return mend(office.engine, order, WeightedScorer())


def test_a_smaller_coach_leaves_one_behind_and_says_who(one_coach: Office) -> None:
    before = who_goes(one_coach, dispatch(one_coach.engine, ORDER, WeightedScorer()))
    with opened(one_coach.engine) as session:
        session.execute(update(Vehicle).values(rated_seats=2))

    plan_id = mended(one_coach)

    after = who_goes(one_coach, plan_id)
    assert len(before) == 3 and len(after) == 2 and after < before
    with opened(one_coach.engine) as session:
        told = session.scalars(select(PlanDifference.worker_id).where(PlanDifference.plan_id == plan_id)).all()
    assert set(told) == before - after


def test_whoever_had_a_seat_on_a_coach_that_may_not_leave_comes_before_those_who_wait_longer(one_coach: Office) -> None:
    before = who_goes(one_coach, dispatch(one_coach.engine, ORDER, WeightedScorer()))
    with opened(one_coach.engine) as session:
        session.execute(update(Vehicle).values(drivers=1))  # too few for 1,500 km: no longer on offer
        # At equal fit who has waited longest comes first, and now those left out have.
        session.execute(update(Worker).values(registered=date(2026, 2, 1)))
        session.execute(update(Worker).where(Worker.id.not_in(before)).values(registered=date(2024, 2, 1)))
        hubs = list(session.scalars(select(Hub).order_by(Hub.id)))
        coach = {"leaves": date(2026, 2, 24), "rated_seats": 2, "drivers": 4, "fixed_cost_fen": 10_000}
        builders.a_coach(session, hubs[:1], hubs[1:2], **coach)

    after = who_goes(one_coach, mended(one_coach))

    assert len(after) == 2 and after < before


def test_a_round_that_lost_its_only_coach_is_mended_to_nobody(one_coach: Office) -> None:
    dispatch(one_coach.engine, ORDER, WeightedScorer())
    with opened(one_coach.engine) as session:
        session.execute(update(Vehicle).values(available=0))

    assert who_goes(one_coach, mended(one_coach)) == set()
