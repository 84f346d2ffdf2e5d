"""The office's side: what people raised from their own pages, and the codes of posters."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.office.papers import picture
from api.web.dependencies import PageNumber, SessionOf, ViewerOf, may, now
from api.web.pages import page, seen
from data import office_settings
from data.registers import concerns, village_codes
from data.registers.village_codes import Where
from data.tables.tenants import tenant_of
from data.views import concerns as views

router = APIRouter()


@router.get("/concerns", dependencies=[may("concerns.settle")])
def raised(request: Request, session: SessionOf, number: PageNumber = 1, *, settled: bool = False) -> HTMLResponse:
    """What waits for an answer, troubles first."""
    found = views.concerns(session, settled=settled, number=number)
    return page(request, "concerns.html", found=found, settled=settled)


@router.post("/concerns/{concern_id}", status_code=303, dependencies=[may("concerns.settle")])
def settle(
    session: SessionOf, viewer: ViewerOf, concern_id: int, answer: Annotated[str, Form(max_length=500)]
) -> RedirectResponse:
    """Answered: the person reads it on their page."""
    concerns.settle(session, concern_id, answer, by=viewer.name, now=now())
    return seen("/concerns")


@router.get("/codes", dependencies=[may("links.make")])
def codes(request: Request, session: SessionOf) -> HTMLResponse:
    """The codes of posters with what came by each."""
    settings = office_settings.current(session)
    tenant = tenant_of(session.connection())
    found = [
        (one, f"{settings.public_url.rstrip('/')}/join/{tenant}-{one.code.code}")
        for one in village_codes.everywhere(session)
    ]
    return page(request, "codes.html", codes=found, drawn=picture, county=settings.county)


@router.post("/codes", status_code=303, dependencies=[may("links.make")])
def make(
    session: SessionOf,
    viewer: ViewerOf,
    *,
    name: Annotated[str, Form(max_length=60)],
    township: Annotated[str, Form(max_length=40)] = "",
    village: Annotated[str, Form(max_length=40)] = "",
) -> RedirectResponse:
    """A new one, for people of the office's own county."""
    county = office_settings.current(session).county
    village_codes.make(session, Where(name, county, township, village), by=viewer.name, now=now())
    return seen("/codes")


@router.post("/codes/{code_id}/close", status_code=303, dependencies=[may("links.make")])
def close(session: SessionOf, code_id: int) -> RedirectResponse:
    """Nobody signs up by it any more."""
    village_codes.close(session, code_id, now=now())
    return seen("/codes")
