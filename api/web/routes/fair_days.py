"""The day of a fair: the door, each booth, the board in the hall."""

from __future__ import annotations

from typing import Annotated, TypeAlias
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.advice.training import scorer_for
from api.office.fairs import on_the_day
from api.office.fairs.on_the_day import WalkInForm
from api.planning import fair_days as live
from api.planning.fair_days import Clocked
from api.web.dependencies import SessionOf, SettingsOf, TodayOf, ViewerOf, may, now
from api.web.pages import page, seen
from data.registers.fairs import booths, day
from data.tables.fairs import BOOTH_STATES
from data.views import fair_days as views
from data.views import fair_plans
from data.views import fairs as halls

router = APIRouter()
NEXT = 5


def _pressed(
    session: SessionOf, viewer: ViewerOf, today: TodayOf, fair_id: int, at: Annotated[str, Query(max_length=8)] = ""
) -> Clocked:
    return on_the_day.clocked(halls.fair(session, fair_id), at, today=today, now=now(), by=viewer.name)


Pressed: TypeAlias = Annotated[Clocked, Depends(_pressed, scope="function")]


@router.get("/fairs/{fair_id}/door", dependencies=[may("fairs.door")])
def door(
    request: Request, session: SessionOf, pressed: Pressed, fair_id: int, *, q: str = "", at: str = "", done: int = 0
) -> HTMLResponse:
    """Who is at the door: found by code, end of phone, or name; and those who walk in."""
    line = halls.fair(session, fair_id)
    return page(
        request, "fair_door.html", line=line, found=views.found(session, fair_id, q), q=q, minute=pressed.minute, at=at,
        counts=views.counts(session, fair_id), rehearsal=on_the_day.is_rehearsal(line, pressed.now),
        done=fair_plans.visitor(session, fair_id, done) if done else None,
    )  # fmt: skip


@router.post("/fairs/{fair_id}/visitors/{visitor_id}/in", status_code=303, dependencies=[may("fairs.door")])
def check_in(session: SessionOf, pressed: Pressed, fair_id: int, visitor_id: int, at: str = "") -> RedirectResponse:
    """Somebody is here; pressed twice it is once."""
    live.check_in(session, fair_id, visitor_id, pressed)
    return seen(f"/fairs/{fair_id}/door?done={visitor_id}&at={quote(at)}")


@router.post("/fairs/{fair_id}/visitors/{visitor_id}/out", status_code=303, dependencies=[may("fairs.door")])
def leaves(session: SessionOf, pressed: Pressed, fair_id: int, visitor_id: int, at: str = "") -> RedirectResponse:
    """Somebody goes home: their seats are given on."""
    live.leaves(session, fair_id, visitor_id, pressed)
    return seen(f"/fairs/{fair_id}/door?done={visitor_id}&at={quote(at)}")


@router.post("/fairs/{fair_id}/door", status_code=303, dependencies=[may("fairs.door")])
def walk_in(
    session: SessionOf, settings: SettingsOf, pressed: Pressed, fair_id: int, form: Annotated[WalkInForm, Form()]
) -> RedirectResponse:
    """Somebody without an invitation: their slip has the best five booths, and the times that are free."""
    record = on_the_day.record_of(form, halls.fair(session, fair_id).fair.county)
    visitor = live.walk_in(session, fair_id, (record, form.channel), scorer_for(session, settings), pressed)
    return seen(f"/fairs/{fair_id}/visitors/{visitor}")


@router.get("/fairs/{fair_id}/booths/{booth_id}", dependencies=[may("fairs.door")])
def booth(
    request: Request, session: SessionOf, pressed: Pressed, fair_id: int, booth_id: int, *, at: str = "", told: str = ""
) -> HTMLResponse:
    """One booth on a telephone: the next five, and what their talks came to."""
    line, row = halls.fair(session, fair_id), booths.of_fair(session, fair_id, booth_id)
    talks = views.talks_at(session, booth_id)
    waiting = [one for one in talks if one.talk.state in ("planned", "talking")]
    return page(
        request, "fair_booth.html", line=line, booth=halls.booth(session, fair_id, row.id), minute=pressed.minute,
        at=at, next=waiting[:NEXT], later=len(waiting[NEXT:]), over=[one for one in talks if one not in waiting],
        told=told, rehearsal=on_the_day.is_rehearsal(line, pressed.now), states=BOOTH_STATES[1:],
    )  # fmt: skip


@router.post("/fairs/{fair_id}/booths/{booth_id}", status_code=303, dependencies=[may("fairs.door")])
def booth_changes(
    session: SessionOf,
    pressed: Pressed,
    fair_id: int,
    booth_id: int,
    *,
    state: Annotated[str, Form(pattern="^(there|gone|full)?$")] = "",
    interviewers: Annotated[int | None, Form(ge=0, le=20)] = None,
    late: Annotated[int, Form(ge=0, le=120)] = 0,
    at: str = "",
) -> RedirectResponse:
    """The booth is there, full or gone, has other interviewers, or runs late: the timetable follows."""
    made = live.booth_changes(session, (fair_id, booth_id), state, pressed, interviewers=interviewers, late=late)
    told = f"{made.lost}.{made.moved}.{made.added}"
    return seen(f"/fairs/{fair_id}/booths/{booth_id}?told={told}&at={quote(at)}")


@router.post("/fairs/{fair_id}/talks/{talk_id}", status_code=303, dependencies=[may("fairs.door")])
def talk(
    session: SessionOf,
    pressed: Pressed,
    fair_id: int,
    talk_id: int,
    *,
    what: Annotated[str, Form(pattern="^(call|sit|absent|talked|hired|intention|not_now)$")],
    at: str = "",
) -> RedirectResponse:
    """Call somebody, let the talk begin, say what it came to, or that nobody came."""
    row = day.talk_of(session, fair_id, talk_id)
    day.employers_who_came(session, fair_id, row.booth_id)
    if what == "call":
        day.call(session, fair_id, talk_id)
    elif what == "sit":
        day.sits_down(session, fair_id, talk_id)
    elif what == "absent":
        live.absent(session, fair_id, talk_id, pressed)
    else:
        day.came_to(session, fair_id, talk_id, what, now=pressed.now)
    return seen(f"/fairs/{fair_id}/booths/{row.booth_id}?at={quote(at)}")


@router.get("/fairs/{fair_id}/board", dependencies=[may("fairs.see")])
def board(request: Request, session: SessionOf, pressed: Pressed, fair_id: int, at: str = "") -> HTMLResponse:
    """The board in the hall: who is next where, how many wait, what is left; codes, no names."""
    line = halls.fair(session, fair_id)
    shown = views.board(session, fair_id, pressed.minute, line.fair.slot_minutes)
    return page(request, "fair_board.html", line=line, shown=shown, minute=pressed.minute, at=at)
