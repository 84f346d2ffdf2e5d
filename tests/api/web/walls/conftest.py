"""One database of each kind with two offices, and the console over it, for the whole folder's walks."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.planning import runs
from api.settings import Settings
from api.web.app import make_app
from data import privacy
from tests.api.conftest import ORIGIN
from tests.api.web.walls import world
from tests.api.web.walls.doors import Way, ways
from tests.builders import TODAY
from tests.conftest import BOTH, TEST_KEY, copied


@dataclass(frozen=True)
class Walk:
    """The console of two offices and every way into it."""

    app: FastAPI
    own: world.Tenancy
    others: world.Tenancy
    ways: list[Way]

    def client(self) -> TestClient:
        return TestClient(self.app, headers=ORIGIN, follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture(scope="module", params=BOTH)
def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    privacy.use(privacy.Keyring.of(TEST_KEY))
    folder = tmp_path_factory.mktemp("walls")
    with copied(request, folder) as engine:
        settings = replace(
            Settings(), folder=folder / "office", as_of=TODAY, more_hosts=frozenset({"testserver"}),
            database=engine.url.render_as_string(hide_password=False),
        )  # fmt: skip
        own, others = world.two_offices(engine, settings.uploads)
        app = make_app(settings, engine)
        yield Walk(app, own, others, ways(app))


@pytest.fixture(autouse=True)
def no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs the walks start are processes of no work."""
    monkeypatch.setattr(runs, "_spawn", lambda _settings, _run_id: subprocess.Popen(["true"]))
