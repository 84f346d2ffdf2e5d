"""The door for telephones: a link and four digits, one answer to everything else, and one person's page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from data.database import opened
from data.tables import PersonalLink, PersonalSession, Worker
from tests.api.conftest import PHONES, Office
from tests.api.web.phones.conftest import LetIn, link_of


def test_a_link_and_the_last_four_digits_open_ones_own_page(let_in: LetIn) -> None:
    page = let_in(0).get("/my")

    assert page.status_code == 200
    assert "缝纫工" in page.text
    assert "质检员" in page.text


def test_without_a_link_nobody_sees_a_page_and_is_told_how_to_come_by_one(client: TestClient) -> None:
    answer = client.get("/my")

    assert answer.url.path == "/w"
    assert "链接" in answer.text
    assert client.post("/my/others").status_code == 401


@pytest.mark.parametrize("wrong", ["digits", "code", "revoked", "over", "early", "other office", "no digits"])
def test_whatever_is_wrong_the_answer_is_the_same(office: Office, client: TestClient, wrong: str) -> None:
    link, digits, now = link_of(client, office.workers[0]), PHONES[0][-4:], datetime.now(tz=UTC)
    before = client.post(link, data={"digits": "9999"})
    change = {"revoked": {"revoked": now}, "over": {"ends": now}, "early": {"begins": now + timedelta(days=1)}}.get(
        wrong
    )
    if change:
        with opened(office.engine) as session:
            session.execute(update(PersonalLink).values(**change))
    if wrong == "code":
        link = link[:-1] + ("a" if link[-1] != "a" else "b")
    if wrong == "other office":
        link = link.replace("/w/1-", "/w/2-")
    digits = {"digits": "0001", "no digits": "x"}.get(wrong, digits)

    answer = client.post(link, data={"digits": digits})

    assert answer.status_code == before.status_code == 401
    code, other = link.rpartition("/")[2], before.url.path.rpartition("/")[2]
    assert answer.text.replace(code, "") == before.text.replace(other, "")
    assert "gongqiao_person" not in answer.cookies
    assert client.get("/w/nothing").status_code == 200


def test_digits_are_not_guessed_the_sixth_try_is_not_heard(office: Office, client: TestClient) -> None:
    link = link_of(client, office.workers[0])
    for guess in range(5):
        assert client.post(link, data={"digits": f"900{guess}"}).status_code == 401

    assert client.post(link, data={"digits": PHONES[0][-4:]}).status_code == 401
    # Another's link from the same address is another matter.
    assert client.post(link_of(client, office.workers[1]), data={"digits": PHONES[1][-4:]}).url.path == "/my"


def test_twenty_wrong_digits_in_all_end_a_link_whoever_tried_from_wherever(office: Office, client: TestClient) -> None:
    link = link_of(client, office.workers[0])
    with opened(office.engine) as session:
        session.execute(update(PersonalLink).values(wrong=20))

    assert client.post(link, data={"digits": PHONES[0][-4:]}).status_code == 401
    assert "/revoke" not in client.get(f"/workers/{office.workers[0]}/links").text


def test_a_revoked_link_closes_the_pages_it_opened_at_once(office: Office, client: TestClient, let_in: LetIn) -> None:
    telephone = let_in(0)
    with opened(office.engine) as session:
        link = session.scalars(select(PersonalLink.id)).one()

    assert client.post(f"/links/{link}/revoke").status_code == 200

    assert telephone.get("/my").url.path == "/w"
    with opened(office.engine) as session:
        assert session.scalars(select(PersonalSession)).all() == []


def test_leaving_a_borrowed_telephone_closes_the_page(let_in: LetIn) -> None:
    telephone = let_in(0)

    telephone.post("/w-out")

    assert telephone.get("/my").url.path == "/w"


def test_who_came_in_by_a_link_is_no_clerk(office: Office, let_in: LetIn) -> None:
    telephone = let_in(0)
    with_accounts = telephone.app.state.accounts  # type: ignore[attr-defined]
    with_accounts.seen = True  # somebody signs in here now

    for address in ("/workers", f"/workers/{office.workers[1]}", "/plans", "/api/v1/workers", "/concerns", "/codes"):
        answer = telephone.get(address, follow_redirects=False)
        assert answer.status_code in (303, 401), address
    assert telephone.get("/my").status_code == 200


def test_of_a_code_and_a_session_a_hash_alone_is_kept(office: Office, client: TestClient, let_in: LetIn) -> None:
    code = link_of(client, office.workers[0]).rpartition("-")[2]
    let_in(1)
    with opened(office.engine) as session:
        kept = [*session.scalars(select(PersonalLink.code_hash)), *session.scalars(select(PersonalSession.secret_hash))]

    assert all(len(one) == 64 for one in kept)
    assert code not in kept


def test_without_a_telephone_on_record_no_link_is_made_and_the_office_is_told_why(
    office: Office, client: TestClient
) -> None:
    with opened(office.engine) as session:
        session.execute(update(Worker).where(Worker.id == office.workers[2]).values(phone=None))

    answer = client.post(f"/workers/{office.workers[2]}/links")

    assert answer.status_code == 422
    assert "没有登记电话" in answer.text


def test_erasure_takes_the_links_and_what_they_opened_along(office: Office, client: TestClient, let_in: LetIn) -> None:
    telephone, worker = let_in(0), office.workers[0]
    client.post(f"/workers/{worker}/erase", data={"number": str(worker), "why": "本人要求"})

    assert telephone.get("/my").url.path == "/w"
    with opened(office.engine) as session:
        assert session.scalars(select(PersonalLink)).all() == []
