"""The register of accounts: who there is, and what may be changed of whom."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from data.registers.accounts import sessions, sign_ins, tokens
from data.registers.accounts.sign_ins import Deed
from data.tables import Account, Employer, KnownDevice, Organization, RecoveryCode
from labor.errors import BadInput, NotAllowed, NotFound, StepRefused
from labor.viewers import Viewer
from policy.rights import ROLES, Role, can_be_given, rights_of

ONE_TIME_FOR: Final = timedelta(days=7)
LONGEST_LOGIN: Final = 60


@dataclass(frozen=True, slots=True)
class Place:
    """What an account may do and where it stands in the tree: its role, its organization, its employer."""

    role: str
    organization_id: int | None = None
    employer_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made; its password was drawn by the program and must be changed at the first sign-in."""

    login: str
    place: Place
    password_hash: str


def plain_login(typed: str) -> str:
    """A login in its one spelling: full-width letters and capitals are the same login."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def any_account(session: Session) -> bool:
    """Whether anybody has an account here: from then on everybody must sign in."""
    return bool(session.scalar(select(exists().where(Account.id > 0))))


def by_login(session: Session, login: str) -> Account | None:
    """The account of a login in its one spelling."""
    return session.scalar(select(Account).where(Account.login == login))


def listed(session: Session, viewer: Viewer) -> list[Account]:
    """The accounts a viewer may manage or at least see: their tenant's, of their own unit and below."""
    found = session.scalars(select(Account).where(Account.tenant == viewer.tenant_id).order_by(Account.login)).all()
    below = units_below(session, viewer.organization_id)
    return [one for one in found if below is None or one.organization_id in below]


def managed(session: Session, viewer: Viewer, account_id: int) -> Account:
    """One account the viewer may see; raises NotFound for any other, as if it were not there."""
    found = next((one for one in listed(session, viewer) if one.id == account_id), None)
    if found is None:
        raise NotFound("没有这个账号 / there is no such account")
    return found


def units_below(session: Session, organization_id: int | None) -> frozenset[int] | None:
    """An organization and all below it; None for no organization, which is the whole tenant."""
    if organization_id is None:
        return None
    parents = {row.id: row.parent_id for row in session.execute(select(Organization.id, Organization.parent_id))}
    below = {organization_id}
    while more := {one for one, parent in parents.items() if parent in below and one not in below}:
        below |= more
    return frozenset(below)


def make(session: Session, viewer: Viewer, new: NewAccount, *, now: datetime) -> Account:
    """Make an account; raises BadInput for a login nobody can use, NotAllowed for more rights than one's own."""
    assert viewer.tenant_id is not None
    login = plain_login(new.login)
    if not 2 <= len(login) <= LONGEST_LOGIN or any(not letter.isalnum() and letter not in "._-@" for letter in login):
        raise BadInput(
            f"登录名 {new.login[:LONGEST_LOGIN]!r} 不能用：2 至 {LONGEST_LOGIN} 个字，只用字母、汉字、数字和 . _ - @ / "
            f"this login cannot be used: 2 to {LONGEST_LOGIN} letters, digits and . _ - @"
        )
    first = not session.scalar(select(exists().where(Account.tenant == viewer.tenant_id)))
    if first and (new.place.role != "administrator" or new.place.organization_id):
        raise BadInput(
            "第一个账号必须是整个单位的管理员（--role administrator） / the first account must be an administrator "
            "of the whole office (--role administrator)"
        )
    _check_place(session, viewer, new.place)
    made = Account(
        tenant=viewer.tenant_id, organization_id=new.place.organization_id, employer_id=new.place.employer_id,
        role=new.place.role, login=login, password_hash=new.password_hash, password_changed=now, must_change=True,
        password_until=now + ONE_TIME_FOR, made=now, made_by=viewer.name,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as taken:
        raise BadInput(f"登录名 {login} 已经有人用了，请换一个 / the login {login} is taken, choose another") from taken
    sign_ins.write(session, made, Deed("made", now, by=viewer.name))
    return made


def move(session: Session, viewer: Viewer, account_id: int, place: Place, *, now: datetime) -> None:
    """Give an account another role or place; its sessions end, so that no page goes on with the old one."""
    account = changeable(session, viewer, account_id)
    _check_place(session, viewer, place)
    if account.role == "administrator" and place != Place("administrator"):
        _not_the_last(session, account)
    account.role, account.organization_id, account.employer_id = place.role, place.organization_id, place.employer_id
    sessions.end_all(session, account.id)
    sign_ins.write(session, account, Deed("changed", now, by=viewer.name))


def disable(session: Session, viewer: Viewer, account_id: int, *, now: datetime) -> None:
    """Let nobody in by this account any more, whatever is open in its name; raises StepRefused for the last one."""
    account = changeable(session, viewer, account_id)
    _not_the_last(session, account)
    account.disabled = account.disabled or now
    sessions.end_all(session, account.id)
    sign_ins.write(session, account, Deed("disabled", now, by=viewer.name))


def enable(session: Session, viewer: Viewer, account_id: int, *, now: datetime) -> None:
    """Let it in again."""
    account = changeable(session, viewer, account_id)
    account.disabled = None
    sign_ins.write(session, account, Deed("enabled", now, by=viewer.name))


def reset(session: Session, viewer: Viewer, account_id: int, password_hash: str, *, now: datetime) -> None:
    """A new one-time password; second factor, known devices, sessions and tokens are gone."""
    account = changeable(session, viewer, account_id)
    account.password_hash, account.password_changed, account.must_change = password_hash, now, True
    account.password_until = now + ONE_TIME_FOR
    account.second_factor, account.second_factor_on = None, False
    for table in (KnownDevice, RecoveryCode):
        for row in session.scalars(select(table).where(table.account_id == account.id)):
            session.delete(row)
    tokens.revoke_all(session, account.id, now=now)
    sessions.end_all(session, account.id)
    sign_ins.write(session, account, Deed("reset", now, by=viewer.name))


def changeable(session: Session, viewer: Viewer, account_id: int) -> Account:
    """An account that may do no more than the viewer; raises NotAllowed for a mightier one."""
    account = managed(session, viewer, account_id)
    if not no_more_than(viewer, account.role):
        raise NotAllowed(
            "这个账号的权限比您的多，不能由您更改 / this account may do more than yours and is not yours to change"
        )
    return account


def _check_place(session: Session, viewer: Viewer, place: Place) -> None:
    role = next((one for one in ROLES if one == place.role), None)
    if role is None:
        raise BadInput(
            f"没有 {place.role!r} 这个角色，可选：{'、'.join(ROLES)} / no such role; there are {', '.join(ROLES)}"
        )
    if not no_more_than(viewer, role):
        raise NotAllowed("不能给别人您自己没有的权限 / you cannot give rights you do not have")
    below = units_below(session, viewer.organization_id)
    if below is not None and place.organization_id not in below:
        raise NotAllowed(
            "只能给本单位及下属单位的人开账号 / accounts are made for your own unit and those below it only"
        )
    for table, number, words in (
        (Organization, place.organization_id, "没有这个单位 / there is no such organization"),
        (Employer, place.employer_id, "没有这家企业 / there is no such employer"),
    ):
        if number is not None and session.scalar(select(func.count()).where(table.id == number)) != 1:
            raise BadInput(words)
    if (role == "employer") != (place.employer_id is not None):
        raise BadInput(
            "用工单位账号要指明是哪一家企业，其他角色不填 / an employer's account names its employer, no other does"
        )
    if not can_be_given(role):
        raise BadInput(
            "这个角色只能看到自己的数据，而本版还不能这样过滤，所以还不能开 / this role sees its own rows only, which "
            "this version cannot filter by yet: no such account can be made"
        )


def no_more_than(viewer: Viewer, role: str | Role) -> bool:
    """Whether a role may do nothing this viewer may not."""
    held = rights_of(viewer.role) if viewer.only is None else rights_of(viewer.role) & viewer.only
    return rights_of(role) <= held


def _not_the_last(session: Session, account: Account) -> None:
    """Raises StepRefused where nobody else could manage the whole office's accounts."""
    chiefs = session.scalars(
        select(Account.id)
        .where(Account.tenant == account.tenant, Account.role == "administrator")
        .where(Account.disabled.is_(None), Account.organization_id.is_(None))
        .order_by(Account.id)
        .with_for_update()  # two who disable one another at the same moment
    ).all()
    if list(chiefs) == [account.id]:
        raise StepRefused(
            "这是最后一个管理员，不能停用或改角色；请先给别人开一个管理员账号 / this is the last administrator: "
            "make another first"
        )


def units(session: Session, viewer: Viewer) -> list[Organization]:
    """The organizations a viewer may put an account into."""
    below = units_below(session, viewer.organization_id)
    found = session.scalars(select(Organization).order_by(Organization.township, Organization.village, Organization.id))
    return [one for one in found if below is None or one.id in below]


def employers(session: Session) -> Sequence[Employer]:
    """The employers an account may be for."""
    return session.scalars(select(Employer).order_by(Employer.id).limit(500)).all()


def as_seen_by(viewer: Viewer, tenant: int) -> Viewer:
    """The local operator with the tenant whose accounts they manage named."""
    return viewer if viewer.tenant_id is not None else replace(viewer, tenant_id=tenant)
