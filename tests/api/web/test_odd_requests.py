"""Every route of the console, asked with what no form sends: refused in a sentence, never a fault of ours."""

from __future__ import annotations

import random
import re
import subprocess
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.planning import runs
from api.web.app import make_app
from api.web.routes import ROUTERS
from tests.api.conftest import ORIGIN, Office

ODD = (
    "²", "٣", "१", "-1", "0", "1", "9" * 30, "1e9", "NaN", "%00", "\x00", "%ff%fe", "\ud800", "[", "]", "{}", "../..",
    "' OR 1=1 --", "<script>", "1;2", "　", "\r\n", "a" * 5000, "null", "true", "2026-02-30", "０", "①", "-0", "+1",
)  # fmt: skip
# What forms do send: among the odd ones these bring a request past the first look at it.
PLAIN = (
    "1", "2", "8", "2026-02-20", "2026-02-24", "yes", "no", "on", "own", "pin", "ban", "release", "offered", "locked",
    "departed", "dropped_out", "joined", "phone", "in_person", "employer", "register", "keep", "merge", "drop", "value",
    "arrived", "home", "left", "王小明", "利州汽车站", "利州区", "12333", "https://example.cn", "1-1", "2-1", "pending",
)  # fmt: skip
NUMBERS_OF_NOBODY = ("²", "٣", "①", "½", "%C2%B2", "99999999999999999999", "1.5", "0x1", "%00", "[", "١٢")


def routes() -> list[APIRoute]:
    return [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def of_the_office() -> list[APIRoute]:
    """All but the pages behind a link, which lead to their door: tests/api/web/phones/test_odd_links.py has them."""
    return [route for route in routes() if not route.path.startswith("/my")]


def printable(value: str) -> str:
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def filled(path: str, rng: random.Random) -> str:
    return re.sub(r"\{[^}]*\}", lambda _: percent(rng.choice(ODD)), path)


def percent(value: str) -> str:
    return "".join(f"%{byte:02X}" for byte in value.encode("utf-8", "surrogatepass"))[:6000] or "%20"


def names(fields: list[Any], rng: random.Random) -> dict[str, str]:
    asked = [name for field in fields for name in (getattr(field.field_info, "alias", None) or field.name,)]
    asked += ["page", "lang", "q", "reply-1-1", "reply-²-1", "column-0-²", "worker", "day", "ticks"]
    share = rng.random()  # of odd values in this request: from none to all
    return {name: printable(rng.choice(ODD if rng.random() < share else PLAIN)) for name in asked if rng.random() < 0.8}


@pytest.fixture
def asking(office: Office) -> TestClient:
    """A client that shows what the application raised as the status a browser would see."""
    app = make_app(office.settings, office.engine)
    return TestClient(app, headers=ORIGIN, raise_server_exceptions=False)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_no_route_breaks_over_what_it_is_asked(asking: TestClient, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_spawn", lambda _settings, _run_id: subprocess.Popen(["true"]))
    rng = random.Random(seed)
    broken = []
    for route in routes():
        for method in sorted(route.methods):
            address = filled(route.path, rng) if rng.random() < 0.5 else re.sub(r"\{[^}]*\}", "1", route.path)
            query = {name: printable(value) for name, value in names(route.dependant.query_params, rng).items()}
            body = names(route.dependant.body_params, rng) if method == "POST" else None
            answer = asking.request(method, f"http://testserver{address}", params=query, data=body)
            if answer.status_code >= 500:
                broken.append((method, address[:80], query, body, answer.status_code))

    assert broken == []


@pytest.mark.parametrize("number", NUMBERS_OF_NOBODY)
def test_a_number_nobody_has_is_not_found_or_wrong_on_every_page(asking: TestClient, number: str) -> None:
    pages = [route.path for route in of_the_office() if "GET" in route.methods and "_id}" in route.path]
    found = {path: asking.get("http://testserver" + re.sub(r"\{[^}]*\}", number, path)).status_code for path in pages}

    assert len(found) > 15
    assert {path: status for path, status in found.items() if not 400 <= status < 500} == {}


@pytest.mark.parametrize("host", ["[", "]", "[::1", "[]", "a b", "²", "127.0.0.1@evil.example", ""])
def test_a_host_that_is_none_is_turned_away(asking: TestClient, host: str) -> None:
    answer = asking.get("/workers", headers={"host": host.encode()})

    assert answer.status_code == 421
    assert answer.text


@pytest.mark.parametrize("header", ["origin", "referer"])
@pytest.mark.parametrize("said", ["http://[", "null", "http://testserver@evil.example", "//", "²"])
def test_an_origin_that_is_none_is_turned_away(asking: TestClient, header: str, said: str) -> None:
    del asking.headers["origin"]

    assert asking.post("/rounds/1/step", data={"to": "offered"}, headers={header: said.encode()}).status_code == 403


@pytest.mark.parametrize("length", ["²", "-1", "1e3", "9" * 40, ""])
def test_a_length_that_is_none_is_too_large(asking: TestClient, length: str) -> None:
    assert asking.post("/runs", content=b"x", headers={"content-length": length.encode()}).status_code == 413


@pytest.mark.parametrize(
    "query", ["q=" + "a" * 60_000, "&".join(f"a{at}=1" for at in range(5000)), "%", "%zz=%zz", "=&=;"]
)
def test_a_query_of_any_size_and_shape_is_answered(asking: TestClient, query: str) -> None:
    assert asking.get(f"/workers?{query}").status_code < 500
    assert asking.get(f"/nowhere?{query}").status_code == 404


@pytest.mark.parametrize(("county", "shown"), [("²", 200), ("510802", 200), ("٣", 200)])
def test_a_county_of_odd_digits_narrows_nothing(asking: TestClient, county: str, shown: int) -> None:
    assert asking.get("/workers", params={"county": county}).status_code == shown


FOREIGN = ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "http://evil.example"},
           {"referer": "http://evil.example/a"})  # fmt: skip


def logged() -> list[APIRoute]:
    """Routes whose answers are written into the read log: they ask for the reader."""
    return [route for route in of_the_office() if any(one.name == "reader" for one in route.dependant.dependencies)]


@pytest.mark.parametrize("headers", FOREIGN, ids=lambda one: "=".join(next(iter(one.items()))))
def test_papers_and_exports_open_from_our_own_pages_alone(asking: TestClient, headers: dict[str, str]) -> None:
    del asking.headers["origin"]
    papers = [re.sub(r"\{[^}]*\}", "1", route.path) for route in logged() if "GET" in route.methods]

    assert len(papers) >= 6
    assert {asking.get(paper, headers=headers).status_code for paper in papers} == {403}
    assert "只能从本系统的页面打开" in asking.get(papers[0], headers=headers).text


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "none"}, {"sec-fetch-site": "same-origin"}, {}])
def test_an_address_typed_or_clicked_here_opens_papers(asking: TestClient, headers: dict[str, str]) -> None:
    assert asking.get("/batches/1/print", headers=headers).status_code == 404


def test_ordinary_pages_open_from_a_link_anywhere(asking: TestClient) -> None:
    assert asking.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200
