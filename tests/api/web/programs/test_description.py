"""The description and the routes say the same, each route demands one right, and every form has its counterpart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.datastructures import State
from starlette.testclient import TestClient

from api.web.dependencies import Holder
from api.web.programs.app import ROUTERS, description, make_programs
from api.web.routes import ROUTERS as PAGES
from tests.api.web.programs.conftest import Program

ROOT = Path(__file__).parents[4]
COMMITTED = ROOT / "docs" / "openapi.json"
PUBLIC = {"POST /slip-checks"}
# Every form of a page, and where a program does the same; a reason where it does not.
SAME = {
    "POST /batches/{batch_id}/arrivals/back": "POST /batches/{batch_id}/arrivals/take-back",
    "POST /batches/{batch_id}/gate": "POST /rounds/{round_id}/gate",
    "POST /batches/{batch_id}/hand-over": "POST /batches/{batch_id}/hand-over",
    "POST /batches/{batch_id}/in-hand": "POST /batches/{batch_id}/papers-in-hand",
    "POST /batches/{batch_id}/night": "POST /batches/{batch_id}/changes",
    "POST /batches/{batch_id}/reserve": "POST /batches/{batch_id}/reserve",
    "POST /batches/{batch_id}/reserve/answers": "POST /batches/{batch_id}/reserve/answers",
    "POST /batches/{batch_id}/ticks": "POST /batches/{batch_id}/ticks",
    "POST /check": "POST /slip-checks",
    "POST /imports": "POST /imports/files",
    "POST /imports/answers": "POST /questions/answers",
    "POST /imports/files": "POST /imports/several",
    "POST /imports/files/{token}": "POST /imports",
    "POST /imports/rows/{row_id}": "POST /imports/rows/{row_id}/decision",
    "POST /imports/rows/{row_id}/cells": "PATCH /imports/rows/{row_id}/cells",
    "POST /plans/{plan_id}/questions/{subject}/{subject_id}": "POST /plans/{plan_id}/questions/{subject}/{subject_id}",
    "POST /postings/{posting_id}/confirm": "POST /postings/{posting_id}/confirm",
    "POST /rounds/{round_id}/aftercare": "POST /rounds/{round_id}/calls",
    "POST /rounds/{round_id}/batches/step": "POST /rounds/{round_id}/batch-steps",
    "POST /rounds/{round_id}/call-sheet": "POST /rounds/{round_id}/call-sheet",
    "POST /rounds/{round_id}/replies/chat": "POST /rounds/{round_id}/answers/chat",
    "POST /rounds/{round_id}/changes": "POST /rounds/{round_id}/changes",
    "POST /rounds/{round_id}/clash": "POST /rounds/{round_id}/clash",
    "POST /rounds/{round_id}/consents": "POST /rounds/{round_id}/consents",
    "POST /rounds/{round_id}/departures": "POST /rounds/{round_id}/departures",
    "POST /rounds/{round_id}/departures/back": "POST /rounds/{round_id}/departures/take-back",
    "POST /rounds/{round_id}/health": "POST /rounds/{round_id}/health-results",
    "POST /rounds/{round_id}/pins": "POST /rounds/{round_id}/pins",
    "POST /rounds/{round_id}/repair": "POST /rounds/{round_id}/repair",
    "POST /rounds/{round_id}/replies": "POST /rounds/{round_id}/answers",
    "POST /rounds/{round_id}/step": "POST /rounds/{round_id}/steps",
    "POST /runs": "POST /runs",
    "POST /runs/{run_id}/stop": "POST /runs/{run_id}/stop",
    "POST /settings": "PUT /settings",
    "POST /stations/{station_id}": "PUT /stations/{station_id}",
    "POST /stations/{station_id}/delete": "DELETE /stations/{station_id}",
    "POST /stations/{station_id}/join": "POST /stations/{station_id}/join",
    "POST /stations/{station_id}/part": "POST /stations/{station_id}/part",
    "POST /vehicles/{vehicle_id}/crew": "PUT /vehicles/{vehicle_id}/crew",
    "POST /workers/{worker_id}": "POST /workers/{worker_id}/numbers",
    "POST /workers/{worker_id}/claims": "POST /workers/{worker_id}/claims",
    "POST /workers/{worker_id}/consents": "POST /workers/{worker_id}/consents",
    "POST /workers/{worker_id}/consents/withdraw": "POST /workers/{worker_id}/consents/withdraw",
    "POST /workers/{worker_id}/copy": "POST /workers/{worker_id}/copy",
    "POST /workers/{worker_id}/erase": "POST /workers/{worker_id}/erase",
    "POST /workers/{worker_id}/ranking": "PUT /workers/{worker_id}/ranking",
    "POST /units": "POST /units",
}
# A page's form that is the page's own: prefix of the path, and why.
OWN = {
    "/sign-": "people sign in with a password and a browser, programs with a token",
    "/fairs": "pages alone so far (docs/fairs.md, Not there): a fair is set up and held by people in a hall",
    "/account": "a token may not look after accounts: a stolen one would make itself a longer life (tokens.NEVER)",
    "/w/": "the door of a person's own telephone: four digits and a cookie, never a token",
    "/w-out": "the same",
    "/my": "a person's own page, by their link alone",
    "/join/": "who scans a poster signs up with the five fields of its page; a program imports rows",
    "/workers/{worker_id}/links": "not built: a link is shown once to whoever hands it over",
    "/batches/{batch_id}/links": "not built: the same",
    "/rounds/{round_id}/messages": "not built: the same, for everybody of a round",
    "/links/": "not built: who makes links ends them",
    "/concerns/": "not built: the office answers people on its page",
    "/codes": "not built: a poster is printed from its page",
}


def routes(routers: Any) -> Iterator[tuple[str, APIRoute]]:
    """Method with path, and the route."""
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                yield from ((f"{method} {route.path}", route) for method in sorted(route.methods))


def made() -> dict[str, Any]:
    return description(make_programs(State()))


def test_the_committed_description_is_that_of_the_routes() -> None:
    """``python -m scripts.describe_programs`` writes it anew."""
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == made()


def test_the_description_names_every_route_and_none_besides() -> None:
    described = {f"{method.upper()} {path}" for path, methods in made()["paths"].items() for method in methods}

    assert described == {name for name, _ in routes(ROUTERS)}


def test_the_description_is_served_to_programs_and_the_pages_stay_out_of_it(program: Program) -> None:
    served = program.get("/openapi.json").json()

    assert served == made()
    assert served["servers"] == [{"url": "/api/v1"}]
    assert not [path for path in served["paths"] if path in ("/check", "/plans/new", "/scorer/card")]


@pytest.mark.parametrize(("name", "route"), list(routes(ROUTERS)), ids=lambda one: one if isinstance(one, str) else "")
def test_each_route_demands_one_right_or_is_public_by_name(name: str, route: APIRoute) -> None:
    demanded = [one.call.right for one in route.dependant.dependencies if isinstance(one.call, Holder)]

    assert len(demanded) == (0 if name in PUBLIC else 1)


def test_every_refusal_is_declared_as_a_problem() -> None:
    told = made()
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            refused = {status: one["$ref"] for status, one in operation["responses"].items() if status[0] in "45"}
            assert {"401", "403", "404", "413", "421", "422", "429", "503", "507"} <= refused.keys(), (method, path)
            assert refused == {status: f"#/components/responses/Refused{status}" for status in refused}
    for one in told["components"]["responses"].values():
        assert tuple(one["content"]) == ("application/problem+json",)


def test_every_reference_of_the_description_leads_somewhere() -> None:
    told = made()
    text = json.dumps(told)
    named = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}

    assert named <= told["components"]["schemas"].keys()


def test_every_form_of_a_page_has_its_counterpart() -> None:
    forms = {name for name, _ in routes(PAGES) if not name.startswith(("GET", "HEAD"))}
    known = {name for name, _ in routes(ROUTERS)}
    own = {name for name in forms if any(name.removeprefix("POST ").startswith(path) for path in OWN)}

    assert forms - own == SAME.keys()
    assert {SAME[name] for name in forms - own} <= known
    assert all(OWN.values())


def test_the_body_of_a_form_and_of_its_counterpart_are_read_apart(program: Program) -> None:
    client: TestClient = program.client

    assert client.post("/api/v1/rounds", data={"first_day": "2026-02-20", "last_day": "2026-02-26"}).status_code == 422
