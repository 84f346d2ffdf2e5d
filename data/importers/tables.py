"""Finding the table in a sheet: its header under title rows, its data, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from data.importers.cells.reading import Cell, plain
from data.importers.files import Sheet
from data.importers.mapping import field_of, normal
from data.importers.records import KINDS

_LOOK_AT: Final = 40  # rows in which a header is looked for
_TOTALS: Final = re.compile(r"^(?:合计|总计|小计|共计|累计|总人数|总数|汇总|total|sum)", re.IGNORECASE)
_FOOTERS: Final = re.compile(
    r"^(?:填表人|填报人|制表|审核|负责人签|经办人|注[:：]|备注[:：]|说明[:：]|填表说明|填报单位|填表日期|填报日期|联系电话[:：]|单位[（(]?盖章|单位负责人|以下空白|第\d+页|共\d+页|#接龙)"
)


class SkippedRow(NamedTuple):
    """A row that holds no record, and what it is: "title", "header", "total", "footer", "heading"."""

    row: int
    what: str
    text: str


class DataRow(NamedTuple):
    """One row to judge; ``row`` 1 is the sheet's first."""

    row: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet. Blank rows are in neither list; every other row is in exactly one."""

    sheet: str
    headers: tuple[str, ...]
    title: str  # what stands above the header, with the sheet's name
    rows: list[DataRow]
    skipped: tuple[SkippedRow, ...]
    header_row: int  # 0 = none found


def find_table(sheet: Sheet) -> Table:
    """The table of one sheet; without a header ``headers`` are empty words and every row is data."""
    rows = _filled_down(sheet)
    at, below = _header_at(rows)
    if at < 0:
        return _headless(sheet, rows)
    headers = _headers(rows, at, below, sheet)
    skipped = [SkippedRow(i + 1, "title", _text(rows[i])) for i in range(at) if _text(rows[i])]
    skipped += [SkippedRow(i + 1, "header", _text(rows[i])) for i in range(at, at + 1 + below)]
    title = " ".join([sheet.name, *(row.text for row in skipped if row.what == "title")])
    data, more = _split(rows, at + 1 + below, headers)
    return Table(sheet.name, headers, title, data, (*skipped, *more), at + 1)


def _headless(sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> Table:
    width = max((len(row) for row in rows), default=0)
    data, skipped = _split(rows, 0, ("",) * width)
    return Table(sheet.name, ("",) * width, sheet.name, data, skipped, 0)


def _filled_down(sheet: Sheet) -> Sequence[Sequence[Cell]]:
    """Cells merged down a column (a village beside its people) repeat their value on every row."""
    rows = list(sheet.rows)
    for (top, left), (bottom, right) in sheet.merged:
        if left != right or top == bottom or bottom >= len(rows):
            continue
        for at in range(top + 1, bottom + 1):
            row = list(rows[at])
            if left < len(row):
                row[left] = rows[top][left]
                rows[at] = row
    return rows


def _header_at(rows: Sequence[Sequence[Cell]]) -> tuple[int, int]:
    """The header's first row and how many rows follow it (0 or 1); (-1, 0) when there is none."""
    hits = [_hits(row) for row in rows[:_LOOK_AT]]
    if not hits or max(hits) < 2:
        return -1, 0
    at = hits.index(max(hits))
    # A header over two rows: 工资 over 最低 and 最高. The fuller of the two may be either.
    if at > 0 and hits[at - 1] >= 2 and _looks_like_header(rows[at - 1]) and _text(rows[at - 1]) != _text(rows[at]):
        return at - 1, 1
    if at + 1 < len(rows) and _continues(rows[at], rows[at + 1]):
        return at, 1
    return at, 0


def _hits(row: Sequence[Cell]) -> int:
    texts = [cell for cell in row if isinstance(cell, str) and 0 < len(cell.strip()) <= 25]
    if not texts or not _looks_like_header(row):
        return 0
    return max(len({field for text in texts if (field := field_of(kind, text))[1] == "name"}) for kind in KINDS)


def _looks_like_header(row: Sequence[Cell]) -> bool:
    """A header holds words: no long numbers, no dates."""
    return not any(re.search(r"\d{6}", plain(cell)) for cell in row) and sum(1 for cell in row if plain(cell)) >= 2


def _continues(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    pairs = [(plain(a), plain(b)) for a, b in zip(upper, lower, strict=False)]
    named = [below for above, below in pairs if below]
    under_gap = [below for above, below in pairs if below and not above]
    # Under a merged heading the second row fills the gaps with known words and repeats nothing above.
    known = [
        below
        for below in named
        if any(field_of(kind, below)[1] == "name" or below in ("最低", "最高", "男", "女") for kind in KINDS)
    ]
    return bool(under_gap) and len(known) == len(named) and len(named) < len([above for above, _ in pairs if above])


def _headers(rows: Sequence[Sequence[Cell]], at: int, below: int, sheet: Sheet) -> tuple[str, ...]:
    top = [plain(cell) for cell in rows[at]]
    for (row, left), (_, right) in sheet.merged:
        if row == at and right > left and below:
            top[left : right + 1] = [top[left]] * (min(right, len(top) - 1) - left + 1)
    if not below:
        return tuple(top)
    second = [plain(cell) for cell in rows[at + 1]] + [""] * len(top)
    return tuple(_joined(upper, lower) for upper, lower in zip(top, second, strict=False))


def _joined(upper: str, lower: str) -> str:
    if not lower or lower == upper:
        return upper
    for spelling in (lower + upper, upper + lower, lower):
        if any(field_of(kind, spelling)[1] == "name" for kind in KINDS):
            return spelling
    return upper + lower


def _split(
    rows: Sequence[Sequence[Cell]], start: int, headers: tuple[str, ...]
) -> tuple[list[DataRow], tuple[SkippedRow, ...]]:
    spelled = [normal(header) for header in headers if header]
    serial = next((at for at, header in enumerate(headers) if field_of("workers", header)[0] == "serial"), -1)
    data: list[DataRow] = []
    skipped: list[SkippedRow] = []
    for at in range(start, len(rows)):
        row = rows[at]
        what = _not_data(row, spelled, serial)
        if not what:
            data.append(DataRow(at + 1, row))
        elif what != "blank":
            skipped.append(SkippedRow(at + 1, what, _text(row)))
    return data, tuple(skipped)


def _not_data(row: Sequence[Cell], headers: list[str], serial: int) -> str:
    filled = [
        at
        for at, cell in enumerate(row)
        if cell is not None and cell != "" and (not isinstance(cell, str) or cell.strip())
    ]
    if not filled or filled == [serial]:
        return "blank"  # nothing, or a number printed for a line nobody filled
    first = plain(row[filled[0]])
    if _TOTALS.match(first) or (filled[0] == serial and len(filled) > 1 and _TOTALS.match(plain(row[filled[1]]))):
        return "total"
    if _FOOTERS.match(first) and len(filled) <= 6:
        return "footer"
    if len(filled) >= 2 and headers and [normal(plain(row[at])) for at in filled] == headers:
        return "header"
    if (
        len(filled) == 1
        and len(headers) >= 4
        and re.search(r"(?:村|镇|乡|组|社区|嘎查|公司|厂|线|街道|部分|[:：])$", first)
    ):
        return "heading"
    return ""


def _text(row: Sequence[Cell]) -> str:
    return " ".join(text for cell in row if (text := plain(cell)))[:200]
