"""Who may sign in, what is open in their name, and what was tried.

These tables are asked before it is known whose rows may be seen, so they stand outside the walls between tenants
(docs/decisions/202-accounts-outside-the-walls.md); data/registers/accounts/ binds each of its lists to a tenant by
hand. Of every secret only a hash is kept.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from data.privacy import Encrypted
from data.tables.base import Base, Id, Line, Word, one_of, owned_by
from policy.rights import ROLES

STAGES = ("second_factor", "full")
OUTCOMES = (
    "signed_in", "wrong", "wait", "code_wrong", "signed_out", "password_changed", "second_factor_on",
    "second_factor_off", "made", "changed", "reset", "disabled", "enabled", "token_made", "token_revoked",
)  # fmt: skip


class Account(Base):
    """Somebody who signs in; ``login`` is what they type and what the logs write."""

    __tablename__ = "accounts"
    __table_args__ = (one_of("role", ROLES),)

    id: Mapped[Id]
    tenant: Mapped[int] = mapped_column(index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employers.id"), index=True)
    role: Mapped[Word]
    login: Mapped[Line] = mapped_column(unique=True)
    password_hash: Mapped[Line]
    password_changed: Mapped[datetime]
    must_change: Mapped[bool] = mapped_column(default=False)
    password_until: Mapped[datetime | None]  # a password somebody else made ends by itself
    second_factor: Mapped[str | None] = mapped_column(Encrypted("accounts.second_factor"))
    second_factor_on: Mapped[bool] = mapped_column(default=False)
    last_code: Mapped[int] = mapped_column(BigInteger, default=0)  # its half minute: no code serves twice
    disabled: Mapped[datetime | None]
    made: Mapped[datetime]
    made_by: Mapped[Line]


class RecoveryCode(Base):
    """Stands in for the second factor once, when the telephone is lost."""

    __tablename__ = "recovery_codes"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(owned_by("accounts.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    used: Mapped[datetime | None]


class AccountSession(Base):
    """One browser signed in; the cookie holds the secret, this row its hash."""

    __tablename__ = "account_sessions"
    __table_args__ = (one_of("stage", STAGES),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(owned_by("accounts.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    stage: Mapped[Word]
    began: Mapped[datetime]
    seen: Mapped[datetime]
    ends: Mapped[datetime]
    wrong_codes: Mapped[int] = mapped_column(default=0)
    address: Mapped[str | None] = mapped_column(Encrypted("account_sessions.address"))
    browser: Mapped[str | None] = mapped_column(Encrypted("account_sessions.browser"))


class KnownDevice(Base):
    """A browser that signed in to this account before: no stranger's guesses close the account to it."""

    __tablename__ = "known_devices"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(owned_by("accounts.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    seen: Mapped[datetime]


class ApiToken(Base):
    """What a program shows instead of signing in: some of its maker's rights, for a while."""

    __tablename__ = "api_tokens"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(owned_by("accounts.id"), index=True)
    name: Mapped[Line]
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    rights: Mapped[Any] = mapped_column(JSON)  # a list of rights
    made: Mapped[datetime]
    expires: Mapped[datetime]
    revoked: Mapped[datetime | None]
    used: Mapped[datetime | None]


class SignIn(Base):
    """One line of the log of sign-ins; a login nobody has is not written down, it may be a password mistyped."""

    __tablename__ = "sign_ins"
    __table_args__ = (one_of("outcome", OUTCOMES),)

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    tenant: Mapped[int | None] = mapped_column(index=True)
    account_id: Mapped[int | None] = mapped_column(owned_by("accounts.id"), index=True)
    outcome: Mapped[Word]
    address: Mapped[str | None] = mapped_column(Encrypted("sign_ins.address"))
    by: Mapped[Line] = mapped_column(default="")  # who did it, where that is not the account itself


class RateCount(Base):
    """How often something was tried of late, by a keyed hash of who and where."""

    __tablename__ = "rate_counts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    until: Mapped[int] = mapped_column(BigInteger, index=True)  # seconds since 1970
