"""News to programs that subscribed: signed, tried again, to public addresses alone; a real receiver listens."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update
from starlette.testclient import TestClient

from api.office import webhooks
from api.web.app import make_app
from data.database import opened
from data.plans import subscriptions
from data.tables import NewsDelivery
from tests import builders
from tests.api.conftest import Office
from tests.api.web.programs.conftest import Program

DOCUMENT = Path(__file__).parents[4] / "docs" / "api.md"
NEWS = ["plan.made", "round.stepped", "batch.departed"]
verifier: dict[str, Any] = {}
exec(re.search(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.S)[1], verifier)  # type: ignore[index]


class Receiver:
    """What a receiver was sent, and what it answers: statuses in turn, the last for good."""

    def __init__(self, statuses: list[int]) -> None:
        self.statuses = statuses
        self.heard: list[tuple[str, bytes]] = []


@contextmanager
def receiver(*statuses: int) -> Iterator[tuple[str, Receiver]]:
    """A real server on a free port of this machine."""
    kept = Receiver(list(statuses) or [204])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            kept.heard.append((self.headers[webhooks.SIGNATURE], body))
            status = kept.statuses.pop(0) if len(kept.statuses) > 1 else kept.statuses[0]
            self.send_response(status)
            if status in (301, 302, 307, 308):
                self.send_header("location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/news?of=gongqiao", kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


@pytest.fixture
def allowing(office: Office) -> Program:
    """An office whose setting allows receivers on private addresses."""
    return Program(TestClient(make_app(replace(office.settings, private_webhooks=True), office.engine)))


def subscribed(program: Program, url: str) -> dict[str, Any]:
    answer = program.post("/subscriptions", {"url": url, "events": NEWS})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def a_round_steps(program: Program, office: Office) -> int:
    with opened(office.engine) as session:
        round_id: int = builders.a_round(session).id
    assert program.post(f"/rounds/{round_id}/steps", {"to": "cancelled"}).status_code == 200
    return round_id


def test_a_step_is_told_signed_and_the_example_verifier_takes_it(allowing: Program, office: Office) -> None:
    with receiver() as (url, kept):
        made = subscribed(allowing, url)
        round_id = a_round_steps(allowing, office)
        attempts = webhooks.deliver_due(office.engine, private=True)

    signature, body = kept.heard[0]
    assert (attempts, len(kept.heard)) == (1, 1)
    told = json.loads(body)
    assert (told["event"], told["facts"]) == (
        "round.stepped",
        {"round_id": round_id, "was": "draft", "became": "cancelled"},
    )
    assert verifier["is_ours"](made["secret"], signature, body)
    log = allowing.get(f"/subscriptions/{made['id']}/deliveries").json()["rows"]
    assert [(one["event"], one["status"], one["attempts"], one["answered"]) for one in log] == [
        ("round.stepped", "delivered", 1, 204)
    ]


def test_a_forged_an_altered_and_an_old_message_are_refused_by_the_example_verifier() -> None:
    body, now = b'{"event": "plan.made"}', int(datetime.now(tz=UTC).timestamp())
    sound = webhooks.signature("secret", body, now)
    is_ours = verifier["is_ours"]

    assert is_ours("secret", sound, body)
    assert not is_ours("another", sound, body)
    assert not is_ours("secret", sound, body + b" ")
    assert not is_ours("secret", webhooks.signature("secret", body, now - 3600), body)
    assert not is_ours("secret", sound.replace(f"t={now}", f"t={now - 1}"), body)
    for forged in ("", "t=,v1=", "v1=abc", f"t={now}", f"t={now},v1=", "t=²,v1=00", f"t={now},v2=" + sound[-64:]):
        assert not is_ours("secret", forged, body)


def test_what_is_not_taken_is_tried_again_with_growing_pauses_and_given_up(allowing: Program, office: Office) -> None:
    with receiver(500) as (url, kept):
        made = subscribed(allowing, url)
        a_round_steps(allowing, office)
        pauses = []
        for _ in range(12):
            began = datetime.now(tz=UTC)
            webhooks.deliver_due(office.engine, private=True)
            with opened(office.engine) as session:
                one = session.scalars(select(NewsDelivery)).one()
                if one.status == "waiting":
                    pauses.append(round((one.next_try - began).total_seconds(), -1))
                session.execute(update(NewsDelivery).values(next_try=began - timedelta(seconds=1)))

    assert pauses == [one.total_seconds() for one in subscriptions.PAUSES]
    assert len(kept.heard) == len(subscriptions.PAUSES) + 1
    log = allowing.get(f"/subscriptions/{made['id']}/deliveries").json()["rows"]
    assert [(one["status"], one["answered"]) for one in log] == [("given_up", 500)]


def test_a_redirect_is_followed_nowhere(allowing: Program, office: Office) -> None:
    with receiver(302, 204) as (url, kept):
        subscribed(allowing, url)
        a_round_steps(allowing, office)
        webhooks.deliver_due(office.engine, private=True)

    assert len(kept.heard) == 1
    with opened(office.engine) as session:
        assert session.scalars(select(NewsDelivery.status)).all() == ["waiting"]


def test_two_processes_send_a_message_once(allowing: Program, office: Office) -> None:
    with receiver() as (url, kept):
        subscribed(allowing, url)
        a_round_steps(allowing, office)
        now = datetime.now(tz=UTC)
        with opened(office.engine) as session:
            first = subscriptions.claim(session, now=now)
        with opened(office.engine) as session:
            second = subscriptions.claim(session, now=now)

    assert first is not None
    assert second is None
    assert kept.heard == []


def test_what_is_rolled_back_is_told_to_nobody(allowing: Program, office: Office) -> None:
    with receiver() as (url, kept):
        subscribed(allowing, url)
        with opened(office.engine) as session:
            round_id = builders.a_round(session).id
        assert allowing.post(f"/rounds/{round_id}/steps", {"to": "locked"}).status_code == 409
        assert webhooks.deliver_due(office.engine, private=True) == 0

    assert kept.heard == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "192.168.1.4", "172.16.3.3", "169.254.169.254", "0.0.0.0", "::1", "fe80::1", "fc00::1",
     "::ffff:10.0.0.8", "100.64.0.1", "224.0.0.1", "2002:7f00:1::", "198.18.0.1"],
)  # fmt: skip
def test_no_message_goes_to_an_address_that_is_not_public(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    news = subscriptions.News(1, f"https://{host}/", "s", "plan.made", {}, datetime.now(tz=UTC), 1)

    with pytest.raises(webhooks.Unreachable, match="private address"):
        webhooks.send(news, private=False)


@pytest.mark.parametrize("name", ["localhost", "127.1", "0x7f000001", "2130706433"])
def test_other_spellings_of_this_machine_are_private_too(name: str) -> None:
    news = subscriptions.News(1, f"https://{name}/", "s", "plan.made", {}, datetime.now(tz=UTC), 1)

    with pytest.raises(webhooks.Unreachable, match=r"private address|name not found"):
        webhooks.send(news, private=False)


@pytest.mark.parametrize(
    "url",
    ["http://example.org/x", "ftp://example.org/", "https://", "https://user:word@example.org/", "https://例.example/",
     "https://example.org/ x", "https://example.org/\r\nHost: x", "javascript:alert(1)", "https://[::1", "file:///etc/x"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_when_it_is_given(program: Program, url: str) -> None:
    assert program.post("/subscriptions", {"url": url, "events": NEWS}).status_code == 422


def test_the_secret_is_shown_once_and_kept_sealed(program: Program, office: Office) -> None:
    made = subscribed(program, "https://county.example.cn/news")
    listed = program.get("/subscriptions").json()["rows"]

    assert len(made["secret"]) >= 40
    assert [one["url"] for one in listed] == ["https://county.example.cn/news"]
    assert "secret" not in listed[0]
    with office.engine.connect() as connection:
        kept = connection.execute(text("SELECT secret, url FROM subscriptions")).one()
    assert made["secret"].encode() not in bytes(kept[0])
    assert b"county" not in bytes(kept[1])


def test_who_ends_a_subscription_is_told_no_more(allowing: Program, office: Office) -> None:
    with receiver() as (url, kept):
        made = subscribed(allowing, url)
        a_round_steps(allowing, office)
        assert allowing.client.delete(f"/api/v1/subscriptions/{made['id']}").status_code == 204
        webhooks.deliver_due(office.engine, private=True)

    assert kept.heard == []
    assert allowing.get(f"/subscriptions/{made['id']}/deliveries").status_code == 404
