"""After the departure: ticks at the coach door, and the calls of the first day, the 30th and the 90th."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.office import follow_up
from api.office.follow_up import OfficeMoment
from api.web.dependencies import FormOf, PageNumber, SessionOf, TodayOf, ViewerOf, may, now
from api.web.pages import page, seen, taken_or_asked
from data.rounds import Signature
from data.views import aftercare as views
from data.views import rounds
from labor.errors import BadInput

router = APIRouter()


@router.post("/batches/{batch_id}/ticks", status_code=303, dependencies=[may("boarding.tick")])
def tick(
    request: Request, session: SessionOf, viewer: ViewerOf, today: TodayOf, form: FormOf, *, batch_id: int
) -> Response:
    """Who boarded, who arrived, who stayed home: one form for the whole batch."""
    try:
        day = date.fromisoformat(form.get("day") or today.isoformat())
    except ValueError as error:
        raise BadInput("日期不对,请写成 2026-02-24 / the day is not a date like 2026-02-24") from error
    when = OfficeMoment(day, today, now(), viewer.name, sure="sure" in form)
    take = partial(follow_up.tick, session, batch_id, form, when)
    return taken_or_asked(request, take, form, back=f"/batches/{batch_id}")


@router.post("/batches/{batch_id}/arrivals/back", status_code=303, dependencies=[may("boarding.tick")])
def back(
    session: SessionOf,
    viewer: ViewerOf,
    batch_id: int,
    *,
    workers: Annotated[str, Form(max_length=2000)] = "",
    note: Annotated[str, Form(max_length=200)] = "",
) -> RedirectResponse:
    """Take back arrivals said by mistake: of those named, or of the whole batch."""
    follow_up.take_back_arrivals(session, batch_id, workers, signature=Signature(viewer.name, now(), note))
    return seen(f"/batches/{batch_id}")


@router.get("/rounds/{round_id}/aftercare", dependencies=[may("aftercare.see")])
def calls(request: Request, session: SessionOf, today: TodayOf, round_id: int, number: PageNumber = 1) -> HTMLResponse:
    """The calls due today, masked."""
    return page(
        request,
        "aftercare.html",
        round=rounds.one(session, round_id).round,
        found=views.due(session, round_id, today=today, number=number),
        so_far=views.so_far(session, round_id),
        today=today,
    )


@router.post("/rounds/{round_id}/aftercare", status_code=303, dependencies=[may("aftercare.record")])
def answered(
    session: SessionOf,
    viewer: ViewerOf,
    today: TodayOf,
    round_id: int,
    *,
    worker: Annotated[int, Form(ge=1)],
    said: Annotated[str, Form(pattern="^(arrived|home|promised|otherwise|there_30|there_90|left)$")],
    on: Annotated[date | None, Form()] = None,
) -> RedirectResponse:
    """Write down what one call brought."""
    follow_up.answer(session, round_id, worker, said, OfficeMoment(on or today, today, now(), viewer.name))
    return seen(f"/rounds/{round_id}/aftercare")
