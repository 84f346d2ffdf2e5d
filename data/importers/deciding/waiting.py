"""Rows that wait for somebody, found in the database and judged again by the columns and on the day they came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from data.importers.cells.places import known_places
from data.importers.cells.reading import Cell
from data.importers.columns.layouts import ColumnLayout
from data.importers.columns.mapping import Mapping
from data.importers.columns.tables import Table
from data.importers.judging.faults import KEPT, Fault
from data.importers.judging.judged_rows import JudgedRow
from data.importers.judging.judging import judge_row, setting_of
from data.importers.judging.rows import Row
from data.importers.row_json import unpacked
from data.registers.records import WorkerRecord
from data.tables import Import, ImportRow

# What only the whole file shows: a row judged by itself does not find it again.
_OF_THE_FILE = ("companion_unresolved", "companion_unnamed", "carried_unsure", "carried_down", "ditto_unclear")
_OF_THE_SHEET = ("row_hidden", "row_struck")  # no mended cell brings these rows back into sight
_REPEATS = "duplicate_"


@dataclass(slots=True)
class WaitingRow:
    """One row that waits: what is remarked on it, its cells, and whom it belongs with."""

    carrier: ImportRow  # the remark that holds the cells
    remarks: list[ImportRow]
    stored: JudgedRow
    content: dict[str, Any]
    cells: Sequence[Cell] = field(default=())

    @property
    def place(self) -> tuple[int, str, int]:
        """Import, sheet, row."""
        return self.carrier.import_id, self.carrier.sheet, self.carrier.row

    @property
    def accepted(self) -> dict[tuple[str, str], str]:
        """(fault, column) → the answer given, of what somebody has answered so far."""
        return {(remark.rule, remark.column): remark.decision for remark in self.remarks if remark.decision}

    @property
    def mended(self) -> bool:
        """Whether its cells are other than they came."""
        return list(self.cells) != list(self.stored.cells)


def claim(session: Session, *where: ColumnElement[bool]) -> None:
    """Take hold of rows that wait until the commit: who decides on them at the same moment reads what this one left.

    The change changes nothing: it takes the rows' locks (PostgreSQL), or the one there is (SQLite).
    """
    held = update(ImportRow).where(ImportRow.outcome != KEPT, ImportRow.decision.is_(None), *where)
    session.execute(held.values(outcome=ImportRow.outcome), execution_options={"synchronize_session": False})
    session.expire_all()


def waiting_rows(session: Session, *where: ColumnElement[bool]) -> list[WaitingRow]:
    """Rows not kept and not decided, by import, sheet and row; ``where`` narrows down the remark with the cells."""
    open_carriers = select(ImportRow).where(
        ImportRow.outcome != KEPT, ImportRow.decision.is_(None), ImportRow.cells.is_not(None), *where
    )
    carriers = session.scalars(open_carriers.order_by(ImportRow.import_id, ImportRow.sheet, ImportRow.row)).all()
    by_place: dict[tuple[int, str, int], list[ImportRow]] = defaultdict(list)
    for remark in _beside(session, carriers):
        by_place[remark.import_id, remark.sheet, remark.row].append(remark)
    found = []
    for carrier in carriers:
        stored, content = unpacked(carrier)
        remarks = by_place[carrier.import_id, carrier.sheet, carrier.row]
        found.append(WaitingRow(carrier, remarks, stored, content, stored.cells))
    return found


def _beside(session: Session, carriers: Sequence[ImportRow]) -> Iterator[ImportRow]:
    """All remarks on the rows of some remarks."""
    if len(carriers) == 1:
        one = carriers[0]
        here = (ImportRow.sheet == one.sheet, ImportRow.row == one.row)
        yield from session.scalars(select(ImportRow).where(ImportRow.import_id == one.import_id, *here))
        return
    for number in sorted({carrier.import_id for carrier in carriers}):
        yield from session.scalars(select(ImportRow).where(ImportRow.import_id == number))


def judged_again(origin: Import, row: WaitingRow, office: int) -> tuple[Mapping, JudgedRow]:
    """The row as its cells now say, judged on the day of its import with the columns used then.

    ``office`` is the office's own county. What only its whole file could show stays as it was found; a mended row's
    companions are looked for anew.
    """
    stored = row.stored
    mapping = mapping_of(origin, stored)
    table = Table(stored.sheet, stored.headers, stored.title, [], (), 0)
    setting = setting_of(
        table, origin.file_name or "", today=origin.as_of, homes=(origin.mapping["home"], office), places=known_places()
    )
    judged = judge_row(
        Row(stored.sheet, stored.row, row.cells, ColumnLayout.of(mapping)), stored.kind, setting, stored.title
    )
    judged.title, judged.import_id = stored.title, origin.id
    judged.companion_ids = list(row.content["together"])
    _add_faults_of_the_file(row, judged)
    key = row.content.get("group_key", "")
    if key:
        judged.records = tuple(
            replace(record, group_key=key) if isinstance(record, WorkerRecord) else record for record in judged.records
        )
    return mapping, judged


def mapping_of(origin: Import, stored: JudgedRow) -> Mapping:
    """The columns a stored row was read by."""
    mappings = [Mapping.from_json(plain) for plain in origin.mapping["tables"]]
    return next(one for one in mappings if one.kind == stored.kind and ColumnLayout.of(one).headers == stored.headers)


def _add_faults_of_the_file(row: WaitingRow, judged: JudgedRow) -> None:
    known = {(fault.code, fault.hint) for fault in judged.faults}
    for fault in row.stored.faults:
        repeats = fault.code.startswith(_REPEATS) and not fault.other_worker
        told = fault.code in _OF_THE_SHEET or ((fault.code in _OF_THE_FILE or repeats) and not row.mended)
        if told and (fault.code, fault.hint) not in known:
            judged.faults.append(fault)
    if row.mended:
        judged.faults += [
            Fault("companion_unresolved", "", judged.companions.words[:60], name) for name in judged.companions.names
        ]
