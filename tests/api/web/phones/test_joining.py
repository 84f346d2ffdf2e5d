"""Sign-up from a poster: five fields through the importer's own checks, counted, and nobody else's page opened."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from data.database import opened
from data.tables import Consent, Import, Setting, SignUp, Worker, WorkerTrade
from tests import builders
from tests.api.conftest import NAMES, PHONES, Office

FIVE = {"name": "何田玉", "phone": "139 1111 2222", "work": "电焊", "near": "any", "pay": "5000", "agreed": "true"}


@pytest.fixture
def poster(office: Office, client: TestClient) -> str:
    """The address of a poster's code at the village committee."""
    with opened(office.engine) as session:
        session.add(Setting(name="county", value=builders.LIZHOU, changed=builders.NOW))
    page = client.post("/codes", data={"name": "老林村村委会", "township": "宝轮镇", "village": "老林村"}).text
    found = re.search(r"/join/1-[a-z0-9]+", page)
    assert found
    return found[0]


def people(office: Office) -> int:
    with opened(office.engine) as session:
        return session.scalar(select(func.count(Worker.id))) or 0


def test_five_fields_register_somebody_and_show_the_first_postings_at_once(
    office: Office, client: TestClient, poster: str
) -> None:
    page = client.post(poster, data=FIVE)

    assert page.url.path == "/my"
    assert "登记好了" in page.text
    assert "我去" in page.text
    with opened(office.engine) as session:
        new = session.scalars(select(Worker).order_by(Worker.id.desc())).first()
        assert new is not None
        assert (new.name, new.phone, new.village, new.wage_wanted_fen, new.willing) == (
            "何田玉", "13911112222", "老林村", 500_000, "yes",
        )  # fmt: skip
        assert session.scalars(select(WorkerTrade.occupation).where(WorkerTrade.worker_id == new.id)).all()
        consents = session.scalars(select(Consent).where(Consent.worker_id == new.id)).all()
        assert [(one.purpose, one.employer_id) for one in consents] == [("register", None)]
        brought = session.get_one(Import, new.import_id)
        assert brought.file_name == "扫码登记 老林村村委会.csv"


def test_sign_ups_are_counted_under_their_code(client: TestClient, poster: str) -> None:
    client.post(poster, data=FIVE)
    client.post(poster, data=FIVE)  # pressed twice
    client.post(poster, data=FIVE | {"name": "田小雨", "phone": "13911113333", "relative": "true"})

    assert "2 人次登记，其中新登记 2 人" in client.get("/codes").text


def test_a_name_and_a_number_of_somebody_registered_open_nothing(
    office: Office, client: TestClient, poster: str
) -> None:
    before = people(office)
    answer = client.post(poster, data=FIVE | {"name": NAMES[0], "phone": PHONES[0]})

    assert "收到了" in answer.text
    assert "gongqiao_person" not in client.cookies
    assert client.get("/my").url.path == "/w"
    assert people(office) == before


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"phone": "139"}, "电话"),
        ({"phone": ""}, "电话"),
        ({"name": ""}, "姓名"),
        ({"name": "12345"}, "姓名"),
        ({"agreed": ""}, "答应登记"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed_and_nothing_is_kept(
    office: Office, client: TestClient, poster: str, wrong: dict[str, str], told: str
) -> None:
    before = people(office)
    answer = client.post(poster, data=FIVE | wrong)

    assert answer.status_code == 422
    assert told in answer.text
    assert FIVE["work"] in answer.text
    assert people(office) == before
    with opened(office.engine) as session:
        assert session.scalar(select(func.count(SignUp.id))) == 0


def test_what_is_typed_is_a_cell_and_no_formula_and_no_second_row(
    office: Office, client: TestClient, poster: str
) -> None:
    before = people(office)
    client.post(poster, data=FIVE | {"name": "何田玉", "work": '电焊"\n王五,13800009999,木工,就近,9000'})
    client.post(poster, data=FIVE | {"name": "=1+1", "phone": "13911114444"})

    assert people(office) <= before + 1


def test_a_closed_code_says_so_and_one_nobody_made_too(client: TestClient, poster: str) -> None:
    number = re.findall(r"/codes/(\d+)/close", client.get("/codes").text)[0]
    client.post(f"/codes/{number}/close")

    for address in (poster, "/join/1-zzzzzz", "/join/99-zzzzzz", "/join/x"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "这个码没有了" in answer.text
