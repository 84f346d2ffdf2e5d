"""A plan's papers on A4: summary, handover lists, slips."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.office import papers
from api.planning.plan_papers import expected_of_plan
from api.web.dependencies import ReaderOf, SessionOf, may
from api.web.pages import page
from data.exports import handover, summary
from data.views import plans as views

router = APIRouter()


@router.get("/plans/{plan_id}/papers", dependencies=[may("papers.make")])
def all_papers(request: Request, session: SessionOf, plan_id: int) -> HTMLResponse:
    """What may be printed."""
    view = views.one(session, plan_id)
    return page(request, "papers.html", view=view, choice=papers.choice(session, plan_id))


@router.get("/plans/{plan_id}/papers/summary", dependencies=[may("papers.make")])
def plan_summary(request: Request, session: SessionOf, plan_id: int) -> HTMLResponse:
    """Counts and sums: no name stands in it."""
    back = f"/plans/{plan_id}/papers"
    return page(
        request, "sheets.html", sheets=summary.sheets(session, plan_id, expected_of_plan(session, plan_id)), back=back
    )


@router.get("/plans/{plan_id}/papers/handover/{employer_id}", dependencies=[may("papers.make")])
def handed_over(request: Request, session: SessionOf, reader: ReaderOf, plan_id: int, employer_id: int) -> HTMLResponse:
    """One employer's own people; names and numbers of those who agreed. Logged."""
    made = handover.sheet(session, plan_id, employer_id, reader=reader)
    return page(request, "sheets.html", sheets=[made], back=f"/plans/{plan_id}/papers")


@router.get("/plans/{plan_id}/papers/slips", dependencies=[may("papers.make")])
def slips(
    request: Request, session: SessionOf, reader: ReaderOf, plan_id: int, *, batch: int = 0, worker: int = 0
) -> HTMLResponse:
    """One slip a person, two on a page, with a line to cut along. Logged."""
    found = papers.printed_slips(session, plan_id, batch, worker, reader)
    return page(request, "slips.html", slips=found, back=f"/plans/{plan_id}/papers")
