"""Job fairs: the list, a new one, its booths and what employers bring."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from api.office.fairs import setting_up
from api.office.fairs.setting_up import BoothForm, BoothList, FairForm
from api.web.dependencies import PageNumber, SessionOf, TodayOf, ViewerOf, engine_of, may, now
from api.web.pages import page, seen
from data import office_settings
from data.database import opened
from data.registers.fairs import booths, events
from data.tables.regions import regions
from data.views import fairs as views
from labor.errors import BadInput
from policy.fairs import USUAL_FILING_DAYS

router = APIRouter()


@router.get("/fairs", dependencies=[may("fairs.see")])
def fairs(request: Request, session: SessionOf, today: TodayOf, number: PageNumber = 1) -> HTMLResponse:
    """Fairs, the latest day first."""
    return page(request, "fairs.html", found=views.fairs(session, number=number), today=today)


@router.get("/fairs/new", dependencies=[may("fairs.lead")])
def new(request: Request, session: SessionOf, today: TodayOf) -> HTMLResponse:
    """The form of a new fair."""
    county = office_settings.county_of(session)
    usual = FairForm(
        day=today + timedelta(days=USUAL_FILING_DAYS + 7), county=regions().path_of(county) if county else ""
    )
    return page(request, "fair_new.html", usual=usual, today=today)


@router.post("/fairs", status_code=303, dependencies=[may("fairs.lead")])
def set_up(session: SessionOf, viewer: ViewerOf, today: TodayOf, form: Annotated[FairForm, Form()]) -> RedirectResponse:
    """Write a new fair down."""
    return seen(f"/fairs/{setting_up.set_up(session, form, today=today, now=now(), by=viewer.name)}")


@router.get("/fairs/{fair_id}", dependencies=[may("fairs.see")])
def one(request: Request, session: SessionOf, today: TodayOf, fair_id: int, q: str = "") -> HTMLResponse:
    """One fair: its dates, its hall, its booths."""
    return _page(request, session, fair_id, q=q, day=today)


@router.post("/fairs/{fair_id}/filed", status_code=303, dependencies=[may("fairs.lead")])
def filed(session: SessionOf, today: TodayOf, fair_id: int) -> RedirectResponse:
    """It was filed with the authority today."""
    events.filed(session, fair_id, on=today)
    return seen(f"/fairs/{fair_id}")


@router.post("/fairs/{fair_id}/status", status_code=303, dependencies=[may("fairs.lead")])
def become(
    session: SessionOf, fair_id: int, status: Annotated[str, Form(pattern="^(open|closed|cancelled)$")]
) -> RedirectResponse:
    """Close it, call it off, or open it again."""
    events.become(session, fair_id, status)
    return seen(f"/fairs/{fair_id}")


@router.post("/fairs/{fair_id}/booths", status_code=303, dependencies=[may("fairs.lead")])
def add_booth(session: SessionOf, fair_id: int, form: Annotated[BoothForm, Form()]) -> RedirectResponse:
    """Give an employer a booth."""
    booths.add_booth(session, fair_id, setting_up.booth_said(session, form))
    return seen(f"/fairs/{fair_id}#booths")


@router.post("/fairs/{fair_id}/booths/list", dependencies=[may("fairs.lead")])
def add_list(
    request: Request, viewer: ViewerOf, today: TodayOf, fair_id: int, file: Annotated[UploadFile, File()]
) -> HTMLResponse:
    """Booths from a list of employers; what became of each row is shown."""
    with opened(engine_of(request)) as session:
        views.fair(session, fair_id)
    content = file.file.read()
    if not content:
        raise BadInput("请选择一个文件 / choose a file")
    made = setting_up.booths_from_list(
        engine_of(request), fair_id, content, file.filename or "list.xlsx", (today, viewer.name)
    )
    with opened(engine_of(request)) as session:
        return _page(request, session, fair_id, made=made, day=today)


@router.post("/fairs/{fair_id}/booths/{booth_id}/away", status_code=303, dependencies=[may("fairs.lead")])
def take_away(session: SessionOf, fair_id: int, booth_id: int) -> RedirectResponse:
    """Take a booth away."""
    booths.take_away(session, booths.of_fair(session, fair_id, booth_id).id)
    return seen(f"/fairs/{fair_id}#booths")


def _page(
    request: Request, session: Session, fair_id: int, *, day: object, q: str = "", made: BoothList | None = None
) -> HTMLResponse:
    line, hall = views.fair(session, fair_id), views.booths(session, fair_id)
    free = views.without_booth(session, fair_id, q) if line.fair.status == "open" else ()
    event = events.one(session, fair_id)
    slots = events.hours_of(event).slots
    return page(
        request, "fair.html", line=line, hall=hall, free=free, q=q, made=made, slots=slots, today=day,
        barred=booths.barred(session, event),
    )  # fmt: skip
