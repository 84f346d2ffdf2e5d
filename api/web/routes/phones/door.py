"""The door for telephones: four digits, and one answer to whatever is wrong."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.office.phones import door
from api.office.phones.door import Knock
from api.office.slips import office_at_the_door
from api.web import cookies
from api.web.dependencies import now
from api.web.pages import page, seen
from labor.viewers import NOBODY

router = APIRouter()


@router.get("/w")
def lost(request: Request) -> HTMLResponse:
    """For who comes without a link, or too late: how to come by one."""
    return _asked(request, "", wrong=False)


@router.get("/w/{code}")
def knock(request: Request, code: str) -> HTMLResponse:
    """Asks for four digits, whatever the code is."""
    return _asked(request, code[:100], wrong=False)


@router.post("/w/{code}")
def enter(request: Request, code: str, digits: Annotated[str, Form(max_length=20)]) -> Response:
    """In, or the one answer there is to everything else."""
    engine, attempts = request.app.state.engine, request.app.state.attempts
    typed = Knock(code[:100], digits, cookies.browser_of(request).address)
    secret = door.let_in(engine, attempts, typed, now=now())
    if secret is None:
        return _asked(request, code[:100], wrong=True)
    of_coach = door.viewer_of(engine, secret, now=now()).batch_id is not None
    answer = seen(cookies.COACH_PAGE if of_coach else cookies.OWN_PAGES)
    cookies.keep_person(request, answer, secret)
    return answer


@router.post("/w-out", status_code=303)
def leave(request: Request) -> RedirectResponse:
    """Forget this telephone: whoever borrowed it gives it back."""
    door.close(request.app.state.engine, cookies.kept(request, cookies.PERSON))
    answer = seen("/w")
    cookies.forget_person(request, answer)
    return answer


def _asked(request: Request, code: str, *, wrong: bool) -> HTMLResponse:
    request.state.viewer = NOBODY
    office = office_at_the_door(request.app.state.engine)
    return page(
        request, "phone/door.html", http_status=401 if wrong else 200, code=code, wrong=wrong, office=office
    )  # fmt: skip
