"""Lunar dates (农历) in words, as villagers plan by them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from data.importers.cells.numerals import chinese_number
from labor.lunar_days import LunarDay

FAR_DAYS: Final = 330  # a lunar year may have thirteen months
_MONTHS: Final = {"正": 1, "冬": 11, "腊": 12}
_LUNAR: Final = re.compile(
    r"(?:(\d{4})年)?(?:农历|阴历|旧历|老历)?(?:(\d{4})年)?"
    r"(闰)?(正|冬|腊|十[一二]?|[一二三四五六七八九]|\d{1,2})月(?:份)?"
    r"(初[一二三四五六七八九十]|廿[一二三四五六七八九]?|[二三]?十[一二三四五六七八九]?|\d{1,2})?(?:日|号)?(?:(过)?后|以后|之后|前|左右)?"
)
# No figure and no 日 or 号, and a day that somebody who means the calendar would write 5号.
_WORDS: Final = re.compile(r"[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}(?![日号\d一二三四五六七八九十])")
_MARKED: Final = re.compile(r"农历|阴历|旧历|老历|初|廿|正月|腊月|冬月|闰")
_FESTIVALS: Final = {
    "元宵": (1, 15),
    "端午": (5, 5),
    "中秋": (8, 15),
    "重阳": (9, 9),
    "春节": (1, 1),
    "小年": (12, 23),
    "除夕": (12, 30),
}
_FESTIVAL: Final = re.compile(r"(?:过(?:了|完)?)?(元宵|端午|中秋|重阳|春节|小年|除夕)(?:节)?(过?后|以后|之后|前|左右)?")


def lunar_day(text: str, today: date) -> date | None:
    """The calendar day of 正月初八, 元宵后, 腊月二十: the one from two months back to ten ahead."""
    compact = re.sub(r"\s|[(（].*?[)）]", "", text)
    if match := _FESTIVAL.fullmatch(compact):
        month, day = _FESTIVALS[match[1]]
        found = _near(month, day, today)
        return found + timedelta(days=1) if found and match[2] and "后" in match[2] else found
    compact = re.sub(r"^大年(?=三十)", "腊月", re.sub(r"^大年(?=初)", "正月", compact))
    if re.fullmatch(r"初[一二三四五六七八九十](?:以?后|前)?", compact):
        compact = "正月" + compact  # said around New Year, where it needs no month
    match = _LUNAR.fullmatch(compact)
    if not match or not match[5]:
        return None
    year = match[1] or match[2]
    month, day = _month(match[4]), _day(match[5])
    if not _MARKED.search(compact):
        return None if year or not _WORDS.match(compact) else _still_ahead(month, day, today)
    return (
        LunarDay(int(year), month, day, bool(match[3])).solar if year else _near(month, day, today, leap=bool(match[3]))
    )


def _still_ahead(month: int, day: int, today: date) -> date | None:
    """十月二十五 said in late November: the calendar's is gone, so the moon's is meant, where that lies ahead."""
    try:
        gone = today - timedelta(days=FAR_DAYS // 2) < date(today.year, month, day) < today
    except ValueError:
        return None
    found = _near(month, day, today) if gone else None
    return found if found and found >= today else None


def lunar_birth(text: str) -> tuple[date, bool] | None:
    """A lunar birth date with its year, e.g. 农历1985年三月初五."""
    compact = re.sub(r"\s", "", text)
    match = _LUNAR.fullmatch(compact)
    if not match or not _MARKED.search(compact) or not (match[1] or match[2]) or not match[5]:
        return None
    found = LunarDay(int(match[1] or match[2]), _month(match[4]), _day(match[5]), bool(match[3])).solar
    return (found, True) if found else None


def _month(word: str) -> int:
    return _MONTHS.get(word) or (int(word) if word.isdigit() else int(chinese_number(word) or 0))


def _day(word: str) -> int:
    if word.isdigit():
        return int(word)
    if word.startswith("廿"):
        return 20 + int(chinese_number(word[1:]) or 0)
    return int(chinese_number(word.removeprefix("初")) or 0)


def _near(month: int, day: int, today: date, *, leap: bool = False) -> date | None:
    """The day from two months back to ten ahead; the 30th of a short twelfth month is New Year's Eve, the 29th."""
    for year in (today.year - 1, today.year, today.year + 1):
        found = LunarDay(year, month, day, leap).solar
        if found is None and (month, day) == (12, 30):
            found = LunarDay(year, 12, 29).solar
        if found and today - timedelta(days=60) <= found < today + timedelta(days=FAR_DAYS):
            return found
    return None
