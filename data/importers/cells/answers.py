"""Yes and no, men and women, in the many ways forms write them."""

from __future__ import annotations

import re
from typing import Final

from data.importers.cells.reading import Cell, Reading, plain
from labor.people import FEMALE, MALE, SEX_UNKNOWN

_YES: Final = frozenset(
    "是 有 √ ✓ ✔ ☑ y yes true 1 对 能 可 可以 愿意 愿 同意 需要 要 包 提供 会 行 好 ok 已签 已同意 自愿".split()
)
_NO: Final = frozenset(
    "否 无 × ✗ ✘ ☒ x n no false 0 不 不能 不可 不可以 不愿意 不愿 不同意 不需要 不要 不包 不提供 不会 不行 没有 没 未 暂不 不住 自理".split()
)
_BLANK: Final = frozenset("- — / \\ 不详 未知 无所谓 ? 待定 都行 均可 不限 n/a na none".split())
_SEXES: Final = {
    "男": MALE,
    "女": FEMALE,
    "m": MALE,
    "f": FEMALE,
    "male": MALE,
    "female": FEMALE,
    "男性": MALE,
    "女性": FEMALE,
}


def yes_no(cell: Cell) -> Reading[bool | None]:
    """True, False, or None where nothing is said."""
    text = plain(cell).lower().rstrip(".。!! ")
    if not text or text in _BLANK:
        return Reading(None)
    if text in _YES:
        return Reading(True)
    if text in _NO:
        return Reading(False)
    if text.startswith(("不", "没", "无", "否", "未")):
        return Reading(False)
    if text.startswith(("是", "有", "能", "可", "包", "愿", "要", "需", "提供", "两班", "倒班", "已")):
        return Reading(True)
    return Reading(None, "yes_no_unclear")


def sex(cell: Cell) -> Reading[int]:
    """MALE, FEMALE or SEX_UNKNOWN."""
    text = plain(cell).lower()
    if not text or text in _BLANK:
        return Reading(SEX_UNKNOWN)
    if text in _SEXES:
        return Reading(_SEXES[text])
    return Reading(SEX_UNKNOWN, "sex_unclear")


def whole_number(cell: Cell) -> Reading[int]:
    """A count; -1 where the cell is empty."""
    text = plain(cell).replace(",", "")
    if not text or text in _BLANK:
        return Reading(-1)
    match = re.fullmatch(
        r"约?\s*(\d+)(?:\.0+)?\s*(?:人|名|个|座|间|张|床|辆|趟|天|日|位|小时|h|元|kg|公斤|多)?\s*(?:左右)?", text
    )
    return Reading(int(match[1])) if match else Reading(-1, "number_unclear")


def decimal_number(cell: Cell) -> Reading[float]:
    """A measure without its unit; NaN where the cell is empty."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return Reading(float(cell))
    text = plain(cell).replace(",", "")
    if not text or text in _BLANK:
        return Reading(float("nan"))
    match = re.match(
        r"[^\d]{0,4}(\d+(?:\.\d+)?)\s*(?:kg|公斤|千克|斤|小时|h|km|公里|里|年|°|度|以内|以下|左右)?$",
        text,
        re.IGNORECASE,
    )
    if not match:
        return Reading(float("nan"), "number_unclear")
    value = float(match[1])
    # One jin (斤) is half a kilogram; one li (里) half a kilometer.
    halved = re.search(r"(?<!公)[斤里]$", text.removesuffix("以内").removesuffix("以下").removesuffix("左右"))
    return Reading(value / 2 if halved else value)
