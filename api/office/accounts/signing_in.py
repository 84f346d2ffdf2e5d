"""To sign in: a password, then where the account has one the second factor; each opens a session of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.office.accounts import passwords, second_factor
from api.office.accounts.attempts import Attempts, Standing
from data.database import opened, opened_in_passing
from data.registers.accounts import devices, register, sessions, sign_ins, tokens
from data.registers.accounts.sessions import Browser, SignedIn
from data.registers.accounts.sign_ins import Deed
from data.tables import Account
from labor.errors import BadInput
from labor.viewers import Viewer

EVERY: Final = -1  # no tenant's rows in particular: whose they are is what is being asked


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed at the door, where, and what the browser brought along of earlier visits."""

    login: str
    password: str
    browser: Browser
    device: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session to put in the browser; ``device`` makes it known to the account."""

    secret: str
    stage: str
    device: str = ""


class AccountsHere:
    """Whether anybody has an account here; once somebody has, that stays so: accounts are disabled, never removed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.seen = False

    def any(self) -> bool:
        """Look again unless there were some already."""
        if not self.seen:
            with accounts_of(self._engine) as session:
                self.seen = register.any_account(session)
        return self.seen


@contextmanager
def accounts_of(engine: Engine) -> Iterator[Session]:
    """A session on the accounts alone, before it is known whose rows may be seen."""
    with opened(engine.execution_options(tenant=EVERY)) as session:
        yield session


def sign_in(engine: Engine, attempts: Attempts, typed: Typed, *, now: datetime) -> Opened | None:
    """A session for the right login and password, None for any other: nobody learns which of them was wrong."""
    login = register.plain_login(typed.login)
    with accounts_of(engine) as session:
        account = register.by_login(session, login)
        device = devices.known(session, account.id, typed.device, now=now) if account and typed.device else None
        kept, usable = (account.password_hash, _usable(account, now)) if account else (None, False)
    standing = attempts.standing(login, typed.browser.address, device)
    if standing == "wait":  # what led here stands in the log: a line each would let strangers fill the disk
        return None
    right = passwords.matches(typed.password, kept) and usable
    if not right:
        attempts.wrong(login, typed.browser.address, device)
        _note_wrong(engine, login, typed.browser, now)
        return None
    attempts.right(login, typed.browser.address, device)
    return _open(engine, login, typed, standing, now)


def _open(engine: Engine, login: str, typed: Typed, standing: Standing, now: datetime) -> Opened | None:
    with accounts_of(engine) as session:
        account = register.by_login(session, login)
        if account is None or not _usable(account, now):
            return None
        if standing == "second_factor_only" and not account.second_factor_on:
            sign_ins.write(session, account, Deed("wait", now, address=typed.browser.address))
            return None
        if typed.session:
            sessions.end(session, typed.session)  # whatever the browser came with is not what it leaves with
        if account.second_factor_on:
            return Opened(sessions.begin(session, account, "second_factor", typed.browser, now=now), "second_factor")
        return _let_in(session, account, typed, now)


def give_code(engine: Engine, attempts: Attempts, typed: Typed, code: str, *, now: datetime) -> Opened | None:
    """The session after the right code; None for a wrong one, whose half session stays until it ends by itself."""
    half = signed_in(engine, typed.session, now=now)
    number = half.viewer.account_id if half and half.stage == "second_factor" else None
    if number is None or not attempts.code(number):
        return None
    with accounts_of(engine) as session:
        account = session.get_one(Account, number)
        if not second_factor.passes(session, account, code, now=now):
            sign_ins.write(session, account, Deed("code_wrong", now, address=typed.browser.address))
            return None
        sessions.end(session, typed.session)
        found = _let_in(session, account, typed, now)
    attempts.code_right(number)
    return found


def _let_in(session: Session, account: Account, typed: Typed, now: datetime) -> Opened:
    sign_ins.write(session, account, Deed("signed_in", now, address=typed.browser.address))
    device = devices.remember(session, account.id, typed.device, now=now)
    return Opened(sessions.begin(session, account, "full", typed.browser, now=now), "full", device)


def signed_in(engine: Engine, secret: str, *, now: datetime) -> SignedIn | None:
    """Whom a cookie belongs to; that they were here is written down in passing."""
    with opened_in_passing(engine.execution_options(tenant=EVERY)) as session:
        return sessions.found(session, secret, now=now)


def by_token(engine: Engine, header: str, *, now: datetime) -> Viewer:
    """Whom an Authorization header belongs to; raises NotSignedIn."""
    with opened_in_passing(engine.execution_options(tenant=EVERY)) as session:
        return tokens.viewer_of_token(session, header, now=now)


def sign_out(engine: Engine, secret: str, *, now: datetime) -> None:
    """End the session of this browser."""
    with accounts_of(engine) as session:
        known = sessions.found(session, secret, now=now)
        account = session.get(Account, known.viewer.account_id) if known else None
        if account is not None:
            sign_ins.write(session, account, Deed("signed_out", now))
        sessions.end(session, secret)


def change_password(
    session: Session, account: Account, old_and_new: tuple[str, str], browser: Browser, *, now: datetime
) -> Opened:
    """Another password; every session and known device of the account ends, this browser gets a new one.

    Raises BadInput for a wrong old password, a weak new one, or the same again.
    """
    old, new = old_and_new
    if not passwords.matches(old, account.password_hash):
        raise BadInput("现在的密码不对，没有更改 / the present password is wrong, nothing was changed")
    if new == old:
        raise BadInput("新密码和现在的一样，请换一个 / the new password is the present one, choose another")
    passwords.refuse_weak(new, account.login)
    account.password_hash, account.password_changed = passwords.hashed(new), now
    account.must_change, account.password_until = False, None
    sessions.end_all(session, account.id)
    devices.forget_all(session, account.id)
    sign_ins.write(session, account, Deed("password_changed", now, address=browser.address))
    return _let_in(session, account, Typed("", "", browser), now)


def _usable(account: Account, now: datetime) -> bool:
    return account.disabled is None and (account.password_until is None or account.password_until > now)


def _note_wrong(engine: Engine, login: str, browser: Browser, now: datetime) -> None:
    """One line, whether there is such an account or not: both take the same time."""
    with accounts_of(engine) as session:
        sign_ins.write(session, register.by_login(session, login), Deed("wrong", now, address=browser.address))
