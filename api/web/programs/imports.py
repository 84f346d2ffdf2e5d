"""Files in: put aside, looked at, brought in, reported; what is asked about their rows, and the answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile
from pydantic import Field, StringConstraints

from api.office import importing, several_files, uploads
from api.planning import vehicle_verdicts
from api.web.dependencies import AsideOf, DeskOf, ReaderOf, SessionOf, TodayOf, engine_of, may
from api.web.programs.people import WithPurpose
from api.web.programs.problems import answers
from api.web.programs.shapes import (
    READING,
    Asked,
    ListOf,
    Number,
    Purpose,
    Shape,
    Text,
    Words,
    listed,
    place,
)
from data.database import opened
from data.views import import_questions, personal
from data.views import imports as views
from data.views.cursors import After

router = APIRouter(tags=["files in"], responses=answers(409, 415))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Kind = Literal["", "workers", "postings", "employers", "vehicles", "hubs", "fares"]
Token = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class PutAside(Shape):
    """A file kept aside for a day under a token, until it is imported."""

    token: str
    name: str


class PastedText(Asked):
    """Text pasted out of a chat, or a table as text."""

    text: Annotated[Text, StringConstraints(min_length=1, max_length=200_000)]
    kind: Kind = ""


class Look(Asked):
    """What a file put aside is taken for; its first rows are shown, so the reading has a purpose."""

    purpose: Purpose
    kind: Kind = ""


class ColumnTold(Shape):
    """What one column is taken for."""

    position: int = Field(validation_alias="at")
    letter: str
    header: str
    field: str = Field(description="empty where nobody reads it")
    samples: list[str]


class TableTold(Shape):
    """One table found in a file."""

    number: int = Field(validation_alias="at")
    sheet: str
    kind: str
    rows: int
    skipped: int
    columns: list[ColumnTold]


class PreviewTold(Shape):
    """What was made out of a file before anything is written."""

    tables: list[TableTold]
    passed_over: list[str]
    already_import_id: int | None = Field(description="the import these very bytes came in by before")


class ColumnChosen(Asked):
    """A column named by hand."""

    table: Annotated[int, Field(ge=0, le=1000)]
    position: Annotated[int, Field(ge=0, le=1000)]
    field: Annotated[str, StringConstraints(max_length=60)]


class BringIn(Asked):
    """A file put aside becomes rows of the registers."""

    token: Token
    kind: Kind = ""
    county: Annotated[Text, Field(max_length=60, description="the office's own county, by name or code")] = ""
    home: Annotated[Text, Field(max_length=60, description="the home of people whose rows name none")] = ""
    columns: list[ColumnChosen] = Field([], max_length=300)

    @property
    def form(self) -> dict[str, str]:
        """The same as the page's form sends it."""
        chosen = {f"column-{one.table}-{one.position}": one.field for one in self.columns}
        return {"kind": self.kind, "county": self.county, "home": self.home, **chosen}


class BringInSeveral(Asked):
    """Several files at once, stations and employers before what names them."""

    tokens: Annotated[list[Token], Field(min_length=1, max_length=100)]
    county: Annotated[Text, Field(max_length=60)] = ""
    home: Annotated[Text, Field(max_length=60)] = ""


class NotRead(Shape):
    """Tokens of files that would not be imported; they stay aside."""

    tokens: list[str]


class Counts(Shape):
    """Rows as they stand now; kept + to_decide + refused + left_out + elsewhere = rows_in."""

    rows_in: int
    kept: int
    to_decide: int
    refused: int
    left_out: int
    elsewhere: int


class ImportLine(Shape):
    """One file read."""

    id: int
    kind: str
    file_name: str | None
    rows_in: int
    rows_kept: int
    rows_to_decide: int
    rows_refused: int
    imported: datetime
    imported_by: str
    finished: datetime | None


class RuleCount(Shape):
    """How many rows one kind of remark was made on."""

    rule: str
    rows: int


class VehicleBrought(Shape):
    """A vehicle of the file, and whether the law lets it run."""

    id: int
    name: str
    law: str
    law_words: Words


class ReportTold(Shape):
    """What became of a file's rows."""

    file: ImportLine
    now: Counts
    remarks: list[RuleCount]
    vehicles: list[VehicleBrought]


@router.post("/imports/files", dependencies=[may("files.import")], status_code=201)
def put_file_aside(aside: AsideOf, file: Annotated[UploadFile, File()], kind: Annotated[Kind, Form()] = "") -> PutAside:
    """Send a file (.xlsx, .xls, .csv, text, a zip of them); it is imported by its token."""
    return PutAside.of(uploads.put_aside(aside, file.filename or "", file.file.read(), kind=kind))


@router.post("/imports/texts", dependencies=[may("files.import")], status_code=201)
def put_text_aside(aside: AsideOf, asked: PastedText) -> PutAside:
    """Send text pasted out of a chat."""
    kind = asked.kind or "workers"
    return PutAside.of(uploads.put_aside(aside, uploads.PASTED, asked.text.encode(), kind=kind))


@router.post("/imports/files/{token}/preview", dependencies=[may("files.import")], openapi_extra=READING)
def preview(
    request: Request, session: SessionOf, aside: AsideOf, reader: ReaderOf, token: Token, asked: Look
) -> PreviewTold:
    """What each column is taken for, with the first rows; logged."""
    seen = importing.preview(engine_of(request), uploads.find(aside, token), kind=asked.kind or None)
    importing.log_preview(session, personal.with_purpose(reader, asked.purpose), seen)
    tables = TableTold.all_of(seen.tables)
    return PreviewTold(tables=tables, passed_over=list(seen.passed_over), already_import_id=seen.already or None)


@router.post("/imports", dependencies=[may("files.import")], status_code=201)
def bring_in(
    request: Request, response: Response, aside: AsideOf, desk: DeskOf, today: TodayOf, asked: BringIn
) -> ReportTold:
    """Import a file put aside; sent again it answers with what the file became."""
    import_id = importing.bring_in_once(aside, asked.token, asked.form, desk)
    response.headers["location"] = f"{request.scope['root_path']}/imports/{import_id}"
    with opened(desk.engine) as session:
        return _report(session, today, import_id)


@router.post("/imports/several", dependencies=[may("files.import")])
def bring_in_several(aside: AsideOf, desk: DeskOf, asked: BringInSeveral) -> NotRead:
    """Import several files in the order that serves them; what cannot be read is named."""
    form = {"county": asked.county, "home": asked.home}
    return NotRead(tokens=several_files.bring_in_several(aside, list(asked.tokens), form, desk))


@router.get("/imports", dependencies=[may("files.see")])
def imports(session: SessionOf, after: Annotated[After, Depends(place)]) -> ListOf[ImportLine]:
    """Files read, newest first."""
    return listed(ImportLine, views.imports(session, number=after))


@router.get("/imports/{import_id}", dependencies=[may("files.see")])
def one_import(session: SessionOf, today: TodayOf, import_id: Number) -> ReportTold:
    """The report of one file."""
    return _report(session, today, import_id)


@router.post(
    "/imports/{import_id}/bad-rows",
    dependencies=[may("files.see")],
    openapi_extra=READING,
    response_class=Response,
    responses={200: {"content": {XLSX: {}}}},
)
def bad_rows(session: SessionOf, reader: ReaderOf, import_id: Number, asked: WithPurpose) -> Response:
    """The rows to mend as a workbook; logged, since it holds what the file held."""
    views.one(session, import_id)
    content = importing.bad_rows(session, import_id, personal.with_purpose(reader, asked.purpose))
    return Response(content, media_type=XLSX)


def _report(session: SessionOf, today: date, import_id: int) -> ReportTold:
    row = views.one(session, import_id)
    vehicles = vehicle_verdicts.of_imports(session, import_id - 1, today, last=import_id)
    return ReportTold(
        file=ImportLine.of(row),
        now=Counts.of(import_questions.counts_now(session, [import_id])[import_id]),
        remarks=[RuleCount(rule=rule, rows=count) for rule, count in views.rules(session, import_id)],
        vehicles=[
            VehicleBrought(id=one.id, name=one.name, law=one.verdict.kind, law_words=Words.of(one.verdict.text))
            for one in vehicles
        ],
    )
