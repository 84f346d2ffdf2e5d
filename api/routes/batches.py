"""A batch: its page, and its manifest on A4 in three maskings."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.dependencies import ReaderOf, SessionOf, TodayOf
from api.exporting import manifest_file
from api.pages import attached, language_of, page
from data.exports import manifest
from data.exports.manifest_sheets import as_sheets
from data.views import batches as views

router = APIRouter()


@router.get("/batches/{batch_id}")
def one(request: Request, session: SessionOf, today: TodayOf, batch_id: int) -> HTMLResponse:
    """The batch with its people, masked."""
    return page(request, "batch.html", view=views.one(session, batch_id), today=today)


@router.get("/batches/{batch_id}/print")
def sheet(
    request: Request,
    session: SessionOf,
    reader: ReaderOf,
    batch_id: int,
    *,
    copy: manifest.Masking = "notice",
    employer: int | None = None,
) -> HTMLResponse:
    """One copy to print; those with numbers are logged."""
    found = manifest.sheet(session, batch_id, copy, reader=reader, employer_id=employer)
    return page(request, "sheet.html", sheet=as_sheets(found)[0], back=f"/batches/{batch_id}")


@router.get("/batches/{batch_id}/manifest.xlsx")
def workbook(
    request: Request,
    session: SessionOf,
    reader: ReaderOf,
    batch_id: int,
    *,
    copy: manifest.Masking = "notice",
    employer: int | None = None,
) -> Response:
    """The same copy as a workbook."""
    language = language_of(request)
    content = manifest_file(session, batch_id, copy, reader=reader, language=language, employer_id=employer)
    return attached(content, f"manifest-{batch_id}-{copy}.xlsx")
