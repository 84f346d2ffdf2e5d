"""Runs: asked on a page, done in a process of their own, watched, stopped, and buried when their process dies."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update
from starlette.testclient import TestClient

from api.planning import runs as processes
from data.database import opened
from data.plans import runs
from data.plans.runs import RunOrder
from data.tables import BackgroundRun
from labor.candidates import Tidings
from labor.errors import StepRefused
from tests import builders
from tests.api.conftest import Office

NOW = datetime(2026, 2, 10, 8, 0, tzinfo=UTC)
FORM = {
    "first_day": "2026-02-20",
    "last_day": "2026-02-26",
    "rate_yuan": "2000",
    "premium_yuan": "300",
    "time_limit_s": "20",
    "name": "正月专车",
}


def waited(client: TestClient, address: str, seconds: float = 90) -> str:
    """The run's page once it is over."""
    end = time.monotonic() + seconds
    while 'data-live="yes"' in (page := client.get(address).text):
        assert time.monotonic() < end, page
        time.sleep(0.5)
    return page


@pytest.mark.slow
def test_a_plan_is_asked_for_on_a_page_and_made_by_a_process_of_its_own(client: TestClient) -> None:
    asked = client.post("/runs", data=FORM, follow_redirects=False)

    assert asked.status_code == 303
    page = waited(client, asked.headers["location"])
    assert "第 1 号计划已保存" in page
    plan = client.get("/plans/1").text
    assert "通过" in plan
    assert "2,000 元" in plan
    assert "南海诸岛" in plan
    assert "示意图" in plan


@pytest.mark.slow
def test_the_log_of_a_run_is_readable_by_its_owner_alone(client: TestClient, office: Office) -> None:
    waited(client, client.post("/runs", data=FORM, follow_redirects=False).headers["location"])

    assert (office.settings.folder / "runs" / "run-1.log").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_the_stream_of_a_run_ends_with_the_page_to_go_to(client: TestClient) -> None:
    address = client.post("/runs", data=FORM, follow_redirects=False).headers["location"]

    with client.stream("GET", f"{address}/events") as stream:
        lines = [line for line in stream.iter_lines() if line.startswith("data: ")]

    last = json.loads(lines[-1].removeprefix("data: "))
    assert last["over"] is True
    assert last["next"] == address


@pytest.mark.parametrize(
    ("field", "value"), [("rate_yuan", "-5"), ("objective", "chaos"), ("last_day", "2026-01-01"), ("budget_yuan", "x")]
)
def test_nonsense_is_refused_with_a_sentence_and_starts_nothing(client: TestClient, field: str, value: str) -> None:
    answer = client.post("/runs", data=FORM | {field: value})

    assert answer.status_code == 422
    assert client.get("/runs/1").status_code == 404


def test_a_run_that_never_began_is_stopped_at_once(client: TestClient, engine: Engine) -> None:
    with opened(engine) as session:
        run_id = runs.ask(session, RunOrder("plan", {}), by="老陈", now=datetime.now(tz=UTC))

    client.post(f"/runs/{run_id}/stop")

    assert "已停下" in client.get(f"/runs/{run_id}").text


def test_a_wish_to_stop_reaches_the_process_with_its_next_news(engine: Engine) -> None:
    with opened(engine) as session:
        run_id = runs.ask(session, RunOrder("plan", {}), by="老陈", now=NOW)
        runs.begin(session, run_id, process="test", now=NOW)
        before = runs.tell(session, run_id, Tidings("prices", best=1.0, bound=2.0, gap=0.5), now=NOW)
        runs.ask_to_stop(session, run_id, now=NOW)

        assert (before, runs.tell(session, run_id, Tidings("prices"), now=NOW)) == (False, True)


def test_one_process_alone_takes_a_run_in_hand(engine: Engine) -> None:
    with opened(engine) as session:
        run_id = runs.ask(session, RunOrder("plan", {}), by="老陈", now=NOW)
        runs.begin(session, run_id, process="first", now=NOW)

        with pytest.raises(StepRefused):
            runs.begin(session, run_id, process="second", now=NOW)


def test_a_round_has_one_open_run_at_a_time(engine: Engine, office: Office) -> None:
    with opened(engine) as session:
        round_id = builders.a_round(session).id
        runs.ask(session, RunOrder("repair", {}, round_id), by="老陈", now=NOW)

        with pytest.raises(StepRefused, match="still going"):
            runs.ask(session, RunOrder("repair", {}, round_id), by="老陈", now=NOW)


def test_a_run_whose_process_went_silent_is_closed_as_failed(client: TestClient, engine: Engine) -> None:
    with opened(engine) as session:
        run_id = runs.ask(session, RunOrder("plan", {}), by="老陈", now=datetime.now(tz=UTC))
        runs.begin(session, run_id, process="gone", now=datetime.now(tz=UTC))
        long_ago = datetime.now(tz=UTC) - timedelta(minutes=5)
        session.execute(update(BackgroundRun).where(BackgroundRun.id == run_id).values(beat=long_ago))

    assert processes.look_after(engine) == 1
    page = client.get(f"/runs/{run_id}").text
    assert "失败" in page
    assert "请重新运行" in page


def test_a_run_that_beats_is_left_alone(engine: Engine) -> None:
    with opened(engine) as session:
        run_id = runs.ask(session, RunOrder("plan", {}), by="老陈", now=datetime.now(tz=UTC))
        runs.begin(session, run_id, process="alive", now=datetime.now(tz=UTC))

    assert processes.look_after(engine) == 0


@pytest.mark.slow
def test_a_run_that_cannot_be_done_ends_failed_with_a_sentence(engine: Engine, office: Office) -> None:
    run_id = processes.start(engine, office.settings, RunOrder("repair", {"first_day": "2026-02-20"}), by="老陈")

    for _ in range(120):
        with opened(engine) as session:
            row = runs.one(session, run_id)
        if row.status == "failed":
            break
        time.sleep(0.5)
    assert row.status == "failed"
    assert "进程意外结束" in row.message
    processes.settle()


def test_the_word_about_a_process_that_is_gone_is_written_before_the_console_closes(
    engine: Engine, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    monkeypatch.setattr(processes, "_spawn", lambda *_: gone)
    write: Any = runs.end

    def slowly(*given: Any, **named: Any) -> None:
        time.sleep(0.5)
        write(*given, **named)

    monkeypatch.setattr(runs, "end", slowly)
    run_id = processes.start(engine, office.settings, RunOrder("plan", {}), by="老陈")
    gone.wait()

    processes.settle()

    with opened(engine) as session:
        row = runs.one(session, run_id)
    assert row.status == "failed"
    assert "3" in row.message
