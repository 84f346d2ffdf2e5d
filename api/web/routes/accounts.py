"""The accounts of an office: who may sign in, as what, and what was done in their name."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.office.accounts import passwords
from api.web.dependencies import SessionOf, ViewerOf, may, now
from api.web.pages import page, seen
from data.registers.accounts import register, sign_ins, tokens
from data.registers.accounts.register import NewAccount, Place
from data.tables.tenants import tenant_of
from labor.viewers import Viewer
from policy.rights import ROLES, can_be_given, rights_of

router = APIRouter(prefix="/accounts")
MANAGE = [may("accounts.manage")]
TOKENS = [may("tokens.manage")]


class PlaceForm(BaseModel):
    """A role, and where in the tree it stands; an empty choice is the whole office, or no employer."""

    role: str
    organization: int | None = None
    employer: int | None = None

    def place(self) -> Place:
        """What was chosen."""
        return Place(self.role, self.organization or None, self.employer or None)


@router.get("", dependencies=MANAGE)
def listed(request: Request, session: SessionOf, viewer: ViewerOf) -> HTMLResponse:
    """Everybody who may sign in, and the form for one more."""
    return _page(request, session, viewer)


@router.post("", dependencies=MANAGE)
def make(
    request: Request,
    session: SessionOf,
    viewer: ViewerOf,
    login: Annotated[str, Form(max_length=200)],
    form: Annotated[PlaceForm, Form()],
) -> HTMLResponse:
    """A new account; this page shows its one-time password, no other ever will."""
    password = passwords.one_time()
    new = NewAccount(login, form.place(), passwords.hashed(password))
    account = register.make(session, _desk(session, viewer), new, now=now())
    return _page(request, session, viewer, made=(account.login, password))


@router.get("/{account_id}", dependencies=MANAGE)
def one(request: Request, session: SessionOf, viewer: ViewerOf, account_id: int) -> HTMLResponse:
    """One account: what it may do, its tokens, its log."""
    return _one(request, session, viewer, account_id)


@router.post("/{account_id}/place", status_code=303, dependencies=MANAGE)
def move(session: SessionOf, viewer: ViewerOf, account_id: int, form: Annotated[PlaceForm, Form()]) -> RedirectResponse:
    """Another role, or another place in the tree."""
    register.move(session, _desk(session, viewer), account_id, form.place(), now=now())
    return seen(f"/accounts/{account_id}")


@router.post("/{account_id}/disable", status_code=303, dependencies=MANAGE)
def disable(session: SessionOf, viewer: ViewerOf, account_id: int) -> RedirectResponse:
    """Let nobody in by it any more."""
    register.disable(session, _desk(session, viewer), account_id, now=now())
    return seen(f"/accounts/{account_id}")


@router.post("/{account_id}/enable", status_code=303, dependencies=MANAGE)
def enable(session: SessionOf, viewer: ViewerOf, account_id: int) -> RedirectResponse:
    """Let it in again."""
    register.enable(session, _desk(session, viewer), account_id, now=now())
    return seen(f"/accounts/{account_id}")


@router.post("/{account_id}/reset", dependencies=MANAGE)
def reset(request: Request, session: SessionOf, viewer: ViewerOf, account_id: int) -> HTMLResponse:
    """A new one-time password, shown this once."""
    password = passwords.one_time()
    register.reset(session, _desk(session, viewer), account_id, passwords.hashed(password), now=now())
    return _one(request, session, viewer, account_id, password=password)


@router.post("/{account_id}/tokens/{token_id}/revoke", status_code=303, dependencies=TOKENS)
def revoke(session: SessionOf, viewer: ViewerOf, account_id: int, token_id: int) -> RedirectResponse:
    """End somebody's token at once."""
    account = register.changeable(session, _desk(session, viewer), account_id)
    tokens.revoke(session, account.id, token_id, now=now(), by=viewer.name)
    return seen(f"/accounts/{account_id}")


def _page(request: Request, session: Session, viewer: Viewer, *, made: tuple[str, str] | None = None) -> HTMLResponse:
    desk = _desk(session, viewer)
    return page(
        request, "accounts.html", accounts=register.listed(session, desk), made=made,
        units=register.units(session, desk), roles=_given(viewer), employers=register.employers(session),
    )  # fmt: skip


def _one(request: Request, session: Session, viewer: Viewer, account_id: int, *, password: str = "") -> HTMLResponse:
    desk = _desk(session, viewer)
    account = register.managed(session, desk, account_id)
    return page(
        request, "account_of.html", account=account, password=password, rights=sorted(rights_of(account.role)),
        units=register.units(session, desk), roles=_given(viewer), employers=register.employers(session),
        tokens=tokens.of_account(session, account.id), log=sign_ins.newest(session, account.id), today=now(),
    )  # fmt: skip


def _desk(session: Session, viewer: Viewer) -> Viewer:
    return register.as_seen_by(viewer, tenant_of(session.connection()))


def _given(viewer: Viewer) -> list[str]:
    """The roles this viewer can give to somebody here."""
    return [role for role in ROLES if register.no_more_than(viewer, role) and can_be_given(role)]
