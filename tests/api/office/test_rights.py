"""Consent, copy, erasure and the opt-out from ranking, as the pages offer them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from starlette.testclient import TestClient

from api.advice.suggesting import suggested
from data import rounds
from data.database import opened
from data.tables import AssignmentRow, Consent, Posting, RosterChange, Worker
from tests import builders
from tests.api.conftest import NAMES, PHONES, Office

DAY = builders.TODAY.isoformat()


@pytest.fixture
def asked(office: Office) -> Office:
    """Nobody consented yet; the first three are placed at the first posting, two said yes and one not."""
    with opened(office.engine) as session:
        session.execute(delete(Consent))
        round_ = builders.a_round(session, status="confirmed")
        plan = builders.a_plan(session, round_)
        posting = session.get_one(Posting, office.postings[0])
        for worker, reply in zip(office.workers[:3], ("yes", "yes", "no"), strict=True):
            session.add(AssignmentRow(plan_id=plan.id, worker_id=worker, posting_id=posting.id, travel="own"))
            builders.an_offer(session, session.get_one(Worker, worker), posting, reply=reply, round_id=round_.id)
    return office


def consents(office: Office) -> list[Any]:
    with opened(office.engine) as session:
        columns = (Consent.worker_id, Consent.purpose, Consent.employer_id, Consent.channel, Consent.withdrawn)
        return [tuple(row) for row in session.execute(select(*columns).order_by(Consent.id))]


def one_consent(office: Office, **fields: Any) -> dict[str, Any]:
    return {"purpose": "employer", "employer": office.employer, "channel": "phone", "day": DAY} | fields


def for_round(office: Office, workers: list[int], **fields: Any) -> dict[str, Any]:
    return one_consent(office, worker=[str(number) for number in workers], agreed="yes") | fields


def test_a_consent_is_recorded_named_on_the_page_and_withdrawn(client: TestClient, asked: Office) -> None:
    at = f"/workers/{asked.workers[0]}"

    page = client.post(f"{at}/consents", data=one_consent(asked)).text
    client.post(f"{at}/consents/withdraw", data={"purpose": "employer", "employer": asked.employer})

    assert "西湖电子厂" in page and f"{DAY} · 电话 · 老陈 记" in page
    assert consents(asked) == [(asked.workers[0], "employer", asked.employer, "phone", builders.TODAY)]
    assert f"{DAY} 撤回" in client.get(at).text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"employer": 0}, 422),
        ({"employer": 999}, 404),
        ({"purpose": "insurer"}, 422),
        ({"channel": "telepathy"}, 422),
        ({"day": (builders.TODAY + timedelta(days=1)).isoformat()}, 422),
    ],
)
def test_a_consent_names_its_recipient_and_no_day_to_come(
    client: TestClient, asked: Office, fields: dict[str, Any], status: int
) -> None:
    answer = client.post(f"/workers/{asked.workers[0]}/consents", data=one_consent(asked, **fields))

    assert answer.status_code == status
    assert consents(asked) == []


def test_the_round_page_records_consent_of_those_who_said_yes_and_opens_the_lock(
    client: TestClient, asked: Office
) -> None:
    offered = re.findall(r'name="worker" value="(\d+)"', client.get("/rounds/1").text)
    page = client.post("/rounds/1/consents", data=for_round(asked, asked.workers[:2])).text

    assert offered == [str(number) for number in asked.workers[:2]]
    assert [row[0] for row in consents(asked)] == asked.workers[:2]
    assert 'name="agreed"' not in page
    with opened(asked.engine) as session:
        found = rounds.obstacles(session, 1, "locked", today=builders.TODAY)
    assert [one.worker for one in found if one.rule == "consent"] == [asked.workers[2]]


def test_nobody_is_taken_to_consent_who_was_not_asked_or_did_not_say_yes(client: TestClient, asked: Office) -> None:
    unsaid = client.post("/rounds/1/consents", data=for_round(asked, asked.workers[:3]))
    unasked = client.post("/rounds/1/consents", data=for_round(asked, asked.workers[:2], agreed=""))

    assert (unsaid.status_code, unasked.status_code) == (422, 422)
    assert consents(asked) == []


def test_who_withdrew_is_not_written_down_again_with_the_others(client: TestClient, asked: Office) -> None:
    at = f"/workers/{asked.workers[0]}"
    client.post(f"{at}/consents", data=one_consent(asked))
    client.post(f"{at}/consents/withdraw", data={"purpose": "employer", "employer": asked.employer})

    offered = re.findall(r'name="worker" value="(\d+)"', client.get("/rounds/1").text)

    assert offered == [str(asked.workers[1])]


def test_a_copy_is_in_the_open_needs_a_purpose_and_is_logged(client: TestClient, asked: Office) -> None:
    at = f"/workers/{asked.workers[0]}/copy"

    refused = client.post(at, data={"purpose": ""})
    copy = client.post(at, data={"purpose": "本人来取，看过身份证"})

    assert refused.status_code == 422
    assert copy.json()["workers"][0]["name"] == NAMES[0] and copy.json()["workers"][0]["phone"] == PHONES[0]
    assert len(copy.json()["offers"]) == 1 and "attachment" in copy.headers["content-disposition"]
    log = client.get("/readings").text
    assert "本人来取，看过身份证" in log and "全部资料（给本人的一份）" in log


def test_erasure_needs_the_number_again_and_leaves_no_name(client: TestClient, asked: Office) -> None:
    number = asked.workers[0]
    wrong = client.post(f"/workers/{number}/erase", data={"number": "999", "why": "本人要求"})
    before = client.get("/workers", params={"q": NAMES[0]}).text.count("<tr><td")
    client.post(f"/workers/{number}/erase", data={"number": str(number), "why": "本人要求"})

    assert (wrong.status_code, before) == (422, 1)
    assert client.get("/workers", params={"q": NAMES[0]}).text.count("<tr><td") == 0
    assert "删除全部资料" in client.get("/readings").text
    with opened(asked.engine) as session:
        assert session.execute(select(RosterChange.worker_id, RosterChange.kind)).all() == [(number, "dropped_out")]


def test_a_page_of_another_house_can_erase_nobody(client: TestClient, asked: Office) -> None:
    number = asked.workers[0]
    form = {"number": str(number), "why": "本人要求"}

    answer = client.post(f"/workers/{number}/erase", data=form, headers={"origin": "http://elsewhere.example"})

    assert answer.status_code == 403
    assert client.get("/workers", params={"q": NAMES[0]}).text.count("<tr><td") == 1


def nearer_and_worse(office: Office) -> None:
    """The second posting moves next door and pays half."""
    with opened(office.engine) as session:
        posting = session.get_one(Posting, office.postings[1])
        posting.county, posting.wage_low_fen, posting.wage_high_fen = builders.LIZHOU, 200_000, 220_000


def test_who_wants_no_ranking_gets_postings_by_distance_alone(client: TestClient, office: Office) -> None:
    nearer_and_worse(office)
    at = f"/workers/{office.workers[0]}"
    ranked = client.get(f"{at}/recommendations").text
    client.post(f"{at}/ranking", data={"personal": "off"})
    plain = client.get(f"{at}/recommendations").text

    assert "不按个人情况排序" in plain and "打分方法" not in plain and "匹配分" not in plain
    assert plain.index("质检员") < plain.index("缝纫工")
    assert "打分方法" in ranked and ranked.index("缝纫工") < ranked.index("质检员")
    assert "都只看路程" in client.get(at).text


def test_printed_suggestions_of_who_wants_no_ranking_carry_distance_and_no_score(
    client: TestClient, office: Office
) -> None:
    nearer_and_worse(office)
    client.post(f"/workers/{office.workers[0]}/ranking", data={"personal": "off"})
    with opened(office.engine) as session:
        plan = builders.a_plan(session, builders.a_round(session)).id
        told = suggested(session, office.settings, plan, builders.TODAY).recommendations

    mine = [one for one in told if one.worker_id == office.workers[0]]
    assert [(one.posting_id, one.rank) for one in mine] == [(office.postings[1], 1), (office.postings[0], 2)]
    assert mine[0].road_km == 0 and mine[1].road_km is not None and mine[1].road_km > 1000
    assert all(one.road_km is None and one.score > 0 for one in told if one.worker_id != office.workers[0])
