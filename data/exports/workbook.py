"""Sheets as .xlsx files that print well on A4: text stays text, the head row repeats, nothing is cut off."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from data.exports.sheets import SYNTHETIC_LINE, Cell, Fact, PaperSheet, shown, width_of
from labor.words import Bilingual, Language

FONT: Final = "Microsoft YaHei"  # on every Chinese Windows; LibreOffice puts Noto Sans CJK in its place
BODY_POINTS: Final = 9
LINE_POINTS: Final = 14.0  # height of one line of body text
ROOM: Final = 1.15  # column widths are told in characters of 11 points; more of our 9-point ones fit
A4: Final = 9  # the paper's number in the file format
COLON: Final = Bilingual("：", ": ")

_STYLES: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 16, "align": "center"},
    "synthetic": {"bold": True, "font_color": "#B00020", "align": "center"},
    "fact": {"text_wrap": True},
    "head": {"bold": True, "align": "center", "text_wrap": True, "border": 1, "bg_color": "#E8EEF4"},
    "left": {"text_wrap": True, "border": 1, "num_format": "@"},
    "center": {"text_wrap": True, "border": 1, "align": "center", "num_format": "@"},
    "right": {"text_wrap": True, "border": 1, "align": "right", "num_format": "@"},
    "left number": {"border": 1, "align": "left"},
    "center number": {"border": 1, "align": "center"},
    "right number": {"border": 1, "align": "right", "num_format": "#,##0.##"},
    "note": {"text_wrap": True, "font_color": "#444444"},
    "sign": {"font_size": 10},
}


def written(sheets: Sequence[PaperSheet], language: Language = "zh") -> bytes:
    """The workbook's bytes, one tab a sheet; no cell is ever a formula, whatever it begins with."""
    target = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, safe)
    styles = {
        name: book.add_format({"font_name": FONT, "font_size": BODY_POINTS, "valign": "vcenter", **style})
        for name, style in _STYLES.items()
    }
    for sheet, tab in zip(sheets, _tabs(sheets, language), strict=True):
        _Writer(book.add_worksheet(tab), styles, sheet, language).write()
    book.close()
    return target.getvalue()


def write(path: Path, sheets: Sequence[PaperSheet], language: Language = "zh") -> Path:
    """The same as a file, whole or not at all."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(written(sheets, language))
    return beside.replace(path)


def _tabs(sheets: Sequence[PaperSheet], language: Language) -> list[str]:
    """Tab names Excel accepts: at most 31 characters, none of []:*?/\\, each once."""
    tabs: list[str] = []
    for sheet in sheets:
        name = "".join("_" if char in "[]:*?/\\'" else char for char in sheet.name.text(language))[:28] or "1"
        taken = [tab for tab in tabs if tab.casefold().startswith(name.casefold())]
        tabs.append(f"{name} {len(taken) + 1}" if taken else name)
    return tabs


class _Writer:
    """Writes one sheet from top to bottom; ``row`` is the next free line."""

    def __init__(self, tab: Any, styles: dict[str, Any], sheet: PaperSheet, language: Language) -> None:
        self.tab, self.styles, self.sheet, self.language = tab, styles, sheet, language
        self.row = 0

    def write(self) -> None:
        sheet = self.sheet
        for at, column in enumerate(sheet.columns):
            self.tab.set_column(at, at, column.width)
        self._across(sheet.title, "title", 26)
        if sheet.synthetic:
            self._across(SYNTHETIC_LINE, "synthetic")
        for facts in sheet.fact_lines():
            self._facts(facts)
        head = self.row
        self._table()
        for note in sheet.notes:
            self._across(note, "note")
        if sheet.signatures:
            self.row += 1
            signs = "                              ".join(
                f"{self._text(s)}{self._text(COLON)}" for s in sheet.signatures
            )
            self._across(signs, "sign", 24)
        self._page(head)

    def _facts(self, facts: Sequence[Fact]) -> None:
        """One line of facts, each in its own part of the sheet's width."""
        lines = 1
        for fact, (first, last) in zip(facts, self._parts(self.sheet.facts_a_line), strict=False):
            words = self._fact(fact)
            if last > first:
                self.tab.merge_range(self.row, first, self.row, last, "", self.styles["fact"])
            self.tab.write_string(self.row, first, words, self.styles["fact"])
            room = sum(column.width for column in self.sheet.columns[first : last + 1])
            lines = max(lines, math.ceil(width_of(words) / (room * ROOM)))
        self.tab.set_row(self.row, LINE_POINTS * lines + 2)
        self.row += 1

    def _parts(self, parts: int) -> list[tuple[int, int]]:
        """First and last column of each of so many parts of about equal width."""
        ends: list[int] = []
        reached = 0.0
        for at, column in enumerate(self.sheet.columns):
            reached += column.width
            if reached >= self.sheet.widths_in_all * (len(ends) + 1) / parts - 1e-9:
                ends.append(at)
        starts = [0, *(end + 1 for end in ends[:-1])]
        return list(zip(starts, ends, strict=True))

    def _table(self) -> None:
        for at, column in enumerate(self.sheet.columns):
            self.tab.write_string(self.row, at, self._text(column.title), self.styles["head"])
        self.tab.set_row(self.row, LINE_POINTS * self._lines([column.title for column in self.sheet.columns]) + 4)
        self.row += 1
        for cells in self.sheet.rows:
            for at, (cell, column) in enumerate(zip(cells, self.sheet.columns, strict=True)):
                self._cell(at, cell, column.align)
            self.tab.set_row(self.row, LINE_POINTS * self._lines(cells) + 4)
            self.row += 1

    def _cell(self, at: int, cell: Cell, align: str) -> None:
        if isinstance(cell, int | float) and math.isfinite(cell):
            self.tab.write_number(self.row, at, cell, self.styles[f"{align} number"])
        else:
            self.tab.write_string(self.row, at, self._text(cell), self.styles[align])

    def _lines(self, cells: Sequence[Cell]) -> int:
        """Lines the fullest cell takes; spreadsheets do not work that out by themselves everywhere."""
        needed = [
            sum(max(1, math.ceil(width_of(line) / (column.width * ROOM))) for line in self._text(cell).split("\n"))
            for cell, column in zip(cells, self.sheet.columns, strict=True)
        ]
        return max(needed, default=1)

    def _across(self, text: Cell, style: str, height: float | None = None) -> None:
        words, last = self._text(text), len(self.sheet.columns) - 1
        if last > 0:
            self.tab.merge_range(self.row, 0, self.row, last, "", self.styles[style])
        self.tab.write_string(self.row, 0, words, self.styles[style])
        lines = max(1, math.ceil(width_of(words) / (self.sheet.widths_in_all * ROOM)))
        self.tab.set_row(self.row, height or LINE_POINTS * lines + 3)
        self.row += 1

    def _fact(self, fact: Fact) -> str:
        return f"{self._text(fact.label)}{self._text(COLON)}{self._text(fact.value)}"

    def _text(self, cell: Cell) -> str:
        return shown(cell, self.language)

    def _page(self, head: int) -> None:
        tab = self.tab
        tab.set_paper(A4)
        if self.sheet.landscape:
            tab.set_landscape()
        else:
            tab.set_portrait()
        tab.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        tab.fit_to_pages(1, 0)
        tab.repeat_rows(head)
        tab.freeze_panes(head + 1, 0)
        tab.center_horizontally()
        mark = " · 合成示例 synthetic sample" if self.sheet.synthetic else ""
        tab.set_footer(f"&L&8{_escaped(self._text(self.sheet.title))}{mark}&R&8&P / &N")


def _escaped(text: str) -> str:
    return text.replace("&", "&&")
