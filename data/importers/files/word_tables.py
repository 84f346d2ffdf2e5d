"""The tables of a Word file (.docx): its cells as rows, what is written above and below a table around them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from data.importers.cells.reading import Cell
from data.importers.columns.marks import Marks
from data.importers.columns.tables import Sheet

DOCUMENT: Final = "word/document.xml"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF: Final = ("0", "false", "none")
_WIDEST: Final = 200  # columns; a span that says more is a mistake or an attack


def is_word(content: bytes) -> bool:
    """Whether a pack is a Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            return DOCUMENT in pack.namelist()
    except zipfile.BadZipFile:
        return False


def word_text(content: bytes) -> str:
    """What stands outside tables, a line a paragraph."""
    return "\n".join(_text(one) for one in _body(content) if one.tag == f"{_W}p")


def word_tables(name: str, content: bytes) -> list[Sheet]:
    """Each table as a sheet, with the paragraphs right above it as its titles and those after the last as its foot."""
    found: list[Sheet] = []
    above: list[str] = []
    for one in _body(content):
        if one.tag == f"{_W}tbl":
            found.append(_sheet(one, above, f"{name} {len(found) + 1}" if found else name))
            above = []
        elif text := _text(one):
            above.append(text)
    if found and above:
        last = found[-1]
        found[-1] = Sheet(last.name, [*last.rows, *([text] for text in above)], last.merged, last.marks)
    return found


def _body(content: bytes) -> list[ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        xml = pack.read(DOCUMENT)
    if b"<!DOCTYPE" in xml[:2000] or b"<!ENTITY" in xml[:2000]:
        raise ValueError("a document does not declare entities")
    body = ElementTree.fromstring(xml).find(f"{_W}body")  # noqa: S314 - no entities, in a process with limits of its own
    return [] if body is None else [part for one in body for part in _blocks(one)]


def _blocks(one: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Paragraphs and tables, those inside content controls as well."""
    if one.tag in (f"{_W}p", f"{_W}tbl"):
        yield one
    elif one.tag == f"{_W}sdt":
        for inner in one.iterfind(f"{_W}sdtContent/*"):
            yield from _blocks(inner)


def _sheet(table: ElementTree.Element, above: list[str], name: str) -> Sheet:
    rows: list[list[Cell]] = [[text] for text in above]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = []
    struck: set[tuple[int, int]] = set()
    tops: dict[int, tuple[int, int]] = {}  # column → (row, last column) of a cell that reaches down
    for line in table.iterfind(f"{_W}tr"):
        row: list[Cell] = []
        at = len(rows)
        for cell in line.iterfind(f"{_W}tc"):
            column, wide = len(row), _span(cell)
            down = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = down is not None and down.get(f"{_W}val", "continue") == "continue"
            words = "\n".join(filter(None, map(_text, cell.iterfind(f"{_W}p"))))
            row += [None if goes_on else words, *[None] * (wide - 1)]
            if _is_struck(cell):
                struck.add((at, column))
            if goes_on and column in tops:
                top, right = tops[column]
                merged = [one for one in merged if one[0] != (top, column)]
                merged.append(((top, column), (at, right)))
                continue
            tops[column] = (at, column + wide - 1)
            if wide > 1:
                merged.append(((at, column), (at, column + wide - 1)))
        rows.append(row)
    return Sheet(name, rows, tuple(merged), Marks(frozenset(), frozenset(struck), {}))


def _span(cell: ElementTree.Element) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    said = span.get(f"{_W}val", "1") if span is not None else "1"
    return min(max(1, int(said)), _WIDEST) if said.isdigit() else 1


def _text(paragraph: ElementTree.Element) -> str:
    """What is written and not deleted: a tracked deletion is no text."""
    parts = []
    for one in paragraph.iter():
        if one.tag == f"{_W}t":
            parts.append(one.text or "")
        elif one.tag in (f"{_W}tab", f"{_W}br"):
            parts.append(" ")
    return "".join(parts).strip()


def _is_struck(cell: ElementTree.Element) -> bool:
    """Whether all of a cell's words are struck through."""
    runs = [run for run in cell.iter(f"{_W}r") if run.find(f"{_W}t") is not None]
    strikes = [run.find(f"{_W}rPr/{_W}strike") for run in runs]
    return bool(runs) and all(one is not None and one.get(f"{_W}val", "1") not in _OFF for one in strikes)
