"""Drafts written as offices send them: merged titles and bands in workbooks, text files of two encodings."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Final

import xlsxwriter

from data.sample.drafts import NOTICE, Cell, SheetDraft

WRITTEN: Final = datetime(2026, 2, 23, 8, 0)  # noqa: DTZ001 - a stated date, so that the same season gives the same bytes


def write_workbook(folder: Path, drafts: list[SheetDraft]) -> Path:
    """One .xlsx with a sheet a draft; titles and bands are merged cells."""
    path = folder / drafts[0].file
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        book.set_properties({"created": WRITTEN, "comments": NOTICE})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        bold = book.add_format({"bold": True, "align": "center"})
        for draft in drafts:
            sheet = book.add_worksheet(draft.sheet)
            for at, line in enumerate(draft.lines()):
                for column, cell in enumerate(line):
                    if isinstance(cell, date):
                        sheet.write_datetime(at, column, cell, day)
                    elif cell is not None and cell != "":
                        sheet.write(at, column, cell, bold if at < draft.header_line else None)
            width = max(len(draft.columns) - 1, 1)
            sheet.merge_range(0, 0, 0, width, NOTICE, bold)
            sheet.merge_range(1, 0, 1, width, draft.title, bold)
            _merge_bands(sheet, draft, bold)
            sheet.set_column(0, width, 14)
    return path


def _merge_bands(sheet: xlsxwriter.worksheet.Worksheet, draft: SheetDraft, bold: object) -> None:
    if not draft.has_bands:
        return
    line, first = draft.header_line - 2, 0
    for at in range(1, len(draft.columns) + 1):
        if at == len(draft.columns) or draft.columns[at].band != draft.columns[first].band:
            if draft.columns[first].band and at - first > 1:
                sheet.merge_range(line, first, line, at - 1, draft.columns[first].band, bold)
            first = at


def write_text_table(folder: Path, draft: SheetDraft, encoding: str) -> Path:
    """One .csv as old Excel saves it; ``encoding`` is gb18030, utf-8 or utf-8-sig."""
    path = folder / draft.file
    text = "\r\n".join(",".join(_quoted(cell) for cell in line) for line in draft.lines()) + "\r\n"
    path.write_bytes(text.encode(encoding))
    return path


def _quoted(cell: Cell) -> str:
    text = "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\n') else text
