"""A person's own data: see, put right, who read it, take back a consent, no ranking, erase."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.office import rights as office_rights
from api.office.phones import own_data
from api.office.phones.own_data import Wishes
from api.web import cookies
from api.web.dependencies import PersonOf, ReaderOf, SessionOf, TodayOf, ViewerOf, may, now
from api.web.pages import page, seen
from data import office_settings
from data.database import leave_no_trace
from data.registers import concerns
from data.rights import personal_rights
from data.rounds import Signature
from data.views import personal, readings, rights, workers

router = APIRouter(prefix="/my/data")
SEES, ANSWERS = [may("own.see")], [may("own.answer")]
READINGS_SHOWN = 12


@router.get("", dependencies=SEES)
def mine(request: Request, session: SessionOf, viewer: ViewerOf, person: PersonOf, reader: ReaderOf) -> HTMLResponse:
    """Everything the office keeps, in plain words, and who read it."""
    full = personal.of_worker(session, person, personal.with_purpose(reader, "本人查看"))
    read = readings.readings(session, subject="workers", subject_id=person).rows
    others = [one for one in read if one.reader != viewer.name][:READINGS_SHOWN]
    return page(
        request, "phone/data.html", view=workers.one(session, person), full=full,
        consents=rights.of_worker(session, person).consents, readings=others,
        declined=len(concerns.declined(session, person)), office=office_settings.current(session),
    )  # fmt: skip


@router.post("/wishes", status_code=303, dependencies=ANSWERS)
def wishes(
    session: SessionOf,
    viewer: ViewerOf,
    person: PersonOf,
    *,
    near: Annotated[Literal["near", "any"], Form()],
    willing: Annotated[Literal["yes", "later", "no"], Form()],
    night: Annotated[Literal["yes", "no", "unknown"], Form()] = "unknown",
    pay: Annotated[str, Form(max_length=7)] = "",
    lodging: Annotated[bool, Form()] = False,
) -> RedirectResponse:
    """What they wish from now on."""
    least = int(pay) if pay.strip().isascii() and pay.strip().isdigit() else 0
    earliest = workers.one(session, person).worker.earliest
    own_data.wish(
        session, person, Wishes(near, least, lodging, night, willing, earliest), Signature(viewer.name, now())
    )
    return seen("/my/data")


@router.post("/kinds", status_code=303, dependencies=ANSWERS)
def kinds(session: SessionOf, person: PersonOf) -> RedirectResponse:
    """Every kind of work may be shown again."""
    own_data.all_kinds(session, person)
    return seen("/my/data")


@router.post("/ranking", status_code=303, dependencies=ANSWERS)
def ranking(
    session: SessionOf,
    viewer: ViewerOf,
    person: PersonOf,
    personally: Annotated[Literal["on", "off"], Form(alias="personal")],
) -> RedirectResponse:
    """No order by their own data, or again."""
    by = Signature(viewer.name, now())
    office_rights.rank(session, person, personally=personally == "on", by=by)
    return seen("/my/data")


@router.post("/consents", status_code=303, dependencies=ANSWERS)
def agree(
    session: SessionOf, viewer: ViewerOf, person: PersonOf, today: TodayOf, employer: Annotated[int, Form(ge=1)]
) -> RedirectResponse:
    """One employer, named, may have name and telephone."""
    own_data.agree(session, person, employer, today=today, by=Signature(viewer.name, now()))
    return seen("/my?said=agreed")


@router.post("/consents/withdraw", status_code=303, dependencies=ANSWERS)
def withdraw(
    session: SessionOf,
    person: PersonOf,
    today: TodayOf,
    *,
    purpose: Annotated[str, Form(max_length=40)],
    employer: Annotated[int, Form(ge=0)] = 0,
) -> RedirectResponse:
    """Taken back from today on."""
    personal_rights.withdraw(session, person, purpose, on=today, employer_id=employer or None)
    return seen("/my/data")


@router.get("/copy", dependencies=SEES)
def copy(session: SessionOf, person: PersonOf, reader: ReaderOf) -> Response:
    """Everything as a file to keep."""
    content = own_data.copy_file(session, person, personal.with_purpose(reader, "本人"))
    headers = {"content-disposition": 'attachment; filename="my-data.json"'}
    return Response(content, media_type="application/json", headers=headers)


@router.post("/erase", status_code=303, dependencies=ANSWERS)
def erase(
    request: Request,
    tasks: BackgroundTasks,
    session: SessionOf,
    viewer: ViewerOf,
    reader: ReaderOf,
    *,
    person: PersonOf,
    digits: Annotated[str, Form(max_length=10)],
) -> RedirectResponse:
    """Forgotten, after the four digits were typed again."""
    by = Signature(viewer.name, now(), "本人要求删除 / erased on request")
    own_data.erase(session, person, digits, reader=personal.with_purpose(reader, "本人删除"), by=by)
    tasks.add_task(leave_no_trace, request.app.state.engine)
    answer = seen("/w")
    cookies.forget_person(request, answer)
    return answer
