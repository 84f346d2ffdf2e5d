"""After the departure: ticks at the coach door, and the calls of the first day, the 30th and the 90th."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.office import follow_up
from api.office.follow_up import OfficeMoment
from api.web.dependencies import PageNumber, SessionOf, TodayOf, now
from api.web.pages import page, seen
from data.views import aftercare as views
from data.views import rounds
from labor.errors import BadInput

router = APIRouter()


@router.post("/batches/{batch_id}/ticks", status_code=303)
async def tick(request: Request, session: SessionOf, today: TodayOf, batch_id: int) -> RedirectResponse:
    """Who boarded, who arrived, who stayed home: one form for the whole batch."""
    form = {name: str(value) for name, value in (await request.form(max_fields=5000)).items()}
    try:
        day = date.fromisoformat(form.get("day") or today.isoformat())
    except ValueError as error:
        raise BadInput("日期不对,请写成 2026-02-24 / the day is not a date like 2026-02-24") from error
    follow_up.tick(session, batch_id, form, OfficeMoment(day, today, now()))
    return seen(f"/batches/{batch_id}")


@router.get("/rounds/{round_id}/aftercare")
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


@router.post("/rounds/{round_id}/aftercare", status_code=303)
def answered(
    session: SessionOf,
    today: TodayOf,
    round_id: int,
    *,
    worker: Annotated[int, Form(ge=1)],
    said: Annotated[str, Form(pattern="^(arrived|home|promised|otherwise|there_30|there_90|left)$")],
    on: Annotated[date | None, Form()] = None,
) -> RedirectResponse:
    """Write down what one call brought."""
    follow_up.answer(session, round_id, worker, said, OfficeMoment(on or today, today, now()))
    return seen(f"/rounds/{round_id}/aftercare")
