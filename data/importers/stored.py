"""Import rows in the database: what waits for somebody, kept so that it can be shown, decided and handed back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from data.database import breathe
from data.importers.cells.reading import plain
from data.importers.judging.faults import KEPT, Fault
from data.importers.judging.judged_rows import JudgedRow
from data.importers.row_json import packed, unpacked
from data.privacy import blind_index
from data.registers.records import WorkerRecord
from data.tables import ImportRow, SeenRow

_ASKED = 5_000
_WRITTEN = 2_000


def row_hash(row: JudgedRow, fields: dict[str, tuple[int, ...]]) -> str:
    """A keyed hash of what a row says, whatever its place: the same row sent again is known by it."""
    cells = row.cells
    said = "\0".join(
        f"{name}={plain(cells[at])}"
        for name, positions in sorted(fields.items())
        if name != "serial"
        for at in positions
        if at < len(cells)
    )
    return blind_index("row", f"{row.kind}\0{row.title}\0{said}")


def seen(session: Session, hashes: Sequence[str]) -> dict[str, str]:
    """What became of rows imported before, by hash."""
    found: dict[str, str] = {}
    for start in range(0, len(hashes), _ASKED):
        part = hashes[start : start + _ASKED]
        pairs = session.execute(select(SeenRow.row_hash, SeenRow.outcome).where(SeenRow.row_hash.in_(part)))
        found.update((mark, outcome) for mark, outcome in pairs)
    return found


def store(session: Session, import_id: int, rows: Sequence[JudgedRow], together: dict[int, list[int]]) -> None:
    """Write the faults of new rows; the first fault of a row not kept carries its cells.

    ``together`` maps a row (by position) to registered workers it belongs with.
    """
    values = []
    for at, row in enumerate(rows):
        if row.known == row.outcome:
            continue
        values += remark_values(import_id, row, together.get(at, []), _group_key(row))
    for start in range(0, len(values), _WRITTEN):
        session.execute(insert(ImportRow), values[start : start + _WRITTEN])
        breathe(session)


def remark_values(import_id: int, row: JudgedRow, together: list[int], group_key: str) -> list[dict[str, Any]]:
    """A row's faults as rows of the table, the heaviest first; it carries the cells unless the row is kept."""
    heaviest_first = sorted(row.faults, key=lambda fault: ("refuse", "decide", "note").index(fault.weight))
    cells = packed(row, together, group_key) if row.outcome != KEPT else None
    return [
        _remark(import_id, row, fault, cells=None if place else cells) for place, fault in enumerate(heaviest_first)
    ]


def _group_key(row: JudgedRow) -> str:
    return next((record.group_key for record in row.records if isinstance(record, WorkerRecord)), "")


def _remark(import_id: int, row: JudgedRow, fault: Fault, *, cells: str | None) -> dict[str, Any]:
    what, fix = fault.what, fault.fix
    return {
        "import_id": import_id, "outcome": row.outcome, "sheet": row.sheet[:200], "row": row.row,
        "column": fault.column[:200], "rule": fault.code, "problem_zh": what.zh, "problem_en": what.en,
        "advice_zh": fix.zh, "advice_en": fix.en, "cells": cells, "record": None,
        "other_worker_id": fault.other_worker or None,
    }  # fmt: skip


def row_place(import_id: int, sheet: str, row: int) -> Select[ImportRow]:
    """The remarks on one row of one import."""
    return select(ImportRow).where(
        ImportRow.import_id == import_id, ImportRow.sheet == sheet[:200], ImportRow.row == row
    )


def open_rows(session: Session, import_id: int) -> list[JudgedRow]:
    """The rows of an import still to decide or refused and not yet mended: to be shown or written as a workbook."""
    rows = session.scalars(
        select(ImportRow)
        .where(
            ImportRow.import_id == import_id,
            ImportRow.outcome != KEPT,
            ImportRow.decision.is_(None),
            ImportRow.cells.is_not(None),
        )
        .order_by(ImportRow.sheet, ImportRow.row)
    )
    return [unpacked(row)[0] for row in rows]
