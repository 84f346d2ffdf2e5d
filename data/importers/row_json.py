"""A judged row as JSON and back, so that it can wait for somebody's decision; days keep their type."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from data.importers.cells.reading import Cell
from data.importers.judging.faults import Fault
from data.importers.judging.judged_rows import JudgedRow
from data.tables import ImportRow
from labor.errors import NotFound


def packed(row: JudgedRow, together: list[int], group_key: str) -> str:
    """A row with its faults and whom it belongs with as JSON; days keep their type."""
    faults = [[f.code, f.column, f.value, f.hint, f.severity, f.other_worker] for f in row.faults]
    cells = [_plain(cell) for cell in row.cells]
    content = {"kind": row.kind, "headers": row.headers, "title": row.title, "cells": cells, "faults": faults}
    return json.dumps(content | {"together": together, "group_key": group_key}, ensure_ascii=False)


def _plain(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return {"datetime": cell.isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, time | timedelta):
        return str(cell)
    return cell


def _typed(cell: Any) -> Cell:
    if isinstance(cell, dict):
        return datetime.fromisoformat(cell["datetime"]) if "datetime" in cell else date.fromisoformat(cell["date"])
    typed: Cell = cell
    return typed


def unpacked(row: ImportRow) -> tuple[JudgedRow, dict[str, Any]]:
    """The judged row as it was stored, without records, and the stored JSON; raises NotFound for a mere remark."""
    if row.cells is None:
        raise NotFound(f"第 {row.row} 行没有待决定的内容 / import row {row.id} holds nothing to decide")
    stored = json.loads(row.cells)
    judged = JudgedRow(
        row.sheet, row.row, stored["kind"], [_typed(cell) for cell in stored["cells"]], tuple(stored["headers"]), (),
        [Fault(*fault) for fault in stored["faults"]], title=stored["title"], import_id=row.import_id,
    )  # fmt: skip
    return judged, stored
