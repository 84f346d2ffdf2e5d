"""The tables of a web page that an information system saved under a spreadsheet's name (“假 xls”)."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

from data.importers.cells.reading import Cell
from data.importers.columns.marks import Marks
from data.importers.columns.tables import Sheet

# A cell that says it spans more is a mistake or an attack.
_WIDEST: Final = 300
_BREAKS: Final = frozenset(("br", "p", "div", "li"))
_SILENT: Final = frozenset(("script", "style", "head", "title"))
_HIDDEN: Final = ("display:none", "visibility:hidden", "mso-hide:all")


def is_web_page(text: str) -> bool:
    """Whether a text is a web page or another document in angle brackets."""
    return text.lstrip("\ufeff \t\r\n")[:200].lower().startswith(("<!doctype", "<html", "<table", "<?xml", "<meta"))


def web_tables(name: str, text: str) -> list[Sheet]:
    """Each table with at least two rows and two columns as a sheet, in order; [] where there is none."""
    reader = _TableReader()
    reader.feed(text)
    reader.close()
    grids = [grid for grid in reader.done if len(grid.rows) >= 2 and max(map(len, grid.rows)) >= 2]
    return [
        Sheet(name if len(grids) == 1 else f"{name} {number}", grid.rows, tuple(grid.merged), grid.marks)
        for number, grid in enumerate(grids, start=1)
    ]


class _Grid:
    """A table being read: ``taken`` are places that a cell above reaches down to."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.merged: list[tuple[tuple[int, int], tuple[int, int]]] = []
        self.taken: set[tuple[int, int]] = set()
        self.hidden: set[int] = set()
        self.struck: set[tuple[int, int]] = set()
        self.place: tuple[int, int] | None = None
        self.words: list[str] = []

    @property
    def marks(self) -> Marks:
        """Rows that were hidden and cells that were struck out."""
        return Marks(hidden=frozenset(self.hidden), struck=frozenset(self.struck))

    def new_row(self, *, hidden: bool) -> None:
        """Begin a row."""
        self.end_row()
        if hidden:
            self.hidden.add(len(self.rows))
        self.rows.append([])

    def new_cell(self, wide: int, high: int) -> None:
        """Begin a cell at the next place nothing reaches into."""
        self.end_cell()
        if not self.rows:
            self.rows.append([])
        row = len(self.rows) - 1
        cells = self.rows[row]
        while (row, len(cells)) in self.taken:
            cells.append("")
        column = len(cells)
        cells += [""] * wide
        if wide > 1 or high > 1:
            self.merged.append(((row, column), (row + high - 1, column + wide - 1)))
            below = ((row + down, column + right) for down in range(1, high) for right in range(wide))
            self.taken.update(below)
        self.place = (row, column)

    def end_row(self) -> None:
        """End the cell that is open, and fill the places at the row's end that cells above reach into."""
        self.end_cell()
        while self.rows and (len(self.rows) - 1, len(self.rows[-1])) in self.taken:
            self.rows[-1].append("")

    def end_cell(self) -> None:
        """Put what was said into the cell that is open."""
        if self.place is not None:
            lines = (" ".join(line.split()) for line in "".join(self.words).split("\n"))
            self.rows[self.place[0]][self.place[1]] = "\n".join(line for line in lines if line)
        self.place, self.words = None, []


class _TableReader(HTMLParser):
    """Collects tables from the innermost out; what stands outside of cells is not read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[_Grid] = []
        self.open: list[_Grid] = []
        self.silent = 0
        self.striking = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.silent += tag in _SILENT
        self.striking += tag in ("s", "del", "strike")
        if tag == "table":
            self.open.append(_Grid())
        elif self.open and tag == "tr":
            style = said.get("style", "").replace(" ", "").lower()
            self.open[-1].new_row(hidden="hidden" in said or any(word in style for word in _HIDDEN))
        elif self.open and tag in ("td", "th"):
            self.open[-1].new_cell(_span(said.get("colspan", "")), _span(said.get("rowspan", "")))
        elif self.open and tag in _BREAKS:
            self.open[-1].words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0
        self.striking -= tag in ("s", "del", "strike") and self.striking > 0
        if not self.open:
            return
        if tag in ("td", "th", "tr"):
            self.open[-1].end_cell()
        elif tag == "table":
            self.open[-1].end_row()
            self.done.append(self.open.pop())

    def handle_data(self, data: str) -> None:
        if self.open and not self.silent:
            grid = self.open[-1]
            grid.words.append(data.replace("\n", " "))
            if self.striking and grid.place and data.strip():
                grid.struck.add(grid.place)

    def close(self) -> None:
        super().close()
        while self.open:  # a file cut off in the middle
            self.open[-1].end_row()
            self.done.append(self.open.pop())


def _span(said: str) -> int:
    return max(1, min(int(said), _WIDEST)) if said.isascii() and said.isdigit() and len(said) <= 6 else 1
