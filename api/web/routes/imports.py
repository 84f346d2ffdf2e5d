"""Imports: a file comes in, its columns are seen and changed, its rows reported, its duplicates decided."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.office import importing
from api.web import uploads
from api.web.dependencies import PageNumber, ReaderOf, SessionOf, SettingsOf, TodayOf
from api.web.pages import attached, page, seen
from data import office_settings
from data.importers.deciding.deciding import decide as decide_row
from data.reference import regions
from data.registers import broker_claims
from data.views import imports as views
from data.views import workers
from labor.errors import BadInput

router = APIRouter()


@router.get("/imports")
def all_imports(request: Request, session: SessionOf, number: PageNumber = 1) -> HTMLResponse:
    """Files read so far, and the form for the next."""
    found, open_claims = views.imports(session, number=number), len(broker_claims.disputed(session))
    return page(request, "imports.html", found=found, kinds=importing.KINDS, disputed=open_claims)


@router.post("/imports", status_code=303)
def receive(
    settings: SettingsOf,
    *,
    file: Annotated[UploadFile | None, File()] = None,
    pasted: Annotated[str, Form(max_length=200_000)] = "",
    kind: Annotated[str, Form(pattern="^[a-z]*$")] = "",
) -> RedirectResponse:
    """Put a file or a pasted chain aside and show what was made out of it."""
    if file is not None and file.filename:
        upload = uploads.put_aside(settings.uploads, file.filename, file.file.read(), kind=kind)
    elif pasted.strip():
        upload = uploads.put_aside(settings.uploads, uploads.PASTED, pasted.encode(), kind=kind or "workers")
    else:
        raise BadInput("请选择一个文件,或粘贴接龙文字 / choose a file or paste the chain text")
    return seen(f"/imports/files/{upload.token}")


@router.get("/imports/files/{token}")
def mapping(
    request: Request, session: SessionOf, settings: SettingsOf, reader: ReaderOf, token: str, *, kind: str | None = None
) -> HTMLResponse:
    """What each column is taken for, with the first rows, before anything is written; logged, since it shows cells."""
    upload = uploads.find(settings.uploads, token)
    preview = importing.preview(upload, kind=kind)
    importing.log_preview(session, reader, preview)
    own = office_settings.county_of(session)
    counties = [regions().path_of(code) for code, _, _ in workers.counties(session)[:40]]
    return page(
        request, "mapping.html", upload=upload, preview=preview, kinds=importing.KINDS, kind=kind,
        counties=counties, own_county=regions().path_of(own) if own else "",
    )  # fmt: skip


@router.post("/imports/files/{token}", status_code=303)
async def bring_in(request: Request, settings: SettingsOf, today: TodayOf, token: str) -> RedirectResponse:
    """Import the file as mapped; columns come as fields named ``column-TABLE-POSITION``."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    upload = uploads.find(settings.uploads, token)
    office = importing.Desk(request.app.state.engine, today, settings.operator)
    report = await run_in_threadpool(importing.bring_in_upload, upload, form, office)
    uploads.let_go(upload)
    return seen(f"/imports/{report.tallies[0].import_id}")


@router.get("/imports/{import_id}")
def one(
    request: Request, session: SessionOf, reader: ReaderOf, import_id: int, *, outcome: str = "", number: PageNumber = 1
) -> HTMLResponse:
    """The report of a file, row by row."""
    found = views.remarks(session, import_id, outcome=outcome, number=number)
    importing.log_cells(session, reader, import_id, sum(bool(line.cells) for line in found.rows))
    return page(
        request,
        "import.html",
        row=views.one(session, import_id),
        found=found,
        counts=views.counts(session, import_id),
        rules=views.rules(session, import_id),
        outcome=outcome,
    )


@router.get("/imports/{import_id}/bad-rows.xlsx")
def bad_rows(session: SessionOf, reader: ReaderOf, import_id: int) -> Response:
    """The rows to mend as a workbook; logged, since it holds what the file held."""
    return attached(importing.bad_rows(session, import_id, reader), f"bad-rows-{import_id}.xlsx")


@router.post("/imports/rows/{row_id}", status_code=303)
def decision(
    session: SessionOf,
    settings: SettingsOf,
    today: TodayOf,
    row_id: int,
    choice: Annotated[str, Form(alias="decision")],
) -> RedirectResponse:
    """Keep, merge or drop a row that waits."""
    import_id = views.import_of(session, row_id)
    decide_row(session, row_id, choice, today=today, by=settings.operator)
    return seen(f"/imports/{import_id}?outcome=to_decide")
