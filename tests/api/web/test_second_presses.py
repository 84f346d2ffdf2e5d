"""A name in use is told before the run, and a second press watches the first run instead of failing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.planning import runs as processes
from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder
from data.database import opened
from data.plans import runs
from data.plans.runs import RunOrder
from data.rounds.opening import open_round
from data.tables import BackgroundRun, Round
from labor.errors import BadInput
from labor.market import DateWindow
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import Office
from tests.api.planning.test_runs import FORM

ORDER = PlanOrder(builders.WINDOW, builders.TODAY, params=PlanParams(10.0), name="正月专车")


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs are written down and left waiting: nobody takes them in hand."""

    class Nobody:
        def wait(self) -> int:
            return 0

        def poll(self) -> int:
            return 0

    monkeypatch.setattr(processes, "_spawn", lambda _settings, _run_id: Nobody())


@pytest.mark.parametrize("name", ["正月专车", " 正月专车 ", "正月 专车", "Batch A", "batch a", "BATCH A"])
def test_a_name_in_use_is_told_before_the_run(client: TestClient, office: Office, idle: None, name: str) -> None:
    with opened(office.engine) as session:
        builders.a_round(session, "正月专车")
        builders.a_round(session, "Batch A")

    refused = client.post("/runs", data=FORM | {"name": name})

    assert refused.status_code == 422
    assert "(2)" in refused.text and "换一个名称" in refused.text
    with opened(office.engine) as session:
        assert session.scalars(select(BackgroundRun.id)).all() == []


def test_the_name_of_a_plan_that_is_being_made_is_in_use(client: TestClient, idle: None) -> None:
    assert client.post("/runs", data=FORM, follow_redirects=False).status_code == 303
    assert client.post("/runs", data=FORM, follow_redirects=False).status_code == 422


def test_the_command_tells_a_name_in_use_before_it_plans(office: Office) -> None:
    with opened(office.engine) as session:
        builders.a_round(session, "正月专车")

    seen: list[str] = []

    def watch(tidings: object) -> bool:
        seen.append(getattr(tidings, "phase", ""))
        return False

    with pytest.raises(BadInput, match="choose another name"):
        dispatch(office.engine, ORDER, WeightedScorer(), watch)
    assert seen == []


def test_a_name_taken_while_a_plan_was_made_loses_no_plan(office: Office) -> None:
    with opened(office.engine) as session:
        first = open_round(session, DateWindow(*[builders.TODAY] * 2), name="正月专车", now=builders.NOW)
        second = open_round(session, DateWindow(*[builders.TODAY] * 2), name="正月专车", now=builders.NOW)
        names = [session.get_one(Round, number).name for number in (first, second)]

    assert names == ["正月专车", "正月专车 (2)"]


def test_a_second_mending_joins_the_first(client: TestClient, office: Office, idle: None) -> None:
    dispatch(office.engine, ORDER, WeightedScorer())

    first = client.post("/rounds/1/repair", follow_redirects=False)
    second = client.post("/rounds/1/repair", follow_redirects=False)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]


@pytest.mark.parametrize("address", ["/rounds/1/clash", "/plans/1/questions/vehicle/1", "/plans/1/questions/plan/1"])
def test_a_second_question_joins_the_first(client: TestClient, office: Office, idle: None, address: str) -> None:
    dispatch(office.engine, ORDER, WeightedScorer())

    first = client.post(address, follow_redirects=False)
    second = client.post(address, follow_redirects=False)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]


def test_a_mending_does_not_join_a_run_of_another_kind(client: TestClient, office: Office, idle: None) -> None:
    dispatch(office.engine, ORDER, WeightedScorer())
    with opened(office.engine) as session:
        runs.ask(session, RunOrder("explain", {"question_id": 7}, 1), by="x", now=datetime.now(tz=UTC))

    refused = client.post("/rounds/1/repair")

    assert refused.status_code == 409 and "运算在进行" in refused.text
