"""The door: own host, own forms, no body too large, nothing to run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api import settings
from api.web.app import make_app
from tests.api.conftest import Office


def test_a_form_from_another_site_is_refused_and_says_what_to_do(client: TestClient) -> None:
    answer = client.post("/rounds/1/step", data={"to": "offered"}, headers={"origin": "http://evil.example"})

    assert answer.status_code == 403
    assert "表单不是从本页面发出的" in answer.text


def test_a_form_that_does_not_say_where_it_comes_from_is_refused(client: TestClient) -> None:
    del client.headers["origin"]

    assert client.post("/rounds/1/step", data={"to": "offered"}).status_code == 403


def test_a_cross_site_fetch_is_refused_even_with_the_right_origin(client: TestClient) -> None:
    answer = client.post("/rounds/1/step", data={"to": "offered"}, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403


def test_a_foreign_name_pointing_at_this_machine_is_refused(client: TestClient) -> None:
    answer = client.get("/workers", headers={"host": "evil.example"})

    assert answer.status_code == 421
    assert "127.0.0.1" in answer.text


def test_an_office_answers_to_loopback_alone(office: Office) -> None:
    client = TestClient(make_app(replace(office.settings, more_hosts=frozenset()), office.engine))

    assert client.get("/workers").status_code == 421
    assert client.get("/workers", headers={"host": "127.0.0.1:8150"}).status_code == 200


def test_a_body_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/imports", content=b"x", headers={"content-length": str(settings.UPLOAD_LIMIT_BYTES + 1)})

    assert answer.status_code == 413
    assert "40 MB" in answer.text


def test_a_body_that_hides_its_length_is_counted_as_it_comes(client: TestClient) -> None:
    pieces = (b"x" * 65_536 for _ in range(40))  # 2.5 MB, sent in chunks

    answer = client.post("/runs", content=pieces, headers={"content-type": "application/x-www-form-urlencoded"})

    assert answer.status_code == 413


@pytest.mark.parametrize("address", ["/", "/workers", "/nowhere", "/static/gongqiao.css"])
def test_every_answer_carries_the_security_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers

    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_pages_with_personal_data_are_not_kept_by_browsers(client: TestClient) -> None:
    assert client.get("/workers").headers["cache-control"] == "no-store"


def test_markup_in_a_name_is_text_and_nothing_else(client: TestClient) -> None:
    answer = client.get("/postings", params={"q": '"><script>alert(1)</script>'})

    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_no_link_of_a_page_leads_to_another_site_named_in_the_path(client: TestClient) -> None:
    answer = client.get("http://testserver//elsewhere.example/workers")

    assert answer.status_code == 404
    assert 'href="/elsewhere.example/workers?lang=en"' in answer.text
    assert 'href="//' not in answer.text
