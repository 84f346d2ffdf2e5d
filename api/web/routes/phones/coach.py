"""The roll of one coach, for whoever travels with it or receives it: names, telephones, ticks; no other coach."""

from __future__ import annotations

from functools import partial
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from api.office import follow_up
from api.office.follow_up import OfficeMoment
from api.web.cookies import COACH_PAGE
from api.web.dependencies import FormOf, ReaderOf, SessionOf, TodayOf, ViewerOf, may, now
from api.web.pages import page, taken_or_asked
from data import office_settings
from data.exports.people import unsealed
from data.views import batches
from labor.errors import NotFound

router = APIRouter(prefix=COACH_PAGE)


def _coach(viewer: ViewerOf) -> int:
    """Whose roll it is; raises NotFound for who came in by a link of a worker's own."""
    if viewer.batch_id is None:
        raise NotFound("没有这一页 / there is no such page")
    return viewer.batch_id


CoachOf: TypeAlias = Annotated[int, Depends(_coach)]


@router.get("", dependencies=[may("trips.see")])
def roll(request: Request, session: SessionOf, coach: CoachOf, reader: ReaderOf, today: TodayOf) -> HTMLResponse:
    """Everybody of the coach by stop; the reading of names and telephones is logged."""
    view = batches.one(session, coach)
    people = unsealed(session, [line.worker_id for line in view.lines], reader, ("name", "phone"))
    gone = any(line.standing is not None for line in view.lines)
    return page(
        request, "phone/coach.html", view=view, people=people, gone=gone, today=today,
        here=sum(line.standing in ("boarded", "arrived") for line in view.lines),
        office=office_settings.current(session),
    )  # fmt: skip


@router.post("/ticks", status_code=303, dependencies=[may("boarding.tick")])
def tick(
    request: Request, session: SessionOf, viewer: ViewerOf, coach: CoachOf, *, today: TodayOf, form: FormOf
) -> Response:
    """Who boarded, arrived, or did not come: one form for the whole coach."""
    when = OfficeMoment(today, today, now(), viewer.name, sure="sure" in form)
    return taken_or_asked(request, partial(follow_up.tick, session, coach, form, when), form, back=COACH_PAGE)
