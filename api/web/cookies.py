"""What a browser keeps of a sign-in, and the ways to and from the door."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from data.registers.accounts.devices import FOR
from data.registers.accounts.sessions import Browser

SESSION: Final = "gongqiao_session"
DEVICE: Final = "gongqiao_device"
PERSON: Final = "gongqiao_person"  # whose page a telephone was let in to
OWN_PAGES: Final = "/my"
COACH_PAGE: Final = "/my/coach"
# One of our own pages: "//elsewhere" and "/\elsewhere" are other sites, and a line's end would be another header.
OWN_PAGE: Final = re.compile(r"/(?![/\\])[!-\[\]-~]{0,500}")


def kept(request: Request, name: str) -> str:
    """A cookie's value, "" where there is none."""
    return request.cookies.get(_name(request, name), "")[:200]


def keep_session(request: Request, response: Response, secret: str) -> None:
    """Put a session in the browser, until it is closed; the server ends it earlier."""
    _set(request, response, SESSION, secret, None)


def keep_device(request: Request, response: Response, secret: str) -> None:
    """Make the browser known to the account that signed in."""
    _set(request, response, DEVICE, secret, int(FOR.total_seconds()))


def forget_session(request: Request, response: Response) -> None:
    """Take the session out of the browser."""
    response.delete_cookie(_name(request, SESSION), secure=_secure(request), httponly=True, samesite="lax")


def keep_person(request: Request, response: Response, secret: str) -> None:
    """Put a person's own page in their telephone; the server ends it."""
    _set(request, response, PERSON, secret, None)


def forget_person(request: Request, response: Response) -> None:
    """Take it out again."""
    response.delete_cookie(_name(request, PERSON), secure=_secure(request), httponly=True, samesite="lax")


def browser_of(request: Request) -> Browser:
    """Where a request comes from; behind a named proxy, what the proxy says (api/cli/serving.py)."""
    return Browser(request.client.host if request.client else "", request.headers.get("user-agent", ""))


def sign_in_address(request: Request) -> str:
    """The door, with the way back to where somebody wanted to go."""
    if is_own_page(request):
        return "/w"
    wanted = quote(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
    back = safe_next(wanted)
    return "/sign-in" if back == "/" else f"/sign-in?next={as_query(back)}"


def is_own_page(request: Request) -> bool:
    """Whether it is a page of one person's, opened by a link of theirs and never by an account."""
    return request.url.path == OWN_PAGES or request.url.path.startswith(f"{OWN_PAGES}/")


def as_query(back: str) -> str:
    """A page's address as part of another's."""
    return quote(back, safe="/")


def safe_next(said: str) -> str:
    """The page to go on to: one of ours, else the first one."""
    if not OWN_PAGE.fullmatch(said):
        return "/"
    parts = urlsplit(said)
    return "/" if parts.scheme or parts.netloc or parts.path.startswith("/sign-") else said


def _set(request: Request, response: Response, name: str, value: str, max_age: int | None) -> None:
    response.set_cookie(
        _name(request, name), value, max_age=max_age, path="/", secure=_secure(request), httponly=True, samesite="lax"
    )


def _name(request: Request, name: str) -> str:
    """Behind TLS a name that no other host of the domain, and no page without TLS, can set (RFC 6265bis)."""
    return f"__Host-{name}" if _secure(request) else name


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"
