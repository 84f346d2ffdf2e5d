"""The log of sign-ins and of what was done to accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.tables import Account, SignIn


@dataclass(frozen=True, slots=True)
class Deed:
    """What happened, when and from where; ``by`` is whoever did it, if not the account itself."""

    outcome: str
    at: datetime
    by: str = ""
    address: str | None = None


def write(session: Session, account: Account | None, deed: Deed) -> None:
    """One line about an account, or about a login nobody has.

    What was typed is not kept: it may be a password in the wrong field.
    """
    tenant, account_id = (account.tenant, account.id) if account else (None, None)
    session.add(
        SignIn(at=deed.at, tenant=tenant, account_id=account_id, outcome=deed.outcome, address=deed.address, by=deed.by)
    )


def newest(session: Session, account_id: int, *, limit: int = 20) -> Sequence[SignIn]:
    """The latest lines about one account, newest first."""
    return session.scalars(
        select(SignIn).where(SignIn.account_id == account_id).order_by(SignIn.id.desc()).limit(limit)
    ).all()
