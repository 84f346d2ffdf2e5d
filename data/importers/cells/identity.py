"""Resident identity numbers (GB 11643) and unified social credit codes (GB 32100), never guessed."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from data.importers.cells.reading import Cell, Reading, plain
from labor.market import FEMALE, MALE

# First two digits of GB/T 2260. The four after them may be long retired, so they are not checked.
PROVINCES: Final = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83)
)
OLDEST_YEARS: Final = 100
_CLUTTER = re.compile(r"[\s'’‘`·.,:\-—_]|^(?:身份证(?:号码|号)?|id)[::]?", re.IGNORECASE)
_LOST_DIGITS = re.compile(r"^\d(?:\.\d+)?[eE]\+?1[4-9]$")
_TWO = re.compile(r"\d{17}[\dXx×]")


class Identity(NamedTuple):
    """What a sound identity number says by itself."""

    number: str
    birth: date
    sex: int


def identity_number(cell: Cell, today: date) -> Reading[Identity | None]:
    """A sound number, or the reason it is not one; a number Excel has rounded is refused, never repaired."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        # A spreadsheet number keeps 15 digits: whatever stood after them is gone.
        return Reading(None, "identity_rounded" if abs(cell) >= 1e15 else "identity_length", plain(cell))
    text = plain(cell)
    if not text:
        return Reading(None)
    number = _CLUTTER.sub("", text).upper().replace("×", "X").replace("Х", "X")
    if len(number) == 18 and number[:17].isdigit():
        return _judge(number, today)
    return Reading(None, _shape_fault(text, number), f"{len(number)}")


def _shape_fault(text: str, number: str) -> str:
    """Why this is no identity number at all."""
    if _LOST_DIGITS.match(text.replace(" ", "")):
        return "identity_rounded"
    if len(_TWO.findall(text)) > 1:
        return "two_people"
    return "identity_old" if len(number) == 15 and number.isdigit() else "identity_length"


def _judge(number: str, today: date) -> Reading[Identity | None]:
    zeroed = number.endswith("000")
    if ric.calc_check_digit(number) != number[17]:
        return Reading(None, "identity_zeroed" if zeroed else "identity_check_digit")
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return Reading(None, "identity_birth", number[6:14])
    if birth > today or birth.year < today.year - OLDEST_YEARS:
        return Reading(None, "identity_birth", number[6:14])
    if int(number[:2]) not in PROVINCES:
        return Reading(None, "identity_region", number[:6])
    identity = Identity(number, birth, MALE if int(number[16]) % 2 else FEMALE)
    # One rounded number in eleven ends in three zeros and still has the right check digit.
    return Reading(identity, "identity_maybe_zeroed") if zeroed else Reading(identity)


def credit_code(cell: Cell) -> Reading[str]:
    """A unified social credit code with its check digit right, or why it is none."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return Reading("", "credit_code_rounded")
    text = plain(cell)
    if not text:
        return Reading("")
    if _LOST_DIGITS.match(text):
        return Reading("", "credit_code_rounded")
    code = _CLUTTER.sub("", text).upper()
    if len(code) != 18:
        return Reading("", "credit_code_length", f"{len(code)}")
    try:
        return Reading(str(uscc.validate(code)))
    except ValidationError:
        return Reading("", "credit_code_check_digit")
