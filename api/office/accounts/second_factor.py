"""The second factor: six digits of an app (TOTP, RFC 6238), and recovery codes for a lost telephone."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from data.registers.accounts import sign_ins
from data.registers.accounts.secret_words import kept, spoken
from data.registers.accounts.sign_ins import Deed
from data.tables import Account, RecoveryCode
from labor.errors import BadInput

STEP_S: Final = 30
RECOVERY_CODES: Final = 8
ISSUER: Final = "Gongqiao"


def begin(account: Account) -> str:
    """A secret to photograph, kept but not demanded before a first code shows that the app has it."""
    if account.second_factor is None or account.second_factor_on:
        account.second_factor, account.second_factor_on = pyotp.random_base32(), False
    return account.second_factor


def address_of(account: Account) -> str:
    """What the app photographs."""
    return pyotp.TOTP(account.second_factor or "").provisioning_uri(name=account.login, issuer_name=ISSUER)


def turn_on(session: Session, account: Account, code: str, *, now: datetime) -> list[str]:
    """Demand it from now on; answers the recovery codes, which are shown once. Raises BadInput for a wrong code."""
    if not _right(account, code, now):
        raise BadInput(
            "验证码不对：请确认手机时间准确，再输入新的六位数字 / "
            "the code is wrong: check the telephone's clock and type a new one"
        )
    account.second_factor_on = True
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [spoken(3) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(account_id=account.id, secret_hash=kept(code)) for code in codes)
    sign_ins.write(session, account, Deed("second_factor_on", now))
    return codes


def turn_off(session: Session, account: Account, *, now: datetime) -> None:
    """Demand it no more."""
    account.second_factor, account.second_factor_on = None, False
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    sign_ins.write(session, account, Deed("second_factor_off", now))


def passes(session: Session, account: Account, code: str, *, now: datetime) -> bool:
    """Whether a code or a recovery code lets the account in; either serves once."""
    spare = session.scalar(
        select(RecoveryCode)
        .where(RecoveryCode.account_id == account.id, RecoveryCode.used.is_(None))
        .where(RecoveryCode.secret_hash == kept(code.strip().lower()))
    )
    if spare is not None:
        spare.used = now
        return True
    return _right(account, code, now)


def _right(account: Account, code: str, now: datetime) -> bool:
    """The code of this half minute, the one before or after, unless it was taken already."""
    typed = re.sub(r"\s", "", code)
    if account.second_factor is None or not re.fullmatch(r"[0-9]{6}", typed):
        return False
    totp, step = pyotp.TOTP(account.second_factor), int(now.timestamp()) // STEP_S
    for at in (step - 1, step, step + 1):
        if at > account.last_code and totp.verify(typed, for_time=at * STEP_S):
            account.last_code = at
            return True
    return False
