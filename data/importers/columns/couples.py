"""Husband and wife side by side in one row (男方 | 女方 over 姓名 电话 each), cut into a sheet each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from data.importers.cells.reading import Cell, plain
from data.importers.columns.mapping import field_of, letter, normal
from data.importers.columns.marks import Marks
from data.importers.columns.tables import Sheet

_LOOK_AT: Final = 40
_SIDES: Final = (
    re.compile(r"(男方|丈夫|老公|夫|男(?![\u4e00-\u9fff]*女))(?:的|信息|情况)?(.*)"),
    re.compile(r"(女方|妻子?|老婆|媳妇|女)(?:的|信息|情况)?(.*)"),
)
_TOGETHER: Final = "同行人"  # the column by which each names the other


class _Sides(NamedTuple):
    """Where husbands and wives begin, how many columns each has, which headers hold and which row they came from."""

    first: int
    second: int
    width: int
    heads: Sequence[Cell]
    upper: int  # the row above the header that is part of it, -1 for none


def couples_of(sheet: Sheet) -> list[Sheet]:
    """The sheet cut into the husbands' and the wives', or nothing where it is no such list."""
    for at, row in enumerate(sheet.rows[:_LOOK_AT]):
        sides = _said_above(sheet.rows, at) or _said_before(row)
        if sides:
            return [_cut(sheet, at, sides, own) for own in (sides.first, sides.second)]
    return []


def _said_above(rows: Sequence[Sequence[Cell]], at: int) -> _Sides | None:
    """男方 | 女方 above two like blocks of columns."""
    names = [column for column, cell in enumerate(rows[at]) if _is_name(cell)]
    if len(names) != 2 or not at:
        return None
    upper, lower = rows[at - 1], rows[at]
    starts = [next((one for one in range(min(name, len(upper) - 1), -1, -1) if plain(upper[one])), 0) for name in names]
    said = [side.fullmatch(plain(_cell(upper, one))) for side, one in zip(_SIDES, starts, strict=True)]
    if not all(match and not match[2] for match in said):
        return None
    heads = [_cell(lower, one) or _cell(upper, one) for one in range(max(len(upper), len(lower)))]
    return _alike(starts[0], starts[1], heads, at - 1, lower)


def _said_before(row: Sequence[Cell]) -> _Sides | None:
    """男方姓名 男方电话 女方姓名 女方电话 in one header."""
    if not any(isinstance(cell, str) and "名" in cell for cell in row):
        return None
    said = [[side.fullmatch(plain(cell)) for cell in row] for side in _SIDES]
    starts = [next((at for at, match in enumerate(one) if match and match[2]), -1) for one in said]
    if min(starts) < 0 or starts[0] >= starts[1]:
        return None
    heads: list[Cell] = [
        next((match[2] for match in (one[at] for one in said) if match and match[2]), cell)
        for at, cell in enumerate(row)
    ]
    return _alike(starts[0], starts[1], heads, -1, heads)


def _alike(first: int, second: int, heads: Sequence[Cell], upper: int, lower: Sequence[Cell]) -> _Sides | None:
    width = second - first
    blocks = [[normal(plain(_cell(lower, start + step))) for step in range(width)] for start in (first, second)]
    alike = width > 1 and blocks[0] == blocks[1] and all(blocks[0])
    named = alike and any(_is_name(_cell(heads, first + step)) for step in range(width))
    return _Sides(first, second, width, heads, upper) if named else None


def _is_name(cell: Cell) -> bool:
    return isinstance(cell, str) and field_of("workers", plain(cell)) == ("name", "name")


def _cut(sheet: Sheet, header: int, sides: _Sides, own: int) -> Sheet:
    """The columns of one side with what stands left and right of both, and the other's name as who comes along."""
    last = sides.second + sides.width
    kept = [*range(sides.first), *range(own, own + sides.width), *range(last, max(map(len, sheet.rows)))]
    name_at = next(step for step in range(sides.width) if _is_name(_cell(sides.heads, sides.first + step)))
    other = (sides.second if own == sides.first else sides.first) + name_at
    rows: list[Sequence[Cell]] = []
    for at, row in enumerate(sheet.rows):
        if at < header:
            rows.append([] if at == sides.upper else row)
        elif at == header:
            rows.append([*(_cell(sides.heads, column) for column in kept), _TOGETHER])
        else:
            rows.append([*(_cell(row, column) for column in kept), plain(_cell(row, other))])
    place = {column: number for number, column in enumerate(kept)}
    merged = tuple(
        ((top, place[left]), (bottom, place[left]))
        for (top, left), (bottom, right) in sheet.merged
        if top > header and left in place and left == right
    )
    struck = frozenset((row, place[column]) for row, column in sheet.marks.struck if column in place)
    marks = Marks(sheet.marks.hidden, struck, sheet.marks.broken)
    name = sheet.name if own == sides.first else f"{sheet.name}（{letter(sides.second)}列起）"
    return replace(sheet, name=name, rows=rows, merged=merged, marks=marks)


def _cell(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else None
