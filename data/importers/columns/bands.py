"""Bands between the rows of a table hold for the rows below them: village, group, destination, situation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from data.importers.cells.reading import Cell, plain
from data.importers.columns.band_words import band_of
from data.importers.columns.mapping import field_of
from data.importers.columns.tables import DataRow, Table

# The column a band stands for where the table has none, by field.
_HOME: Final = ("township", "village", "village_group")
_HEADER: Final = {
    "township": "乡镇", "village": "村", "village_group": "村民小组", "wish_regions": "意向地区", "status": "就业状态",
}  # fmt: skip


def with_bands(table: Table) -> Table:
    """The table of people with what its bands say in the cells of the rows below, a column added where none is."""
    said = [(row.row, band) for row in table.skipped if row.what == "heading" and (band := band_of(row.text))]
    if not said or not table.rows:
        return table
    of_rows = [_holding(said, row.row) for row in table.rows]
    fields = [field for field in _HEADER if any(field in held for held in of_rows)]
    headers = list(table.headers)
    columns: dict[str, int] = {}
    width = max(len(headers), *(len(row.cells) for row in table.rows))
    headers += [""] * (width - len(headers))
    for field in fields:
        at = next((at for at, header in enumerate(headers) if header and field_of("workers", header)[0] == field), -1)
        if at < 0:
            at = len(headers)
            headers.append(_HEADER[field])
        columns[field] = at
    rows = [
        DataRow(row.row, _completed(row.cells, held, columns, len(headers)))
        for row, held in zip(table.rows, of_rows, strict=True)
    ]
    return replace(table, headers=tuple(headers), rows=rows)


def _completed(cells: Sequence[Cell], held: dict[str, str], columns: dict[str, int], width: int) -> list[Cell]:
    row = [*cells, *[None] * (width - len(cells))]
    for field, text in held.items():
        if not plain(row[columns[field]]):
            row[columns[field]] = text
    return row


def _holding(bands: Sequence[tuple[int, dict[str, str]]], row: int) -> dict[str, str]:
    """What holds at a row: each kind of band until the next of its kind; the wider kind ends the narrower."""
    order: list[str] = []  # kinds of bands, the one that came first is the widest
    held: dict[str, str] = {}
    for at, band in bands:
        if at > row:
            break
        order += [field for field in band if field not in order]
        widest = min(order.index(field) for field in band)
        ended = {one for field in band if field in _HOME for one in _HOME[_HOME.index(field) :]}
        held = {field: said for field, said in held.items() if order.index(field) < widest and field not in ended}
        held |= band
    return held
