"""A fair's plan: who is invited, how good the timetable is, what each person is told."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.advice.training import scorer_for
from api.office.fairs import invitations
from api.planning import fairs as planning
from api.web.dependencies import PageNumber, ReaderOf, SessionOf, SettingsOf, TodayOf, ViewerOf, engine_of, may, now
from api.web.pages import language_of, page, seen
from data.plans import runs
from data.registers.fairs import visitors
from data.tables.plans import OPEN_RUN_STATUSES
from data.views import fair_plans as views
from data.views import fairs as halls
from data.views import workers as register

router = APIRouter()


@router.get("/fairs/{fair_id}/plan", dependencies=[may("fairs.see")])
def plan(request: Request, session: SessionOf, fair_id: int, asked: int = -1, unsuited: int = 0) -> HTMLResponse:
    """Invitations, and the timetable with its certificate."""
    line, run = halls.fair(session, fair_id), runs.newest_of_fair(session, fair_id)
    live = run is not None and run.status in OPEN_RUN_STATUSES
    return page(
        request, "fair_plan.html", line=line, hall=halls.booths(session, fair_id), run=run, live=live,
        aims=views.aims(session, fair_id), villages=views.villages(session, fair_id), asked=asked, unsuited=unsuited,
        talks=views.talks_by_booth(session, fair_id), counties=register.counties(session),
        at_once=views.most_at_once(session, fair_id, line.fair.slot_minutes),
    )  # fmt: skip


@router.post("/fairs/{fair_id}/invite", status_code=303, dependencies=[may("fairs.lead")])
def invite(
    session: SessionOf,
    settings: SettingsOf,
    today: TodayOf,
    fair_id: int,
    *,
    count: Annotated[int, Form(ge=1, le=50_000)],
    county: Annotated[str, Form(pattern=r"^\d{0,6}$")] = "",
    waves: Annotated[int, Form(ge=1, le=12)] = 1,
    minutes: Annotated[int, Form(ge=5, le=180)] = 30,
) -> RedirectResponse:
    """Invite those whom the booths suit best; villages arrive in waves."""
    asked = planning.Invitation(count, int(county or 0), waves=waves, minutes_apart=minutes)
    came = planning.invite(session, fair_id, asked, scorer_for(session, settings), today)
    return seen(f"/fairs/{fair_id}/plan?asked={came.asked}&unsuited={came.unsuited}")


@router.post("/fairs/{fair_id}/uninvite", status_code=303, dependencies=[may("fairs.lead")])
def take_back(session: SessionOf, fair_id: int) -> RedirectResponse:
    """Take every invitation back, with the timetable."""
    visitors.take_back(session, fair_id)
    return seen(f"/fairs/{fair_id}/plan")


@router.post("/fairs/{fair_id}/plan", status_code=303, dependencies=[may("fairs.lead")])
def ask(request: Request, settings: SettingsOf, viewer: ViewerOf, today: TodayOf, fair_id: int) -> RedirectResponse:
    """Make the timetable in the background."""
    planning.ask(engine_of(request), settings, fair_id, by=viewer.name, today=today)
    return seen(f"/fairs/{fair_id}/plan")


@router.post("/fairs/{fair_id}/plan/stop", status_code=303, dependencies=[may("fairs.lead")])
def stop(session: SessionOf, fair_id: int) -> RedirectResponse:
    """Stop searching and keep the best timetable found."""
    halls.fair(session, fair_id)
    run = runs.newest_of_fair(session, fair_id)
    if run is not None:
        runs.ask_to_stop(session, run.id, now=now())
    return seen(f"/fairs/{fair_id}/plan")


@router.get("/fairs/{fair_id}/visitors", dependencies=[may("fairs.see")])
def listed(
    request: Request, session: SessionOf, fair_id: int, *, only: str = "", number: PageNumber = 1
) -> HTMLResponse:
    """Visitors with their talks, masked; or those without a talk and why."""
    found = views.visitors(session, fair_id, only=only, number=number)
    return page(request, "fair_visitors.html", line=halls.fair(session, fair_id), found=found, only=only)


@router.get("/fairs/{fair_id}/invitations", dependencies=[may("fairs.lead")])
def letters(request: Request, session: SessionOf, reader: ReaderOf, fair_id: int, channel: str = "") -> HTMLResponse:
    """What the people of one village are told, and its poster."""
    line = halls.fair(session, fair_id)
    found = invitations.letters(session, line, channel, reader=reader, language=language_of(request))
    code = invitations.poster_code(line, channel)
    return page(
        request, "fair_invitations.html", line=line, channel=channel, letters=found, code=code, quoted=quote(channel)
    )


@router.get("/fairs/{fair_id}/visitors/{visitor_id}", dependencies=[may("fairs.door")])
def slip(request: Request, session: SessionOf, reader: ReaderOf, fair_id: int, visitor_id: int) -> HTMLResponse:
    """One person's slip, to print: talks in order, else the five booths that suit best."""
    line = halls.fair(session, fair_id)
    letter = invitations.letter(session, line, visitor_id, reader=reader, language=language_of(request))
    best = views.best_booths(session, visitor_id)
    return page(request, "fair_slip.html", line=line, letter=letter, best=best)
