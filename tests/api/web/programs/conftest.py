"""A program at the door of the small office, and a season with a plan behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.web.app import make_app
from tests.api.conftest import Office

API = "/api/v1"


class Program:
    """A client that sends JSON and says what went wrong where it did."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **asked: Any) -> Any:
        return self.client.get(API + path, **asked)

    def post(self, path: str, body: Any = None, **asked: Any) -> Any:
        return self.client.post(API + path, json={} if body is None else body, **asked)

    def put(self, path: str, body: Any, **asked: Any) -> Any:
        return self.client.put(API + path, json=body, **asked)


@pytest.fixture
def program(office: Office) -> Iterator[Program]:
    """No browser: it sends no Origin."""
    with TestClient(make_app(office.settings, office.engine)) as client:
        yield Program(client)
