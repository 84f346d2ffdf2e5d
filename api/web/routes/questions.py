"""Questions about a plan: what would have placed this person, filled this posting, run this vehicle, and other aims."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.planning import runs as processes
from api.planning.repairing import mending_order
from api.web.dependencies import SessionOf, SettingsOf, TodayOf, ViewerOf, may, now
from api.web.pages import page, seen
from data.database import opened
from data.plans import questions, runs
from data.plans.questions import About
from data.plans.runs import RunOrder
from data.tables.plans import OPEN_RUN_STATUSES
from data.views import plans as views

router = APIRouter()


@router.get("/plans/{plan_id}/questions/{subject}/{subject_id}", dependencies=[may("plans.see")])
def one(request: Request, session: SessionOf, plan_id: int, subject: str, subject_id: int) -> HTMLResponse:
    """The question and the newest answers to it."""
    processes.look_after(request.app.state.engine)
    view = questions.page(session, About(plan_id, subject, subject_id))
    run = runs.one(session, view.newest.run_id) if view.newest else None
    live = run is not None and run.status in OPEN_RUN_STATUSES
    plan = views.one(session, plan_id).plan
    return page(request, "question.html", view=view, run=run, live=live, plan=plan)


@router.post("/plans/{plan_id}/questions/{subject}/{subject_id}", status_code=303, dependencies=[may("plans.make")])
def ask(
    request: Request,
    session: SessionOf,
    settings: SettingsOf,
    viewer: ViewerOf,
    plan_id: int,
    *,
    subject: str,
    subject_id: int,
) -> RedirectResponse:
    """Look for answers in the background and go and watch."""
    engine, round_id = request.app.state.engine, views.one(session, plan_id).round.id
    already = questions.going(session, About(plan_id, subject, subject_id))
    if already is not None:
        return seen(f"/runs/{already}")
    asked = questions.ask(session, About(plan_id, subject, subject_id), by=viewer.name, now=now())
    session.commit()
    run_id = processes.start(engine, settings, RunOrder("explain", {"question_id": asked}, round_id), by=viewer.name)
    with opened(engine) as another:
        questions.taken_by(another, asked, run_id)
    return seen(f"/runs/{run_id}")


@router.post("/rounds/{round_id}/clash", status_code=303, dependencies=[may("plans.make")])
def clash(
    request: Request, session: SessionOf, settings: SettingsOf, viewer: ViewerOf, today: TodayOf, *, round_id: int
) -> RedirectResponse:
    """Look in the background whether the round's pins and bans can hold together."""
    order = mending_order(session, round_id, today=today)
    session.commit()
    run_id = processes.start(
        request.app.state.engine, settings, RunOrder("explain", order.as_params(), round_id), by=viewer.name
    )
    return seen(f"/runs/{run_id}")
