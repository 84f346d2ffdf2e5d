"""A tick (√) under the name of a place, a trade, a sex or an answer stands for that name, as printed forms ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from data.importers.cells.places import known_places
from data.importers.cells.reading import Cell, plain
from data.importers.cells.trades import trades
from data.importers.columns.mapping import field_of, normal
from data.importers.columns.tables import DataRow, Table
from data.importers.words.vocabulary import words

_TICK: Final = re.compile(
    r"[√✓✔☑✅■●◆vVyYxX×✗✘☒☐□○〇/\\\-—–1]|对勾|打勾|勾|是|否|有|无|愿意?|可以?|行|想去?|[Yy]es|[Nn]o"
)
_YES: Final = re.compile(r"[√✓✔☑✅■●◆vVyY○〇1]|对勾|打勾|勾|是|有|愿意?|可以?|行|想去?|[Yy]es")
_AND_WORDS: Final = re.compile(r"[√✓✔☑✅]\s*[(（:：]?\s*(?P<words>[^\s()（）][^()（）]*)[)）]?")
_NEAR: Final = re.compile(
    r"(?:本省|省内|省外|外省|县内|县外|本县|本地|就近|市内|本市|州内|家门口|区内|不限|都可以?|均可|其他省)"
)
_MARKED: Final = re.compile(r"[(（][^()（）]*[√✓勾钩选][^()（）]*[)）]")
_ASKS: Final = re.compile(
    r"^(?:意向|意愿|就业|务工|外出|求职|想去|想干|希望|期望|去向|选择|可以?|的|地区|地点|地方|省份|区域|方向|城市|地|工种|岗位|职业|行业|性别|[:：\s])+"
)
_OTHER: Final = re.compile(r"(?:其他|其它|别的)(?:地区|地方|省份?|工种)?(?:[(（].*[)）])?")
_ANY_WORK: Final = frozenset(("普工", "杂工", "小工", "进厂"))
_SEX: Final = frozenset("男女")
_HEADER: Final = {"wish_regions": "意向地区", "trades": "意向工种", "sex": "性别", "willing": "是否愿意外出"}


class _Ticked(NamedTuple):
    """A column of ticks: what a tick in it says."""

    at: int
    says: str


def with_ticks(table: Table) -> Table:
    """The table with one column for the ticks of each kind; the columns of ticks themselves are taken out of it."""
    if not table.header_row or table.form or not table.rows:
        return table
    by_field = _by_field(table)
    ticked_at = {column.at for columns in by_field.values() for column in columns}
    held = {field_of("workers", text)[0] for at, text in enumerate(table.headers) if text and at not in ticked_at}
    added, gone = list[tuple[str, list[Cell]]](), set[int]()
    for field, columns in by_field.items():
        if field in held or not columns:
            continue
        ticked = _with_the_others(table, columns) if field in ("wish_regions", "trades") else columns
        added.append((_HEADER[field], [_said(row.cells, ticked) for row in table.rows]))
        gone |= {column.at for column in ticked}
    return _rebuilt(table, added, gone) if added else table


def _by_field(table: Table) -> dict[str, list[_Ticked]]:
    found: dict[str, list[_Ticked]] = {field: [] for field in _HEADER}
    for at, header in enumerate(table.headers):
        if header and _is_of_ticks(table, at):
            field, says = heading_named(header)
            if field:
                found[field].append(_Ticked(at, says))
    # One trade or answer alone may be a question of yes and no that a form asks besides: 电焊, 愿意.
    return {field: columns for field, columns in found.items() if len(columns) > (field != "wish_regions")}


def heading_named(header: str) -> tuple[str, str]:
    """What a tick under this header would say, and of which field; "" where nothing."""
    header = _MARKED.sub("", header)
    bare = _ASKS.sub("", header).strip(" 　:：-—、")
    for text in (bare, header) if bare else (header,):
        if text in _SEX:
            return "sex", text
        if _is_place(text.removeprefix("到").removeprefix("去")):
            return "wish_regions", text
        if normal(text) in ("愿意", "不愿意", "愿意外出", "不愿意外出", "去", "不去"):
            return "willing", text
        if len(text) <= 8 and (trades(text).value.codes or text in _ANY_WORK) and not field_of("workers", header)[0]:
            return "trades", text
    return "", ""


def _is_place(text: str) -> bool:
    return bool(_NEAR.fullmatch(text)) or text in words("places")["alias"] or known_places().is_region(text)


def _is_of_ticks(table: Table, at: int) -> bool:
    cells = [text for row in table.rows if at < len(row.cells) and (text := plain(row.cells[at]))]
    return bool(cells) and all(_TICK.fullmatch(text) or _AND_WORDS.fullmatch(text) for text in cells)


def _with_the_others(table: Table, columns: list[_Ticked]) -> list[_Ticked]:
    """Beside them a column 其他 with words in place of ticks, or ticks with words: they count as written."""
    last = max(column.at for column in columns) + 1
    other = last < len(table.headers) and _OTHER.fullmatch(_ASKS.sub("", _MARKED.sub("", table.headers[last])))
    spelled = other and any(_words_of(row.cells, last) for row in table.rows)
    return [*columns, _Ticked(last, "")] if spelled else columns


def _words_of(cells: Sequence[Cell], at: int) -> str:
    text = plain(_cell(cells, at))
    if match := _AND_WORDS.fullmatch(text):
        return match["words"]
    return "" if _TICK.fullmatch(text) else text


def _said(cells: Sequence[Cell], columns: Sequence[_Ticked]) -> str:
    said = []
    for column in columns:
        text = plain(_cell(cells, column.at))
        if column.says and (_YES.fullmatch(text) or _AND_WORDS.fullmatch(text)):
            said.append(column.says)
        if text and (own := _words_of(cells, column.at)):
            said.append(own)
    return "、".join(said)


def _rebuilt(table: Table, added: list[tuple[str, list[Cell]]], gone: set[int]) -> Table:
    width = max(len(table.headers), *(len(row.cells) for row in table.rows))
    headers = [*table.headers, *[""] * (width - len(table.headers))]
    # Their places stay, so that the letters of the other columns are those of the file.
    headers = ["" if at in gone else header for at, header in enumerate(headers)]
    rows = [
        DataRow(
            row.row,
            [
                *(None if at in gone else _cell(row.cells, at) for at in range(width)),
                *(cells[number] for _, cells in added),
            ],
        )
        for number, row in enumerate(table.rows)
    ]
    return replace(table, headers=(*headers, *(name for name, _ in added)), rows=rows)


def _cell(cells: Sequence[Cell], at: int) -> Cell:
    return cells[at] if at < len(cells) else None
