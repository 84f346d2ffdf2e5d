"""A round's messages as one file: a link each that opens that person's page, and nobody who wants none."""

from __future__ import annotations

import io

import openpyxl
import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from api.web.app import make_app
from data.database import opened
from data.rounds import offers
from data.rounds.offers import Reply
from data.tables import AssignmentRow, PersonalLink, ReadLogEntry, Round, Setting, Worker
from tests import builders
from tests.api.conftest import ORIGIN, PHONES, Office
from tests.api.web.phones.conftest import LINK


@pytest.fixture
def round_id(office: Office) -> int:
    """A round that has a place for four people."""
    with opened(office.engine) as session:
        session.add(Setting(name="public_url", value="https://gongqiao.example.cn", changed=builders.NOW))
        round_ = builders.a_round(session, status="offered")
        plan = builders.a_plan(session, round_)
        session.get_one(Round, round_.id).plan_id = plan.id
        for worker in office.workers[:4]:
            session.add(AssignmentRow(plan_id=plan.id, worker_id=worker, posting_id=office.postings[0], travel="own"))
        return int(round_.id)


def rows_of(content: bytes) -> list[tuple[str, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [tuple(str(cell or "") for cell in row) for row in sheet.iter_rows(values_only=True)]


def messages(client: TestClient, round_id: int) -> dict[str, str]:
    """Telephone → message."""
    answer = client.post(f"/rounds/{round_id}/messages")
    assert answer.status_code == 200, answer.text
    return {row[2]: row[3] for row in rows_of(answer.content) if row[2] in PHONES}


def test_each_message_has_a_link_that_opens_that_person_s_page_alone(
    office: Office, client: TestClient, round_id: int
) -> None:
    sent = messages(client, round_id)

    assert sorted(sent) == PHONES[:4]
    links = {phone: LINK.search(text) for phone, text in sent.items()}
    assert len({found[0] for found in links.values() if found}) == 4
    for phone, found in links.items():
        assert found
        telephone = TestClient(make_app(office.settings, office.engine), headers=ORIGIN)
        page = telephone.post(found[0], data={"digits": phone[-4:]})
        assert page.url.path == "/my"
        assert "这个给您排上了" in page.text
    with opened(office.engine) as session:
        assert session.scalars(select(ReadLogEntry).where(ReadLogEntry.fields == "name,phone")).all()


def test_who_wants_no_calls_has_answered_or_has_no_telephone_gets_no_message(
    office: Office, client: TestClient, round_id: int
) -> None:
    first, second, third, _ = office.workers[:4]
    with opened(office.engine) as session:
        session.execute(update(Worker).where(Worker.id == first).values(call_again=False))
        session.execute(update(Worker).where(Worker.id == second).values(phone=None))
        offers.record(session, third, office.postings[0], answer=Reply("no", builders.TODAY, "phone", "x"))

    assert list(messages(client, round_id)) == PHONES[3:4]


def test_of_messages_made_twice_the_last_links_hold(office: Office, client: TestClient, round_id: int) -> None:
    old, new = messages(client, round_id), messages(client, round_id)
    first, last = LINK.search(old[PHONES[0]]), LINK.search(new[PHONES[0]])
    assert first
    assert last

    assert client.post(first[0], data={"digits": PHONES[0][-4:]}).status_code == 401
    assert client.post(last[0], data={"digits": PHONES[0][-4:]}).url.path == "/my"


def test_without_an_address_of_the_office_no_message_is_made(office: Office, client: TestClient, round_id: int) -> None:
    with opened(office.engine) as session:
        session.delete(session.get_one(Setting, "public_url"))

    assert client.post(f"/rounds/{round_id}/messages").status_code == 422
    with opened(office.engine) as session:
        assert session.scalars(select(PersonalLink)).all() == []
