"""The batch page: stops with times, who is expected, whom to call in reserve, and the vans to the stops."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select, update
from starlette.testclient import TestClient

from api.planning.dispatching import dispatch
from api.planning.expected_arrivals import expected
from api.planning.feeders import van_runs
from api.planning.orders import PlanOrder
from data.database import opened
from data.rounds import offers
from data.rounds.offers import Reply
from data.tables import AssignmentRow, Batch, Fare, Posting, TripCall, Vehicle
from data.views import batches, boarding
from data.views.batches import BatchLine
from labor.errors import BadInput
from labor.market import DateWindow
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import Office

ORDER = PlanOrder(
    DateWindow(date(2026, 2, 20), date(2026, 2, 26)), builders.TODAY, params=PlanParams(time_limit_s=10.0)
)


@pytest.fixture
def leaving(office: Office) -> int:
    """Six of the eight on one coach that leaves at seven, two of them in reserve; the batch's number."""
    with opened(office.engine) as session:
        session.execute(update(Posting).values(openings=3))
        session.execute(update(Vehicle).values(leaves_minute=420))
        session.execute(delete(Fare))
    dispatch(office.engine, ORDER, WeightedScorer())
    with opened(office.engine) as session:
        return session.scalars(select(Batch.id)).one()


def manning(office: Office) -> boarding.Manning:
    with opened(office.engine) as session:
        (one,) = boarding.of_plan(session, 1).values()
    return one


def test_the_stated_hour_stands_and_the_rest_is_reckoned(office: Office, leaving: int) -> None:
    with opened(office.engine) as session:
        calls = session.execute(
            select(TripCall.leaves_minute, TripCall.stated, TripCall.boarding).order_by(TripCall.position)
        ).all()

    assert tuple(calls[0]) == (420, True, 6)
    assert calls[-1].stated is False and calls[-1].leaves_minute > 1440 - 420 and leaving


def test_expected_people_follow_the_chances_and_the_answers(office: Office, leaving: int) -> None:
    before = manning(office)
    likely = expected(before)
    assert likely is not None
    assert likely.people == pytest.approx(sum(one.boards or 0 for one in before.booked))
    no = before.booked[0]
    with opened(office.engine) as session:
        said = Reply("no", builders.TODAY, "phone", "老陈")
        offers.record(session, no.worker_id, no.posting_id, answer=said, round_id=1)

    after = expected(manning(office))

    assert after is not None and leaving
    assert after.people == pytest.approx(likely.people - (no.boards or 0))


def test_a_reserve_lowers_the_risk_of_an_empty_seat_and_never_overbooks(office: Office, leaving: int) -> None:
    likely = expected(manning(office), empty_risk=0.0)

    assert likely is not None and leaving
    assert likely.reserve == 2 and likely.booked == 6
    assert likely.empty_risk_with < likely.empty_risk
    assert likely.people < likely.people_with <= likely.booked


def test_a_plan_without_chances_expects_nothing(office: Office, leaving: int) -> None:
    with opened(office.engine) as session:
        session.execute(update(AssignmentRow).values(shows_up=None))

    assert expected(manning(office)) is None and leaving


def test_the_page_shows_stops_in_both_calendars_and_whom_to_call(client: TestClient, leaving: int) -> None:
    page = client.get(f"/batches/{leaving}?risk=0").text

    assert "2月23日（正月初七）06:45前到，07:00开车" in page
    assert "建议通知" in page and "预计上车" in page
    assert "be there by 06:45, leaves 07:00" in client.get(f"/batches/{leaving}?lang=en").text


def test_a_risk_outside_a_hundred_is_refused(client: TestClient, leaving: int) -> None:
    assert client.get(f"/batches/{leaving}?risk=120").status_code == 422


def test_the_escorts_copy_says_how_many_are_expected(client: TestClient, leaving: int) -> None:
    assert "建议候补" in client.get(f"/batches/{leaving}/print?copy=escort").text
    assert "建议候补" not in client.get(f"/batches/{leaving}/print?copy=notice").text


def line(worker: int, home: str, group: int | None = None) -> BatchLine:
    return BatchLine(worker, worker, "王*", home, "利州汽车站", 1, 1, "厂", 1, "岗", group, "yes", False, False, None)


def test_a_village_shares_a_van_and_companions_are_never_parted() -> None:
    lines = [line(at, "高新村") for at in range(4)] + [line(at, "中口村", 7) for at in range(4, 7)]

    runs = van_runs(lines, 4)

    assert [(run.people, run.villages) for run in runs] == [(4, (("高新村", 4),)), (3, (("中口村", 3),))]


def test_no_van_carries_more_people_than_seats() -> None:
    runs = van_runs([line(at, f"{at % 5}村", at % 9 or None) for at in range(40)], 6)

    assert max(run.people for run in runs) <= 6 and sum(run.people for run in runs) == 40


def test_companions_who_do_not_fit_are_told_not_parted(client: TestClient, leaving: int, office: Office) -> None:
    with pytest.raises(BadInput, match="不能超载"):
        van_runs([line(at, "高新村", 3) for at in range(5)], 4)

    assert "第 1 趟" in client.get(f"/batches/{leaving}?van=4").text
    with opened(office.engine) as session:
        assert batches.one(session, leaving).lines[0].pickup_hub_id
