"""People in a cross table: a village a row, a destination or a job a column, and in the cell everybody's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from data.importers.cells.names import is_name, may_be_a_name
from data.importers.cells.reading import Cell, plain
from data.importers.columns.mapping import field_of
from data.importers.columns.tables import DataRow, Table
from data.importers.columns.tick_columns import heading_named
from data.importers.files.chains import HEADERS, entry_cells

_TO: Final = re.compile(r"1[3-9]\d(?:[\s-]?\d){8}(?!\d)\s*[)）】\]]?")  # an entry goes on to its telephone
_BETWEEN: Final = re.compile(r"[\n\r;；、,，。|/\s]+")
_LEADS: Final = re.compile(r"[(（【]?\s*(?:\d{1,2}\s*[.．、)）]\s*)?([一-鿿·]{2,8})")
_SERIAL: Final = re.compile(r"^\s*[(（]?\d{1,2}\s*[.．、)）]\s*")
_ASIDE: Final = re.compile(r"[(（]([^()（）]*)[)）]")
_TOTAL: Final = re.compile(r"合计|总计|小计|共计|总数|人数|计")
_WISH: Final = HEADERS.index("意向地区")
_TRADE: Final = HEADERS.index("工种")


class _Column(NamedTuple):
    """A column of names: what its header says of them, and in which column of an entry."""

    at: int
    says: str
    place: int


def people_apart(table: Table) -> list[Table]:
    """A table for the first, second, … person of each column's cells; empty where the cells hold no people.

    So each person keeps the row of the file, and stands on a sheet named after column and place in the cell.
    """
    columns = _columns(table)
    if len(columns) < 2:
        return []
    gone = {column.at for column in columns} | {at for at, text in enumerate(table.headers) if _TOTAL.search(text)}
    keep = [at for at in range(len(table.headers)) if at not in gone and table.headers[at]]
    headers = (*(_of_the_row(table.headers[at]) for at in keep), *HEADERS)
    found: list[Table] = []
    for column in columns:
        entries = [_entries(_text(row.cells, column.at)) for row in table.rows]
        for number in range(max(map(len, entries))):
            rows = [
                DataRow(row.row, [*(_cell(row.cells, at) for at in keep), *_person(said[number], column)])
                for row, said in zip(table.rows, entries, strict=True)
                if number < len(said)
            ]
            sheet = f"{table.sheet}（{column.says} 第{number + 1}人）"
            skipped = table.skipped if not found else ()
            found.append(replace(table, sheet=sheet, headers=headers, rows=rows, skipped=skipped))
    return found


def _columns(table: Table) -> list[_Column]:
    if table.form or not table.rows:
        return []
    fields = {field_of("workers", header) for header in table.headers if header}
    if {("name", "name"), ("phone", "name"), ("identity_number", "name")} & fields:
        return []
    found = []
    for at, header in enumerate(table.headers):
        field, says = heading_named(header) if header else ("", "")
        if field in ("wish_regions", "trades") and _holds_people(table, at):
            found.append(_Column(at, says, _WISH if field == "wish_regions" else _TRADE))
    return found


def _holds_people(table: Table, at: int) -> bool:
    cells = [text for row in table.rows if (text := _text(row.cells, at))]
    return bool(cells) and all(_entries(text) for text in cells)


def _entries(text: str) -> list[str]:
    """The people of a cell, each with what stands behind the name; empty where some of it is nobody."""
    if not text or not re.search(r"[一-鿿]", text):
        return []
    found, end = [], 0
    for match in _TO.finditer(text):
        found.append(text[end : match.end()])
        end = match.end()
    found += [one for one in _BETWEEN.split(text[end:].strip(" ；;、,，")) if one] if text[end:].strip() else []
    bare = [re.sub(r"^[\s；;、,，。]+", "", one) for one in found]
    return bare if bare and all(map(_is_person, bare)) else []


def _is_person(entry: str) -> bool:
    lead = _LEADS.match(entry)
    vouched = bool(_TO.search(entry)) and lead is not None and len(lead[1]) <= 4
    return lead is not None and (is_name(lead[1]) or (vouched and may_be_a_name(lead[1])))


def _person(said: str, column: _Column) -> list[Cell]:
    cells = entry_cells("", _ASIDE.sub(r" \1 ", _SERIAL.sub("", plain(said))))
    if not cells[column.place]:
        cells[column.place] = column.says
    return cells


def _of_the_row(header: str) -> str:
    return re.sub(r"[(（][^()（）]*[)）]", "", header)


def _text(cells: Sequence[Cell], at: int) -> str:
    cell = _cell(cells, at)
    return str(cell).strip() if isinstance(cell, str) else plain(cell)


def _cell(cells: Sequence[Cell], at: int) -> Cell:
    return cells[at] if at < len(cells) else None
