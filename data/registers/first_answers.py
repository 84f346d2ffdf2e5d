"""First answers to requests, kept for a day: whoever sends the same again under the same key is given the same."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from data.tables import FirstAnswer

KEPT: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request under a key: hashes of sender with key, and of what was asked."""

    key_hash: str
    request_hash: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it went out."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Known:
    """A key that was used before: whether for the same request, and its answer where there is one."""

    same: bool
    answered: Answered | None


def begin(session: Session, sent: Sent) -> Known | None:
    """Take a key for a request, None where it is new; two who come at once are told apart by the database."""
    session.execute(delete(FirstAnswer).where(FirstAnswer.begun < sent.now - KEPT))
    row = FirstAnswer(key_hash=sent.key_hash, request_hash=sent.request_hash, begun=sent.now, answer=None)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return _known(session, sent)
    return None


def keep(session: Session, sent: Sent, answered: Answered) -> None:
    """Keep the answer."""
    body = base64.b64encode(answered.body).decode()
    packed = json.dumps({"status": answered.status, "headers": dict(answered.headers), "body": body})
    session.execute(update(FirstAnswer).where(FirstAnswer.key_hash == sent.key_hash).values(answer=packed))


def forget(session: Session, sent: Sent) -> None:
    """Let a key go whose request changed nothing, or whose answer may not be kept."""
    session.execute(delete(FirstAnswer).where(FirstAnswer.key_hash == sent.key_hash))


def _known(session: Session, sent: Sent) -> Known:
    row = session.execute(
        select(FirstAnswer.request_hash, FirstAnswer.answer).where(FirstAnswer.key_hash == sent.key_hash)
    ).one()
    if row.answer is None:
        return Known(row.request_hash == sent.request_hash, None)
    kept = json.loads(row.answer)
    answered = Answered(kept["status"], kept["headers"], base64.b64decode(kept["body"]))
    return Known(row.request_hash == sent.request_hash, answered)
