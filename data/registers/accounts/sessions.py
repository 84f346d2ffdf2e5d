"""Sessions: a browser that signed in, until it signs out, rests too long, or its day is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from data.registers.accounts.secret_words import drawn, kept
from data.tables import Account, AccountSession
from labor.errors import NotFound
from labor.viewers import Viewer

IDLE: Final = timedelta(hours=2)
LONGEST: Final = timedelta(hours=12)
BETWEEN_FACTORS: Final = timedelta(minutes=10)
SEEN_EVERY: Final = timedelta(minutes=1)  # or every page would write


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a sign-in comes from, as the person will recognize it in the list of their sessions."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a session's secret opens."""

    session_id: int
    viewer: Viewer
    stage: str
    must_change: bool
    second_factor_on: bool


def viewer_of(account: Account, *, only: frozenset[str] | None = None) -> Viewer:
    """Who asks when this account does, or a program that was given ``only`` some of its rights."""
    return Viewer(
        account.login, account.role, account.tenant, account.organization_id, account.id, account.employer_id, only
    )


def begin(session: Session, account: Account, stage: str, browser: Browser, *, now: datetime) -> str:
    """A session with a new secret, which is answered; what is over is swept away."""
    session.execute(delete(AccountSession).where(AccountSession.ends < now))
    secret = drawn()
    session.add(
        AccountSession(
            account_id=account.id, secret_hash=kept(secret), stage=stage, began=now, seen=now,
            ends=now + (LONGEST if stage == "full" else BETWEEN_FACTORS),
            address=browser.address, browser=browser.name[:120],
        )
    )  # fmt: skip
    return secret


def found(session: Session, secret: str, *, now: datetime) -> SignedIn | None:
    """Whom a secret belongs to; None for one that is unknown, over, at rest too long, or of a disabled account."""
    row = session.execute(
        select(AccountSession, Account)
        .join(Account, Account.id == AccountSession.account_id)
        .where(AccountSession.secret_hash == kept(secret), Account.disabled.is_(None))
        .where(AccountSession.ends > now, AccountSession.seen > now - IDLE)
    ).one_or_none()
    if row is None:
        return None
    opened, account = row
    if now - opened.seen > SEEN_EVERY:
        opened.seen = now
    return SignedIn(opened.id, viewer_of(account), opened.stage, account.must_change, account.second_factor_on)


def end(session: Session, secret: str) -> None:
    """Sign this browser out."""
    session.execute(delete(AccountSession).where(AccountSession.secret_hash == kept(secret)))


def end_one(session: Session, account_id: int, session_id: int) -> None:
    """Sign another browser of the same account out; raises NotFound for one of another account."""
    found = session.get(AccountSession, session_id)
    if found is None or found.account_id != account_id:
        raise NotFound("没有这个登录 / there is no such session")
    session.delete(found)


def end_all(session: Session, account_id: int) -> None:
    """Sign every browser of an account out."""
    session.execute(delete(AccountSession).where(AccountSession.account_id == account_id))


def of_account(session: Session, account_id: int, *, now: datetime) -> Sequence[AccountSession]:
    """Where an account is signed in now, the latest first."""
    return session.scalars(
        select(AccountSession)
        .where(AccountSession.account_id == account_id, AccountSession.stage == "full")
        .where(AccountSession.ends > now, AccountSession.seen > now - IDLE)
        .order_by(AccountSession.seen.desc())
    ).all()
