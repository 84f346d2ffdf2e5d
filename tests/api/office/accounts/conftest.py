"""An office where people sign in: accounts, and browsers of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.office.accounts import passwords
from api.web.app import make_app
from data.database import opened
from data.registers.accounts import register
from data.registers.accounts.register import NewAccount, Place
from labor.viewers import Viewer
from tests.api.conftest import ORIGIN, Office

PASSWORD = "gonglu-haishi-tielu-7"
CHIEF = Viewer("老陈", "administrator", 1, None, None)
HASHED = passwords.hashed(PASSWORD)


def an_account(engine: Engine, login: str = "王丽", place: Place | None = None, **fields: object) -> int:
    """An account with a password of its own, not a one-time one; the first of an office is an administrator."""
    with opened(engine) as session:
        made = register.make(
            session, CHIEF, NewAccount(login, place or Place("administrator"), HASHED), now=datetime.now(UTC)
        )
        made.must_change, made.password_until = False, None
        for name, value in fields.items():
            setattr(made, name, value)
        return made.id


@pytest.fixture
def guarded(office: Office) -> FastAPI:
    """The console of an office with one account, 王丽, administrator."""
    an_account(office.engine)
    return make_app(office.settings, office.engine)


@pytest.fixture
def a_browser(guarded: FastAPI) -> Iterator[Callable[..., TestClient]]:
    """Browsers with cookies of their own; ``at`` is the address they come from."""
    made: list[TestClient] = []

    def new(at: str = "10.0.0.1") -> TestClient:
        made.append(TestClient(guarded, headers=ORIGIN, follow_redirects=False, client=(at, 50_000)))
        return made[-1]

    yield new
    for one in made:
        one.close()


def sign_in(browser: TestClient, login: str = "王丽", password: str = PASSWORD, **more: str) -> int:
    """The status of the answer: 303 is in."""
    answer = browser.post("/sign-in", data={"login": login, "password": password} | more)
    return answer.status_code


def shown(text: str, pattern: str) -> list[str]:
    """What a page shows once: codes, one-time passwords, tokens."""
    return re.findall(pattern, text)
