"""After the departure: the roll call of a batch, the calls afterwards, and what training reads of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from data import markets
from data.columns import Line
from data.database import opened
from data.rounds import placements
from data.tables import AssignmentRow, Batch, Placement, Posting, Setting, TripRow, Vehicle, Worker
from data.views.paging import unsealed
from tests.api.conftest import Office
from tests.builders import TODAY, a_plan, a_round, an_offer


@pytest.fixture
def gone(office: Office) -> Office:
    """A departed round: the first three on a coach, the fourth on their own."""
    with opened(office.engine) as session:
        round_ = a_round(session, status="departed")
        plan = a_plan(session, round_)
        coach, posting = session.scalars(select(Vehicle)).one(), session.get_one(Posting, office.postings[0])
        trip = TripRow(plan_id=plan.id, number=1, vehicle_id=coach.id, people=3, seats=49, cost_fen=1.0, leaves=TODAY)
        session.add(trip)
        session.flush()
        session.add(Batch(round_id=round_.id, number="R1-01", trip_id=trip.id, status="departed"))
        for at, worker in enumerate(office.workers[:4]):
            an_offer(session, session.get_one(Worker, worker), posting, reply="yes", round_id=round_.id)
            session.add(_seat(plan.id, worker, posting.id, trip.id if at < 3 else None))
        session.flush()
        for party in (trip.id, None):
            placements.begin(session, round_.id, party)
    return office


def _seat(plan: int, worker: int, posting: int, trip: int | None) -> AssignmentRow:
    travel = "trip" if trip else "own"
    return AssignmentRow(plan_id=plan, worker_id=worker, posting_id=posting, trip_id=trip, travel=travel)


def on_day(office: Office, days: int) -> None:
    """Move the office's calendar so many days on."""
    with opened(office.engine) as session:
        session.get_one(Setting, "today").value = (TODAY + timedelta(days=days)).isoformat()


def stands(office: Office, at: int) -> Line:
    with opened(office.engine) as session:
        query = select(*unsealed(Placement)).where(Placement.worker_id == office.workers[at])
        return session.execute(query).one()


def tick(client: TestClient, office: Office, *ticks: str, **fields: Any) -> int:
    """Send the form of a fresh page with the first three people and these ticks, such as ``boarded-0``."""
    form = {f"seen-{worker}": "" for worker in office.workers[:3]} | fields
    for name, _, at in (one.partition("-") for one in ticks):
        form[f"{name}-{office.workers[int(at)]}"] = "on"
    return client.post("/batches/1/ticks", data=form, follow_redirects=False).status_code


def call(client: TestClient, office: Office, at: int, said: str, **fields: str) -> int:
    data = {"worker": str(office.workers[at]), "said": said} | fields
    return client.post("/rounds/1/aftercare", data=data, follow_redirects=False).status_code


def test_one_form_ticks_the_whole_batch(client: TestClient, gone: Office) -> None:
    assert tick(client, gone, "boarded-0", "boarded-1", "arrived-1", "home-2") == 303

    first, second, third = (stands(gone, at) for at in range(3))
    assert first.boarded is not None and first.arrived is None
    assert second.boarded is not None and second.started == TODAY
    assert third.showed_up is False
    assert client.get("/batches/1").text.count(" checked") == 1 + 2 + 1


def test_everybody_is_ticked_at_once_but_those_who_did_not_come(client: TestClient, gone: Office) -> None:
    tick(client, gone, "home-2", all="arrived")

    assert [stands(gone, at).arrived is not None for at in range(3)] == [True, True, False]


def test_a_stale_page_takes_no_newer_tick_back(client: TestClient, gone: Office) -> None:
    tick(client, gone, "boarded-0")

    tick(client, gone, "boarded-1")

    assert stands(gone, 0).boarded is not None and stands(gone, 1).boarded is not None


def test_a_tick_made_by_mistake_is_taken_back(client: TestClient, gone: Office) -> None:
    tick(client, gone, "boarded-0")

    tick(client, gone, **{f"seen-{gone.workers[0]}": "boarded"})

    assert stands(gone, 0).boarded is None


@pytest.mark.parametrize("wrong", [{"seen-x": ""}, {"seen-99999": ""}, {"day": "2099-01-01"}, {"day": "soon"}])
def test_a_wrong_roll_call_is_refused_and_nothing_is_written(
    client: TestClient, gone: Office, wrong: dict[str, str]
) -> None:
    assert tick(client, gone, "boarded-0", **wrong) == 422

    assert stands(gone, 0).boarded is None


def test_nobody_both_came_and_stayed_home(client: TestClient, gone: Office) -> None:
    assert tick(client, gone, "boarded-0", "home-0") == 422


def test_who_went_alone_is_asked_whether_they_arrived(client: TestClient, gone: Office) -> None:
    page = client.get("/rounds/1/aftercare").text
    assert "自行前往" in page and "赵*海" in page and "赵四海" not in page

    assert call(client, gone, 3, "arrived") == 303

    assert stands(gone, 3).started == TODAY


@pytest.mark.parametrize(("days", "stage"), [(1, "第 1 天"), (30, "第 30 天"), (95, "第 90 天")])
def test_a_call_is_due_when_its_day_comes(client: TestClient, gone: Office, days: int, stage: str) -> None:
    tick(client, gone, "arrived-0")
    assert stage not in client.get("/rounds/1/aftercare").text.split("<section")[1]

    on_day(gone, days)
    fresh = client.get("/rounds/1/aftercare").text.split("<section")[1]

    assert stage in fresh and "王*明" in fresh


def test_outcomes_of_calls_reach_the_training(client: TestClient, gone: Office) -> None:
    tick(client, gone, all="arrived")
    on_day(gone, 95)
    assert call(client, gone, 0, "there_90") == 303
    assert call(client, gone, 1, "left", on=(TODAY + timedelta(days=40)).isoformat()) == 303

    with opened(gone.engine) as session:
        seen = _outcomes(session)

    assert seen == [(1, 1, 1), (1, 1, 0), (1, -1, -1), (-1, -1, -1)]
    assert "王*明" not in client.get("/rounds/1/aftercare").text


def _outcomes(session: Session) -> list[tuple[int, int, int]]:
    _, found = markets.load_with_outcomes(session, until=TODAY + timedelta(days=120))
    return list(zip(found.showed_up.tolist(), found.stayed_30.tolist(), found.stayed_90.tolist(), strict=True))


def test_nobody_is_still_there_before_the_day_came(client: TestClient, gone: Office) -> None:
    tick(client, gone, "arrived-0")

    assert call(client, gone, 0, "there_30") == 422
    assert call(client, gone, 0, "left", on="2026-01-01") == 422
    assert stands(gone, 0).stayed_30 is None
