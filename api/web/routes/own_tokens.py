"""My tokens for programs: make one, see it once, revoke it."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.web.dependencies import SessionOf, ViewerOf, may, now
from api.web.pages import page, seen
from data.registers.accounts import tokens
from policy.rights import ALL, allowed

router = APIRouter(prefix="/account/tokens")
OWN = [may("account.own")]


@router.get("", dependencies=OWN)
def mine(request: Request, session: SessionOf, viewer: ViewerOf) -> HTMLResponse:
    """What my programs may show instead of signing in."""
    return page(
        request, "tokens.html", tokens=tokens.of_account(session, viewer.account_id or 0), made=None, today=now(),
        rights=sorted(right for right in ALL - tokens.NEVER if allowed(viewer, right)),
    )  # fmt: skip


@router.post("", dependencies=OWN)
def make(
    request: Request,
    session: SessionOf,
    viewer: ViewerOf,
    *,
    name: Annotated[str, Form(max_length=60)],
    right: Annotated[list[str] | None, Form()] = None,
    days: Annotated[int, Form(ge=1, le=366)] = 90,
) -> HTMLResponse:
    """A new one; this page shows its secret, no other ever will."""
    at = now()
    secret = tokens.make(session, viewer, name, right or [], lifetime=(at, at + timedelta(days=days)))
    session.flush()
    return page(
        request, "tokens.html", tokens=tokens.of_account(session, viewer.account_id or 0), made=secret, today=at,
        rights=sorted(right for right in ALL - tokens.NEVER if allowed(viewer, right)),
    )  # fmt: skip


@router.post("/{token_id}/revoke", status_code=303, dependencies=OWN)
def revoke(session: SessionOf, viewer: ViewerOf, token_id: int) -> RedirectResponse:
    """End it at once."""
    tokens.revoke(session, viewer.account_id or 0, token_id, now=now())
    return seen("/account/tokens")
