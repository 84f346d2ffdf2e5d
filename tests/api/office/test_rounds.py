"""A round's life on pages: offered, answered by one key, locked, mended the night before."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.office.rounds import message
from api.planning.dispatching import dispatch
from data.database import opened
from data.tables import Posting
from data.views.rounds import OfferedWorker
from matching import WeightedScorer
from tests.api.conftest import Office
from tests.api.planning.test_pins import ORDER
from tests.api.planning.test_runs import waited


class Offer:
    """The figures a message is made of."""

    def __init__(self, **fields: Any) -> None:
        self.leaves: date | None = date(2026, 3, 8)
        self.wage_low_fen: int | None = 550_000
        self.wage_high_fen: int | None = 650_000
        self.lodging: bool | None = True
        self.fare_paid_by = "employer"
        self.__dict__.update(fields)


def asked(**fields: Any) -> OfferedWorker:
    offer: Any = Offer(**fields)
    return OfferedWorker(1, 2, "王*明", None, "", "not_asked", "缝纫工", "西湖电子厂", "西湖区", offer)


@pytest.fixture
def planned(office: Office, client: TestClient) -> TestClient:
    """A round with its plan; that a page asks for one and a process makes it is shown in planning/test_runs.py."""
    dispatch(office.engine, ORDER, WeightedScorer())
    return client


def test_a_message_says_place_pay_room_and_fare_in_plain_words() -> None:
    text = message(asked(), "zh")

    assert text.startswith("王师傅您好：3月8日（正月二十）去西湖区")
    assert "税前每月 5,500–6,500 元" in text
    assert "包住" in text
    assert "路费单位出" in text
    assert "回 1 去，2 不去，3 再想想" in text


def test_a_message_promises_nothing_that_is_not_known() -> None:
    text = message(
        asked(wage_low_fen=None, wage_high_fen=None, lodging=None, leaves=None, fare_paid_by="unknown"), "zh"
    )

    assert "工资面议" in text
    assert "住宿待确认" in text
    assert "路费待确认" in text


def test_a_message_never_holds_the_full_name() -> None:
    assert "王小明" not in message(asked(), "zh")


def test_a_round_goes_from_draft_to_locked_only_when_everybody_said_yes(planned: TestClient) -> None:
    planned.post("/rounds/1/step", data={"to": "offered"})
    early = planned.post("/rounds/1/step", data={"to": "confirmed"})
    fields = dict.fromkeys(re.findall(r'name="(reply-\d+-\d+)"', planned.get("/rounds/1/replies").text), "1")
    planned.post("/rounds/1/replies", data=fields | {"channel": "phone"})
    planned.post("/rounds/1/step", data={"to": "confirmed"})
    planned.post("/rounds/1/step", data={"to": "locked", "note": "领队和保险已落实"})

    assert early.status_code == 409
    assert "还没有答复" in early.text
    assert len(fields) == 8
    assert 'aria-current="step">4 已锁定' in planned.get("/rounds/1").text


def test_an_answer_that_is_no_key_is_refused_and_nothing_is_written(planned: TestClient) -> None:
    field = re.findall(r'name="(reply-\d+-\d+)"', planned.get("/rounds/1/replies").text)[0]

    answer = planned.post("/rounds/1/replies", data={field: "9"})

    assert answer.status_code == 422
    assert "1、2 或 3" in answer.text


@pytest.mark.parametrize(
    "wrong", [{"reply-x-1": "1"}, {"reply-1": "1"}, {"reply-99999-1": "1"}, {"reply-²-1": "1"}, {"channel": "pigeon"}]
)
def test_a_malformed_form_of_answers_is_refused_and_nothing_is_written(
    planned: TestClient, wrong: dict[str, str]
) -> None:
    field = re.findall(r'name="(reply-\d+-\d+)"', planned.get("/rounds/1/replies").text)[0]

    assert planned.post("/rounds/1/replies", data={field: "1"} | wrong).status_code == 422

    assert len(re.findall("reply-", planned.get("/rounds/1/replies?answer=not_asked").text)) == 8


def test_a_yes_to_the_terms_of_a_stale_page_is_not_counted_for_new_ones(planned: TestClient, office: Office) -> None:
    shown = planned.get("/rounds/1/replies").text
    form = dict(re.findall(r'name="(terms-\d+-\d+)" value="(\w+)"', shown))
    worker, posting = next(iter(form)).split("-")[1:]
    with opened(office.engine) as session:
        session.get_one(Posting, int(posting)).terms_hash = "f" * 64

    said = planned.post("/rounds/1/replies", data=form | {f"reply-{worker}-{posting}": "1"})

    assert "1 个答复没有记下" in said.text
    assert f"reply-{worker}-{posting}" in planned.get("/rounds/1/replies?answer=not_asked").text


@pytest.mark.slow
def test_a_drop_out_is_mended_and_the_others_stay(planned: TestClient, office: Office) -> None:
    planned.post("/rounds/1/changes", data={"kind": "dropped_out", "workers": str(office.workers[0]), "reason": "有事"})
    run = planned.post("/rounds/1/repair").url.path
    waited(planned, run)

    differences = planned.get("/plans/2/differences").text
    assert differences.count("<tr><td") == 1
    assert f'href="/workers/{office.workers[0]}"' in differences
    assert "修订第 1 号" in planned.get("/plans").text


def test_a_batch_is_printed_in_three_maskings_and_each_reading_is_logged(planned: TestClient, office: Office) -> None:
    notice = planned.get("/batches/1/print?copy=notice").text
    escort = planned.get("/batches/1/print?copy=escort").text
    receiver = planned.get(f"/batches/1/print?copy=receiver&employer={office.employer}").text

    assert "王*明" in notice
    assert "13800000000" not in notice
    assert "王小明" in escort
    assert "13800000000" in escort
    assert "王小明" in receiver
    assert "/batches/1/print" in planned.get("/readings").text


def test_a_worker_gets_recommendations_with_reasons_and_a_pair_its_verdict(planned: TestClient, office: Office) -> None:
    worker, posting = office.workers[0], office.postings[0]

    assert "缝纫工" in planned.get(f"/workers/{worker}/recommendations?plan=1").text
    assert "合规" in planned.get(f"/pairs/{worker}/{posting}?plan=1").text
    assert "王*明" in planned.get(f"/postings/{posting}/invitations").text


@pytest.mark.slow
def test_a_ban_by_hand_holds_in_the_next_plan_of_the_round(planned: TestClient, office: Office) -> None:
    worker = office.workers[1]
    for posting in office.postings:
        planned.post("/rounds/1/pins", data={"worker": worker, "posting": posting, "kind": "ban"})
    waited(planned, planned.post("/rounds/1/repair").url.path)

    assert f'href="/workers/{worker}"' in planned.get("/plans/2/unplaced").text
