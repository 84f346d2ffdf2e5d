"""A table laid on its side: the labels in the first column, one posting (or person) a column beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from data.importers.cells.reading import Cell, plain
from data.importers.columns.forms import label
from data.importers.columns.mapping import field_of
from data.importers.columns.tables import Sheet

_LOOK_AT: Final = 40
_LEAST_LABELS: Final = 3
_NAMES: Final = (("postings", "title"), ("workers", "name"))  # what each column must be called by


def turned(sheet: Sheet) -> Sheet:
    """The sheet with such a table set upright under its titles, rows counted as columns were; any other as it is."""
    for at in range(min(len(sheet.rows), _LOOK_AT)):
        column = _first_filled(sheet.rows[at])
        if column < 0 or not _names_columns(sheet.rows[at], column):
            continue
        stop = _end(sheet.rows, at, column)
        known = [row for row in range(at, stop) if label(plain(_cell(sheet.rows[row], column)))]
        if len(known) < _LEAST_LABELS or 2 * len(known) <= stop - at:
            continue
        if _asks_beside(sheet.rows[at:stop], column):
            continue
        return _upright(sheet, at, stop, column)
    return sheet


def _first_filled(row: Sequence[Cell]) -> int:
    return next((at for at, cell in enumerate(row) if plain(cell)), -1)


def _names_columns(row: Sequence[Cell], column: int) -> bool:
    """岗位 | 点钻工 | 包装工: a label that names postings or people, and at least two of them."""
    header = plain(row[column])
    named = any(field_of(kind, header) == (field, "name") for kind, field in _NAMES)
    return named and sum(bool(plain(cell)) for cell in row[column + 1 :]) >= 2


def _asks_beside(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    """Whether labels stand beside the first column: a usual header, or a form 姓名 | 张三 | 性别 | 男."""
    beside = [[text for cell in row[column + 1 :] if (text := plain(cell))] for row in rows]
    labels = [sum(bool(label(text)) for text in row) for row in beside]
    return labels[0] > 0 or 3 * sum(labels) > sum(map(len, beside))  # 包住 is a value that reads like a label


def _end(rows: Sequence[Sequence[Cell]], start: int, column: int) -> int:
    """The first row after the table: one without a label, or one with nothing beside it."""
    stop = start
    while stop < len(rows) and plain(_cell(rows[stop], column)) and any(map(plain, rows[stop][column + 1 :])):
        stop += 1
    return stop


def _upright(sheet: Sheet, at: int, stop: int, column: int) -> Sheet:
    wide = {(top, left): right for (top, left), (bottom, right) in sheet.merged if at <= top < stop and right > left}
    block: list[list[Cell]] = []
    width = max(len(row) for row in sheet.rows[at:stop])
    for number in range(at, stop):
        cells = [_cell(sheet.rows[number], one) for one in range(width)]
        for left in range(column + 1, width):
            for one in range(left + 1, min(wide.get((number, left), left) + 1, width)):
                cells[one] = cells[left]  # 包吃住 merged over all postings is said of each
        block.append(cells)
    records = [[row[one] for row in block] for one in range(column, width) if plain(block[0][one])]
    rows = [*sheet.rows[:at], *records, *sheet.rows[stop:]]
    return replace(sheet, name=f"{sheet.name}（按列）", rows=rows, merged=())


def _cell(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else None
