"""Imports: a file comes in, its columns are seen and changed, its rows reported, its duplicates decided."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from api.office import importing, several_files, uploads
from api.planning import vehicle_verdicts
from api.web.dependencies import (
    AsideOf,
    DeskOf,
    FormOf,
    PageNumber,
    ReaderOf,
    SessionOf,
    TodayOf,
    ViewerOf,
    engine_of,
    may,
)
from api.web.pages import attached, page, seen
from data import office_settings
from data.database.tenants.scopes import people_of_all_units
from data.importers.deciding.alike import Answer, QuestionKey, answer
from data.importers.deciding.deciding import decide as decide_row
from data.importers.deciding.settling import Hand
from data.registers import broker_claims
from data.tables.regions import regions
from data.views import import_questions, workers
from data.views import imports as views
from labor.errors import BadInput

router = APIRouter()


@router.get("/imports", dependencies=[may("files.see")])
def all_imports(request: Request, session: SessionOf, number: PageNumber = 1) -> HTMLResponse:
    """Files read so far, and the form for the next."""
    found, open_claims = views.imports(session, number=number), len(broker_claims.disputed(session))
    return page(
        request, "imports.html", found=found, kinds=importing.KINDS, disputed=open_claims,
        counts=import_questions.counts_now(session, [line.id for line in found.rows]),
        waits=sum(import_questions.waiting_now(session)),
    )  # fmt: skip


@router.post("/imports", status_code=303, dependencies=[may("files.import")])
def receive(
    aside: AsideOf,
    *,
    file: Annotated[list[UploadFile] | None, File()] = None,
    pasted: Annotated[str, Form(max_length=200_000)] = "",
    kind: Annotated[str, Form(pattern="^[a-z]*$")] = "",
) -> RedirectResponse:
    """Put files or a pasted chain aside and show what was made out of them."""
    chosen = [one for one in file or () if one.filename]
    if pasted.strip() and not chosen:
        upload = uploads.put_aside(aside, uploads.PASTED, pasted.encode(), kind=kind or "workers")
        return seen(f"/imports/files/{upload.token}")
    if not chosen:
        raise BadInput("请选择一个文件,或粘贴接龙文字 / choose a file or paste the chain text")
    put = [uploads.put_aside(aside, one.filename or "", one.file.read(), kind=kind) for one in chosen]
    if len(put) == 1:
        return seen(f"/imports/files/{put[0].token}")
    return seen("/imports/files?" + urlencode([("f", one.token) for one in put]))


@router.get("/imports/files", dependencies=[may("files.import")])
def several(
    request: Request, session: SessionOf, aside: AsideOf, *, f: Annotated[list[str] | None, Query()] = None
) -> HTMLResponse:
    """What was made out of several files, before anything is written."""
    files = several_files.looked_at(engine_of(request), aside, f or [])
    own = office_settings.county_of(session)
    return page(request, "files.html", files=files, own_county=regions().path_of(own) if own else "")


@router.post("/imports/files", status_code=303, dependencies=[may("files.import")])
async def bring_in_all(request: Request, aside: AsideOf, desk: DeskOf) -> RedirectResponse:
    """Import several files as they were read; what cannot be read stays on the page with its reason."""
    sent = await request.form()
    form = {name: str(value) for name, value in sent.items() if name != "f"}
    tokens = [str(token) for token in sent.getlist("f")]
    left = await run_in_threadpool(several_files.bring_in_several, aside, tokens, form, desk)
    if left:
        return seen("/imports/files?" + urlencode([("f", token) for token in left]))
    return seen("/imports/waiting")


@router.get("/imports/files/{token}", dependencies=[may("files.import")])
def mapping(
    request: Request, session: SessionOf, aside: AsideOf, reader: ReaderOf, token: str, *, kind: str | None = None
) -> HTMLResponse:
    """What each column is taken for, with the first rows, before anything is written; logged, since it shows cells."""
    upload = uploads.find(aside, token)
    preview = importing.preview(engine_of(request), upload, kind=kind)
    importing.log_preview(session, reader, preview)
    own = office_settings.county_of(session)
    counties = [regions().path_of(code) for code, _, _ in workers.counties(session)[:40]]
    return page(
        request, "mapping.html", upload=upload, preview=preview, kinds=importing.KINDS, kind=kind,
        counties=counties, own_county=regions().path_of(own) if own else "",
    )  # fmt: skip


@router.post("/imports/files/{token}", status_code=303, dependencies=[may("files.import")])
def bring_in(aside: AsideOf, desk: DeskOf, form: FormOf, token: str) -> RedirectResponse:
    """Import the file as mapped; columns come as fields named ``column-TABLE-POSITION``."""
    import_id = importing.bring_in_once(aside, token, form, desk)
    return seen(f"/imports/{import_id}")


@router.get("/imports/waiting", dependencies=[may("files.see")])
def waiting(request: Request, session: SessionOf, reader: ReaderOf) -> HTMLResponse:
    """Everything asked about the rows of all files, each question once."""
    asked = import_questions.asked_now(session)
    importing.log_cells(session, reader, None, sum(len(question.rows) for question in asked))
    begun, counts = views.newest(session) > 0, import_questions.waiting_now(session)
    return page(request, "waiting.html", asked=asked, counts=counts, import_id=None, begun=begun)


@router.get("/imports/{import_id}", dependencies=[may("files.see")])
def one(
    request: Request, session: SessionOf, reader: ReaderOf, today: TodayOf, import_id: int, *, outcome: str = "",
    number: PageNumber = 1,
) -> HTMLResponse:  # fmt: skip
    """The report of a file: what is asked, by kind; row by row where an outcome is named."""
    found = views.remarks(session, import_id, outcome=outcome, number=number) if outcome else None
    asked = import_questions.asked_now(session, import_id)
    shown = sum(bool(line.cells) for line in found.rows) if found else sum(len(one.rows) for one in asked)
    importing.log_cells(session, reader, import_id, shown)
    return page(
        request, "import.html", row=views.one(session, import_id), found=found, asked=asked, outcome=outcome,
        counts=import_questions.counts_now(session, [import_id])[import_id],
        notes=import_questions.notes(session, import_id), import_id=import_id,
        vehicles=vehicle_verdicts.of_imports(session, import_id - 1, today, last=import_id),
    )  # fmt: skip


@router.get("/imports/{import_id}/bad-rows.xlsx", dependencies=[may("files.see")])
def bad_rows(session: SessionOf, reader: ReaderOf, import_id: int) -> Response:
    """The rows to mend as a workbook; logged, since it holds what the file held."""
    views.one(session, import_id)
    return attached(importing.bad_rows(session, import_id, reader), f"bad-rows-{import_id}.xlsx")


class AnswerForm(BaseModel):
    """One answer to one question; the button says which choice."""

    rule: str
    column: str = ""
    kind: str
    asked: str = ""  # the cell's words, where one value answers
    choice: str
    value: str = Field("", max_length=200)
    of: int | None = None  # the import, None for all


@router.post("/imports/answers", status_code=303, dependencies=[may("files.import")])
def answers(
    session: SessionOf, viewer: ViewerOf, today: TodayOf, form: Annotated[AnswerForm, Form()]
) -> RedirectResponse:
    """One answer for all rows alike."""
    question = QuestionKey(form.rule, form.column, form.kind, form.asked)
    with people_of_all_units(session):
        answer(session, question, Answer(form.choice, form.value, form.of), Hand(today, viewer.name))
    return seen(f"/imports/{form.of}" if form.of else "/imports/waiting")


@router.post("/imports/rows/{row_id}", status_code=303, dependencies=[may("files.import")])
def decision(
    session: SessionOf,
    viewer: ViewerOf,
    today: TodayOf,
    row_id: int,
    choice: Annotated[str, Form(alias="decision")],
) -> RedirectResponse:
    """Keep, merge or drop a row that waits."""
    import_id = views.import_of(session, row_id)
    with people_of_all_units(session):
        decide_row(session, row_id, choice, today=today, by=viewer.name)
    return seen(f"/imports/{import_id}?outcome=to_decide")


@router.post("/imports/rows/{row_id}/cells", status_code=303, dependencies=[may("files.import")])
def mending(session: SessionOf, desk: DeskOf, sent: FormOf, row_id: int) -> RedirectResponse:
    """Mend cells of a row in place; they come as fields named ``cell-POSITION``."""
    cells = {int(name[5:]): text[:1000] for name, text in sent.items() if re.fullmatch(r"cell-\d{1,3}", name)}
    views.import_of(session, row_id)
    session.rollback()  # SQLite's writer waits for nobody who merely looked
    import_id = importing.mend_row(row_id, cells, desk)
    return seen(f"/imports/{import_id}" if sent.get("of") else "/imports/waiting")
