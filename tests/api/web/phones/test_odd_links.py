"""Behind a link too: odd numbers are refused, other sites' pages open no papers, no link leads to the door alone."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.web.phones.conftest import LetIn
from tests.api.web.test_odd_requests import FOREIGN, NUMBERS_OF_NOBODY, routes

OWN = [route.path for route in routes() if route.path.startswith("/my") and "GET" in route.methods]
READ = ("/my/data", "/my/data/copy")


def test_a_posting_nobody_has_is_not_found_or_wrong_on_ones_own_page(let_in: LetIn) -> None:
    telephone = let_in()
    found = {
        number: telephone.get(f"http://testserver/my/postings/{number}").status_code for number in NUMBERS_OF_NOBODY
    }

    assert {number: status for number, status in found.items() if not 400 <= status < 500} == {}


@pytest.mark.parametrize("headers", FOREIGN, ids=lambda one: "=".join(next(iter(one.items()))))
def test_ones_own_data_opens_from_our_own_pages_alone(let_in: LetIn, headers: dict[str, str]) -> None:
    telephone = let_in()
    del telephone.headers["origin"]

    assert {telephone.get(path, headers=headers).status_code for path in READ} == {403}


def test_without_a_link_each_page_leads_to_the_door_whatever_is_asked(client: TestClient) -> None:
    assert len(OWN) > 6
    for path in OWN:
        for number in ("1", *NUMBERS_OF_NOBODY):
            answer = client.get(path.replace("{posting_id}", number), follow_redirects=False)
            assert (answer.status_code, answer.headers["location"]) == (303, "/w"), (path, number)
