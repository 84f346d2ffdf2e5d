"""From when and until when somebody can leave: 3号以后, 12月3日前, 下个月5号才能走, 元旦后, 12.3-12.10."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from data.importers.cells import dates
from data.importers.cells.lunar import lunar_day
from data.importers.cells.numerals import chinese_number
from data.importers.cells.reading import Cell, plain


class TravelDays(NamedTuple):
    """The first and the last day somebody can leave, None where nothing is said, with at most one fault."""

    earliest: date | None = None
    latest: date | None = None
    fault: str = ""
    hint: str = ""


ANY_DAY: Final = TravelDays()
_NUMBER: Final = r"(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})"
_AFTER: Final = r"(?:以后|之后|过后|往后|开外|起|开始|后|才|再)"
_BEFORE: Final = r"(?:以前|之前|前|止|为止|截止|以内|之内)"
_DAY: Final = re.compile(
    rf"(?:(?P<year>20\d\d)\s*[年./\-])?(?:(?P<month>{_NUMBER})\s*[月./\-]|(?P<next>下个?月)|(?P<this>这个?月|本月|当月|月))?\s*"
    rf"(?:(?P<day>{_NUMBER})(?P<sign>\s*[日号])?|(?P<part>初|上旬|中旬|下旬|底|末))"
)
_FESTIVAL: Final = re.compile(r"(?:过(?:了|完)?)?(?P<name>元旦|五一|劳动节|国庆|十一(?!月))(?:节)?")
_FESTIVALS: Final = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1), "十一": (10, 1)}
_PARTS: Final = {"初": 1, "上旬": 1, "中旬": 11, "下旬": 21, "底": 25, "末": 25}
_IN_DAYS: Final = re.compile(rf"(?P<count>{_NUMBER}|半|两|几)\s*(?P<unit>天|日|个?星期|周|个?月)(?:以后|之后|过后|后)")
_WEEK: Final = re.compile(r"下(?:个)?(?:星期|周|礼拜)(?P<day>[一二三四五六日天])?")
_AFTER_NEW_YEAR: Final = re.compile(r"(?:过(?:完|了)?)?年(?:以后|之后|过后|后)|过(?:完|了)年")
_BEFORE_NEW_YEAR: Final = re.compile(r"年前|过年前")
_NO_DAY: Final = re.compile(r"随时|马上|立即|立刻|现在|即日|都可以|都行|any|now", re.IGNORECASE)
_SPAN: Final = re.compile(r"\d{1,2}\s*[月./]\s*\d{1,2}\s*[日号]?\s*(?:-|~|—|–|到|至)+\s*\d")
_WEEKDAYS: Final = "一二三四五六日"


# 下个月, 12月份都可以, 本月内随时: the whole of it.
_MONTH: Final = re.compile(
    rf"(?:(?P<month>{_NUMBER})月|(?P<next>下个?月)|(?P<this>这个?月|本月|当月))份?(?:内|间|里|之内|以内)?"
    r"(?:随时|都可以?|都行|均可|任何时候|哪天都行)?(?:可以|能|就能)?(?:走|出发|动身|去)?"
)


def travel_days(cell: Cell, today: date) -> TravelDays:
    """The days a whole cell speaks of; a bare day is the first one."""
    if isinstance(cell, datetime | date) or (isinstance(cell, float | int) and not isinstance(cell, bool)):
        reading = dates.day(cell, today)
        if reading.fault == "day_unclear":
            # 12.3 was typed as such far oftener than 12.30 was, whose zero a spreadsheet eats.
            guess = dates.day(f"{cell}", today)
            return TravelDays(guess.value, None, "day_guessed" if guess.value else "date_unclear", plain(cell))
        return TravelDays(reading.value, None, reading.fault, reading.hint)
    text = plain(cell)
    return _travel_days(text, today) if text else ANY_DAY


@lru_cache(maxsize=8192)
def _travel_days(text: str, today: date) -> TravelDays:
    if whole_month := _MONTH.fullmatch(text):
        return _whole_month(whole_month, today)
    if _NO_DAY.search(text) and not re.search(r"\d", text):
        return ANY_DAY
    if _SPAN.match(text):
        return days_in(text, today)
    exact = dates.day(re.sub(rf"{_AFTER}?\s*(?:能|可以|可)?(?:走|出发|动身|去)?$|{_BEFORE}$|左右$", "", text), today)
    if exact.value is not None:
        if re.search(_BEFORE, text) and not re.search(_AFTER, text):
            return TravelDays(None, exact.value, exact.fault, exact.hint)
        whole = dates.day(text, today)  # 正月初八后 is the day after, as the calendar of the moon reads it
        day = whole.value if whole.value is not None and whole.fault == "lunar_read" else exact.value
        return TravelDays(day, None, exact.fault, day.isoformat() if exact.fault else "")
    found = ANY_DAY if exact.fault == "date_impossible" else days_in(text, today)
    return (
        found if found != ANY_DAY else TravelDays(fault=exact.fault if "impossible" in exact.fault else "date_unclear")
    )


def days_in(text: str, today: date) -> TravelDays:
    """The days a text speaks of, whatever else it says."""
    compact = re.sub(r"\s", "", text)
    try:
        spoken = _spoken(compact, today)
        if spoken != ANY_DAY:
            return spoken
        span = re.search(rf"{_DAY.pattern}(?:-|~|—|–|到|至)+", compact)
        if span and span["day"]:
            start = _calendar(span, today)
            rest = _DAY.match(compact, span.end())
            if rest and start:
                return TravelDays(start, _calendar(rest, start, month=span["month"]))
        for match in _DAY.finditer(compact):
            said = match["month"] or match["next"] or match["this"] or match["sign"]
            day = _calendar(match, today) if said else None
            if day:
                return _around(match, day, compact[match.end() :])
    except ValueError:
        return TravelDays(fault="date_impossible")
    return ANY_DAY


def _around(match: re.Match[str], day: date, behind: str) -> TravelDays:
    """A day as the first or, with 前 behind it, the last; ten days of a month are both."""
    if re.match(rf"(?:左右)?{_BEFORE}", behind):
        return TravelDays(None, day)
    if match["part"] in ("上旬", "中旬", "下旬") and not re.match(_AFTER, behind):
        last = monthrange(day.year, day.month)[1] if match["part"] == "下旬" else day.day + 9
        return TravelDays(day, day.replace(day=last))
    return TravelDays(day)


def _whole_month(match: re.Match[str], today: date) -> TravelDays:
    if match["month"]:
        month = round(_number(match["month"]))
        first = dates.nearest(month, 1, today) if 1 <= month <= 12 else None
    else:
        year, at = divmod(today.year * 12 + today.month - (0 if match["next"] else 1), 12)
        first = date(year, at + 1, 1)
    if first is None:
        return TravelDays(fault="date_impossible")
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return TravelDays(first if first > today else None, last)


def _spoken(text: str, today: date) -> TravelDays:
    """Days named by a feast, a week, or so many days from now."""
    if match := _FESTIVAL.search(text):
        return _festival(match, text, today)
    if _BEFORE_NEW_YEAR.fullmatch(text):
        return TravelDays(None, lunar_day("除夕", today))
    if new_year := _AFTER_NEW_YEAR.search(text):
        exact = lunar_day(text[new_year.end() :], today)  # 年后正月初八
        return TravelDays(exact or lunar_day("春节后", today))
    if match := _WEEK.search(text):
        monday = today + timedelta(days=7 - today.weekday())
        return TravelDays(monday + timedelta(days=_WEEKDAYS.index((match["day"] or "一").replace("天", "日"))))
    match = _IN_DAYS.search(text)
    if not match or match["count"] == "几":
        return ANY_DAY
    unit = 1 if match["unit"] in ("天", "日") else 30 if "月" in match["unit"] else 7
    return TravelDays(today + timedelta(days=round(_number(match["count"]) * unit)))


def _festival(match: re.Match[str], text: str, today: date) -> TravelDays:
    day = dates.nearest(*_FESTIVALS[match["name"]], today)
    if re.match(_BEFORE, text[match.end() :]):
        return TravelDays(None, day)
    after = bool(re.match(_AFTER, text[match.end() :])) or text.startswith("过")
    return TravelDays(day + timedelta(days=1) if after else day)


def _calendar(match: re.Match[str], today: date, *, month: str | None = None) -> date | None:
    day = _PARTS[match["part"]] if match["part"] else round(_number(match["day"]))
    said = match["month"] or (month if not match["next"] else None)
    if match["part"] and not (match["month"] or match["next"] or match["this"]):
        return None
    if said:
        in_month = round(_number(said))
        if not 1 <= in_month <= 12:
            return None
        if match["year"]:
            return date(int(match["year"]), in_month, day)
        return dates.nearest(in_month, day, today)
    if match["next"]:
        year, after = divmod(today.year * 12 + today.month, 12)
        return date(year, after + 1, day)
    year, month_at = today.year, today.month
    if not match["this"] and (day > monthrange(year, month_at)[1] or date(year, month_at, day) < today):
        year, month_at = year + month_at // 12, month_at % 12 + 1
    return date(year, month_at, day)


def _number(text: str) -> float:
    if text == "半":
        return 0.5
    return float(text) if text.isdigit() else float(chinese_number(text.replace("廿", "二十")) or 0)
