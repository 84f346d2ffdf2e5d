"""The night before a batch leaves: drop-outs ticked, joiners pasted, the reserve called in order, re-planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from api.office import night_before as desk
from api.office.night_before import ChangesTold, to_call
from api.web.dependencies import FormOf, ReaderOf, SessionOf, SettingsOf, TodayOf, ViewerOf, engine_of, may, now
from api.web.pages import page, seen
from data.database import opened
from data.exports.people import UnsealedWorker, unsealed
from data.plans import runs
from data.rounds import Signature
from data.rounds.seats_free import free_seats
from data.tables.plans import OPEN_RUN_STATUSES
from data.views import batches as views
from data.views import plans as plan_views

router = APIRouter()


@router.get("/batches/{batch_id}/night", dependencies=[may("rounds.lead")])
def one(request: Request, session: SessionOf, batch_id: int) -> HTMLResponse:
    """The batch's people to tick, lines to paste, the reserve masked, and what the last re-plan changed."""
    return _page(request, session, batch_id)


@router.post("/batches/{batch_id}/night", status_code=303, dependencies=[may("rounds.lead")])
def change(
    request: Request,
    viewer: ViewerOf,
    today: TodayOf,
    batch_id: int,
    *,
    out: Annotated[list[int] | None, Form()] = None,
    lines: Annotated[str, Form(max_length=20_000)] = "",
    reason: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Those ticked are out, those pasted are in; a line that was not understood is told on the page."""
    engine = engine_of(request)
    signature = Signature(viewer.name, now(), reason)
    told = desk.change(engine, batch_id, out or [], lines, today=today, signature=signature)
    if not told.said:
        return seen(f"/batches/{batch_id}/night#reserve")
    with opened(engine) as session:
        return _page(request, session, batch_id, told=told)


@router.post("/batches/{batch_id}/reserve", dependencies=[may("people.read_numbers")])
def numbers(request: Request, session: SessionOf, reader: ReaderOf, batch_id: int) -> HTMLResponse:
    """The reserve with names and telephones, each of them entered in the log of reads."""
    called = [one.worker_id for one in to_call(session, views.one(session, batch_id))]
    asked = replace(reader, purpose=f"{reader.purpose} · 叫候补")
    return _page(request, session, batch_id, people=unsealed(session, called, asked, ("name", "phone")))


@router.post("/batches/{batch_id}/reserve/answers", status_code=303, dependencies=[may("rounds.lead")])
def answers(
    request: Request, viewer: ViewerOf, settings: SettingsOf, today: TodayOf, form: FormOf, *, batch_id: int
) -> Response:
    """What they said by 1, 2 or 3; who said yes takes the seat asked about, and the plan is mended with these alone."""
    engine = engine_of(request)
    with opened(engine) as session:
        told = desk.answer(session, batch_id, form, today=today, signature=Signature(viewer.name, now()))
    desk.mend(engine, settings, batch_id, told, by=viewer.name, today=today)
    if not told.said:
        return seen(f"/batches/{batch_id}/night")
    with opened(engine) as session:
        return _page(request, session, batch_id, told=told)


def _page(
    request: Request,
    session: Session,
    batch_id: int,
    *,
    told: ChangesTold | None = None,
    people: Mapping[int, UnsealedWorker] | None = None,
) -> HTMLResponse:
    view = views.one(session, batch_id)
    reserve = to_call(session, view)
    run = runs.newest_of_round(session, view.round.id, "repair")
    return page(
        request, "night.html", view=view, told=told, people=people or {}, run=run,
        live=run is not None and run.status in OPEN_RUN_STATUSES,
        free=free_seats(session, view.round.id, view.party), reserve=reserve, terms=desk.terms_shown(session, reserve),
        differences=plan_views.differences(session, view.round.plan_id or 0).rows,
    )  # fmt: skip
