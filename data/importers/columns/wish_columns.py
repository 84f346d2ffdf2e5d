"""Columns about wishes and readiness: 意向, 意愿, 就业意向 and their like are told by what stands in their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from data.importers.cells import answers
from data.importers.cells.places import known_places
from data.importers.cells.reading import Cell, plain
from data.importers.cells.trades import NO_TRADES, trades
from data.importers.cells.travel_days import travel_days
from data.importers.cells.wages import pay
from data.importers.cells.wishes import reader_of
from data.importers.columns.columns_seen import cells_of
from data.importers.columns.mapping import WILLING_TO_WHAT, Column
from data.importers.columns.owners import OTHER
from data.importers.columns.tables import Table

# Fields whose headers say little by themselves, and headers nobody knows that may hold one of them.
_LOOSE: Final = frozenset(
    ("wish_regions", "trades", "willing", "status", "text", "near_only", "earliest", "wage_wanted")
)
_WISHFUL: Final = re.compile(
    r"意|愿|想|去|往|求职|打算|计划|选择|方向|要求|需求|希望|期望|就业|务工|外出|走|出发|会|能|干|做|动身|起身|启程|上路"
)
_BACK: Final = re.compile(r"回[家来屋乡程]|转[来屋]|返[乡家程]|归")
_OF_NOW: Final = re.compile(r"籍|户口|现|目前|原|出生|住|当前|上年|去年|往年|曾|已|工作单位|来自|所在|经历|年收入")
_DAY_BASE: Final = date(2026, 1, 1)  # only whether a cell reads as a day is asked, not which
_ANYTHING: Final = re.compile(r"普工|杂工|小工|操作工|啥都|什么都|都能干|技术工|厂|车间|流水线|工地|工$")


def _place(cell: Cell) -> bool:
    reading = reader_of(known_places()).read(cell)
    return not reading.fault or reading.fault == "region_ambiguous"


def _trade(cell: Cell) -> bool:
    return trades(cell).value is not NO_TRADES or bool(_ANYTHING.search(plain(cell)))


def _answer(cell: Cell) -> bool:
    return len(plain(cell)) <= 8 and answers.yes_no(cell).value is not None


def _pay(cell: Cell) -> bool:
    return bool(re.search(r"\d{3,}|[千万kK]|面议", plain(cell))) and not pay(cell).fault.endswith("unclear")


def _day(cell: Cell) -> bool:
    found = travel_days(cell, _DAY_BASE)
    return found.earliest is not None or found.latest is not None


_LOOKS: Final[tuple[tuple[str, Callable[[Cell], bool]], ...]] = (
    ("wish_regions", _place),
    ("trades", _trade),
    ("willing", _answer),
    ("wage_wanted", _pay),
    ("earliest", _day),
)


def wishes_by_content(table: Table, columns: Sequence[Column]) -> list[Column]:
    """The columns with those about wishes moved to the field most of their cells speak of."""
    held = {column.field for column in columns}
    settled = list(columns)
    for at, column in enumerate(columns):
        if not _is_loose(column):
            continue
        cells = cells_of(table, column.at)
        shares = {field: sum(map(looks, cells)) / len(cells) for field, looks in _LOOKS} if cells else {}
        if _BACK.search(column.header) and not column.field:
            if shares.get("earliest", 0.0) >= 0.5 and "home_by" not in held:
                held |= {"home_by"}
                settled[at] = replace(column, field="home_by", by="content")
            continue
        if not shares or shares.get(column.field, 0.0) >= 0.3:
            continue
        field = max(shares, key=lambda name: shares[name])
        own_say = column.field in ("status", "text") and column.by == "name" and shares[field] < 0.8
        if shares[field] >= 0.5 and not own_say and (field not in held or field == "trades"):
            held = (held - {column.field}) | {field}
            settled[at] = replace(column, field=field, by="content")
    return settled


def _is_loose(column: Column) -> bool:
    if column.by == OTHER or WILLING_TO_WHAT.search(column.header):
        return False
    if column.field:
        return column.field in _LOOSE
    return (
        bool(column.header)
        and bool(_WISHFUL.search(column.header) or _BACK.search(column.header))
        and not _OF_NOW.search(column.header)
    )
