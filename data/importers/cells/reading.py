"""A cell as it comes from a file, and what a parser makes of it."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeAlias, TypeVar

Cell: TypeAlias = str | float | int | bool | date | datetime | time | timedelta | None
T = TypeVar("T")

# Marks that typing, copying and WeChat leave around a value and that never belong to it.
_EDGES = " \t\r\n'\"`‘’“”\u200b\u200e\u200f\ufeff\u00a0\u3000"


class Reading(NamedTuple, Generic[T]):
    """A value and at most one fault; ``fault`` is a code of words/faults.toml, ``hint`` fills its text."""

    value: T
    fault: str = ""
    hint: str = ""


def plain(cell: Cell) -> str:
    """The cell as one line of text: full-width forms made ordinary, edges cleaned, 13800.0 as "13800"."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _plain_text(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time() != time() else cell.date().isoformat()
    return str(cell)


_LETTERS: Final = {
    code: code - 0xFEE0 for span in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B)) for code in range(*span)
}


def prose(cell: Cell) -> str:
    """The cell as running text: digits and letters made ordinary, Chinese punctuation left as it was written."""
    return " ".join(cell.translate(_LETTERS).split()).strip(_EDGES) if isinstance(cell, str) else plain(cell)


# The cells of one row are looked at several times, and villages, trades and answers come back on every row.
@lru_cache(maxsize=32_768)
def _plain_text(text: str) -> str:
    spelled = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(spelled.split()).strip(_EDGES)
