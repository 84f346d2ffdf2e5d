"""The rows that could not be kept, as a workbook to be mended and imported again."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from data.importers.cells.reading import Cell, plain
from data.importers.columns.mapping import OWN_COLUMNS, letter
from data.importers.judging.faults import REFUSED
from data.importers.judging.judged_rows import JudgedRow

_LINE: Final = "\n"


def write_bad_rows(rows: Sequence[JudgedRow], target: Path | io.BytesIO) -> None:
    """Write rows to decide and refused with their own columns, the faulty cells marked, and what to do beside them.

    One sheet a table: tables with equal headers stand together. Every text is written as text, formulas never.
    """
    tables: dict[tuple[str, tuple[str, ...], str], list[JudgedRow]] = defaultdict(list)
    for row in rows:
        tables[row.kind, row.headers, row.title].append(row)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(target if isinstance(target, io.BytesIO) else str(target), options) as book:
        formats = _formats(book)
        for at, ((kind, headers, _title), part) in enumerate(tables.items(), start=1):
            _write_table(book.add_worksheet(f"{at}-{_SHEETS[kind]}"), headers, part, formats)
        if not tables:
            book.add_worksheet("没有问题行").write_string(0, 0, "没有需要修改的行 / no rows to mend")


_SHEETS: Final = {
    "workers": "劳动力",
    "postings": "岗位",
    "employers": "企业",
    "vehicles": "车辆",
    "hubs": "站点",
    "fares": "票价",
}


def _formats(book: Any) -> dict[str, Any]:
    return {
        "header": book.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1, "text_wrap": True}),
        "text": book.add_format({"num_format": "@"}),
        "fault": book.add_format({"num_format": "@", "bg_color": "#FFE0B3"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "day_fault": book.add_format({"num_format": "yyyy-mm-dd", "bg_color": "#FFE0B3"}),
        "words": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _write_table(sheet: Any, headers: tuple[str, ...], rows: Sequence[JudgedRow], formats: dict[str, Any]) -> None:
    """The title comes along: it may say whose village this is, and that holds for the mended rows too."""
    names = [header or letter(at) for at, header in enumerate(headers)]
    sheet.write_string(0, 0, rows[0].title)
    for at, name in enumerate((*names, *OWN_COLUMNS)):
        sheet.write_string(1, at, name, formats["header"])
    sheet.set_column(0, max(len(names) - 1, 0), 14, formats["text"])
    sheet.set_column(len(names), len(names) + 1, 48, formats["words"])
    sheet.set_column(len(names) + 2, len(names) + 3, 18)
    sheet.freeze_panes(2, 0)
    for line, row in enumerate(rows, start=2):
        marked = {fault.column for fault in row.faults if fault.column}
        for at, name in enumerate(names):
            cell = row.cells[at] if at < len(row.cells) else None
            _write_cell(sheet, (line, at), cell, formats, "fault" if name in marked else "text")
        _write_words(sheet, line, len(names), row, formats)


def _write_words(sheet: Any, line: int, at: int, row: JudgedRow, formats: dict[str, Any]) -> None:
    faults = [fault for fault in row.faults if fault.weight != "note"]
    sheet.write_string(
        line, at, _LINE.join(f"{fault.column}：{fault.what.zh} / {fault.what.en}" for fault in faults), formats["words"]
    )
    sheet.write_string(
        line, at + 1, _LINE.join(f"{fault.fix.zh} / {fault.fix.en}" for fault in faults), formats["words"]
    )
    sheet.write_string(
        line, at + 2, "不能保留 refused" if row.outcome == REFUSED else "待决定 to decide", formats["words"]
    )
    sheet.write_string(line, at + 3, f"{row.import_id}:{row.sheet}!{row.row}", formats["words"])


def _write_cell(sheet: Any, place: tuple[int, int], cell: Cell, formats: dict[str, Any], look: str) -> None:
    if cell is None or cell == "":
        sheet.write_blank(*place, None, formats[look])
    elif isinstance(cell, str):
        # write_string never makes a formula of =, + , - or @, whatever the text says.
        sheet.write_string(*place, cell, formats[look])
    elif isinstance(cell, datetime | date) and cell.year >= 1900:  # the first year a spreadsheet knows
        sheet.write_datetime(*place, cell, formats["day_fault" if look == "fault" else "day"])
    elif isinstance(cell, bool):
        sheet.write_boolean(*place, cell)
    elif isinstance(cell, float | int) and abs(cell) < 1e15:  # false for NaN and infinity too
        sheet.write_number(*place, cell)
    else:
        sheet.write_string(*place, plain(cell), formats[look])
