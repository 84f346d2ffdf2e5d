"""A page that is only looked at waits for nobody who writes, since it writes nothing itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder
from api.settings import Settings
from api.web.app import make_app
from api.web.programs.app import ROUTERS as PROGRAMS
from api.web.routes import ROUTERS
from data import database
from data.database import opened
from data.plans import runs
from data.plans.runs import RunOrder
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import ORIGIN, fill, settings_for

ORDER = PlanOrder(builders.WINDOW, builders.TODAY, params=PlanParams(5.0))
STREAMS = ("/events",)


def looked_at(routers: tuple[object, ...]) -> list[str]:
    """Addresses that are read, with a 1 for each number; those whose reading is written down first left out."""
    found = []
    for router in routers:
        for route in router.routes:  # type: ignore[attr-defined]
            if not isinstance(route, APIRoute) or "GET" not in route.methods or route.path.endswith(STREAMS):
                continue
            if not any(one.name == "reader" for one in route.dependant.dependencies):
                found.append(re.sub(r"\{[^}]*\}", "1", route.path))
    return found


@pytest.fixture
def busy(tmp_path: Path, sqlite_template: Path, settings: Settings) -> Iterator[TestClient]:
    """An office with a plan and an open run; somebody else writes to its database for longer than anyone waits."""
    path = tmp_path / "registers.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = database.connect(f"sqlite:///{path}")
    made = fill(engine, settings_for(engine, settings))
    dispatch(engine, ORDER, WeightedScorer())
    with opened(engine) as session:
        runs.ask(session, RunOrder("plan", {}), by="老陈", now=datetime.now(tz=UTC))
    app = make_app(made.settings, impatient(engine))
    with engine.connect() as writer:
        writer.exec_driver_sql("BEGIN IMMEDIATE")
        yield TestClient(app, headers=ORIGIN, raise_server_exceptions=False)
        writer.rollback()


def impatient(engine: Engine) -> Engine:
    """The same database, by connections that give up at once."""
    from sqlalchemy import event

    other = database.connect(engine.url.render_as_string())
    event.listen(other, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=0"))
    return other


def test_every_page_answers_while_somebody_else_writes(busy: TestClient) -> None:
    addresses = looked_at(ROUTERS)

    answers = {address: busy.get(address).status_code for address in addresses}

    assert len([status for status in answers.values() if status == 200]) >= 20
    assert {address: status for address, status in answers.items() if status >= 500} == {}


def test_every_reading_of_the_interface_answers_too(busy: TestClient) -> None:
    answers = {address: busy.get(f"/api/v1{address}").status_code for address in looked_at(PROGRAMS)}

    assert {address: status for address, status in answers.items() if status >= 500} == {}


def test_what_is_written_down_first_says_that_it_must_wait(busy: TestClient) -> None:
    answer = busy.post("/workers/1", data={"purpose": "核对身份证"})

    assert answer.status_code == 503


def test_no_form_waits_for_the_database_on_the_thread_all_pages_share() -> None:
    # A coroutine that writes stops every page for as long as somebody else holds the lock; these hand their work on.
    handed_on = {"/health", "/runs/{run_id}/events", "/imports/files"}
    waiting = {
        route.path
        for router in (*ROUTERS, *PROGRAMS)
        for route in router.routes
        if isinstance(route, APIRoute) and inspect.iscoroutinefunction(route.endpoint)
    }

    assert waiting <= handed_on
