"""The log of reads."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.web.dependencies import PageNumber, SessionOf, may
from api.web.pages import page
from data.views.readings import readings

router = APIRouter()


@router.get("/readings", dependencies=[may("log.see")])
def log_of_reads(
    request: Request,
    session: SessionOf,
    *,
    subject: str = "",
    subject_id: Annotated[int | None, Query(alias="id")] = None,
    number: PageNumber = 1,
) -> HTMLResponse:
    """Who opened whose personal data, when and on which page."""
    found = readings(session, subject=subject, subject_id=subject_id, number=number)
    return page(request, "readings.html", found=found, subject=subject)
