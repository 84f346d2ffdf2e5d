"""What people ask, want put right or are troubled by, said on their own page; and the kinds of work they decline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from data.tables import Concern, DeclinedKind
from data.tables.phones import CONCERN_KINDS
from labor.errors import BadInput, NotFound

LONGEST: Final = 500
OPEN_AT_ONCE: Final = 20  # of one person: what they want to add can be told by telephone


def raise_one(session: Session, concern: Concern) -> Concern:
    """Write a concern down; the very same said twice is one. Raises BadInput without words where words are needed."""
    concern.words = " ".join((concern.words or "").split())[:LONGEST]
    if concern.kind not in CONCERN_KINDS:
        raise BadInput("请重新打开页面再选 / open the page again and choose")
    if not concern.words and concern.kind in ("correction", "trouble"):
        raise BadInput("请写一两句话，说清楚是什么事 / say in a sentence or two what it is")
    standing = of_worker(session, concern.worker_id, open_only=True)
    for known in standing:
        if (known.kind, known.posting_id, known.words) == (concern.kind, concern.posting_id, concern.words):
            return known
    if len(standing) >= OPEN_AT_ONCE:
        raise BadInput("已经有很多件还没回，请直接打电话 / many are not answered yet: call the office")
    session.add(concern)
    session.flush()
    return concern


def of_worker(session: Session, worker_id: int, *, open_only: bool = False) -> Sequence[Concern]:
    """What one person raised, the newest first."""
    query = select(Concern).where(Concern.worker_id == worker_id).order_by(Concern.id.desc())
    return session.scalars(query.where(Concern.settled.is_(None)) if open_only else query.limit(20)).all()


def settle(session: Session, concern_id: int, answer: str, *, by: str, now: datetime) -> None:
    """Answer one; the person reads it on their page. Raises NotFound, and BadInput without an answer."""
    found = session.get(Concern, concern_id)
    if found is None:
        raise NotFound(f"没有 {concern_id} 号反映 / there is no concern {concern_id}")
    if not answer.strip():
        raise BadInput("请写一句答复，本人会在自己的页面上看到 / write an answer: the person reads it on their page")
    found.answer, found.settled, found.settled_by = answer.strip()[:LONGEST], now, by
    session.flush()


def declined(session: Session, worker_id: int) -> set[str]:
    """Kinds of work a person wants to be shown no more."""
    return set(session.scalars(select(DeclinedKind.occupation).where(DeclinedKind.worker_id == worker_id)))


def decline(session: Session, worker_id: int, occupation: str, *, today: date) -> None:
    """No more of this kind."""
    if occupation and occupation not in declined(session, worker_id):
        session.add(DeclinedKind(worker_id=worker_id, occupation=occupation, said=today))
        session.flush()


def welcome_again(session: Session, worker_id: int) -> None:
    """Every kind may be shown again."""
    session.execute(delete(DeclinedKind).where(DeclinedKind.worker_id == worker_id))
