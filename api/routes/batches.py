"""A batch: its page, and its manifest on A4 in three maskings."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.dependencies import ReaderOf, SessionOf
from api.pages import page
from data.views import batches as views

router = APIRouter()
SHEETS: tuple[views.Copy, ...] = ("escort", "receiver", "board")


@router.get("/batches/{batch_id}")
def one(request: Request, session: SessionOf, reader: ReaderOf, batch_id: int) -> HTMLResponse:
    """The batch with its people, masked."""
    view = views.manifest(session, batch_id, copy="office", reader=reader)
    return page(request, "batch.html", view=view, sheets=SHEETS)


@router.get("/batches/{batch_id}/print")
def sheet(
    request: Request,
    session: SessionOf,
    reader: ReaderOf,
    batch_id: int,
    *,
    copy: views.Copy = "board",
    employer: int | None = None,
) -> HTMLResponse:
    """One copy to print; those with numbers are logged."""
    view = views.manifest(session, batch_id, copy=copy, reader=reader, employer_id=employer)
    return page(request, "manifest.html", view=view)
