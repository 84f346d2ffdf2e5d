"""Links made for one person, and the telephones they let in: what is handed out is kept as a hash alone."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from data.registers.accounts.secret_words import drawn, kept, spoken
from data.tables import Batch, PersonalLink, PersonalSession, Worker
from labor.errors import BadInput, NotFound

LinkRole: TypeAlias = Literal["worker", "escort", "receiver"]
LETTERS: Final = 16  # 80 bits
WRONG_IN_ALL: Final = 20  # of 10,000 tails; then the link is over and a new one is made
STAYS_OPEN: Final = timedelta(hours=12)
TAIL: Final = 4


@dataclass(frozen=True, slots=True)
class Making:
    """Who makes a link, when, and how long it holds."""

    by: str
    now: datetime
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Named:
    """Whoever travels with a coach or receives it: their name and telephone as the office has them."""

    role: LinkRole
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class LetIn:
    """Whose page a telephone may see."""

    link_id: int
    role: str
    worker_id: int | None
    batch_id: int | None
    name: str


def make_for_worker(session: Session, worker_id: int, making: Making) -> str:
    """A new link's code, answered this once; raises NotFound, and BadInput where no telephone is on record."""
    worker = session.get(Worker, worker_id)
    if worker is None:
        raise NotFound(f"工人 {worker_id} 不在登记册里 / no worker {worker_id} in the register")
    if not _tail(worker.phone):
        raise BadInput(
            f"{worker.name_masked}({worker_id})没有登记电话，打不开自己的页面：请先补电话 / "
            f"worker {worker_id} has no telephone on record, which opens the link: add it first"
        )
    return _made(session, PersonalLink(role="worker", worker_id=worker_id, **_terms(making)))


def make_for_coach(session: Session, batch_id: int, named: Named, making: Making) -> str:
    """A link to one coach for its escort or its receiver; raises NotFound, and BadInput without a telephone."""
    if session.get(Batch, batch_id) is None:
        raise NotFound(f"没有批次 {batch_id} / there is no batch {batch_id}")
    if not _tail(named.phone) or not named.name.strip():
        raise BadInput("请写姓名和电话，电话后四位用来打开 / name and telephone: its last four digits open the link")
    link = PersonalLink(role=named.role, batch_id=batch_id, name=named.name.strip()[:40], **_terms(making))
    link.phone = "".join(sign for sign in named.phone if sign.isdigit())[-15:]
    return _made(session, link)


def _terms(making: Making) -> dict[str, object]:
    return {"made": making.now, "made_by": making.by, "begins": making.begins, "ends": making.ends}


def _made(session: Session, link: PersonalLink) -> str:
    code = spoken(1, LETTERS)
    link.code_hash = kept(code)
    session.add(link)
    session.flush()
    return code


def let_in(session: Session, code: str, digits: str, *, now: datetime) -> str | None:
    """A session's secret for the right code and the right last four digits; None for anything else.

    Nothing tells which of them was wrong, nor whether the link is over.
    """
    row = session.execute(
        select(PersonalLink, Worker.phone)
        .join(Worker, Worker.id == PersonalLink.worker_id, isouter=True)
        .where(PersonalLink.code_hash == kept(code))
    ).one_or_none()
    link = row[0] if row else None
    expected = _tail((row[1] if link.role == "worker" else link.phone) if row and link else None) or "----"
    right = hmac.compare_digest(expected.encode(), digits.encode())
    if link is None or not right or not _holds(link, now):
        # Asked of the database in any case: a code nobody has takes as long as digits that are wrong.
        counted = update(PersonalLink).where(PersonalLink.code_hash == kept(code))
        session.execute(counted.values(wrong=PersonalLink.wrong + 1))
        return None
    return _opened(session, link, now)


def opened_by(session: Session, code: str, *, now: datetime) -> str:
    """A session's secret for whoever has just been registered and made this link themselves."""
    return _opened(
        session, session.scalars(select(PersonalLink).where(PersonalLink.code_hash == kept(code))).one(), now
    )


def _opened(session: Session, link: PersonalLink, now: datetime) -> str:
    link.wrong, link.used = 0, now
    session.execute(delete(PersonalSession).where(PersonalSession.ends < now))
    secret, ends = drawn(), min(now + STAYS_OPEN, link.ends)
    session.add(PersonalSession(link_id=link.id, secret_hash=kept(secret), began=now, ends=ends))
    session.flush()
    return secret


def found(session: Session, secret: str, *, now: datetime) -> LetIn | None:
    """Whose page a secret opens; None once it or its link is over or revoked."""
    row = session.execute(
        select(PersonalLink, Worker.name_masked)
        .join(PersonalSession, PersonalSession.link_id == PersonalLink.id)
        .join(Worker, Worker.id == PersonalLink.worker_id, isouter=True)
        .where(PersonalSession.secret_hash == kept(secret), PersonalSession.ends > now)
    ).one_or_none()
    if row is None or not _holds(row[0], now):
        return None
    link, masked = row
    return LetIn(link.id, link.role, link.worker_id, link.batch_id, link.name or masked or "")


def end(session: Session, secret: str) -> None:
    """Close this telephone's page."""
    session.execute(delete(PersonalSession).where(PersonalSession.secret_hash == kept(secret)))


def revoke(session: Session, link_id: int, *, now: datetime) -> PersonalLink:
    """End a link and every page it opened, at once; raises NotFound."""
    link = session.get(PersonalLink, link_id)
    if link is None:
        raise NotFound("没有这个链接 / there is no such link")
    link.revoked = link.revoked or now
    session.execute(delete(PersonalSession).where(PersonalSession.link_id == link_id))
    session.flush()
    return link


def of_worker(session: Session, worker_id: int, *, now: datetime) -> Sequence[PersonalLink]:
    """A worker's links that hold, the newest first."""
    return _holding(session, PersonalLink.worker_id == worker_id, now)


def of_coach(session: Session, batch_id: int, *, now: datetime) -> Sequence[PersonalLink]:
    """A coach's links that hold, the newest first."""
    return _holding(session, PersonalLink.batch_id == batch_id, now)


def revoke_other(session: Session, worker_ids: Iterable[int], *, now: datetime) -> None:
    """End the links of these workers: of messages sent twice the last one holds."""
    wanted = list(worker_ids)
    ended = update(PersonalLink).where(PersonalLink.worker_id.in_(wanted), PersonalLink.revoked.is_(None))
    session.execute(ended.values(revoked=now))


def _holding(session: Session, whose: object, now: datetime) -> Sequence[PersonalLink]:
    query = select(PersonalLink).where(whose, PersonalLink.revoked.is_(None), PersonalLink.ends > now)  # type: ignore[arg-type]
    return session.scalars(query.where(PersonalLink.wrong < WRONG_IN_ALL).order_by(PersonalLink.id.desc())).all()


def _holds(link: PersonalLink, now: datetime) -> bool:
    return link.revoked is None and link.begins <= now < link.ends and link.wrong < WRONG_IN_ALL


def _tail(phone: str | None) -> str:
    digits = "".join(sign for sign in phone or "" if sign.isascii() and sign.isdigit())
    return digits[-TAIL:] if len(digits) >= TAIL + 1 else ""
