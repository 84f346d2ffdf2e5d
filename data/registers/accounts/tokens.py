"""Tokens of programs: some rights of whoever made them, for a while, until revoked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.registers.accounts import sign_ins
from data.registers.accounts.secret_words import drawn, kept
from data.registers.accounts.sessions import SEEN_EVERY, viewer_of
from data.registers.accounts.sign_ins import Deed
from data.tables import Account, ApiToken
from labor.errors import BadInput, NotAllowed, NotFound, NotSignedIn
from labor.viewers import Viewer
from policy.rights import ALL, Right, allowed

MARK: Final = "gq_"  # found by whoever searches published code for secrets
LONGEST: Final = timedelta(days=366)
# A stolen token must not make itself a longer life.
NEVER: Final[frozenset[Right]] = frozenset({"account.own", "accounts.manage", "tokens.manage"})


def make(
    session: Session, viewer: Viewer, name: str, rights: Iterable[str], *, lifetime: tuple[datetime, datetime]
) -> str:
    """A token that ends with its lifetime; the answer is the only time its secret is seen.

    Raises BadInput without a name, a right or an end; NotAllowed for a right its maker has not, or none may be given.
    """
    now, expires = lifetime
    account = session.get(Account, viewer.account_id) if viewer.account_id else None
    if account is None:
        raise BadInput("只有账号可以发令牌 / only an account can make tokens")
    chosen = sorted(ALL & set(rights))
    if not name.strip() or not chosen or set(rights) - ALL:
        raise BadInput("请写明令牌的用途，并至少选一项权限 / name the token and choose at least one right")
    if not now < expires <= now + LONGEST:
        raise BadInput("令牌的有效期要在今天以后、一年以内 / a token ends after today and within a year")
    if any(right in NEVER or not allowed(viewer, right) for right in chosen):
        raise NotAllowed("令牌不能有您没有的权限，也不能管理账号 / a token gets no right you have not, nor accounts")
    secret = MARK + drawn()
    session.add(
        ApiToken(
            account_id=account.id, name=name.strip()[:60], secret_hash=kept(secret), rights=chosen, made=now,
            expires=expires,
        )
    )  # fmt: skip
    sign_ins.write(session, account, Deed("token_made", now))
    return secret


def viewer_of_token(session: Session, header: str, *, now: datetime) -> Viewer:
    """Who asks by an Authorization header, narrowed to the token's rights; raises NotSignedIn.

    What the maker may no longer do, the token may not either: both are asked at every request.
    """
    scheme, _, secret = header.partition(" ")
    row = None
    if scheme.lower() == "bearer":
        row = session.execute(
            select(ApiToken, Account)
            .join(Account, Account.id == ApiToken.account_id)
            .where(ApiToken.secret_hash == kept(secret.strip()), Account.disabled.is_(None))
            .where(ApiToken.revoked.is_(None), ApiToken.expires > now)
        ).one_or_none()
    if row is None:
        raise NotSignedIn("令牌无效、过期或已撤销 / the token is unknown, over or revoked")
    token, account = row
    if token.used is None or now - token.used > SEEN_EVERY:
        token.used = now
    return viewer_of(account, only=frozenset(token.rights) - NEVER)


def of_account(session: Session, account_id: int) -> Sequence[ApiToken]:
    """An account's tokens, the newest first."""
    return session.scalars(select(ApiToken).where(ApiToken.account_id == account_id).order_by(ApiToken.id.desc())).all()


def revoke(session: Session, account_id: int, token_id: int, *, now: datetime, by: str = "") -> None:
    """End a token at once; raises NotFound for one of another account."""
    token = session.get(ApiToken, token_id)
    if token is None or token.account_id != account_id:
        raise NotFound("没有这个令牌 / there is no such token")
    token.revoked = token.revoked or now
    sign_ins.write(session, session.get(Account, account_id), Deed("token_revoked", now, by=by))


def revoke_all(session: Session, account_id: int, *, now: datetime) -> None:
    """End every token of an account."""
    for token in of_account(session, account_id):
        token.revoked = token.revoked or now
