"""The same marks of an old .xls: rows hidden, cells struck through, cells that hold an error in place of a value."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import xlrd

from data.importers.columns.marks import UNMARKED, Marks

_TEXT_OF_ERROR: Final[dict[int, str]] = dict(xlrd.error_text_from_code)


def marks_of_xls(content: bytes) -> dict[str, Marks]:
    """The marks of every sheet of an .xls by the sheet's name; none where this reader cannot make out the file.

    The values are another reader's: what one of the two takes for damage must not keep the other's rows out.
    """
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
        found = {sheet.name: _marks(book, sheet) for sheet in book.sheets()}
    except Exception:  # made files break it in many ways, and marks are no condition of reading
        return {}
    return {name: marks for name, marks in found.items() if marks is not UNMARKED}


def _marks(book: Any, sheet: Any) -> Marks:
    hidden = frozenset(at for at, row in sheet.rowinfo_map.items() if row.hidden or row.height == 0)
    formats = {at for at, one in enumerate(book.xf_list) if _is_struck(book, one.font_index)}
    struck, broken = set[tuple[int, int]](), dict[tuple[int, int], str]()
    for row, column in _filled(sheet):
        runs = sheet.rich_text_runlist_map.get((row, column), ())
        if sheet.cell_xf_index(row, column) in formats or any(_is_struck(book, font) for _, font in runs):
            struck.add((row, column))
        if sheet.cell_type(row, column) == xlrd.XL_CELL_ERROR:
            broken[row, column] = _TEXT_OF_ERROR.get(sheet.cell_value(row, column), "#N/A")
    return Marks(hidden, frozenset(struck), broken) if hidden or struck or broken else UNMARKED


def _is_struck(book: Any, font: int) -> bool:
    return bool(font < len(book.font_list) and book.font_list[font].struck_out)


def _filled(sheet: Any) -> Iterator[tuple[int, int]]:
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            if sheet.cell_type(row, column) not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                yield row, column
