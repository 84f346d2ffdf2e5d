"""Workers: the register, one person's page, and the full numbers on demand."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse

from api.advice import recommending
from api.web.dependencies import PageNumber, ReaderOf, SessionOf, SettingsOf, TodayOf, may
from api.web.pages import page
from data.registers import broker_claims
from data.views import personal, postings, rights
from data.views import workers as views

router = APIRouter()


@router.get("/workers", dependencies=[may("people.see")])
def register(
    request: Request,
    session: SessionOf,
    *,
    q: Annotated[str, Query(max_length=100)] = "",
    county: str = "",
    trade: str = "",
    willing: str = "",
    number: PageNumber = 1,
) -> HTMLResponse:
    """The register, searched and filtered."""
    search = views.WorkerSearch(q, int(county) if county.isascii() and county.isdigit() else None, trade, willing)
    return page(
        request,
        "workers.html",
        found=views.register(session, search, number=number),
        search=search,
        counties=views.counties(session),
        trades=views.trades(session)[:60],
    )


@router.get("/workers/{worker_id}", dependencies=[may("people.see")])
def one(request: Request, session: SessionOf, today: TodayOf, worker_id: int) -> HTMLResponse:
    """A person's page, masked."""
    view, held = views.one(session, worker_id), rights.of_worker(session, worker_id)
    return page(
        request, "worker.html", view=view, rights=held, claims=broker_claims.of_worker(session, worker_id), today=today,
        full=None,
    )  # fmt: skip


@router.post("/workers/{worker_id}", dependencies=[may("people.read_numbers")])
def opened(
    request: Request,
    session: SessionOf,
    reader: ReaderOf,
    today: TodayOf,
    *,
    worker_id: int,
    purpose: Annotated[str, Form(min_length=2, max_length=120)],
) -> HTMLResponse:
    """The same page with full name and numbers; the reading goes into the log first."""
    full = personal.of_worker(session, worker_id, personal.with_purpose(reader, purpose))
    view, held = views.one(session, worker_id), rights.of_worker(session, worker_id)
    return page(
        request, "worker.html", view=view, rights=held, claims=broker_claims.of_worker(session, worker_id), today=today,
        full=full,
    )  # fmt: skip


@router.get("/workers/{worker_id}/recommendations", dependencies=[may("people.see")])
def recommendations(
    request: Request,
    session: SessionOf,
    settings: SettingsOf,
    today: TodayOf,
    worker_id: int,
    *,
    plan: int | None = None,
) -> HTMLResponse:
    """Three postings with reasons, or what stands in the way."""
    person = views.one(session, worker_id)
    advice = recommending.for_worker(session, settings, recommending.view_of(session, plan, today), worker_id)
    reason = next((why for number, why, _ in person.standing if number == plan and why != "placed"), None)
    return page(request, "recommendations.html", person=person, advice=advice, plan=plan, reason=reason)


@router.get("/pairs/{worker_id}/{posting_id}", dependencies=[may("people.see")])
def pair(
    request: Request,
    session: SessionOf,
    settings: SettingsOf,
    today: TodayOf,
    *,
    worker_id: int,
    posting_id: int,
    plan: int | None = None,
) -> HTMLResponse:
    """May this worker go there, and how well would it suit?"""
    view = recommending.view_of(session, plan, today)
    advice = recommending.for_pair(session, settings, view, (worker_id, posting_id))
    person = views.one(session, worker_id)
    return page(request, "pair.html", person=person, advice=advice, plan=plan, round_id=view.round_id)


@router.get("/postings/{posting_id}/invitations", dependencies=[may("people.see")])
def invitations(
    request: Request, session: SessionOf, settings: SettingsOf, today: TodayOf, posting_id: int
) -> HTMLResponse:
    """Whom to ask for a posting."""
    posting = postings.posting(session, posting_id)
    invited = recommending.for_posting(session, settings, recommending.view_of(session, None, today), posting_id)
    lines = views.lines(session, [one.worker_id for one in invited])
    return page(request, "invitations.html", view=posting, invited=invited, lines=lines)
