"""The rows of files that say who a registered person is: found again so that they are erased with the person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from data.importers.cells.reading import Cell, plain
from data.importers.columns.layouts import ColumnLayout
from data.importers.columns.mapping import Mapping
from data.importers.judging.faults import KEPT
from data.importers.judging.rows import Row
from data.importers.row_json import unpacked
from data.tables import Import, ImportRow, Worker
from policy.wording import simplified

Place: TypeAlias = tuple[int, str, int]  # import, sheet, row


def erase_own_rows(session: Session, worker: Worker) -> int:
    """Delete what reports keep of a person's own rows; how many rows. Rows of others stay as they are.

    A row is theirs that states their identity number, or their name and their telephone; so is a remark on a kept
    row that quotes their numbers, or stands where they were registered from. A row that was only shown beside theirs
    as a possible double is somebody else's: it loses the pointer alone. So is one whose cell names several people,
    until somebody decides on it.
    """
    waiting = {place: outcome for place, outcome, row in _stored(session) if _speaks_of(row, worker)}
    own = {*waiting, *_remarks(session, worker)}
    for import_id, sheet, row in own:
        here = (ImportRow.import_id == import_id, ImportRow.sheet == sheet, ImportRow.row == row)
        session.execute(delete(ImportRow).where(*here))
    _uncount(session, waiting)
    pointing = update(ImportRow).where(ImportRow.other_worker_id == worker.id)
    session.execute(pointing.values(other_worker_id=None))
    return len(own)


def _stored(session: Session) -> Iterator[tuple[Place, str, Row]]:
    """Every row whose cells a report keeps, as it was read, and what waits: "" once it was decided."""
    used: dict[int, dict[tuple[str, ...], ColumnLayout]] = {}
    rows = select(ImportRow, Import.mapping).join(Import, Import.id == ImportRow.import_id)
    rows = rows.where(Import.kind == "workers", ImportRow.cells.is_not(None))
    for remark, mapping in session.execute(rows.execution_options(yield_per=500)):
        if remark.import_id not in used:
            used[remark.import_id] = _layouts(mapping)
        layouts = used[remark.import_id]
        stored, _ = unpacked(remark)
        place, waits = (remark.import_id, remark.sheet, remark.row), "" if remark.decision else remark.outcome
        if stored.headers in layouts:
            yield place, waits, Row(remark.sheet, remark.row, stored.cells, layouts[stored.headers])


def _layouts(mapping: dict[str, Any]) -> dict[tuple[str, ...], ColumnLayout]:
    return {layout.headers: layout for one in mapping["tables"] for layout in [ColumnLayout.of(Mapping.from_json(one))]}


def _speaks_of(row: Row, worker: Worker) -> bool:
    if worker.identity and _number(row.cell("identity_number")) == _number(worker.identity):
        return True
    stated = _number(row.cell("phone"))
    is_called = any(number in stated for number in (worker.phone, worker.spare_phone) if number)
    return is_called and _letters(row.cell("name")) == _letters(worker.name)


def _number(cell: Cell) -> str:
    """Digits and Latin letters alone, whatever stands between or around them: 154-0000 0000, 电话：(154)00000000."""
    return "".join(char for char in plain(cell).upper() if char.isascii() and char.isalnum())


def _letters(cell: Cell) -> str:
    """A name without spaces and dots, in simplified characters: 阿卜杜·热合曼, 阿卜杜 热合曼."""
    return simplified("".join(char for char in plain(cell).upper() if char.isalnum()))


def _remarks(session: Session, worker: Worker) -> Iterator[Place]:
    """Remarks on kept rows, which keep no cells: those on the person's own row, and those that quote their numbers."""
    numbers = [_number(number) for number in (worker.identity, worker.phone, worker.spare_phone) if number]
    came_from = (worker.import_id, worker.source_sheet[:200], worker.source_row)
    remarks = select(ImportRow.import_id, ImportRow.sheet, ImportRow.row, ImportRow.problem_zh)
    kept = remarks.where(ImportRow.outcome == KEPT)
    for import_id, sheet, row, said in session.execute(kept.execution_options(yield_per=2_000)):
        if (import_id, sheet, row) == came_from or any(number in _number(said) for number in numbers):
            yield import_id, sheet, row


def _uncount(session: Session, rows: dict[Place, str]) -> None:
    """Rows that still waited are neither to decide nor refused any more: the report must not look for them."""
    for (import_id, outcome), gone in Counter((place[0], outcome) for place, outcome in rows.items()).items():
        if outcome:
            column = getattr(Import, f"rows_{outcome}")
            of = update(Import).where(Import.id == import_id)
            session.execute(of.values({column: column - gone, Import.rows_in: Import.rows_in - gone}))
