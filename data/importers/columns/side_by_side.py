"""Two lists printed side by side on one sheet, cut into a sheet each: 序号 姓名 电话 | 序号 姓名 电话."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from data.importers.cells.reading import Cell, plain
from data.importers.columns.couples import couples_of
from data.importers.columns.mapping import field_of, letter, normal
from data.importers.columns.marks import Marks
from data.importers.columns.tables import Sheet

_LOOK_AT: Final = 40
_COUNTED: Final = re.compile(r"\d+$")
_NUMBER: Final = re.compile(r"\s*(?:[(（]?\d{1,2}[)）]?|[①-⑳])$")


def blocks_of(sheet: Sheet) -> list[Sheet]:
    """The sheet itself, or one for each block of a header that repeats itself; each after the first is named so."""
    if couples := couples_of(sheet):
        return couples
    starts = next((found for row in sheet.rows[:_LOOK_AT] if len(found := _starts(row)) > 1), [0])
    if len(starts) < 2:
        return [sheet]
    width = max(len(row) for row in sheet.rows)
    return [
        _cut(sheet, start, stop, first=not at)
        for at, (start, stop) in enumerate(zip(starts, [*starts[1:], width], strict=True))
    ]


def _starts(row: Sequence[Cell]) -> list[int]:
    """Columns at which a header begins again; each block must name a person and say the same as the first."""
    headers = [
        _COUNTED.sub("", normal(text)) if isinstance(cell, str) and (text := plain(cell)) else "" for cell in row
    ]
    names = [at for at, header in enumerate(headers) if header and field_of("workers", header) == ("name", "name")]
    if len(names) < 2:
        return []
    first = next(at for at, header in enumerate(headers) if header)
    shift = names[0] - first
    starts = [at - shift for at in names]
    blocks = [
        [header for header in headers[start:stop] if header]
        for start, stop in zip(starts, [*starts[1:], len(headers)], strict=True)
    ]
    return starts if len(blocks[0]) > 1 and all(block == blocks[0] for block in blocks) else []


def _cut(sheet: Sheet, start: int, stop: int, *, first: bool) -> Sheet:
    """The columns of one block; titles, which stand at the left, come along with each."""
    header = next(at for at, row in enumerate(sheet.rows) if len(_starts(row)) > 1)
    rows = [row if at < header else row[start:stop] for at, row in enumerate(sheet.rows)]
    rows[header] = [_NUMBER.sub("", cell) if isinstance(cell, str) else cell for cell in rows[header]]  # 姓名2
    merged = tuple(
        ((top, left - start), (bottom, right - start))
        for (top, left), (bottom, right) in sheet.merged
        if top >= header and start <= left and right < stop
    )
    marks = Marks(
        sheet.marks.hidden,
        frozenset((row, column - start) for row, column in sheet.marks.struck if start <= column < stop),
        sheet.marks.broken,
    )
    name = sheet.name if first else f"{sheet.name}（{letter(start)}列起）"
    return replace(sheet, name=name, rows=rows, merged=merged, marks=marks)
