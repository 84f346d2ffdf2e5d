"""Sums of money as people write them: 5-6千, 5到6k, 三千五, 1.2万."""

from __future__ import annotations

import re
from typing import Final

from data.importers.cells.numerals import chinese_number

_UNIT: Final = r"(万|w|千|k|K|百)?"
_NUMBER: Final = r"(\d+(?:\.\d+)?|[一二两三四五六七八九十百千万零]+)"
_ONE: Final = re.compile(_NUMBER + _UNIT)
_RANGE: Final = re.compile(_NUMBER + _UNIT + r"(?:元|块)?(?:/月)?(?:-|~|—|–|到|至|、|一)+" + _NUMBER + _UNIT)


def figures_in(text: str) -> tuple[float, float] | None:
    """The lower and the higher figure in yuan as written; None where the text names no sum."""
    if match := _RANGE.search(text):
        # 5-6千 and 5到6k: the unit at the end is meant for both.
        first_unit = match[2] or (match[4] if _scale(match[4]) and not _is_large(match[1]) else "")
        low, high = (
            _yuan(match[1], first_unit),
            _yuan(match[3], match[4] or (match[2] if not _is_large(match[3]) else "")),
        )
        return (low, high) if low is not None and high is not None else None
    if match := _ONE.search(text):
        value = _yuan(match[1], match[2])
        return (value, value) if value is not None else None
    return None


def _is_large(number: str) -> bool:
    return number.replace(".", "").isdigit() and float(number) >= 100


def _scale(unit: str | None) -> float:
    return {"万": 10_000.0, "w": 10_000.0, "千": 1000.0, "k": 1000.0, "K": 1000.0, "百": 100.0}.get(unit or "", 0.0)


def _yuan(number: str, unit: str | None) -> float | None:
    value = float(number) if number[0].isdigit() else chinese_number(number)
    return None if value is None else value * (_scale(unit) or 1.0)
