"""Registers of postings, employers and vehicles."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.dependencies import PageNumber, SessionOf
from api.pages import page
from data.views import postings as views

router = APIRouter()


@router.get("/postings")
def postings(
    request: Request,
    session: SessionOf,
    *,
    q: str = "",
    status: str = "",
    employer: int | None = None,
    number: PageNumber = 1,
) -> HTMLResponse:
    """Postings by title, duties, employer or place."""
    search = views.PostingSearch(q, status, employer)
    return page(request, "postings.html", found=views.postings(session, search, number=number), q=q, status=status)


@router.get("/postings/{posting_id}")
def posting(request: Request, session: SessionOf, posting_id: int) -> HTMLResponse:
    """One posting: terms, needs, and the demands that were not kept."""
    return page(request, "posting.html", view=views.posting(session, posting_id))


@router.get("/employers")
def employers(
    request: Request, session: SessionOf, q: str = "", only: str = "", number: PageNumber = 1
) -> HTMLResponse:
    """Employers by name, code or industry."""
    return page(request, "employers.html", found=views.employers(session, q, number=number, only=only), q=q, only=only)


@router.get("/vehicles")
def vehicles(request: Request, session: SessionOf, q: str = "", number: PageNumber = 1) -> HTMLResponse:
    """Vehicles by number, carrier or stop."""
    return page(request, "vehicles.html", found=views.vehicles(session, q, number=number), q=q)
