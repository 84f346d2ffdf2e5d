"""What a workbook says of cells beside their values: hidden rows, text struck through, formulas without a result."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from html import unescape
from typing import Final
from zipfile import ZipFile

from data.importers.columns.marks import UNMARKED, Marks

_ROW: Final = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ATTRIBUTE: Final = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE: Final = re.compile(rb"<(?:\w+:)?v\b[^>]*>(.*?)</(?:\w+:)?v>", re.DOTALL)
_STRIKE: Final = re.compile(rb"<(?:\w+:)?strike\b(?![^>]*val\s*=\s*[\"'](?:0|false)[\"'])[^>]*>")
_REFERENCE: Final = re.compile(rb"([A-Z]{1,3})(\d{1,7})")


def marks_of(content: bytes) -> dict[str, Marks]:
    """The marks of every sheet of an .xlsx by the sheet's name; sheets without any are left out."""
    with ZipFile(io.BytesIO(content)) as pack:
        parts = set(pack.namelist())
        struck_styles = _struck_styles(pack.read("xl/styles.xml")) if "xl/styles.xml" in parts else frozenset()
        texts = "xl/sharedStrings.xml"
        struck_texts = _struck_texts(pack.read(texts)) if texts in parts else frozenset()
        found = {}
        for name, part in _sheet_parts(pack):
            if part in parts:
                marks = _marks(pack.read(part), struck_styles, struck_texts)
                if marks is not UNMARKED:
                    found[name] = marks
        return found


def _sheet_parts(pack: ZipFile) -> Iterator[tuple[str, str]]:
    """Names of sheets and where in the pack they lie."""
    names = set(pack.namelist())
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if not {book, links} <= names:
        return
    target = {}
    for found in re.findall(rb"<(?:\w+:)?Relationship\b([^>]*)>", pack.read(links)):
        said = _attributes(found)
        path = said.get(b"Target", b"").decode()
        target[said.get(b"Id", b"")] = path.lstrip("/") if path.startswith("/") else posixpath.normpath(f"xl/{path}")
    for found in re.findall(rb"<(?:\w+:)?sheet\b([^>]*)>", pack.read(book)):
        said = _attributes(found)
        link = next((value for key, value in said.items() if key.endswith(b":id")), b"")
        yield unescape(said.get(b"name", b"").decode("utf-8", "replace")), target.get(link, "")


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(tag))


def _struck_styles(styles: bytes) -> frozenset[bytes]:
    """Cell formats whose font is struck through, by their number as written in cells."""
    if not _STRIKE.search(styles):
        return frozenset()
    fonts = _children(styles, b"fonts", b"font")
    struck = {at for at, font in enumerate(fonts) if _STRIKE.search(font)}
    formats = _children(styles, b"cellXfs", b"xf")
    return frozenset(
        str(at).encode() for at, one in enumerate(formats) if int(_attributes(one).get(b"fontId", b"0")) in struck
    )


def _children(xml: bytes, parent: bytes, child: bytes) -> list[bytes]:
    block = re.search(rb"<(?:\w+:)?" + parent + rb"\b[^>]*>(.*?)</(?:\w+:)?" + parent + rb">", xml, re.DOTALL)
    pattern = rb"<(?:\w+:)?" + child + rb"\b[^>]*?/>|<(?:\w+:)?" + child + rb"\b.*?</(?:\w+:)?" + child + rb">"
    return re.findall(pattern, block[1], re.DOTALL) if block else []


def _struck_texts(shared: bytes) -> frozenset[bytes]:
    """Shared texts of which a part at least is struck through, by their number."""
    if not _STRIKE.search(shared):
        return frozenset()
    texts = re.findall(rb"<(?:\w+:)?si\b[^>]*?/>|<(?:\w+:)?si\b.*?</(?:\w+:)?si>", shared, re.DOTALL)
    return frozenset(str(at).encode() for at, text in enumerate(texts) if _STRIKE.search(text))


def _marks(xml: bytes, struck_styles: frozenset[bytes], struck_texts: frozenset[bytes]) -> Marks:
    hidden = frozenset(_hidden_rows(xml)) if b"hidden=" in xml else frozenset()
    struck: set[tuple[int, int]] = set()
    broken: dict[tuple[int, int], str] = {}
    inline = b"<strike" in xml
    if struck_styles or struck_texts or inline or b'"e"' in xml or b"<f" in xml or b":f>" in xml:
        for place, said, inner in _cells(xml):
            is_struck = said.get(b"s", b"") in struck_styles or (inline and bool(_STRIKE.search(inner)))
            if not is_struck and struck_texts and said.get(b"t") == b"s":
                value = _VALUE.search(inner)
                is_struck = bool(value) and value[1].strip() in struck_texts  # type: ignore[index]
            if is_struck and inner:
                struck.add(place)
            text = _broken(said.get(b"t", b""), inner)
            if text:
                broken[place] = text
    return Marks(hidden, frozenset(struck), broken) if hidden or struck or broken else UNMARKED


def _hidden_rows(xml: bytes) -> Iterator[int]:
    at = -1
    for found in _ROW.finditer(xml):
        said = _attributes(found[1])
        at = int(said[b"r"]) - 1 if said.get(b"r", b"").isdigit() else at + 1
        if said.get(b"hidden") in (b"1", b"true") or said.get(b"ht") in (b"0", b"0.0"):
            yield at


def _cells(xml: bytes) -> Iterator[tuple[tuple[int, int], dict[bytes, bytes], bytes]]:
    for found in _CELL.finditer(xml):
        said = _attributes(found[1])
        place = _REFERENCE.fullmatch(said.get(b"r", b""))
        if place:
            column = 0
            for letter in place[1]:
                column = column * 26 + letter - 64
            yield (int(place[2]) - 1, column - 1), said, found[2] or b""


def _broken(kind: bytes, inner: bytes) -> str:
    """The formula or the error mark of a cell that has no value, "" for any other cell."""
    value = _VALUE.search(inner)
    text = value[1].strip() if value else b""
    if kind == b"e":
        return text.decode("utf-8", "replace") or "#N/A"
    if kind == b"str" or text:
        return ""  # a formula whose result is an empty text has a result
    formula = _FORMULA.search(inner)
    return f"={unescape((formula[1] or b'').decode('utf-8', 'replace'))[:60]}" if formula else ""
