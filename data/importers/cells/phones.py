"""Telephone numbers as people write them."""

from __future__ import annotations

import re
from typing import Final

from data.importers.cells.reading import Cell, Reading, plain

_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_LANDLINE: Final = re.compile(r"0\d{9,11}")
_NONE: Final = re.compile(r"无|没|暂无|未留|空|[-/—]+$|none|no\b", re.IGNORECASE)
_LOOSE: Final = re.compile(r"(?:\+?0{0,2}86[\s\-]?)?(?<!\d)(1[3-9]\d(?:[\s\-.]*\d){8})(?!\d)")
_JOINTS: Final = re.compile(r"[\s\-.—_()+'’]|转\d+$")


def phones(cell: Cell) -> Reading[tuple[str, ...]]:
    """Every number in the cell, mobiles as 11 digits; the fault says when something there is no number."""
    text = plain(cell)
    if not text:
        return Reading(())
    found = tuple(_JOINTS.sub("", match) for match in _LOOSE.findall(text))
    if found:
        return Reading(tuple(dict.fromkeys(found)))
    if _NONE.match(text) and sum(char.isdigit() for char in text) < 7:
        return Reading(())
    digits = _JOINTS.sub("", text)
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) == 11 + len(prefix):
            digits = digits[len(prefix) :]
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return Reading((digits,))
    if re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d+", text):
        return Reading((), "phone_rounded")
    return Reading((), "phone_wrong", f"{sum(char.isdigit() for char in text)}")
