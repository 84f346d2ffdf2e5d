"""Days of wishes and terms as forms write them: calendar and lunar, with or without their year."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from data.importers.cells.lunar import lunar_day
from data.importers.cells.reading import Cell, Reading, plain
from labor.days import NO_END

EXCEL_EPOCH: Final = date(1899, 12, 30)
# Year, month and day in figures, as every spelling of a form has them.
CALENDAR_DAY: Final = re.compile(
    r"(\d{4}|\d{2})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*[日号]?(?:\s*[T ]?\d{1,2}:\d{2}(?::\d{2})?)?"
)
_DAY: Final = re.compile(r"(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*[日号]?(?:前|后|左右|以前|之前|以后|之后|起)?")
_NO_END: Final = re.compile(
    r"(?:至|到|有效期?[至到::]*)?(?:(?:长期|永久|终身)(?:有效)?|无固定期限|无期限|no end|permanent|indefinite)",
    re.IGNORECASE,
)
_ANY_DAY: Final = re.compile(r"随时.*|马上|立即|立刻|现在|即日|都可以|都行|any(?:time)?|now", re.IGNORECASE)


def day(cell: Cell, today: date) -> Reading[date | None]:
    """A day of a wish or a term near ``today``: calendar, lunar, month and day alone, or Excel's number."""
    if isinstance(cell, datetime):
        return Reading(cell.date())
    if isinstance(cell, date):
        return Reading(cell)
    if isinstance(cell, float | int) and not isinstance(cell, bool) and 36_000 < cell < 80_000:
        return Reading(EXCEL_EPOCH + timedelta(days=int(cell)))
    text = plain(cell)
    if isinstance(cell, float) and re.fullmatch(r"\d{1,2}\.[123]", text):
        # A number 3.1 is 1 March, or 10 March with its zero eaten by the spreadsheet.
        return Reading(None, "day_unclear")
    return _day_text(text, today) if text and not _ANY_DAY.fullmatch(text) else Reading(None)


def dated(cell: Cell, today: date) -> Reading[date | None]:
    """A day that may lie years off (a card's end, a listing), NO_END for 长期: one without its year is not guessed."""
    text = plain(cell) if not isinstance(cell, date) else ""
    if _NO_END.fullmatch(text):
        return Reading(NO_END)
    if text and not re.search(r"\d{4}|\d{2}[年./\-]\d{1,2}[月./\-]\d", text):
        return Reading(None, "year_missing")
    return day(cell, today)


@lru_cache(maxsize=8192)
def _day_text(text: str, today: date) -> Reading[date | None]:
    try:
        if match := CALENDAR_DAY.match(text):
            year = int(match[1]) + (2000 if len(match[1]) == 2 else 0)
            return Reading(date(year, int(match[2]), int(match[3])))
        if re.fullmatch(r"20\d{6}", text):
            return Reading(date(int(text[:4]), int(text[4:6]), int(text[6:])))
        if match := _DAY.fullmatch(text):
            return Reading(nearest(int(match[1]), int(match[2]), today))
    except ValueError:
        return Reading(None, "date_impossible")
    found = lunar_day(text, today)
    return Reading(found, "lunar_read", found.isoformat()) if found else Reading(None, "date_unclear")


def nearest(month: int, day_of_month: int, today: date) -> date:
    """The month and day of the year that lies from two months back to ten months ahead; raises ValueError."""
    for year in (today.year - 1, today.year, today.year + 1):
        found = date(year, month, day_of_month)
        if found >= today - timedelta(days=60):
            return found
    raise ValueError("no such day")
