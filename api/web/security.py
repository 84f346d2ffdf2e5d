"""The door: own host only, own forms only, no body too large, and headers that keep pages to themselves."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import settings
from api.web.pages import refusal
from api.web.programs.problems import problem as problem_for_program
from labor.viewers import NOBODY

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "::1"})
PROGRAMS: Final = "/api/v1/"
UPLOADS: Final = ("/imports", "/api/v1/imports/files")
UNSEALED: Final = frozenset({"/health", "/ready"})  # asked by the proxy itself
HEADERS: Final = {
    # No inline script or style anywhere: what is injected into a name cannot run.
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Door:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str] = OWN_HOSTS, *, sealed: bool = False) -> None:
        self.app = app
        self.hosts = hosts
        self.sealed = sealed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["app"].state.accounts.seen:  # until somebody is known to ask, nobody does: a refusal shows no menu
            scope.setdefault("state", {})["viewer"] = NOBODY
        sender = _with_headers(scope, send)
        problem = _problem(scope, headers, self.hosts)
        if self.sealed and scope["scheme"] != "https" and scope["path"] not in UNSEALED:
            problem = 403, "unsealed"  # or the cookie of a session would go over the wire for everybody to read
        if problem:
            refused = problem_for_program if _of_programs(scope) else refusal
            await refused(Request(scope), *problem)(scope, receive, sender)
            return
        await self.app(scope, _limited(receive, _limit(scope)), sender)


def _problem(scope: Scope, headers: Headers, hosts: frozenset[str]) -> tuple[int, str] | None:
    """Why this request may not come in: status and the name of a text, or None."""
    if _host_of(f"//{headers.get('host', '')}") not in hosts:  # a foreign name pointing at loopback: DNS rebinding
        return 421, "foreign_host"
    if _of_programs(scope):
        return (403, "no_right") if asked_from_elsewhere(headers) else _too_large(scope, headers)
    return None if scope["method"] in SAFE_METHODS else _of_form(scope, headers)


def _of_form(scope: Scope, headers: Headers) -> tuple[int, str] | None:
    """What keeps a form out: sent by another site's page, or too large."""
    said = headers.get("origin") or headers.get("referer") or ""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return 403, "foreign_form"
    if _place_of(said) != headers.get("host") or (scope["scheme"] == "https" and not said.startswith("https:")):
        return 403, "foreign_form"
    return _too_large(scope, headers)


def _of_programs(scope: Scope) -> bool:
    return str(scope["path"]).startswith(PROGRAMS)


def _too_large(scope: Scope, headers: Headers) -> tuple[int, str] | None:
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or int(length) > _limit(scope):
        return 413, "too_large"
    return None


def asked_from_elsewhere(headers: Headers) -> bool:
    """Whether another site's page asked, as browsers tell it; an address typed or a bookmark is nobody else's."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    said = headers.get("origin") or headers.get("referer")
    return said is not None and _place_of(said) != headers.get("host")


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # an opening bracket without its end
        return ""


def _place_of(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _limit(scope: Scope) -> int:
    return settings.UPLOAD_LIMIT_BYTES if scope["path"] in UPLOADS else settings.FORM_LIMIT_BYTES


def _limited(receive: Receive, limit: int) -> Receive:
    """Count what really comes: a chunked body has no length to check beforehand."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, "too large")  # the application's handler makes the page
        return message

    return counted


def _with_headers(scope: Scope, send: Send) -> Send:
    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if scope["scheme"] == "https":
                headers["strict-transport-security"] = "max-age=31536000"
            if not scope["path"].startswith("/static/"):
                headers["cache-control"] = "no-store"  # pages hold personal data
        await send(message)

    return sender
