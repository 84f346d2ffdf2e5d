"""Answers to reads carry a tag of their bytes; who holds them already gets 304 and no body (RFC 9110, 13.1.2)."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.programs.versions import etag_of, names


class Unchanged:
    """ASGI middleware around the interface for programs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold a read's answer back until its tag is known."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        condition = Headers(scope=scope).get("if-none-match")
        started: list[Message] = []
        body = bytearray()

        async def held(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                await _answer(started[0], bytes(body), condition, send)

        await self.app(scope, receive, held)


async def _answer(start: Message, body: bytes, condition: str | None, send: Send) -> None:
    if start["status"] == 200:
        headers = MutableHeaders(scope=start)
        headers.setdefault("etag", etag_of(body))
        headers["cache-control"] = "private, no-cache"
        if condition is not None and names(condition, headers["etag"]):
            del headers["content-length"], headers["content-type"]
            start, body = {**start, "status": 304}, b""
    await send(start)
    await send({"type": "http.response.body", "body": body})
