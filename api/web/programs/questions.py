"""What is asked about imported rows, once for all alike, and the answers; single rows decided and mended."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints

from api.office import importing
from api.web.dependencies import DeskOf, ReaderOf, SessionOf, TodayOf, engine_of, may
from api.web.programs.imports import Kind
from api.web.programs.problems import answers
from api.web.programs.shapes import READING, Asked, Number, NumberOf, Purpose, Shape, Text, Words
from data.database import opened
from data.database.tenants.scopes import people_of_all_units
from data.importers.deciding import alike
from data.importers.deciding.deciding import decide as decide_row
from data.importers.deciding.settling import Hand
from data.views import import_questions, personal
from data.views import imports as views

router = APIRouter(tags=["files in"], responses=answers(409))


class QuestionKeyTold(Shape):
    """What makes two questions one."""

    rule: str
    column: str
    kind: str
    asked: str = Field(validation_alias="value", description="the cell's words, where one value answers")


class Cell(Shape):
    """One cell of a row."""

    position: int = Field(validation_alias="at")
    header: str
    text: str
    asked: bool


class RowTold(Shape):
    """One row a question is about."""

    id: int
    import_id: int
    file: str
    sheet: str
    row: int
    problem: Words
    cells: list[Cell]


class QuestionTold(Shape):
    """One question about many rows alike; an answer names its key and one of its choices."""

    key: QuestionKeyTold
    refused: bool
    title: Words
    fix: Words
    choices: dict[str, Words]
    takes_value: bool
    takes_county: bool
    count: int
    rows: list[RowTold]


class QuestionsAsked(Asked):
    """Questions of one import or of all; they show cells, so the reading has a purpose."""

    purpose: Purpose
    import_id: NumberOf | None = None


class AnswerAsked(Asked):
    """One answer for all rows alike."""

    rule: Annotated[Text, StringConstraints(max_length=60)]
    column: Annotated[Text, StringConstraints(max_length=200)] = ""
    kind: Kind
    asked: Annotated[Text, StringConstraints(max_length=1000)] = ""
    choice: Literal["keep", "merge", "drop", "value", "county"]
    value: Annotated[Text, StringConstraints(max_length=200)] = ""
    import_id: NumberOf | None = None


class Waiting(Shape):
    """Rows that still wait, of all files."""

    to_decide: int
    refused: int


class Decision(Asked):
    """What becomes of one row."""

    decision: Literal["keep", "merge", "drop"]


class CellsAsked(Asked):
    """Cells of a row put right, by their position."""

    cells: Annotated[dict[Annotated[int, Field(ge=0, le=999)], Annotated[Text, StringConstraints(max_length=1000)]],
                     Field(min_length=1, max_length=300)]  # fmt: skip


@router.get("/questions", dependencies=[may("files.see")])
def waiting(session: SessionOf) -> Waiting:
    """How many rows wait for an answer."""
    to_decide, refused = import_questions.waiting_now(session)
    return Waiting(to_decide=to_decide, refused=refused)


@router.post("/questions", dependencies=[may("files.see")], openapi_extra=READING)
def questions(session: SessionOf, reader: ReaderOf, asked: QuestionsAsked) -> list[QuestionTold]:
    """Everything asked about rows, each question once, with its first rows; logged, since cells are shown."""
    found = import_questions.asked_now(session, asked.import_id)
    by = personal.with_purpose(reader, asked.purpose)
    importing.log_cells(session, by, asked.import_id, sum(len(one.rows) for one in found))
    return [_question(one) for one in found]


@router.post("/questions/answers", dependencies=[may("files.import")])
def answer(session: SessionOf, reader: ReaderOf, today: TodayOf, asked: AnswerAsked) -> Waiting:
    """One answer for all rows alike; how many wait now."""
    question = alike.QuestionKey(asked.rule, asked.column, asked.kind, asked.asked)
    given = alike.Answer(asked.choice, asked.value, asked.import_id)
    with people_of_all_units(session):
        alike.answer(session, question, given, Hand(today, reader.name))
    return waiting(session)


@router.post("/imports/rows/{row_id}/decision", dependencies=[may("files.import")])
def decide(session: SessionOf, reader: ReaderOf, today: TodayOf, row_id: Number, asked: Decision) -> Waiting:
    """Keep, merge or leave out one row."""
    views.import_of(session, row_id)
    with people_of_all_units(session):
        decide_row(session, row_id, asked.decision, today=today, by=reader.name)
    return waiting(session)


@router.patch("/imports/rows/{row_id}/cells", dependencies=[may("files.import")])
def mend(request: Request, desk: DeskOf, row_id: Number, asked: CellsAsked) -> Waiting:
    """Put cells of a row right; it is judged again at once."""
    with opened(engine_of(request)) as session:
        views.import_of(session, row_id)
    importing.mend_row(row_id, asked.cells, desk)
    with opened(engine_of(request)) as session:
        return waiting(session)


def _question(one: import_questions.QuestionShown) -> QuestionTold:
    return QuestionTold(
        key=QuestionKeyTold.of(one.asked),
        refused=one.refused,
        title=Words.of(one.title),
        fix=Words.of(one.fix),
        choices={name: Words.of(words) for name, words in one.choices.buttons.items()},
        takes_value=one.choices.value is not None,
        takes_county=one.choices.county,
        count=one.count,
        rows=RowTold.all_of(one.rows),
    )
