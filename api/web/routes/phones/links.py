"""How the office makes a link to somebody's own page, shows it once, and ends it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.office.phones import links, messages
from api.office.phones.links import OfficeDay
from api.web.dependencies import ReaderOf, SessionOf, TodayOf, ViewerOf, may, now
from api.web.pages import attached, language_of, page, seen
from data.registers import personal_links
from data.registers.personal_links import LinkRole, Named
from data.views import batches, workers

router = APIRouter()
MAKES = [may("links.make")]


@router.get("/workers/{worker_id}/links", dependencies=MAKES)
def of_worker(request: Request, session: SessionOf, worker_id: int) -> HTMLResponse:
    """A worker's links that hold."""
    return _of_worker(request, session, worker_id, "")


@router.post("/workers/{worker_id}/links", dependencies=MAKES)
def to_worker(request: Request, session: SessionOf, viewer: ViewerOf, worker_id: int) -> HTMLResponse:
    """A new one; this page shows it, no other ever will."""
    made = links.to_worker(session, worker_id, by=viewer.name, now=now())
    return _of_worker(request, session, worker_id, made)


@router.get("/batches/{batch_id}/links", dependencies=MAKES)
def of_coach(request: Request, session: SessionOf, batch_id: int) -> HTMLResponse:
    """A coach's links that hold."""
    return _of_coach(request, session, batch_id, "")


@router.post("/batches/{batch_id}/links", dependencies=MAKES)
def to_coach(
    request: Request,
    session: SessionOf,
    viewer: ViewerOf,
    today: TodayOf,
    batch_id: int,
    *,
    role: Annotated[LinkRole, Form()],
    name: Annotated[str, Form(max_length=40)],
    phone: Annotated[str, Form(max_length=20)],
) -> HTMLResponse:
    """A new one for whoever travels with the coach or receives it."""
    made = links.to_coach(session, batch_id, Named(role, name, phone), OfficeDay(today, now(), viewer.name))
    return _of_coach(request, session, batch_id, made)


@router.post("/rounds/{round_id}/messages", dependencies=[may("people.read_numbers")])
def of_round(
    request: Request, session: SessionOf, viewer: ViewerOf, reader: ReaderOf, today: TodayOf, *, round_id: int
) -> Response:
    """Everybody a round waits for: telephone, message and a new link each, as a workbook to send from."""
    office = OfficeDay(today, now(), viewer.name)
    made = messages.of_round(session, round_id, language_of(request), office, reader)
    return attached(made.content, f"messages-{round_id}.xlsx")


@router.post("/links/{link_id}/revoke", status_code=303, dependencies=MAKES)
def revoke(session: SessionOf, link_id: int) -> RedirectResponse:
    """End it at once, and every page it opened."""
    link = personal_links.revoke(session, link_id, now=now())
    whose = f"/workers/{link.worker_id}" if link.role == "worker" else f"/batches/{link.batch_id}"
    return seen(f"{whose}/links")


def _of_worker(request: Request, session: SessionOf, worker_id: int, made: str) -> HTMLResponse:
    person = workers.one(session, worker_id).worker
    held = personal_links.of_worker(session, worker_id, now=now())
    return page(request, "links.html", whose=person.name_masked, at=f"/workers/{worker_id}", links=held, made=made)


def _of_coach(request: Request, session: SessionOf, batch_id: int, made: str) -> HTMLResponse:
    batch = batches.one(session, batch_id).batch
    held = personal_links.of_coach(session, batch_id, now=now())
    return page(request, "links.html", whose=batch.number, at=f"/batches/{batch_id}", links=held, made=made)
