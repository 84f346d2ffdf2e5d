"""A small office of eight workers, two postings and a coach, and a client at its door."""

from __future__ import annotations

import base64
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.settings import Settings
from api.web.app import make_app
from data.database import opened
from data.privacy import KEY_VARIABLE
from data.tables import Consent
from data.views.overview import mark_as_sample
from tests import builders
from tests.conftest import TEST_KEY

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ORIGIN = {"origin": "http://testserver"}
BORN = date(1988, 5, 4)
PHONES = [f"1380000{at:04d}" for at in range(8)]
NAMES = ["王小明", "李大国", "张三丰", "赵四海", "钱多多", "孙悟空", "周公旦", "吴用之"]


@dataclass(frozen=True)
class Office:
    """A filled database, its settings, and who is in it."""

    engine: Engine
    settings: Settings
    workers: list[int]
    postings: list[int]
    employer: int


def fill(engine: Engine, settings: Settings) -> Office:
    """Eight workers of Lizhou, two postings in Hangzhou, one coach, one fare."""
    with opened(engine) as session:
        start = builders.a_hub(session, longitude=105.83, latitude=32.43)
        end = builders.a_hub(session, "杭州汽车站", county=builders.XIHU, longitude=120.13, latitude=30.26)
        employer = builders.an_employer(session)
        postings = [
            builders.a_posting(
                session,
                employer,
                title=title,
                destination_hub_id=end.id,
                openings=5,
                wage_low_fen=500_000,
                wage_high_fen=650_000,
                lodging=True,
            ).id
            for title in ("缝纫工", "质检员")
        ]
        workers = [
            builders.a_worker(
                session, name, phone=phone, birth=BORN, pickup_hub_id=start.id, township="宝轮镇", village="老林村"
            ).id
            for name, phone in zip(NAMES, PHONES, strict=True)
        ]
        for worker in workers:
            session.add(
                Consent(
                    worker_id=worker,
                    purpose="employer",
                    employer_id=employer.id,
                    given=builders.TODAY,
                    channel="paper",
                    recorded_by="test",
                    recorded=builders.NOW,
                )
            )
        builders.a_coach(session, [start], [end], leaves=date(2026, 2, 23), drivers=4, fixed_cost_fen=200_000)
        builders.a_fare(session, start, end)
        mark_as_sample(session, builders.TODAY, now=datetime.now(tz=UTC))
        return Office(engine, settings, workers, postings, employer.id)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(Settings(), folder=tmp_path / "office", operator="老陈", more_hosts=frozenset({"testserver"}))


@pytest.fixture
def office(engine: Engine, settings: Settings) -> Office:
    """The small office on SQLite and on PostgreSQL."""
    return fill(engine, settings_for(engine, settings))


def settings_for(engine: Engine, settings: Settings) -> Settings:
    """Child processes must find the same database."""
    return replace(settings, database=engine.url.render_as_string(hide_password=False))


@pytest.fixture
def client(office: Office) -> Iterator[TestClient]:
    with TestClient(make_app(office.settings, office.engine), headers=ORIGIN) as made:
        yield made


@pytest.fixture(autouse=True)
def key_for_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs are processes of their own: they find the key in the environment."""
    monkeypatch.setenv(KEY_VARIABLE, base64.b64encode(TEST_KEY).decode())


@contextmanager
def served(settings: Settings, engine: Engine) -> Iterator[str]:
    """The console on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(make_app(settings, engine), port=port, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's chromium; skips with the reason where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is not there (set CHROMIUM to another)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--headless=new"])
        yield opened
        opened.close()
