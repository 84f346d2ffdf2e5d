"""Imports and their reports."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.columns import Line
from data.importers.deciding.choices import choices_for_row
from data.importers.judging.faults import Fault
from data.tables import Import, ImportRow, Vehicle, Worker
from data.tables.base import columns_of
from data.views.paging import Page, Place, paged, unsealed
from labor.errors import NotFound
from labor.words import Bilingual


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark on one row, with the cells as they stood."""

    id: int
    outcome: str
    sheet: str
    row: int
    column: str
    rule: str
    problem_zh: str
    problem_en: str
    advice_zh: str
    advice_en: str
    cells: Mapping[str, str]
    other_worker_id: int | None
    other_name: str | None
    decision: str | None
    decided: datetime | None
    buttons: Mapping[str, Bilingual]  # what may be answered, in words that say what it does


def imports(session: Session, *, number: Place = 1) -> Page[Line]:
    """Files read, newest first."""
    return paged(
        session, select(*unsealed(Import), Import.file_name).order_by(Import.id.desc()), lambda row: row, number=number
    )


def one(session: Session, import_id: int) -> Line:
    """One file's sums; raises NotFound."""
    row = session.execute(select(*unsealed(Import), Import.file_name).where(Import.id == import_id)).first()
    if row is None:
        raise NotFound(f"没有 {import_id} 号导入 / there is no import {import_id}")
    return row


def newest(session: Session) -> int:
    """The number of the latest import, 0 before the first."""
    return session.scalar(select(func.max(Import.id))) or 0


def vehicles_of(session: Session, after: int, last: int | None) -> list[tuple[int, str]]:
    """Number and name of the vehicles that imports above ``after``, up to ``last``, brought."""
    query = select(Vehicle.id, Vehicle.number, Vehicle.label).where(Vehicle.import_id > after)
    if last is not None:
        query = query.where(Vehicle.import_id <= last)
    return [(row.id, f"{row.number} {row.label}".strip()) for row in session.execute(query.order_by(Vehicle.id))]


def import_of(session: Session, row_id: int) -> int:
    """The import a remark belongs to; raises NotFound."""
    found = session.scalar(select(ImportRow.import_id).where(ImportRow.id == row_id))
    if found is None:
        raise NotFound(f"没有第 {row_id} 号待决定行 / there is no import row {row_id}")
    return found


def remarks(session: Session, import_id: int, *, outcome: str = "", number: Place = 1) -> Page[Remark]:
    """Remarks on rows in the order of the file."""
    query = select(*columns_of(ImportRow), Worker.name_masked.label("other_name"))
    query = query.join(Worker, Worker.id == ImportRow.other_worker_id, isouter=True)
    query = query.where(ImportRow.import_id == import_id)
    if outcome:
        query = query.where(ImportRow.outcome == outcome)
    return paged(session, query.order_by(ImportRow.sheet, ImportRow.row, ImportRow.id), _remark, number=number)


def counts(session: Session, import_id: int) -> dict[str, int]:
    """Remarks by outcome."""
    query = select(ImportRow.outcome, func.count()).where(ImportRow.import_id == import_id)
    return {row[0]: row[1] for row in session.execute(query.group_by(ImportRow.outcome))}


def rules(session: Session, import_id: int) -> Sequence[tuple[str, int]]:
    """Kinds of remark, commonest first."""
    query = select(ImportRow.rule, func.count()).where(ImportRow.import_id == import_id).group_by(ImportRow.rule)
    return [(rule, count) for rule, count in session.execute(query.order_by(func.count().desc()))]


def _remark(row: Line) -> Remark:
    return Remark(
        row.id,
        row.outcome,
        row.sheet,
        row.row,
        row.column,
        row.rule,
        row.problem_zh or "",
        row.problem_en or "",
        row.advice_zh,
        row.advice_en,
        _cells(row.cells),
        row.other_worker_id,
        row.other_name,
        row.decision,
        row.decided,
        _buttons(row.cells),
    )


def _buttons(stored: str | None) -> Mapping[str, Bilingual]:
    faults = [Fault(*fault) for fault in json.loads(stored)["faults"]] if stored else []
    return choices_for_row(faults)


def _cells(stored: str | None) -> dict[str, str]:
    """Header → cell of a row kept as data/importers/stored.py packs it."""
    if not stored:
        return {}
    content = json.loads(stored)
    cells = [next(iter(cell.values())) if isinstance(cell, dict) else cell for cell in content["cells"]]
    named = [header or str(at + 1) for at, header in enumerate(content["headers"])]
    return {header: str(cell) for header, cell in zip(named, cells, strict=False) if cell not in (None, "")}
