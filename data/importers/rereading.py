"""The same file read again by other columns: what the first reading made is put right, not doubled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.importers.columns.mapping import Mapping
from data.importers.deciding.settling import close
from data.importers.deciding.waiting import waiting_rows
from data.importers.files.reading import Parsed
from data.importers.judging.judged_rows import JudgedRow
from data.registers import Source
from data.registers.rows import sliced
from data.registers.workers import DEFAULTS
from data.tables import Import, ImportRow, Posting, Vehicle, Worker

REREAD: Final = "reread"
Places = dict[tuple[str, int], int]  # (sheet, row) → register number
_HOLDS: Final[dict[str, type[Worker] | type[Posting] | type[Vehicle]]] = {
    "workers": Worker,
    "postings": Posting,
    "vehicles": Vehicle,
}
_OUT_OF_USE: Final[dict[str, dict[str, Any]]] = {"postings": {"status": "withdrawn"}, "vehicles": {"in_use": False}}


def earlier_readings(session: Session, parsed: Parsed) -> list[Import]:
    """The imports of these very bytes, newest first."""
    return list(session.scalars(select(Import).where(Import.file_hash == parsed.sha256).order_by(Import.id.desc())))


def other_columns(parsed: Parsed, earlier: Sequence[Import]) -> bool:
    """Whether somebody now says other columns than these bytes were read by."""
    used = [Mapping.from_json(plain) for one in earlier for plain in one.mapping.get("tables", ())]
    by_hand = [mapping for _, mapping in parsed.tables if any(column.by == "hand" for column in mapping.columns)]
    return any(not any(_same(mapping, old) for old in used) for mapping in by_hand)


def _same(one: Mapping, other: Mapping) -> bool:
    return one.kind == other.kind and [(c.header, c.field) for c in one.columns] == [
        (c.header, c.field) for c in other.columns
    ]


def standing(session: Session, kind: str, earlier: Sequence[Import]) -> Places:
    """Under which number each row of the last reading stands, unless another file has spoken of it since."""
    table = _HOLDS.get(kind)
    last = next((one for one in earlier if one.kind == kind), None)
    if table is None or last is None:
        return {}
    rows = session.execute(select(table.source_sheet, table.source_row, table.id).where(table.import_id == last.id))
    return {(sheet, row): number for sheet, row, number in rows if row is not None}


def not_their_own_double(rows: Sequence[JudgedRow], stands: Places) -> None:
    """A row is no double of what it was itself read as before, in place."""
    for row in rows:
        own = stands.get((row.sheet, row.row))
        row.faults = [fault for fault in row.faults if own is None or fault.other_worker != own]


def unread(session: Session, kind: str, earlier: Sequence[Import], numbers: Sequence[int]) -> None:
    """Take back what a wrong column said of people nobody else has spoken of: each row now speaks anew."""
    last = next((one for one in earlier if one.kind == kind), None)
    if kind == "workers" and last is not None and last.finished and not last.rows_changed and numbers:
        for part in sliced(numbers):
            session.execute(update(Worker).where(Worker.id.in_(part)).values(**DEFAULTS))


def close_earlier(session: Session, kind: str, earlier: Sequence[Import], source: Source) -> None:
    """Nobody waits for rows of the earlier reading; postings and vehicles only it made are out of use."""
    for one in earlier:
        if one.kind != kind:
            continue
        for row in waiting_rows(session, ImportRow.import_id == one.id):
            close(session, row, REREAD, source)
        table, out = _HOLDS.get(kind), _OUT_OF_USE.get(kind)
        if table is not None and out is not None:
            session.execute(update(table).where(table.import_id == one.id).values(**out))
