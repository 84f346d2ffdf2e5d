"""Questions about a plan: what would have placed this person, filled this posting, run this vehicle, and other aims."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.planning import asked_runs
from api.planning import runs as processes
from api.web.dependencies import SessionOf, SettingsOf, TodayOf, ViewerOf, engine_of, may, now
from api.web.pages import page, seen
from data.plans import questions, runs
from data.plans.questions import About
from data.tables.plans import OPEN_RUN_STATUSES
from data.views import plans as views

router = APIRouter()


@router.get("/plans/{plan_id}/questions/{subject}/{subject_id}", dependencies=[may("plans.see")])
def one(request: Request, session: SessionOf, plan_id: int, subject: str, subject_id: int) -> HTMLResponse:
    """The question and the newest answers to it."""
    processes.look_after(engine_of(request))
    view = questions.page(session, About(plan_id, subject, subject_id))
    run = runs.one(session, view.newest.run_id) if view.newest else None
    live = run is not None and run.status in OPEN_RUN_STATUSES
    plan = views.one(session, plan_id).plan
    return page(request, "question.html", view=view, run=run, live=live, plan=plan)


@router.post("/plans/{plan_id}/questions/{subject}/{subject_id}", status_code=303, dependencies=[may("plans.make")])
def ask(
    request: Request, settings: SettingsOf, viewer: ViewerOf, plan_id: int, *, subject: str, subject_id: int
) -> RedirectResponse:
    """Look for answers in the background and go and watch."""
    about = About(plan_id, subject, subject_id)
    return seen(f"/runs/{asked_runs.ask(engine_of(request), settings, about, by=viewer.name, now=now())}")


@router.post("/rounds/{round_id}/clash", status_code=303, dependencies=[may("plans.make")])
def clash(request: Request, settings: SettingsOf, viewer: ViewerOf, today: TodayOf, round_id: int) -> RedirectResponse:
    """Look in the background whether the round's pins and bans can hold together."""
    engine = engine_of(request)
    return seen(f"/runs/{asked_runs.look_for_a_clash(engine, settings, round_id, by=viewer.name, today=today)}")
