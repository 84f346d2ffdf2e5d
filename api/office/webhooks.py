"""Messages to programs that subscribed: signed, sent to public addresses alone, tried again with growing pauses."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
import re
import secrets
import socket
import ssl
import threading
import time
from datetime import UTC, datetime
from typing import Final
from urllib.parse import SplitResult, urlsplit

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from data.database import opened
from data.database.tenants.register import each
from data.plans import subscriptions
from data.plans.subscriptions import News
from labor.errors import BadInput

TIMEOUT_S: Final = 10.0
LOOK_EVERY_S: Final = 2.0
SIGNATURE: Final = "Gongqiao-Signature"
log = structlog.get_logger()


class Unreachable(Exception):
    """Why a message could not be handed over, in a word for the delivery log."""


def new_secret() -> str:
    """What messages of one subscription are signed with."""
    return secrets.token_urlsafe(32)


def check_address(url: str, *, private: bool) -> None:
    """Refuse what no message may go to; raises BadInput."""
    found = _split(url)
    secure = found is not None and (found.scheme == "https" or (private and found.scheme == "http"))
    if found is None or not secure or found.username or found.fragment or not re.fullmatch(r"[\x21-\x7e]{8,500}", url):
        raise BadInput(
            "接收地址要写成 https://…，不带用户名 / a receiver's address is https://… without a user's name in it"
        )


def _split(url: str) -> SplitResult | None:
    try:
        found = urlsplit(url)
        return found if found.hostname and found.port != 0 else None
    except ValueError:
        return None


def signature(secret: str, body: bytes, sent: int) -> str:
    """``t=…,v1=…``: HMAC-SHA256 of the time, a dot and the body, so that an old message cannot be sent again."""
    mark = hmac.digest(secret.encode(), f"{sent}.".encode() + body, hashlib.sha256).hex()
    return f"t={sent},v1={mark}"


def send(news: News, *, private: bool) -> int:
    """Hand one message over; the receiver's status. Raises Unreachable."""
    found = _split(news.url)
    if found is None or found.hostname is None:
        raise Unreachable("no address")
    body = json.dumps(
        {
            "id": news.delivery_id, "event": news.event, "happened": news.happened.isoformat(),
            "attempt": news.attempt, "facts": dict(news.facts),
        },
        ensure_ascii=False,
    ).encode()  # fmt: skip
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "gongqiao",
        SIGNATURE: signature(news.secret, body, int(time.time())),
    }
    connection = _connected(found, private=private)
    try:
        connection.request("POST", f"{found.path or '/'}{'?' + found.query if found.query else ''}", body, headers)
        return connection.getresponse().status  # a redirect is no 2xx: nobody is followed anywhere
    except (OSError, http.client.HTTPException) as fault:
        raise Unreachable(type(fault).__name__) from fault
    finally:
        connection.close()


def _connected(found: SplitResult, *, private: bool) -> http.client.HTTPConnection:
    """A connection to the very address that was checked: a name that changes its mind between gets nothing."""
    host = found.hostname or ""
    port = found.port or (443 if found.scheme == "https" else 80)
    address = _public_address(host, port, private=private)
    try:
        plain = socket.create_connection((address, port), timeout=TIMEOUT_S)
    except OSError as fault:
        raise Unreachable(type(fault).__name__) from fault
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_S)
    try:
        secure = found.scheme == "https"
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
    except OSError as fault:
        plain.close()
        raise Unreachable(type(fault).__name__) from fault
    return connection


def _public_address(host: str, port: int, *, private: bool) -> str:
    """Where a name leads; every address it has must be a public one, unless private ones are allowed."""
    try:
        addresses = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as fault:
        raise Unreachable("name not found") from fault
    if not private and not all(_is_public(one) for one in addresses):
        raise Unreachable("private address")
    return sorted(addresses)[0]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (inner is None or inner.is_global)


def deliver_due(engine: Engine, *, private: bool) -> int:
    """Send whatever is due to any tenant's subscribers, one message at a time; how many attempts were made."""
    return sum(_deliver_due(one, private=private) for one in each(engine))


def _deliver_due(engine: Engine, *, private: bool) -> int:
    attempts = 0
    while True:
        with opened(engine) as session:
            news = subscriptions.claim(session, now=_now())
        if news is None:
            return attempts
        attempts += 1
        answered, trouble = None, ""
        try:
            answered = send(news, private=private)
        except Unreachable as why:
            trouble = str(why)
        with opened(engine) as session:
            subscriptions.record(session, news, answered=answered, trouble=trouble, now=_now())


class Messenger:
    """A thread that delivers while the server runs."""

    def __init__(self, engine: Engine, *, private: bool) -> None:
        self._engine, self._private = engine, private
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def begin(self) -> None:
        """Start looking."""
        self._thread.start()

    def end(self) -> None:
        """Stop, once an attempt under way is over."""
        self._over.set()
        self._thread.join(timeout=TIMEOUT_S + 1)

    def _run(self) -> None:
        while not self._over.wait(LOOK_EVERY_S):
            try:
                deliver_due(self._engine, private=self._private)
            except DBAPIError as trouble:  # busy or away: looked for again, the messages stand in the database
                log.warning("news not delivered", error=type(trouble).__name__)


def _now() -> datetime:
    return datetime.now(tz=UTC)
