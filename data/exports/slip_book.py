"""Slips as a printable workbook: two on an A4 page, large letters, a code to scan."""

from __future__ import annotations

import io
import math
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import segno
import xlsxwriter
from numpy.typing import NDArray

from data.exports.sheets import SYNTHETIC_LINE, width_of
from data.exports.slips import Slip
from data.exports.workbook import A4, FONT
from labor.words import Bilingual, Language

TITLE: Final = Bilingual("出发须知", "Before you leave")
LABEL_WIDTH, TEXT_WIDTH, CODE_WIDTH = 15, 62, 19
TEXT_ROOM: Final = 58  # characters of 13 points in TEXT_WIDTH, measured in LibreOffice
LINE_POINTS: Final = 18.5
SLIPS_A_PAGE: Final = 2
DOTS_A_MODULE, QUIET_MODULES = 5, 4

_STYLES: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 17},
    "synthetic": {"font_size": 9, "font_color": "#B00020"},
    "label": {"bold": True, "bottom": 4},
    "text": {"text_wrap": True, "bottom": 4, "num_format": "@"},
    "promise": {"bold": True, "text_wrap": True},
    "small": {"font_size": 9, "align": "center", "text_wrap": True},
}


def written(slips: Sequence[Slip], language: Language = "zh") -> bytes:
    """The workbook's bytes; empty of slips it says so."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    styles = {
        name: book.add_format({"font_name": FONT, "font_size": 13, "valign": "vcenter", **style})
        for name, style in _STYLES.items()
    }
    tab = book.add_worksheet(TITLE.text(language))
    for at, width in enumerate((LABEL_WIDTH, TEXT_WIDTH, CODE_WIDTH)):
        tab.set_column(at, at, width)
    row, breaks = 0, []
    for count, slip in enumerate(slips, start=1):
        row = _write(tab, styles, slip, row=row, language=language)
        if count % SLIPS_A_PAGE == 0:
            breaks.append(row)
    tab.set_h_pagebreaks(breaks)
    tab.set_paper(A4)
    tab.set_portrait()
    tab.set_margins(left=0.5, right=0.5, top=0.4, bottom=0.4)
    tab.fit_to_pages(1, 0)
    book.close()
    return target.getvalue()


def write(path: Path, slips: Sequence[Slip], language: Language = "zh") -> Path:
    """The same as a file, whole or not at all."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(written(slips, language))
    return beside.replace(path)


def picture(says: str) -> bytes:
    """The code as a black-and-white PNG; medium error correction survives a folded slip."""
    # Trying all eight masks takes most of the time of a thousand slips; every mask is readable.
    code = segno.make_qr(says, error="m", mask=3, boost_error=False)
    dark = np.pad(np.array(code.matrix, dtype=np.uint8), QUIET_MODULES)
    return _png(np.kron(1 - dark, np.ones((DOTS_A_MODULE, DOTS_A_MODULE), dtype=np.uint8)))


def _png(white: NDArray[np.uint8]) -> bytes:
    """One bit a dot, no filter (PNG specification, sections 5 and 11): ten times faster than a general writer."""
    height, width = white.shape
    lines = np.packbits(white, axis=1)
    body = np.hstack([np.zeros((height, 1), dtype=np.uint8), lines]).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(body)), (b"IEND", b""))
    packed = [struct.pack(">I", len(c)) + kind + c + struct.pack(">I", zlib.crc32(kind + c)) for kind, c in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def _write(tab: Any, styles: dict[str, Any], slip: Slip, *, row: int, language: Language) -> int:
    tab.write_string(row, 0, TITLE.text(language), styles["title"])
    tab.write_string(row, 1, f"{slip.name}　　{slip.batch_number}", styles["title"])
    tab.set_row(row, 26)
    _insert_code(tab, styles, slip, row)
    row += 1
    if slip.office.synthetic:
        tab.write_string(row, 0, SYNTHETIC_LINE.text(language), styles["synthetic"])
        row += 1
    for label, words in slip.lines:
        tab.write_string(row, 0, label.text(language), styles["label"])
        tab.write_string(row, 1, words.text(language), styles["text"])
        tab.set_row(row, LINE_POINTS * _lines(words.text(language), TEXT_ROOM) + 3)
        row += 1
    for promise in slip.promises:
        promised = promise.text(language)
        tab.merge_range(row, 0, row, 1, "", styles["promise"])
        tab.write_string(row, 0, promised, styles["promise"])
        tab.set_row(row, LINE_POINTS * _lines(promised, TEXT_ROOM + LABEL_WIDTH) + 3)
        row += 1
    return row + 1


def _insert_code(tab: Any, styles: dict[str, Any], slip: Slip, row: int) -> None:
    picture_size = {"x_scale": 0.85, "y_scale": 0.85, "x_offset": 4, "y_offset": 4, "object_position": 2}
    tab.insert_image(row, 2, "code.png", {"image_data": io.BytesIO(picture(slip.code_says)), **picture_size})
    tab.write_string(row + 5, 2, slip.code, styles["small"])


def _lines(words: str, room: int) -> int:
    return max(1, math.ceil(width_of(words) / room))
