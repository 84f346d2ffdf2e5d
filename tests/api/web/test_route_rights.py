"""Every door has its lock: each route demands one right, or is public by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.web import dependencies
from api.web.app import make_app
from api.web.dependencies import Holder
from labor.viewers import local_operator
from policy.rights import ROLES, rights_of
from tests.api.conftest import ORIGIN, Office

PUBLIC = {
    ("any", "/static"),
    ("any", "/api/v1"),  # each of its own routes demands one: tests/api/web/programs/test_description.py
    ("GET", "/health"),
    ("GET", "/ready"),
    ("GET", "/check"),
    ("POST", "/check"),
    ("GET", "/check/{number}/{code}"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("GET", "/sign-in/code"),
    ("POST", "/sign-in/code"),
    ("POST", "/sign-out"),
    # The door for telephones: what it opens is behind rights of one person's own.
    ("GET", "/w"),
    ("GET", "/w/{code}"),
    ("POST", "/w/{code}"),
    ("POST", "/w-out"),
    ("GET", "/join/{code}"),
    ("POST", "/join/{code}"),
}


def routes(parent: Any) -> Iterator[Any]:
    """Every route however deep it was included, those that are none of FastAPI's and mounts too."""
    for route in parent.routes:
        if hasattr(route, "original_router"):
            yield from routes(route.original_router)
        else:
            yield route


def demanded(route: Any) -> list[str]:
    found = route.dependant.dependencies if isinstance(route, APIRoute) else []
    return [one.call.right for one in found if isinstance(one.call, Holder)]


def test_every_route_demands_one_right_or_is_public_by_name(office: Office) -> None:
    locked, open_doors = 0, set()
    for route in routes(make_app(office.settings, office.engine)):
        if demanded(route):
            assert len(demanded(route)) == 1, route.path
            locked += 1
        else:
            open_doors |= {(method, route.path) for method in getattr(route, "methods", ["any"])}

    assert open_doors == PUBLIC
    assert locked >= 83


@pytest.mark.parametrize("role", ROLES)
def test_a_role_without_the_right_is_turned_away_at_every_route(office: Office, role: str) -> None:
    app = make_app(office.settings, office.engine)
    app.dependency_overrides[dependencies.viewer_asking] = lambda: replace(local_operator("x"), role=role)
    client = TestClient(app, headers=ORIGIN, follow_redirects=False)
    passed = set()
    for route in routes(app):
        if not demanded(route):
            continue
        address = route.path.replace("{token}", "x").replace("{subject}", "worker").replace("{name}", "x")
        for number in ("plan_id", "round_id", "batch_id", "worker_id", "posting_id", "station_id", "vehicle_id",
                       "import_id", "row_id", "run_id", "employer_id", "subject_id", "session_id", "account_id",
                       "token_id", "link_id", "concern_id", "code_id",
                       "fair_id", "booth_id",
                       "visitor_id", "talk_id"):  # fmt: skip
            address = address.replace("{" + number + "}", "987654")
        method = next(iter(route.methods))
        if demanded(route)[0] in rights_of(role):
            passed.add(route.path)
            continue
        answer = client.request(method, address)
        assert answer.status_code == 403, (method, address)
        assert "没有这项权限" in answer.text

    assert passed
