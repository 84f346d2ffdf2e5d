"""What is asked about imported rows, gathered by kind, and how many rows still wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.importers.cells.reading import plain
from data.importers.deciding.alike import Question, QuestionKey, questions
from data.importers.deciding.choices import Choices, choices_for_row
from data.importers.deciding.waiting import WaitingRow
from data.importers.judging.faults import KEPT, REFUSED, TO_DECIDE
from data.tables import Import, ImportRow
from labor.words import Bilingual

ROWS_SHOWN = 30  # of one question; its answer serves them all


@dataclass(frozen=True, slots=True)
class CellShown:
    """One cell of a row that may be mended; ``asked`` where a question is about it."""

    at: int
    header: str
    text: str
    asked: bool


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of a question."""

    id: int
    import_id: int
    file: str
    sheet: str
    row: int
    problem: Bilingual
    cells: Sequence[CellShown]
    other_worker: int
    buttons: dict[str, Bilingual]


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """One question with its first rows; ``title`` holds for all of them."""

    asked: QuestionKey
    refused: bool
    title: Bilingual
    fix: Bilingual
    choices: Choices
    count: int
    rows: Sequence[RowShown]


@dataclass(frozen=True, slots=True)
class CountsNow:
    """Rows of an import as they stand now; kept + to decide + refused + left out + elsewhere = rows in."""

    rows_in: int
    kept: int
    to_decide: int
    refused: int
    left_out: int
    elsewhere: int  # the same row waits in an earlier file, or was read again


def asked_now(session: Session, import_id: int | None = None) -> list[QuestionShown]:
    """Questions of one import or of all."""
    where = () if import_id is None else (ImportRow.import_id == import_id,)
    found = questions(session, *where)
    numbers = {row.place[0] for question in found for row in question.rows[:ROWS_SHOWN]}
    named = select(Import.id, Import.file_name).where(Import.id.in_(sorted(numbers)))
    files = {number: name or "" for number, name in session.execute(named)}
    return [_shown(question, files) for question in found]


def counts_now(session: Session, imports: Sequence[int]) -> dict[int, CountsNow]:
    """How the rows of some imports stand now."""
    stands = select(ImportRow.import_id, ImportRow.outcome, ImportRow.decision, func.count()).where(
        ImportRow.import_id.in_(imports), ImportRow.cells.is_not(None)
    )
    grouped = stands.group_by(ImportRow.import_id, ImportRow.outcome, ImportRow.decision)
    counted = {(number, outcome, word): count for number, outcome, word, count in session.execute(grouped)}
    sums = select(Import.id, Import.rows_in, Import.mapping).where(Import.id.in_(imports))
    found = {}
    for number, rows_in, mapping in session.execute(sums):
        own = {(outcome, word): count for (of, outcome, word), count in counted.items() if of == number}
        to_decide, refused = own.get((TO_DECIDE, None), 0), own.get((REFUSED, None), 0)
        left_out = sum(count for (_, word), count in own.items() if word == "drop")
        elsewhere = mapping.get("waits_elsewhere", 0) + sum(c for (_, word), c in own.items() if word == "reread")
        kept = rows_in - to_decide - refused - left_out - elsewhere
        found[number] = CountsNow(rows_in, kept, to_decide, refused, left_out, elsewhere)
    return found


def waiting_now(session: Session) -> tuple[int, int]:
    """Rows to decide and rows refused of all imports, those answered or mended no longer counted."""
    grouped = (
        select(ImportRow.outcome, func.count())
        .where(ImportRow.cells.is_not(None), ImportRow.decision.is_(None), ImportRow.outcome != KEPT)
        .group_by(ImportRow.outcome)
    )
    counted = {row[0]: row[1] for row in session.execute(grouped)}
    return counted.get(TO_DECIDE, 0), counted.get(REFUSED, 0)


def notes(session: Session, import_id: int) -> list[tuple[str, int, Bilingual]]:
    """What was remarked on rows kept, by kind: how many rows, and the first remark as an example."""
    here = (ImportRow.import_id == import_id, ImportRow.outcome == KEPT)
    grouped = select(ImportRow.rule, func.count(), func.min(ImportRow.id)).where(*here).group_by(ImportRow.rule)
    counted = session.execute(grouped.order_by(func.count().desc())).all()
    first = select(ImportRow.id, ImportRow.problem_zh, ImportRow.problem_en)
    wanted = first.where(ImportRow.id.in_([number for _, _, number in counted]))
    texts = {number: Bilingual(zh or "", en or "") for number, zh, en in session.execute(wanted)}
    return [(rule, count, texts[number]) for rule, count, number in counted]


def _shown(question: Question, files: dict[int, str]) -> QuestionShown:
    fault = question.fault
    assert fault is not None
    return QuestionShown(
        question.asked,
        question.weight == "refuse",
        question.choices.title or fault.what,
        fault.fix,
        question.choices,
        len(question.rows),
        [row_shown(row, question.asked, files.get(row.place[0], "")) for row in question.rows[:ROWS_SHOWN]],
    )


def row_shown(row: WaitingRow, asked: QuestionKey, file: str) -> RowShown:
    """One row under a question."""
    about = {fault.column for fault in row.stored.faults if fault.weight != "note"}
    mine = [one for one in row.stored.faults if (one.code, one.column) == (asked.rule, asked.column)]
    cells = [
        CellShown(at, header or str(at + 1), plain(row.cells[at]) if at < len(row.cells) else "", header in about)
        for at, header in enumerate(row.stored.headers)
    ]
    others = [fault.other_worker for fault in row.stored.faults if fault.other_worker]
    return RowShown(
        row.carrier.id, row.place[0], file, row.place[1], row.place[2], mine[0].what, cells,
        others[0] if others else 0, dict(choices_for_row(row.stored.faults)),
    )  # fmt: skip
