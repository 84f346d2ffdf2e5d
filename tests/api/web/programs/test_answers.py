"""What every answer of the interface shares: problems in both languages, tags, keys for what is sent twice."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text, update

from data.database import opened
from data.tables import FirstAnswer, ReadLogEntry, Round
from tests.api.conftest import NAMES, PHONES, Office
from tests.api.web.programs.conftest import Program

ROUND = {"first_day": "2026-02-20", "last_day": "2026-02-26", "name": "正月第一批"}
KEY = {"idempotency-key": "0b6b8b2e-7b1e-4d2c-9d34-5f1f9c1b2a11"}


@pytest.mark.parametrize(
    ("said", "title", "detail"),
    [
        (None, "没有找到", "没有 99 号轮次"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "没有找到", "没有 99 号轮次"),
        ("en-GB", "Not found", "there is no round 99"),
        ("fr, en;q=0.5, zh;q=0.4", "Not found", "there is no round 99"),
        ("de", "没有找到", "没有 99 号轮次"),
        ("en;q=x, zh", "没有找到", "没有 99 号轮次"),
    ],
)
def test_a_problem_speaks_the_language_asked_for(program: Program, said: str | None, title: str, detail: str) -> None:
    answer = program.get("/rounds/99", headers={"accept-language": said} if said else {})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:gongqiao:problem:not_found",
        "title": title,
        "status": 404,
        "detail": detail,
        "instance": "/api/v1/rounds/99",
        "reasons": [],
        "fields": [],
    }


def test_a_field_that_cannot_be_used_is_named_with_what_is_wrong(program: Program) -> None:
    answer = program.post("/rounds", {"first_day": "20 Feb", "nonsense": 1})

    assert answer.status_code == 422
    assert answer.json()["fields"] == [
        {"field": "body.first_day", "fault": "日期要写成 2026-02-24"},
        {"field": "body.last_day", "fault": "缺少这一项"},
        {"field": "body.nonsense", "fault": "没有这一项，请检查拼写"},
    ]


@pytest.mark.parametrize("body", [b"{", b"[1", b'"', b"\xff\xfe", b""])
def test_a_body_that_is_no_json_is_a_problem_of_the_input(program: Program, body: bytes) -> None:
    answer = program.client.post("/api/v1/rounds", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


@pytest.mark.parametrize("path", ["/nowhere", "/rounds/", "/rounds/1/steps/x", "/"])
def test_an_address_nobody_answers_is_a_problem_too(program: Program, path: str) -> None:
    assert program.get(path).json()["type"] == "urn:gongqiao:problem:not_found"


def test_a_method_an_address_does_not_take_is_told_with_those_it_does(program: Program) -> None:
    answer = program.client.delete("/api/v1/rounds")

    assert (answer.status_code, answer.json()["title"]) == (405, "这个网址不支持这种方法")
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"referer": "http://evil.example/a"}],
)
def test_another_sites_page_asks_nothing_of_the_interface(program: Program, headers: dict[str, str]) -> None:
    assert program.post("/rounds", ROUND, headers=headers).json()["type"] == "urn:gongqiao:problem:no_right"
    assert program.get("/workers", headers=headers).status_code == 403


def test_a_foreign_host_is_turned_away_as_a_problem(program: Program) -> None:
    answer = program.get("/workers", headers={"host": "evil.example"})

    assert (answer.status_code, answer.json()["type"]) == (421, "urn:gongqiao:problem:foreign_host")


@pytest.mark.parametrize("key", [{}, KEY])
def test_a_body_too_large_is_a_problem_whether_its_length_is_said_or_not(program: Program, key: dict[str, str]) -> None:
    large = json.dumps({"name": "a" * 3_000_000}).encode()
    said = program.client.post("/api/v1/rounds", content=large, headers=key)
    unsaid = program.client.post(
        "/api/v1/rounds", content=iter([large]), headers={"content-type": "application/json", **key}
    )

    assert [(one.status_code, one.json()["type"]) for one in (said, unsaid)] == [
        (413, "urn:gongqiao:problem:too_large")
    ] * 2


def test_an_unchanged_answer_is_not_sent_again_and_a_changed_one_is(program: Program) -> None:
    first = program.get("/rounds")
    again = program.get("/rounds", headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    program.post("/rounds", ROUND)
    changed = program.get("/rounds", headers={"if-none-match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert (changed.status_code, len(changed.json()["rows"])) == (200, 1)


def test_settings_are_changed_under_the_version_that_was_read(program: Program) -> None:
    read = program.get("/settings")
    wanted = {"hotline": "0839-3261234", "receiving_hotline": "12333", "order_fresh_days": 5}
    unsaid = program.put("/settings", wanted)
    kept = program.put("/settings", wanted, headers={"if-match": read.headers["etag"]})
    late = program.put("/settings", {**wanted, "order_fresh_days": 9}, headers={"if-match": read.headers["etag"]})
    next_one = program.put("/settings", {**wanted, "order_fresh_days": 9}, headers={"if-match": kept.headers["etag"]})

    assert [one.status_code for one in (unsaid, kept, late, next_one)] == [428, 200, 412, 200]
    assert program.get("/settings").json()["order_fresh_days"] == 9


def test_a_station_is_put_right_under_the_version_that_was_read(program: Program) -> None:
    read = program.get("/stations/1")
    wanted = {"name": "利州客运站", "county": "利州区", "kind": "coach_station"}
    first = program.put("/stations/1", wanted, headers={"if-match": read.headers["etag"]})
    second = program.put("/stations/1", {**wanted, "name": "广元站"}, headers={"if-match": read.headers["etag"]})

    assert (first.status_code, first.json()["name"]) == (200, "利州客运站")
    assert second.status_code == 412
    assert program.get("/stations/1").json()["name"] == "利州客运站"


def test_the_same_request_under_the_same_key_is_done_once(program: Program, office: Office) -> None:
    first, again = (program.post("/rounds", ROUND, headers=KEY) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["location"] == first.headers["location"] == f"/api/v1/rounds/{first.json()['id']}"
    assert (first.headers.get("idempotency-replayed"), again.headers["idempotency-replayed"]) == (None, "true")
    with opened(office.engine) as session:
        assert session.scalar(select(func.count()).select_from(Round)) == 1


def test_two_who_send_it_at_once_do_it_once(program: Program, office: Office) -> None:
    found: list[Any] = []
    pressing = [
        threading.Thread(target=lambda: found.append(program.post("/rounds", ROUND, headers=KEY))) for _ in range(4)
    ]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join()

    assert {one.status_code for one in found} <= {201, 409}
    assert len({one.json()["id"] for one in found if one.status_code == 201}) == 1
    with opened(office.engine) as session:
        assert session.scalar(select(func.count()).select_from(Round)) == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/rounds", {**ROUND, "name": "另一轮"}),
        ("/rounds?x=1", ROUND),
        ("/runs", {"first_day": "2026-02-20", "last_day": "2026-02-26"}),
    ],
)
def test_a_key_of_another_request_is_refused(program: Program, path: str, body: dict[str, str]) -> None:
    program.post("/rounds", ROUND, headers=KEY)
    answer = program.post(path, body, headers=KEY)

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:gongqiao:problem:key_reused")


def test_a_refused_request_leaves_its_key_free(program: Program) -> None:
    refused = program.post("/rounds", {**ROUND, "last_day": "2026-02-01"}, headers=KEY)
    mended = program.post("/rounds", ROUND, headers=KEY)

    assert (refused.status_code, mended.status_code) == (422, 201)


def test_a_key_whose_first_request_broke_off_says_that_its_outcome_is_not_known(
    program: Program, office: Office
) -> None:
    program.post("/rounds", ROUND, headers=KEY)
    with opened(office.engine) as session:
        session.execute(update(FirstAnswer).values(answer=None))
    answer = program.post("/rounds", ROUND, headers=KEY)

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:gongqiao:problem:key_in_use")


def test_a_key_is_forgotten_after_a_day(program: Program, office: Office) -> None:
    program.post("/rounds", ROUND, headers=KEY)
    with opened(office.engine) as session:
        session.execute(update(FirstAnswer).values(begun=datetime.now(tz=UTC) - timedelta(hours=25)))

    assert program.post("/rounds", {**ROUND, "name": "另一轮"}, headers=KEY).status_code == 201


@pytest.mark.parametrize("key", ["short", "a" * 101, "with space in it", "' OR 1=1 --", "①②③④⑤⑥⑦⑧".encode()])
def test_a_key_that_is_none_is_refused(program: Program, key: Any) -> None:
    answer = program.post("/rounds", ROUND, headers={"idempotency-key": key})

    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "header.idempotency-key")


def test_full_numbers_come_with_a_purpose_are_logged_each_time_and_kept_nowhere(
    program: Program, office: Office
) -> None:
    path = f"/workers/{office.workers[0]}/numbers"
    silent = program.post(path, {})
    asked = [program.post(path, {"purpose": "电话通知出发时间"}, headers=KEY) for _ in range(2)]

    assert silent.status_code == 422
    assert [(one.json()["name"], one.json()["phone"]) for one in asked] == [(NAMES[0], PHONES[0])] * 2
    with opened(office.engine) as session:
        read = session.execute(select(ReadLogEntry.reader, ReadLogEntry.purpose)).all()
        assert [tuple(one) for one in read] == [("老陈", f"/api/v1{path} · 电话通知出发时间")] * 2
        assert session.scalar(select(func.count()).select_from(FirstAnswer)) == 0


def test_a_kept_answer_is_sealed(program: Program, office: Office) -> None:
    program.post("/rounds", ROUND, headers=KEY)
    with office.engine.connect() as connection:
        kept = connection.execute(text("SELECT answer FROM first_answers")).scalar_one()

    assert b"status" not in bytes(kept)


def test_searching_by_a_number_is_logged_and_answers_masked(program: Program, office: Office) -> None:
    by_name = program.post("/workers/search", {"text": "王小"})
    by_phone = program.post("/workers/search", {"text": PHONES[3]})

    assert [row["id"] for row in by_name.json()["rows"]] == [office.workers[0]]
    assert [row["name"] for row in by_phone.json()["rows"]] == ["赵*海"]
    with opened(office.engine) as session:
        assert session.scalars(select(ReadLogEntry.fields)).all() == ["search"]
