"""Numbers written in Chinese characters."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
NUMERAL_CHARS: Final = "〇零一二两三四五六七八九十百千万"


def chinese_number(text: str) -> float | None:
    """六千五 is 6500, 一万二 is 12000, 二十三 is 23; None when the text is no number of this kind."""
    if not text or any(char not in NUMERAL_CHARS for char in text):
        return None
    if "万" in text:
        high, _, low = text.partition("万")
        return (chinese_number(high) or 1) * 10_000 + _below_ten_thousand(low, carry=1000)
    return float(_below_ten_thousand(text, carry=1))


def _below_ten_thousand(text: str, *, carry: int) -> float:
    """``carry`` is the place of a last bare digit after 万, 千 or 百 (六千五 = 6500)."""
    total = digit = 0
    last_unit = carry * 10
    for char in text:
        if char in _UNITS:
            last_unit = _UNITS[char]
            total += (digit or 1) * last_unit
            digit = 0
        elif char in "零〇":
            last_unit = 10
        else:
            digit = digit * 10 + _DIGITS[char] if digit else _DIGITS[char]
    if digit:
        total += digit * (last_unit // 10 if last_unit >= 100 or carry > 1 else 1)
    return total
