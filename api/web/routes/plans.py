"""Plans, and the rows behind each of their figures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.planning import runs as processes
from api.planning.plan_papers import FILES, expected_of_plan, one_file
from api.web.charts import map_of
from api.web.dependencies import PageNumber, ReaderOf, SessionOf, SettingsOf, engine_of, may
from api.web.pages import attached, language_of, page
from data.plans import questions, runs, vehicle_verdicts
from data.plans.questions import About
from data.views import ahead, aims, trip_ends
from data.views import plans as views

router = APIRouter()


@router.get("/plans", dependencies=[may("plans.see")])
def all_plans(request: Request, session: SessionOf, number: PageNumber = 1) -> HTMLResponse:
    """Plans and runs, newest first."""
    processes.look_after(engine_of(request))
    return page(request, "plans.html", found=views.plans(session, number=number), runs=runs.recent(session, limit=10))


@router.get("/plans/{plan_id}", dependencies=[may("plans.see")])
def one_plan(request: Request, session: SessionOf, settings: SettingsOf, plan_id: int) -> HTMLResponse:
    """A plan: summary, certificate, weights, reasons, batches."""
    view = views.one(session, plan_id)
    corridors = views.corridors(session, plan_id)
    return page(
        request,
        "plan.html",
        view=view,
        ends=trip_ends.of_plan(session, plan_id),
        map=map_of(corridors, settings.map_file),
        files=FILES,
        tiers=aims.tiers(session, plan_id, view.plan.weights),
        favored=aims.favored(session, plan_id, view.plan.weights.get("guaranteed_premium_fen") or 0),
        expected=expected_of_plan(session, plan_id),
        other=questions.page(session, About(plan_id, "plan", plan_id)),
        kept_back=ahead.of_plan(session, plan_id),
        verdicts=vehicle_verdicts.of_plan(session, plan_id),
    )


@router.get("/plans/{plan_id}/people", dependencies=[may("plans.see")])
def people(
    request: Request,
    session: SessionOf,
    plan_id: int,
    *,
    travel: str = "",
    posting: Annotated[int | None, Query()] = None,
    tier: Annotated[str, Query(pattern="^[a-z_]*$")] = "",
    guaranteed: bool = False,
    number: PageNumber = 1,
) -> HTMLResponse:
    """Who goes where."""
    views.known(session, plan_id)
    found = views.placed(session, plan_id, views.Narrowed(travel, posting, tier, guaranteed), number=number)
    return page(request, "plan_list.html", kind="people", plan_id=plan_id, found=found)


@router.get("/plans/{plan_id}/unplaced", dependencies=[may("plans.see")])
def unplaced(
    request: Request, session: SessionOf, plan_id: int, reason: str = "", number: PageNumber = 1
) -> HTMLResponse:
    """Who stays behind, and why."""
    views.known(session, plan_id)
    found = views.unplaced(session, plan_id, reason=reason, number=number)
    reasons = views.reasons(session, plan_id)
    answered = questions.answered_subjects(session, plan_id, "worker")
    return page(
        request,
        "plan_list.html",
        kind="unplaced",
        plan_id=plan_id,
        found=found,
        reasons=reasons,
        chosen=reason,
        answered=answered,
    )


@router.get("/plans/{plan_id}/reserve", dependencies=[may("plans.see")])
def reserve(
    request: Request, session: SessionOf, plan_id: int, posting: int | None = None, number: PageNumber = 1
) -> HTMLResponse:
    """Who is asked next."""
    views.known(session, plan_id)
    found = views.reserve(session, plan_id, posting_id=posting, number=number)
    return page(request, "plan_list.html", kind="reserve", plan_id=plan_id, found=found)


@router.get("/plans/{plan_id}/differences", dependencies=[may("plans.see")])
def differences(request: Request, session: SessionOf, plan_id: int, number: PageNumber = 1) -> HTMLResponse:
    """What a mended plan changed, and what keeping everybody else in place costs."""
    views.known(session, plan_id)
    found = views.differences(session, plan_id, number=number)
    other = questions.page(session, About(plan_id, "plan", plan_id))
    return page(request, "plan_list.html", kind="differences", plan_id=plan_id, found=found, other=other)


@router.get("/plans/{plan_id}/postings", dependencies=[may("plans.see")])
def by_posting(request: Request, session: SessionOf, plan_id: int, number: PageNumber = 1) -> HTMLResponse:
    """How many each posting gets, and what an opening was held to be worth to those still to come."""
    views.known(session, plan_id)
    found = views.postings_filled(session, plan_id, number=number)
    return page(request, "plan_list.html", kind="postings", plan_id=plan_id, found=found)


@router.get("/plans/{plan_id}/files/{name}.xlsx", dependencies=[may("papers.make")])
def file(request: Request, session: SessionOf, reader: ReaderOf, plan_id: int, name: str) -> Response:
    """One paper of the plan to keep; those with personal data are logged."""
    content = one_file(session, plan_id, name, reader=reader, language=language_of(request))
    return attached(content, f"plan-{plan_id}-{name}.xlsx")
