"""A request sent twice is done once: the first answer is kept under the sender's own key and given again.

The key is written down before the request is done and the answer after it. A repetition that comes between, or after
a process that died between, is told so: what became of the first is not guessed.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import Any, Final

from fastapi import Request
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.texts import say
from api.web.dependencies import engine_of, viewer_asking
from api.web.programs.problems import FieldFault, language_of, problem
from api.web.programs.shapes import READS
from data.database import opened
from data.registers import first_answers
from data.registers.first_answers import Answered, Sent
from labor.errors import LaborError
from labor.viewers import Viewer

KEY: Final = re.compile(r"[A-Za-z0-9_-]{8,100}")
KEPT_HEADERS: Final = ("content-type", "location", "retry-after", "etag")


class Once:
    """ASGI middleware around the interface for programs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Do a request with a new key, and give the first answer to a known one."""
        headers = Headers(scope=scope)
        key = headers.get("idempotency-key")
        if scope["type"] != "http" or scope["method"] != "POST" or key is None:
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        if not KEY.fullmatch(key):
            fault = FieldFault(field="header.idempotency-key", fault=say("programs.key_form", language_of(request)))
            await problem(request, 422, "input", fields=[fault])(scope, receive, send)
            return
        try:
            body = await request.body()
        except HTTPException as refused:  # too large, as the door says: no handler stands around this
            await problem(request, refused.status_code, "too_large")(scope, receive, send)
            return
        try:
            viewer = await run_in_threadpool(viewer_asking, request)
        except LaborError:  # nobody signed in, or no longer: the route refuses it as ever, and no answer is given again
            await self.app(scope, _read_again(body), send)
            return
        engine = engine_of(request)
        sent = _sent(scope, headers, f"{_standing(viewer)}\0{key}", body)
        known = await run_in_threadpool(_first, engine, sent)
        if known is not None:
            await _again(request, known, send)
            return
        await self._do(scope, body, send, (engine, sent))

    async def _do(self, scope: Scope, body: bytes, send: Send, held: tuple[Engine, Sent]) -> None:
        """Do it, and keep what was answered before it goes out; what was refused may be sent again."""
        answer = _Collected()
        try:
            await self.app(scope, _read_again(body), answer.hear)
        except BaseException:
            await run_in_threadpool(_forget, *held)
            raise
        if 200 <= answer.status < 300 and not _reads(scope):
            await run_in_threadpool(_keep, *held, answer.kept())
        else:
            await run_in_threadpool(_forget, *held)
        for message in answer.messages:
            await send(message)


class _Collected:
    """An answer on its way out."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def hear(self, message: Message) -> None:
        """One more piece."""
        self.messages.append(message)

    @property
    def status(self) -> int:
        """Its status; 500 where none came."""
        return int(self.messages[0]["status"]) if self.messages else 500

    def kept(self) -> Answered:
        """What is given again."""
        headers = MutableHeaders(scope=self.messages[0])
        body = b"".join(message.get("body", b"") for message in self.messages[1:])
        return Answered(self.status, {name: headers[name] for name in KEPT_HEADERS if name in headers}, body)


def _sent(scope: Scope, headers: Headers, key: str, body: bytes) -> Sent:
    """What makes a request the same: who, where, what; multipart bodies differ in their boundary alone."""
    boundary = re.search(r'boundary="?([^";]+)', headers.get("content-type", ""))
    plain = body.replace(boundary[1].encode("latin-1"), b"--") if boundary else body
    asked = f"{scope['method']} {scope['path']}?{scope['query_string'].decode('latin-1')}".encode()
    who = headers.get("authorization", "") + "\0" + headers.get("cookie", "")
    return Sent(
        hashlib.sha256(f"{who}\0{key}".encode()).hexdigest(),
        hashlib.sha256(asked + b"\0" + plain).hexdigest(),
        datetime.now(tz=UTC),
    )


def _standing(viewer: Viewer) -> str:
    """Who asks and what they may: with rights taken away a key is a new one, and the route judges it."""
    only = "" if viewer.only is None else ",".join(sorted(viewer.only))
    return f"{viewer.account_id}\0{viewer.role}\0{only}"


def _reads(scope: Scope) -> bool:
    """Whether the answer holds personal data in the open: it is logged anew each time, and kept nowhere."""
    return bool((getattr(scope.get("route"), "openapi_extra", None) or {}).get(READS))


def _first(engine: Engine, sent: Sent) -> first_answers.Known | None:
    with opened(engine) as session:
        return first_answers.begin(session, sent)


def _keep(engine: Engine, sent: Sent, answered: Answered) -> None:
    with opened(engine) as session:
        first_answers.keep(session, sent, answered)


def _forget(engine: Engine, sent: Sent) -> None:
    with opened(engine) as session:
        first_answers.forget(session, sent)


async def _again(request: Request, known: first_answers.Known, send: Send) -> None:
    answered = known.answered
    if not known.same:
        await problem(request, 422, "key_reused")(request.scope, request.receive, send)
    elif answered is None:
        again = problem(request, 409, "key_in_use", headers={"retry-after": "5"})
        await again(request.scope, request.receive, send)
    else:
        headers: list[tuple[bytes, bytes]] = [
            (name.encode(), value.encode("latin-1"))
            for name, value in {**answered.headers, "idempotency-replayed": "true"}.items()
        ]
        headers.append((b"content-length", str(len(answered.body)).encode()))
        await send({"type": "http.response.start", "status": answered.status, "headers": headers})
        await send({"type": "http.response.body", "body": answered.body})


def _read_again(body: bytes) -> Receive:
    """The body once more, then nothing."""
    left: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return left.pop() if left else {"type": "http.disconnect"}

    return receive
