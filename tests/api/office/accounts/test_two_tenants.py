"""Two offices of one installation: whoever signs in sees their own office's rows, in pages and by programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.advice import recommending
from api.office import slips
from api.web.app import make_app
from api.web.dependencies import today
from data.database import opened
from data.database.tenants.register import add, of_tenant
from data.registers.accounts import register, tokens
from data.registers.accounts.register import NewAccount, Place
from labor.viewers import Viewer
from tests import builders
from tests.api.conftest import ORIGIN, Office
from tests.api.office.accounts.conftest import HASHED, sign_in


@dataclass(frozen=True, slots=True)
class Shared:
    """An installation of two: 王丽 chief of the first, 赵云 of the second, whose only worker is 陆游."""

    app: FastAPI
    engines: tuple[Engine, Engine]
    strangers_worker: int


def a_chief(engine: Engine, login: str, tenant: int) -> str:
    """An administrator of a tenant, and a token of theirs that sees people."""
    desk, now = Viewer("老陈", "administrator", tenant, None, None), datetime.now(UTC)
    with opened(engine) as session:
        made = register.make(session, desk, NewAccount(login, Place("administrator"), HASHED), now=now)
        made.must_change, made.password_until = False, None
        own = Viewer(login, "administrator", tenant, None, made.id)
        lifetime = now, now + timedelta(days=9)
        return tokens.make(session, own, "表格程序", ["people.see", "plans.make"], lifetime=lifetime)


@pytest.fixture
def shared(office: Office) -> Iterator[tuple[Shared, tuple[str, str]]]:
    second = add(office.engine, "昭化人力", "hr_company", now=builders.NOW)
    engines = of_tenant(office.engine, 1), of_tenant(office.engine, second)
    with opened(engines[1]) as session:
        worker = builders.a_worker(session, "陆游", phone="13900000001").id
    secrets = a_chief(engines[0], "王丽", 1), a_chief(engines[1], "赵云", second)
    recommending.forget_market()
    yield Shared(make_app(office.settings, office.engine), engines, worker), secrets
    recommending.forget_market()


def test_whoever_signs_in_sees_their_own_office_alone(shared: tuple[Shared, tuple[str, str]], office: Office) -> None:
    both, _ = shared
    first, second = (TestClient(both.app, headers=ORIGIN, follow_redirects=False) for _ in range(2))
    assert (sign_in(first, "王丽"), sign_in(second, "赵云")) == (303, 303)

    assert first.get(f"/workers/{office.workers[0]}").status_code == 200
    assert second.get(f"/workers/{office.workers[0]}").status_code == 404
    assert second.get(f"/workers/{both.strangers_worker}").status_code == 200
    assert first.get(f"/workers/{both.strangers_worker}").status_code == 404
    assert "赵云" in second.get("/accounts").text and "王丽" not in second.get("/accounts").text
    for path in ("/", "/plans", "/imports", "/postings", "/account", "/sign-in", "/check"):
        assert second.get(path).status_code in (200, 303), path


def test_a_token_reads_its_makers_office_and_its_keys_are_kept_there(
    shared: tuple[Shared, tuple[str, str]], office: Office
) -> None:
    both, secrets = shared
    client = TestClient(both.app)
    for secret, sees in zip(secrets, (200, 404), strict=True):
        headers = {"authorization": f"Bearer {secret}", "idempotency-key": "the-same-key-1"}
        assert client.get(f"/api/v1/workers/{office.workers[0]}", headers=headers).status_code == sees
        made = {"name": "春季", "first_day": "2026-02-20", "last_day": "2026-03-05"}
        answers = [client.post("/api/v1/rounds", headers=headers, json=made) for _ in range(2)]
        assert [one.status_code for one in answers] == [201, 201], answers[0].text
        assert answers[1].headers["idempotency-replayed"] == "true"
    refused = client.post("/api/v1/rounds", headers={"idempotency-key": "the-same-key-1"}, json={})
    assert refused.status_code == 401


def test_the_market_kept_for_a_minute_is_one_offices(shared: tuple[Shared, tuple[str, str]]) -> None:
    both, _ = shared
    seen = []
    for engine in both.engines:
        with opened(engine) as session:
            seen.append(set(recommending.view_of(session, None, today()).market.workers.id.tolist()))

    assert seen[0] and seen[1] == {both.strangers_worker} and not seen[0] & seen[1]


def test_a_slip_is_looked_for_in_every_office_and_none_is_named_before(
    shared: tuple[Shared, tuple[str, str]], office: Office
) -> None:
    del shared

    assert slips.look_for(office.engine, "R1-01", "00000000") == (None, None)
    assert slips.office_at_the_door(office.engine).office_name == ""
