"""The page behind a slip's code: yes or no, for whoever stands at the door of the coach."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.office import slips
from api.web.pages import page, seen

router = APIRouter()
LONGEST_NUMBER = 40


@router.get("/check")
def ask(request: Request) -> HTMLResponse:
    """A form for codes read out over the telephone."""
    return page(
        request,
        "check.html",
        office=slips.office_at_the_door(request.app.state.engine),
        asked=False,
        found=None,
        number="",
    )


@router.post("/check", status_code=303)
def asked(
    number: Annotated[str, Form(pattern=r"^\s*[A-Za-z0-9][A-Za-z0-9-]{0,39}\s*$")],
    code: Annotated[str, Form(pattern=r"^\s*[0-9A-Za-z]{1,16}\s*$")],
) -> RedirectResponse:
    """To the page of that code."""
    return seen(f"/check/{number.strip()}/{code.strip().upper()}")


@router.get("/check/{number}/{code}")
def check(request: Request, number: str, code: str) -> HTMLResponse:
    """Whether a slip is one of ours and still holds; too many wrong ones of a batch and it waits a minute."""
    number = number[:LONGEST_NUMBER]
    guard, engine = request.app.state.wrong_codes, request.app.state.engine
    office = slips.office_at_the_door(engine)
    if guard.closed(number):
        return page(request, "check.html", http_status=429, office=office, asked=True, found=None, wait=True, number="")
    found, theirs = slips.look_for(engine, number, code)
    if found is None:
        guard.wrong(number)
    status = 200 if found and not found.cancelled else 404
    return page(
        request, "check.html", http_status=status, office=theirs or office, asked=True, found=found, number=number
    )
