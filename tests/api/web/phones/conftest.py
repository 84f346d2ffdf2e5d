"""People at the door with a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from api.web.app import make_app
from data.database import opened
from data.tables import Posting
from tests.api.conftest import ORIGIN, PHONES, Office

LINK = re.compile(r"/w/(1-[a-z0-9]+)")
LetIn = Callable[..., TestClient]


def link_of(client: TestClient, worker: int) -> str:
    """A new link to a worker's own page, made by the office."""
    found = LINK.search(client.post(f"/workers/{worker}/links").text)
    assert found
    return f"/w/{found[1]}"


@pytest.fixture
def let_in(office: Office, client: TestClient) -> LetIn:
    """A telephone of one of the office's workers, let in by a link and four digits."""

    def made(at: int = 0) -> TestClient:
        telephone = TestClient(make_app(office.settings, office.engine), headers=ORIGIN)
        answer = telephone.post(link_of(client, office.workers[at]), data={"digits": PHONES[at][-4:]})
        assert answer.status_code == 200, answer.text
        assert answer.url.path == "/my"
        return telephone

    return made


def terms_of(office: Office, posting: int) -> str:
    """The start of a posting's terms, as a page shows it."""
    with opened(office.engine) as session:
        return session.get_one(Posting, posting).terms_hash[:16]
