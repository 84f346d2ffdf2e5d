"""Merged headers over two rows: a parent (工资, 紧急联系人) above the columns it holds for (最低 最高, 姓名 电话)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from data.importers.cells.reading import Cell, plain
from data.importers.columns.mapping import field_of, normal
from data.importers.columns.owners import is_head, is_personal, of_another
from data.registers.records import KINDS

Merged: TypeAlias = Sequence[tuple[tuple[int, int], tuple[int, int]]]


def headers_of(rows: Sequence[Sequence[Cell]], at: int, below: int, merged: Merged) -> tuple[str, ...]:
    """One header a column; what stands under a parent is joined to it where that says more."""
    top = [plain(cell) for cell in rows[at]]
    if not below:
        return tuple(top)
    second = [plain(cell) for cell in rows[at + 1]]
    width = max(len(top), len(second))
    top += [""] * (width - len(top))
    second += [""] * (width - len(second))
    parents = _spread_over(top, second, [(left, right) for (row, left), (_, right) in merged if row == at])
    own = {
        column
        for column in range(width)
        if _is_name(second[column] or top[column]) and not of_another(normal(parents[column]))
    }
    return tuple(_header(upper, lower, alone=not own) for upper, lower in zip(parents, second, strict=True))


def _header(upper: str, lower: str, *, alone: bool) -> str:
    """The header of one column; ``alone`` where the names under a parent are the only ones there are."""
    if of_another(normal(upper)) and is_personal(normal(lower)):
        if not alone:
            return f"{upper}{lower}"
        if is_head(normal(upper)):
            return lower  # a list of heads of households: they are the people
    return _joined(upper, lower)


def _spread_over(top: Sequence[str], second: Sequence[str], merged: Sequence[tuple[int, int]]) -> list[str]:
    """The upper row with each parent over all its columns: as merged, else over the blanks at its right."""
    parents = list(top)
    wide = [(left, right) for left, right in merged if right > left]
    for left, right in wide:
        parents[left : right + 1] = [parents[left]] * (min(right, len(parents) - 1) - left + 1)
    if wide:
        return parents
    for column in range(1, len(parents)):
        under_parent = second[column - 1] and second[column - 1] != parents[column - 1]
        if not parents[column] and second[column] and under_parent:
            parents[column] = parents[column - 1]
    return parents


def _is_name(header: str) -> bool:
    return field_of("workers", header) == ("name", "name")


def _joined(upper: str, lower: str) -> str:
    if not lower or lower == upper:
        return upper
    for spelling in (lower + upper, upper + lower, lower):
        if any(field_of(kind, spelling)[1] == "name" for kind in KINDS):
            return spelling
    return upper + lower
