"""Papers as pages to print, the page behind a slip's code, and the office's settings."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from sqlalchemy import delete, select
from starlette.testclient import TestClient

from api.web.code_guesses import WRONG
from data.database import opened
from data.exports.slips import verification_code
from data.tables import AssignmentRow, Batch, Consent, ReadLogEntry, TripRow, Vehicle
from tests import builders
from tests.api.conftest import NAMES, PHONES, Office

SET = {"office_name": "利州区农民工服务中心", "hotline": "0839-3261234", "receiving_hotline": "12333",
       "public_url": "https://gq.example.cn/", "order_fresh_days": "3"}  # fmt: skip


@pytest.fixture
def planned(office: Office) -> Office:
    """Three people on the coach, the fourth with an own ticket."""
    with opened(office.engine) as session:
        round_ = builders.a_round(session)
        plan = builders.a_plan(session, round_, placed_people=4)
        coach = session.scalars(select(Vehicle)).one()
        trip = builders.kept(
            session, TripRow(plan_id=plan.id, number=1, vehicle_id=coach.id, people=3, seats=49, cost_fen=2e5)
        )
        session.add(Batch(round_id=round_.id, number="R1-01", trip_id=trip.id))
        for at, worker in enumerate(office.workers[:4]):
            on = trip.id if at < 3 else None
            session.add(
                AssignmentRow(
                    plan_id=plan.id, worker_id=worker, posting_id=office.postings[0], trip_id=on,
                    travel="trip" if on else "own",
                )
            )  # fmt: skip
    return office


def read_of(office: Office, field: str) -> set[int | None]:
    with opened(office.engine) as session:
        rows = session.execute(
            select(ReadLogEntry.subject_id, ReadLogEntry.fields).where(ReadLogEntry.subject == "workers")
        )
        return {number for number, fields in rows if field in fields.split(",")}


def test_slips_are_printed_one_a_person_with_a_code_and_every_reading_is_logged(
    client: TestClient, planned: Office
) -> None:
    client.post("/settings", data=SET)

    page = client.get("/plans/1/papers/slips?batch=1").text

    codes = re.findall(r"<figcaption>([0-9A-F]{8})</figcaption>", page)
    assert page.count('<article class="slip">') == page.count("<svg") - 1 == len(codes) == 3
    assert [verification_code("R1-01", worker) for worker in planned.workers[:3]] == codes
    assert all(name in page for name in NAMES[:3]) and NAMES[3] not in page
    assert "利州区农民工服务中心" in page and "0839-3261234" in page
    assert read_of(planned, "name") == set(planned.workers[:3])


def test_who_travels_on_an_own_ticket_gets_a_slip_too(client: TestClient, planned: Office) -> None:
    assert NAMES[3] in client.get("/plans/1/papers/slips").text
    assert NAMES[1] in client.get(f"/plans/1/papers/slips?worker={planned.workers[1]}").text


def test_a_handover_list_names_only_those_who_agreed(client: TestClient, planned: Office) -> None:
    with opened(planned.engine) as session:
        session.execute(delete(Consent).where(Consent.worker_id == planned.workers[1]))

    page = client.get(f"/plans/1/papers/handover/{planned.employer}").text

    assert NAMES[0] in page and PHONES[0] in page
    assert NAMES[1] not in page and PHONES[1] not in page and "李*国" in page
    assert read_of(planned, "phone") == {planned.workers[at] for at in (0, 2, 3)}


def test_the_summary_prints_counts_and_nobody(client: TestClient, planned: Office) -> None:
    page = client.get("/plans/1/papers/summary").text

    assert "方案摘要" in page and "各岗位安排人数" in page
    assert not any(name in page for name in NAMES) and read_of(planned, "name") == set()


@pytest.mark.parametrize(
    "path",
    [
        "/plans/9/papers",
        "/plans/9/papers/slips",
        "/plans/1/papers/handover/99",
        "/plans/1/papers/slips?batch=99",
        "/plans/1/papers/slips?worker=99",
    ],
)
def test_papers_of_nothing_are_not_found(client: TestClient, planned: Office, path: str) -> None:
    assert planned and client.get(path).status_code == 404


def test_a_guard_sees_yes_a_masked_name_and_the_trip_and_nothing_more(client: TestClient, planned: Office) -> None:
    answer = client.get(f"/check/R1-01/{verification_code('R1-01', planned.workers[0])}")

    assert answer.status_code == 200 and "有这个人" in answer.text and "王*明" in answer.text
    assert "王小明" not in answer.text and "13800000000" not in answer.text and "西湖电子厂" not in answer.text
    assert "/workers" not in answer.text  # the office's menu is not for guards


@pytest.mark.parametrize("code", ["00000000", "zz", "<script>", quote("王小明"), "0" * 400])
def test_a_wrong_code_is_a_clear_no(client: TestClient, planned: Office, code: str) -> None:
    answer = client.get(f"/check/R1-01/{code}")

    assert planned and answer.status_code == 404
    assert "不是有效的出行单" in answer.text and "王*" not in answer.text and "<script>" not in answer.text


def test_too_many_wrong_codes_make_everybody_wait_for_that_batch_alone(client: TestClient, planned: Office) -> None:
    sound = f"/check/R1-01/{verification_code('R1-01', planned.workers[0])}"
    for at in range(WRONG):
        assert client.get(f"/check/R1-01/{at:08d}").status_code == 404

    assert client.get(sound).status_code == 429
    assert client.get("/check/R1-02/00000000").status_code == 404


def test_a_code_read_out_over_the_telephone_is_typed_in(client: TestClient, planned: Office) -> None:
    code = verification_code("R1-01", planned.workers[0]).lower()

    assert "有这个人" in client.post("/check", data={"number": " R1-01 ", "code": f" {code}"}).text
    assert client.post("/check", data={"number": "../../workers", "code": code}).status_code == 422


def test_settings_are_saved_shown_and_carried_by_messages(client: TestClient, planned: Office) -> None:
    saved = client.post("/settings", data=SET)

    assert "已保存" in saved.text and 'value="https://gq.example.cn"' in saved.text
    replies = client.get("/rounds/1/replies").text
    assert planned and "【利州区农民工服务中心】" in replies and "有事打 0839-3261234" in replies


@pytest.mark.parametrize("wrong", [{"hotline": "老王"}, {"public_url": "javascript:1"}, {"order_fresh_days": "0"},
                                   {"order_fresh_days": "三"}, {"office_name": "<b>"}, {"hotline": ""}])  # fmt: skip
def test_settings_that_could_not_stand_on_paper_are_refused_and_nothing_changes(
    client: TestClient, office: Office, wrong: dict[str, str]
) -> None:
    before = client.get("/settings").text

    assert office and client.post("/settings", data=SET | wrong).status_code == 422

    assert client.get("/settings").text == before
