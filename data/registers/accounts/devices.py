"""Browsers known to an account: wrong guesses of strangers do not close it to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from data.registers.accounts.secret_words import drawn, kept
from data.tables import KnownDevice

FOR: Final = timedelta(days=180)


def known(session: Session, account_id: int, secret: str, *, now: datetime) -> int | None:
    """The number of a device that signed in to this account before."""
    device = session.scalar(
        select(KnownDevice).where(KnownDevice.account_id == account_id, KnownDevice.secret_hash == kept(secret))
    )
    return device.id if device is not None and now - device.seen < FOR else None


def remember(session: Session, account_id: int, secret: str, *, now: datetime) -> str:
    """Know this browser from now on, by a new secret each time it signs in."""
    session.execute(delete(KnownDevice).where(KnownDevice.seen < now - FOR))
    session.execute(
        delete(KnownDevice).where(KnownDevice.account_id == account_id, KnownDevice.secret_hash == kept(secret))
    )
    made = drawn()
    session.add(KnownDevice(account_id=account_id, secret_hash=kept(made), seen=now))
    return made


def forget_all(session: Session, account_id: int) -> None:
    """Know no browser of this account any more."""
    session.execute(delete(KnownDevice).where(KnownDevice.account_id == account_id))
