"""Offers and fares laid out otherwise: the way in one cell (都安—东莞), a price a size of coach, a price a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from data.importers.cells.places import known_places
from data.importers.cells.reading import Cell, plain
from data.importers.columns.mapping import field_of
from data.importers.columns.tables import DataRow, Table

_WAY_HEADER: Final = re.compile(
    r"线路|路线|区间|区段|起止|起讫|起迄|始终|行程|航线|去向|运行|往返|方向|站名|班线|走向|发到站|发站到站|[发始]站?[-—~至/、]?[到终]站"
)
_BETWEEN: Final = re.compile(r"\s*(?:[—–－―─~～]+|-+>?|=+>|→|⇒|至|到|往|开往|发往)\s*")
_SEATS: Final = re.compile(r"(?<!\d)(\d{1,2})\s*(?:\+\s*[12]\s*)?(?:座|人座|个座位?)")
_PRICE: Final = re.compile(r"[¥¥约]?\s*\d{2,6}(?:\.\d+)?\s*(?:元|块|万|千)?(?:/\S{1,3})?")
_NONE: Final = re.compile(r"[-—–―/\\×xX无\s]*")  # no such coach on this way
_MOST: Final = 0.6  # of a column's cells must look alike


def with_travel_columns(table: Table) -> Table:
    """The table with 出发地, 目的地 and 座位数 in columns of their own where other cells hold them."""
    if not table.header_row or table.form:
        return table
    for change in (_prices_apart, _ways_apart, _seats_apart):
        table = change(table)
    return table


def way_in(text: str) -> tuple[str, str] | None:
    """The two ends of a way said in one cell: 都安—东莞长安, 威宁至东莞, 昭觉→西昌→成都."""
    bare = re.sub(r"[(（][^()（）]*[)）]", "", text).strip()
    if not any(known_places().is_region(bare[:length]) for length in range(2, 6)):  # 从江, 自贡
        bare = re.sub(r"^(?:从|由|自)", "", bare)
    ends = [end for end in _BETWEEN.split(bare) if end]
    if len(ends) < 2 or not all(2 <= len(end) <= 16 and not re.search(r"\d", end) for end in ends):
        return None
    return ends[0], ends[-1]


def _column(table: Table, at: int) -> list[str]:
    return [text for row in table.rows if at < len(row.cells) and (text := plain(row.cells[at]))]


def _mostly(table: Table, at: int, looks: Callable[[str], object]) -> bool:
    cells = [text for text in _column(table, at) if not _NONE.fullmatch(text)]
    return bool(cells) and sum(bool(looks(cell)) for cell in cells) >= _MOST * len(cells)


def _ways_apart(table: Table) -> Table:
    held = {field_of("vehicles", header)[0] for header in table.headers}
    if {"origins", "destinations"} <= held:
        return table
    for at, header in enumerate(table.headers):
        if _WAY_HEADER.search(header) and _mostly(table, at, way_in):
            ways = [way_in(plain(_cell(row.cells, at))) for row in table.rows]
            headers = (*table.headers[:at], f"出发地（{header}）", *table.headers[at + 1 :])
            rows = [
                DataRow(
                    row.row, [*(_put(row.cells, at, way[0]) if way else row.cells), *_gap(table, row), way and way[1]]
                )
                for row, way in zip(table.rows, ways, strict=True)
            ]
            return replace(table, headers=(*headers, "目的地"), rows=rows)
    return table


def _seats_apart(table: Table) -> Table:
    fields = [field_of("vehicles", header)[0] for header in table.headers]
    if "seats" in fields or "destinations" not in fields:
        return table
    for at, field in enumerate(fields):
        if field in ("mode", "name", "plate", "remarks") and _mostly(table, at, _SEATS.search):
            rows = [
                DataRow(row.row, [*row.cells, *_gap(table, row), match[1] if match else None])
                for row in table.rows
                for match in [_SEATS.search(plain(_cell(row.cells, at)))]
            ]
            return replace(table, headers=(*table.headers, "座位数"), rows=rows)
    return table


def _prices_apart(table: Table) -> Table:
    """One row a price, where a column stands for a size of coach (19座, 50座) or for a place (成都, 佛山)."""
    priced = [at for at, _ in enumerate(table.headers) if _mostly(table, at, _PRICE.fullmatch)]
    sized = [at for at in priced if _SEATS.search(table.headers[at])]
    placed = [at for at in priced if known_places().is_region(table.headers[at].removeprefix("到"))]
    columns, header = (sized, "座位数") if len(sized) >= 2 else (placed, "目的地")
    if len(columns) < 2:
        return table
    keep = [at for at in range(len(table.headers)) if at not in columns]
    rows = [
        DataRow(row.row, [*(_cell(row.cells, at) for at in keep), _named_by(table.headers[at], header), row.cells[at]])
        for row in table.rows
        for at in columns
        if at < len(row.cells) and not _NONE.fullmatch(plain(row.cells[at]))
    ]
    headers: tuple[str, ...] = (*(table.headers[at] for at in keep), header, "包车价")
    return replace(table, headers=headers, rows=rows) if rows else table


def _named_by(header: str, field: str) -> str:
    match = _SEATS.search(header) if field == "座位数" else None
    return match[1] if match else header.removeprefix("到")


def _cell(cells: Sequence[Cell], at: int) -> Cell:
    return cells[at] if at < len(cells) else None


def _put(cells: Sequence[Cell], at: int, value: Cell) -> list[Cell]:
    return [value if place == at else cell for place, cell in enumerate(cells)]


def _gap(table: Table, row: DataRow) -> list[Cell]:
    return [None] * (len(table.headers) - len(row.cells))
