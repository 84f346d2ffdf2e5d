"""One's own account: who am I, my password, my second factor, where I am signed in."""

from __future__ import annotations

from typing import Annotated

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.office.accounts import passwords, second_factor, signing_in
from api.web import cookies
from api.web.dependencies import SessionOf, SettingsOf, ViewerOf, may, now
from api.web.pages import page, seen
from data.registers.accounts import sessions, sign_ins
from data.registers.accounts.sign_ins import Deed
from data.tables import Account
from labor.errors import BadInput, NotFound
from labor.viewers import Viewer
from policy.rights import rights_of

router = APIRouter(prefix="/account")
OWN = [may("account.own")]


@router.get("", dependencies=OWN)
def mine(request: Request, session: SessionOf, settings: SettingsOf, viewer: ViewerOf) -> HTMLResponse:
    """Who I am here, what I may do, and where I am signed in."""
    if viewer.account_id is None:
        return page(request, "sign_in.html", here=False, operator=settings.operator)
    account = _own(session, viewer)
    here = signing_in.signed_in(request.app.state.engine, cookies.kept(request, cookies.SESSION), now=now())
    return page(
        request, "account.html", account=account, rights=sorted(rights_of(viewer.role)),
        sessions=sessions.of_account(session, account.id, now=now()), here=here.session_id if here else None,
        log=sign_ins.newest(session, account.id),
    )  # fmt: skip


@router.get("/password", dependencies=OWN)
def password_form(request: Request, session: SessionOf, viewer: ViewerOf) -> HTMLResponse:
    """The form."""
    return page(request, "password.html", must=_own(session, viewer).must_change, shortest=passwords.SHORTEST)


@router.post("/password", dependencies=OWN)
def change_password(
    request: Request,
    session: SessionOf,
    viewer: ViewerOf,
    *,
    old: Annotated[str, Form(max_length=200)],
    new: Annotated[str, Form(max_length=200)],
    again: Annotated[str, Form(max_length=200)],
) -> Response:
    """Another password; whoever else is signed in to the account is out."""
    _count(request, viewer)
    account = _own(session, viewer)
    if new != again:
        raise BadInput("两次输入的新密码不一样 / the new password was not typed the same twice")
    opened = signing_in.change_password(session, account, (old, new), cookies.browser_of(request), now=now())
    answer = seen("/account")
    cookies.keep_session(request, answer, opened.secret)
    cookies.keep_device(request, answer, opened.device)
    return answer


@router.get("/second-factor", dependencies=OWN)
def second_factor_form(request: Request, session: SessionOf, viewer: ViewerOf) -> HTMLResponse:
    """The picture an app photographs, or how to have none."""
    account = _own(session, viewer)
    if account.second_factor_on:
        return page(request, "second_factor.html", on=True)
    secret = second_factor.begin(account)
    picture = segno.make(second_factor.address_of(account), error="m").svg_data_uri(scale=5, border=2)
    return page(request, "second_factor.html", on=False, secret=secret, picture=picture, wrong=False)


@router.post("/second-factor", dependencies=OWN)
def turn_on(
    request: Request, session: SessionOf, viewer: ViewerOf, code: Annotated[str, Form(max_length=20)]
) -> HTMLResponse:
    """Demand it from now on, once a first code was right; the recovery codes are shown this once."""
    _count(request, viewer)
    account = _own(session, viewer)
    if account.second_factor_on:
        raise BadInput("手机验证码已经启用了 / the second factor is on already")
    codes = second_factor.turn_on(session, account, code, now=now())
    return page(request, "recovery_codes.html", codes=codes)


@router.post("/second-factor/off", status_code=303, dependencies=OWN)
def turn_off(
    request: Request, session: SessionOf, viewer: ViewerOf, password: Annotated[str, Form(max_length=200)]
) -> RedirectResponse:
    """Demand it no more, after the password was typed again."""
    _count(request, viewer)
    account = _own(session, viewer)
    if not passwords.matches(password, account.password_hash):
        raise BadInput("密码不对，没有更改 / the password is wrong, nothing was changed")
    second_factor.turn_off(session, account, now=now())
    return seen("/account")


@router.post("/sessions/{session_id}/end", status_code=303, dependencies=OWN)
def end_one(session: SessionOf, viewer: ViewerOf, session_id: int) -> RedirectResponse:
    """Sign another browser of mine out."""
    sessions.end_one(session, _own(session, viewer).id, session_id)
    return seen("/account")


@router.post("/sessions/end", status_code=303, dependencies=OWN)
def end_all(request: Request, session: SessionOf, viewer: ViewerOf) -> RedirectResponse:
    """Sign me out everywhere, here too."""
    account = _own(session, viewer)
    sessions.end_all(session, account.id)
    sign_ins.write(session, account, Deed("signed_out", now()))
    answer = seen("/sign-in")
    cookies.forget_session(request, answer)
    return answer


def _count(request: Request, viewer: Viewer) -> None:
    """One more guess at a password or a code by who is signed in; counted before anything is written (SQLite)."""
    if not request.app.state.attempts.code(viewer.account_id or 0):
        raise BadInput("试得太多了，请过 15 分钟再试 / too many tries, wait 15 minutes")


def _own(session: Session, viewer: Viewer) -> Account:
    account = session.get(Account, viewer.account_id) if viewer.account_id else None
    if account is None:
        raise NotFound("本机操作员没有账号 / the operator of this machine has no account")
    return account
