"""Money, days, times and places as people write them on paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.tables import Region
from labor.days import CHINA
from labor.lunar_days import lunar_day_of
from labor.words import Bilingual

WEEKDAYS = "一二三四五六日"
MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LUNAR_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
DIGITS = "一二三四五六七八九十"


def lunar_day(day: date) -> str:
    """农历, e.g. 正月初五 or 闰六月十二; empty beyond the years 1900 to 2099 the tables hold."""
    if not 1901 <= day.year <= 2098:
        return ""
    lunar = lunar_day_of(day)
    leap, month, number = lunar.leap, lunar.month, lunar.day
    return f"{'闰' if leap else ''}{LUNAR_MONTHS[month - 1]}月{_lunar_number(number)}"


def _lunar_number(day: int) -> str:
    if day <= 10:
        return "初" + DIGITS[day - 1]
    if day in (20, 30):
        return "二十" if day == 20 else "三十"
    return ("十" if day < 20 else "廿") + DIGITS[day % 10 - 1]


def day_words(day: date | None) -> Bilingual:
    """2026年2月21日（星期六，农历正月初五）."""
    if day is None:
        return Bilingual("待定", "not set")
    lunar = lunar_day(day)
    zh = f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}{'，农历' + lunar if lunar else ''}）"
    return Bilingual(zh, f"{day.isoformat()} ({WEEKDAYS_EN[day.weekday()]}{', lunar ' + lunar if lunar else ''})")


def short_day(day: date | None) -> str:
    """2月21日 without the year, for narrow columns."""
    return f"{day.month}月{day.day}日" if day else ""


def narrow_day(day: date | None) -> Bilingual | None:
    """2月21日, 21 Feb: a day in a narrow column; None where not set."""
    return Bilingual(short_day(day), f"{day.day} {MONTHS_EN[day.month - 1]}") if day else None


def minute_words(minute: int | None) -> str:
    """06:30, empty where not set."""
    return "" if minute is None or minute < 0 else f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def moment_words(moment: datetime | None) -> str:
    """2-21 06:35 by the clock on the wall in China."""
    return "" if moment is None else moment.astimezone(CHINA).strftime("%m-%d %H:%M")


def yuan(fen: float | None) -> str:
    """12,345 or 12,345.50; empty where not known."""
    if fen is None or fen < 0:
        return ""
    return f"{fen / 100:,.0f}" if fen % 100 == 0 else f"{fen / 100:,.2f}"


def pay_words(low_fen: int | None, high_fen: int | None) -> Bilingual:
    """税前5,500–6,500元/月."""
    amounts = [yuan(fen) for fen in dict.fromkeys((low_fen, high_fen)) if fen is not None and fen > 0]
    if not amounts:
        return Bilingual("面议（请问清楚再去）", "to be agreed: ask before you go")
    text = "–".join(amounts)
    return Bilingual(f"税前{text}元/月", f"{text} yuan a month before tax")


class RegionNames:
    """Full names of regions, read once for the codes a document needs."""

    def __init__(self, session: Session, codes: Iterable[int]) -> None:
        wanted = {step for code in codes for step in _steps(code)}
        rows = session.execute(select(Region.code, Region.name).where(Region.code.in_(wanted)))
        self._names: dict[int, str] = {row.code: row.name for row in rows}

    def path(self, code: int) -> str:
        """四川省广元市利州区, the bare code where the table does not hold it."""
        return "".join(dict.fromkeys(self._names.get(step, "") for step in _steps(code))) or str(code)

    def short(self, code: int) -> str:
        """The county's own name."""
        return self._names.get(code, str(code))


def _steps(code: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys((code // 10000 * 10000, code // 100 * 100, code)))
