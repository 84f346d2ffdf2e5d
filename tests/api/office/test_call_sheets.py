"""Asking a whole round: one sheet opened with its purpose, answers by key or pasted from a chat."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import delete, select, update
from starlette.testclient import TestClient

from api.office.call_sheets import answer_of
from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder
from data import rounds
from data.database import opened
from data.rounds import Signature, offers
from data.tables import Fare, Offer, Posting, ReadLogEntry, Vehicle, Worker
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import Office

FIELD = re.compile(r'name="reply-([0-9]+)-([0-9]+)"')


@pytest.fixture
def offered(office: Office) -> Office:
    """All eight of the small office planned on one coach and offered to, nobody asked yet."""
    with opened(office.engine) as session:
        session.execute(delete(Fare))
        session.execute(update(Posting).values(openings=8))
        session.execute(update(Vehicle).values(fixed_cost_fen=10_000))
    order = PlanOrder(builders.WINDOW, builders.TODAY, params=PlanParams(time_limit_s=5.0))
    dispatch(office.engine, order, WeightedScorer())
    with opened(office.engine) as session:
        rounds.step(session, 1, "offered", today=builders.TODAY, signature=Signature("x", builders.NOW))
    return office


def names(office: Office) -> list[tuple[int, str, str]]:
    with opened(office.engine) as session:
        return [(one.id, one.name, one.phone or "") for one in session.scalars(select(Worker).order_by(Worker.id))]


def answers(office: Office) -> dict[int, str]:
    with opened(office.engine) as session:
        return {worker: answer for (worker, _), answer in offers.standing(session, 1).items()}


def test_one_sheet_asks_everybody_and_each_is_logged_once_with_its_purpose(offered: Office, client: TestClient) -> None:
    page = client.post("/rounds/1/call-sheet", data={"purpose": "征询去留"}).text

    asked = FIELD.findall(page)
    assert len(asked) == 8 and all(name in page and phone in page for _, name, phone in names(offered))
    with opened(offered.engine) as session:
        read = session.execute(select(ReadLogEntry.subject_id, ReadLogEntry.purpose, ReadLogEntry.fields)).all()
    assert sorted(row.subject_id or 0 for row in read) == [one for one, _, _ in names(offered)]
    assert {(row.purpose, row.fields) for row in read} == {("/rounds/1/call-sheet · 征询去留", "name,phone")}
    client.post("/rounds/1/replies", data={f"reply-{w}-{p}": "1" for w, p in asked} | {"channel": "phone"})
    assert set(answers(offered).values()) == {"yes"}


@pytest.mark.parametrize("purpose", ["", " ", "x"])
def test_without_a_purpose_no_sheet_is_opened(offered: Office, client: TestClient, purpose: str) -> None:
    assert client.post("/rounds/1/call-sheet", data={"purpose": purpose}).status_code == 422
    with opened(offered.engine) as session:
        assert session.scalars(select(ReadLogEntry)).all() == []


def test_a_chain_of_answers_is_read_line_by_line_and_what_is_unclear_is_told(
    offered: Office, client: TestClient
) -> None:
    who = names(offered)
    text = "\n".join(
        [
            f"1. {who[0][1]} 去",
            f"2、{who[1][1]}不去了",
            f"{who[2][1]}：考虑一下",
            f"{who[3][2]} 可以",
            f"（5）{who[4][1]} {who[4][2]} 好的",
            f"{who[5][1]} 下雨",
            "李不在册 去",
            f"{who[0][1]} 家里有事，去不了",
        ]
    )

    page = client.post("/rounds/1/replies/chat", data={"text": text}).text

    said = answers(offered)
    assert [said[one] for one, _, _ in who[:6]] == ["no", "no", "not_asked", "yes", "yes", "not_asked"]
    assert "记下了 5 个答复" in page and "这 2 行没有记" in page and "李不在册" in page and "没看出去还是不去" in page


def test_an_answer_pasted_after_the_terms_changed_is_told_and_not_kept(offered: Office, client: TestClient) -> None:
    who = names(offered)
    with opened(offered.engine) as session:
        session.execute(update(Posting).values(terms_hash="f" * 64))

    page = client.post("/rounds/1/replies/chat", data={"text": f"{who[0][1]} 去\n{who[1][1]} 不去"}).text

    assert page.count("岗位的条件在征询后改了") == 2
    with opened(offered.engine) as session:
        assert set(session.scalars(select(Offer.reply))) == {"not_asked"}


def test_two_of_one_name_are_told_apart_by_telephone_alone(offered: Office, client: TestClient) -> None:
    who = names(offered)
    with opened(offered.engine) as session:
        first, second = session.get_one(Worker, who[0][0]), session.get_one(Worker, who[1][0])
        second.name, second.name_index = first.name, first.name_index
    page = client.post("/rounds/1/replies/chat", data={"text": f"{who[0][1]} 去"}).text
    client.post("/rounds/1/replies/chat", data={"text": f"{who[0][1]} {who[1][2]} 去"})

    assert "有几个同名的" in page
    assert (answers(offered)[who[0][0]], answers(offered)[who[1][0]]) == ("not_asked", "yes")
    with opened(offered.engine) as session:
        assert session.scalars(select(Offer.channel).where(Offer.reply == "yes")).all() == ["wechat"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("去", "yes"), ("我去", "yes"), ("可以的", "yes"), ("好", "yes"), ("1", "yes"), ("OK", "yes"), ("报名", "yes"),
        ("✅", "yes"), ("没问题，到时候来", "yes"),
        ("不去", "no"), ("不想去了", "no"), ("去不了", "no"), ("没时间", "no"), ("2", "no"), ("no", "no"),
        ("算了吧", "no"), ("不参加", "no"), ("这次不行", "no"), ("来不了", "no"),
        ("考虑一下", "not_asked"), ("3", "not_asked"), ("还没定", "not_asked"), ("可能去", "not_asked"),
        ("问问老婆再说", "not_asked"), ("去哪里？", "not_asked"),
        ("下雨", None), ("", None), ("21", None), ("note", None), ("在家", None),
    ],
)  # fmt: skip
def test_an_answer_is_read_as_people_write_it(words: str, answer: str | None) -> None:
    assert answer_of(words) == answer
