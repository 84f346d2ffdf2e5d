"""A key of codes on another sheet (填表说明: 01 五金冲压, B 5000元以上): cells of codes alone say what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from data.importers.cells.reading import Cell, plain
from data.importers.columns.mapping import normal
from data.importers.columns.tables import DataRow, Sheet, Table

Key: TypeAlias = Mapping[str, str]  # code in one spelling → what it means

_CODE: Final = re.compile(r"[A-Za-z]?\d{1,3}(?:\.0)?|[A-Za-z①-⑳]")
_INLINE: Final = re.compile(r"([A-Za-z]|\d{1,2})\s*[.、:：=\-—]?\s*([一-鿿][^\s,，;；、/]*)")
_SHEET: Final = re.compile(r"说明|代码|编码|码表|字典|对照|选项|填写")
_OF_CODES: Final = re.compile(r"代码|编码|代号|编号|选项|档次?|类别?|[(（].*[)）]")
_LONGEST: Final = 400  # rows of a key; a longer sheet is no key
_MOST: Final = 0.8  # of a column's cells are codes of the key


@dataclass(frozen=True, slots=True)
class CodeKeys:
    """Keys by what they are of, and the sheets they were found on."""

    of: Mapping[str, Key]
    sheets: frozenset[str]


def code_keys(sheets: Sequence[Sheet]) -> CodeKeys:
    """The keys that sheets of notes hold beside the tables of a workbook."""
    found: dict[str, Key] = {}
    names: set[str] = set()
    for sheet in sheets:
        if len(sheets) > 1 and _SHEET.search(sheet.name) and len(sheet.rows) <= _LONGEST:
            keys = _keys_on(sheet.rows)
            found |= keys
            names |= {sheet.name} if keys else set()
    return CodeKeys(found, frozenset(names))


def _keys_on(rows: Sequence[Sequence[Cell]]) -> dict[str, Key]:
    found: dict[str, dict[str, str]] = {}
    title = ""
    for row in rows:
        cells = [text for cell in row if (text := plain(cell))]
        if len(cells) >= 2 and _CODE.fullmatch(cells[0]) and title:
            found.setdefault(title, {})[_spelled(cells[0])] = cells[1]
        elif cells and not _CODE.fullmatch(cells[0]):
            title = cells[0].strip(" :：")
            inline = {_spelled(code): meaning for code, meaning in _INLINE.findall(" ".join(cells[1:]))}
            if len(inline) >= 2:
                found[title] = inline
    return {title: key for title, key in found.items() if len(key) >= 2}


def spelled_out(table: Table, keys: CodeKeys) -> Table:
    """The table with what its codes mean in their place; the header says that a key was read."""
    if not keys.of or not table.header_row or table.sheet in keys.sheets:
        return table
    headers, rows = list(table.headers), [list(row.cells) for row in table.rows]
    for at, header in enumerate(table.headers):
        key = _key_for(header, keys)
        cells = [text for row in rows if at < len(row) and (text := plain(row[at]))]
        if not key or not cells or sum(_spelled(text) in key for text in cells) < _MOST * len(cells):
            continue
        for row in rows:
            if at < len(row):
                row[at] = key.get(_spelled(plain(row[at])), row[at])
        headers[at] = re.sub(r"代码|编码|代号|编号", "", header) or header
    data = [DataRow(row.row, cells) for row, cells in zip(table.rows, rows, strict=True)]
    return replace(table, headers=tuple(headers), rows=data)


def _key_for(header: str, keys: CodeKeys) -> Key:
    """The key of the same name as the header, without words such as 代码 on either side."""
    bare = normal(_OF_CODES.sub("", header)) or normal(header)
    named = {normal(_OF_CODES.sub("", title)) or normal(title): key for title, key in keys.of.items()}
    if bare in named:
        return named[bare]
    near = [key for title, key in named.items() if min(len(title), len(bare)) >= 2 and (title in bare or bare in title)]
    return near[0] if len(near) == 1 else {}


def _spelled(code: str) -> str:
    """01, 1.0 and 1 are one code, b is B."""
    text = code.strip().removesuffix(".0").upper()
    return str(int(text)) if text.isdigit() else text
