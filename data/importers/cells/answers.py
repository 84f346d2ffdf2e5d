"""Yes and no, men and women, in the many ways forms write them."""

from __future__ import annotations

import re
from typing import Final

from data.importers.cells.reading import Cell, Reading, plain
from data.importers.words.vocabulary import words
from labor.market import SEX_UNKNOWN

_WORDS: Final = words("answers")
_YES: Final = frozenset(_WORDS["yes"])
_NO: Final = frozenset(_WORDS["no"])
_BLANK: Final = frozenset(_WORDS["blank"])
_EMPTY_BOX: Final = re.compile(r"[□☐○]")
_TICKED_BOX: Final = re.compile(r"[☑✓✔√■●]")
_BOXED: Final = re.compile(r"[☑✓✔√■●]\s*([^☑✓✔√■☒□☐○●]+)")
_BOXED_BEHIND: Final = re.compile(r"([^☑✓✔√■☒□☐○●]+)[☑✓✔√■●]")
_COUNT: Final = re.compile(
    r"约?\s*(\d+)(?:\.0+)?\s*(?:人|名|个|座|间|张|床|辆|趟|天|日|位|小时|h|元|kg|公斤)?(?:左右|以上)?"
)
_MEASURE: Final = re.compile(
    r"[^\d]{0,4}(\d+(?:\.\d+)?)\s*(kg|公斤|千克|斤|小时|个小时|h|km|公里|里|年|°|度)?(?:以内|以下|左右)?", re.IGNORECASE
)


def yes_no(cell: Cell) -> Reading[bool | None]:
    """True, False, or None where nothing is said."""
    text = ticked(plain(cell)).lower().rstrip("。!.")
    if not text or text in _BLANK:
        return Reading(None)
    if text in _YES:
        return Reading(True)
    if text in _NO:
        return Reading(False)
    if text.startswith(tuple(_WORDS["no_starts"])):
        return Reading(False)
    if text.startswith(tuple(_WORDS["yes_starts"])):
        return Reading(True)
    return Reading(None, "yes_no_unclear")


def ticked(text: str) -> str:
    """Of boxes to tick (☑是 □否, 是√ 否□, ■男 □女) the words of those that are ticked; any other text as it is."""
    if not _EMPTY_BOX.search(text) and not (_TICKED_BOX.search(text) and len(text) > 1):
        return text
    before = [match[1] for match in _BOXED.finditer(text)]
    behind = [match[1] for match in _BOXED_BEHIND.finditer(text)]
    leads = text.lstrip()[:1] in "☑✓✔√■☒□☐○●"
    found = before if leads else behind
    return "、".join(word.strip() for word in found) if found else "" if _EMPTY_BOX.search(text) else text


def sex(cell: Cell) -> Reading[int]:
    """MALE, FEMALE or SEX_UNKNOWN."""
    text = ticked(plain(cell)).lower()
    text = text.removesuffix(".0")
    if not text or text in _BLANK:
        return Reading(SEX_UNKNOWN)
    if text in _WORDS["sex"]:
        return Reading(_WORDS["sex"][text])
    return Reading(SEX_UNKNOWN, "sex_unclear")


def whole_number(cell: Cell) -> Reading[int]:
    """A count; -1 where the cell is empty."""
    text = plain(cell).replace(",", "")
    if not text or text in _BLANK:
        return Reading(-1)
    match = _COUNT.fullmatch(text)
    return Reading(int(match[1])) if match else Reading(-1, "number_unclear")


def decimal_number(cell: Cell) -> Reading[float]:
    """A measure without its unit; NaN where the cell is empty."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return Reading(float(cell))
    text = plain(cell).replace(",", "")
    if not text or text in _BLANK:
        return Reading(float("nan"))
    match = _MEASURE.fullmatch(text)
    if not match:
        return Reading(float("nan"), "number_unclear")
    # One jin (斤) is half a kilogram; one li (里) half a kilometer.
    return Reading(float(match[1]) / 2 if match[2] in ("斤", "里") else float(match[1]))
