"""The door: sign in, the second factor, sign out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.office.accounts import signing_in
from api.office.accounts.signing_in import Opened, Typed
from api.web import cookies
from api.web.dependencies import SettingsOf, now
from api.web.pages import page, seen
from labor.viewers import NOBODY

router = APIRouter()


@router.get("/sign-in")
def form(request: Request, settings: SettingsOf, *, next: str = "/", over: bool = False) -> HTMLResponse:  # noqa: A002
    """Login and password; a machine without accounts says so, and how the first one is made."""
    return page(
        request, "sign_in.html", here=_accounts_here(request), next=cookies.safe_next(next), wrong=False,
        over=over, operator=settings.operator,
    )  # fmt: skip


@router.post("/sign-in")
def sign_in(
    request: Request,
    settings: SettingsOf,
    *,
    login: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=200)],
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """In, on to the second factor, or the one answer there is to everything else."""
    found = signing_in.sign_in(
        request.app.state.engine, request.app.state.attempts, _typed(request, login, password), now=now()
    )
    back = cookies.safe_next(next)
    if found is None:
        here = _accounts_here(request)
        return page(
            request, "sign_in.html", http_status=401, here=here, next=back, wrong=True, over=False,
            operator=settings.operator,
        )  # fmt: skip
    if found.stage == "second_factor":
        return _keep(request, seen(f"/sign-in/code?next={cookies.as_query(back)}"), found)
    return _keep(request, seen(back), found)


@router.get("/sign-in/code")
def code_form(request: Request, *, next: str = "/") -> HTMLResponse:  # noqa: A002
    """The six digits."""
    return page(request, "sign_in_code.html", next=cookies.safe_next(next), wrong=False)


@router.post("/sign-in/code")
def give_code(
    request: Request,
    *,
    code: Annotated[str, Form(max_length=40)],
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """In, or once more."""
    engine, typed, back = request.app.state.engine, _typed(request), cookies.safe_next(next)
    half = signing_in.signed_in(engine, typed.session, now=now())
    if half is None:
        return seen(f"/sign-in?over=1&next={cookies.as_query(back)}")
    found = signing_in.give_code(engine, request.app.state.attempts, typed, code, now=now())
    if found is None:
        return page(request, "sign_in_code.html", http_status=401, next=back, wrong=True)
    return _keep(request, seen(back), found)


@router.post("/sign-out", status_code=303)
def sign_out(request: Request) -> RedirectResponse:
    """End the session of this browser, whatever state it is in."""
    signing_in.sign_out(request.app.state.engine, cookies.kept(request, cookies.SESSION), now=now())
    answer = seen("/sign-in")
    cookies.forget_session(request, answer)
    return answer


def _accounts_here(request: Request) -> bool:
    """Whether people sign in here; then whoever stands at the door is nobody yet, and sees no menu."""
    here: bool = request.app.state.accounts.any()
    if here:
        request.state.viewer = NOBODY
    return here


def _typed(request: Request, login: str = "", password: str = "") -> Typed:
    return Typed(
        login, password, cookies.browser_of(request), cookies.kept(request, cookies.DEVICE),
        cookies.kept(request, cookies.SESSION),
    )  # fmt: skip


def _keep(request: Request, answer: RedirectResponse, found: Opened) -> RedirectResponse:
    cookies.keep_session(request, answer, found.secret)
    if found.device:
        cookies.keep_device(request, answer, found.device)
    return answer
