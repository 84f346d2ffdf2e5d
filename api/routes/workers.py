"""Workers: the register, one person's page, and the full numbers on demand."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse

from api.dependencies import PageNumber, ReaderOf, SessionOf
from api.pages import page
from data.views import personal
from data.views import workers as views

router = APIRouter()


@router.get("/workers")
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
    search = views.WorkerSearch(q, int(county) if county.isdigit() else None, trade, willing)
    return page(
        request,
        "workers.html",
        found=views.register(session, search, number=number),
        search=search,
        counties=views.counties(session),
        trades=views.trades(session)[:60],
    )


@router.get("/workers/{worker_id}")
def one(request: Request, session: SessionOf, worker_id: int) -> HTMLResponse:
    """A person's page, masked."""
    return page(request, "worker.html", view=views.one(session, worker_id), full=None)


@router.post("/workers/{worker_id}")
def opened(
    request: Request,
    session: SessionOf,
    reader: ReaderOf,
    worker_id: int,
    purpose: Annotated[str, Form(min_length=2, max_length=120)],
) -> HTMLResponse:
    """The same page with full name and numbers; the reading goes into the log first."""
    full = personal.of_worker(session, worker_id, personal.with_purpose(reader, purpose))
    return page(request, "worker.html", view=views.one(session, worker_id), full=full)
