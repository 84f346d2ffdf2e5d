"""Sign-up by the code of a poster: five fields, and straight on to the first postings."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from limits import RateLimitItemPerHour
from pydantic import BaseModel, Field
from sqlalchemy import Engine

from api.office.phones import joining
from api.office.phones.joining import Five
from api.web import cookies
from api.web.dependencies import now, today
from api.web.pages import page, refusal, seen
from data import office_settings
from data.database import opened
from data.database.tenants.register import of_tenant
from data.registers import village_codes
from data.views.overview import own_today
from labor.errors import BadInput, NotFound
from labor.viewers import NOBODY

router = APIRouter(prefix="/join")
FROM_ONE_PLACE = RateLimitItemPerHour(60, namespace="join")  # a village behind one carrier's address signs up too


@router.get("/{code}")
def asked(request: Request, code: str) -> HTMLResponse:
    """Five fields; nothing else is asked."""
    return _form(request, code)


class FiveForm(BaseModel):
    """The form as typed."""

    name: str = Field("", max_length=40)
    phone: str = Field("", max_length=30)
    work: str = Field("", max_length=80)
    near: Literal["near", "any"] = "any"
    pay: str = Field("", max_length=20)
    relative: bool = False
    agreed: bool = False

    def five(self) -> Five:
        """The same as the importer takes it."""
        return Five(self.name, self.phone, self.work, self.near == "near", self.pay, self.relative, self.agreed)


@router.post("/{code}")
def join(request: Request, code: str, form: Annotated[FiveForm, Form()]) -> Response:
    """Registered: on to the postings, or told that the office will send a link."""
    request.state.viewer = NOBODY
    place = cookies.browser_of(request).address
    if not request.app.state.attempts.within(FROM_ONE_PLACE, place):
        return refusal(request, 429, "input", (), "登记的人太多，请过一会儿再来 / too many at once: try again later")
    five = form.five()
    engine, letters = _of_code(request, code)
    try:
        with opened(engine) as session:
            poster = village_codes.found(session, letters)
            settings = request.app.state.settings
            joined = joining.join(
                session, poster, five, today=own_today(session) or settings.as_of or today(), now=now()
            )
    except BadInput as wrong:
        return _form(request, code, five, str(wrong))
    if joined.secret:
        answer = seen("/my?said=joined")
        cookies.keep_person(request, answer, joined.secret)
        return answer
    with opened(engine) as session:
        return page(request, "phone/joined.html", office=office_settings.current(session))


def _form(request: Request, code: str, five: Five | None = None, wrong: str = "") -> HTMLResponse:
    request.state.viewer = NOBODY
    engine, letters = _of_code(request, code)
    with opened(engine) as session:
        poster, office = village_codes.found(session, letters), office_settings.current(session)
        return page(
            request, "phone/join.html", http_status=422 if wrong else 200, poster=poster, office=office, code=code,
            five=five or Five("", "", "", False, "", False, False), wrong=wrong,
        )  # fmt: skip


def _of_code(request: Request, code: str) -> tuple[Engine, str]:
    """The office a poster's code is of, 1-abcdef, and the letters."""
    tenant, _, letters = code[:40].partition("-")
    if not (tenant.isascii() and tenant.isdigit() and len(tenant) < 7):
        raise NotFound("这个码没有了，请打电话给县里 / this code is no longer in use: please call the office")
    return of_tenant(request.app.state.engine, int(tenant)), letters
