"""Birth dates as forms write them: whole, in part, by the moon, or as an age."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from data.importers.cells.dates import CALENDAR_DAY, EXCEL_EPOCH
from data.importers.cells.lunar import lunar_birth
from data.importers.cells.reading import Cell, Reading, plain

_SERIALS: Final = range(5_000, 80_000)  # 1913 to 2119
_MONTH: Final = re.compile(r"(\d{4}|\d{2})\s*[年./\-]\s*(\d{1,2})\s*月?(?:份|生)?")
_YEAR: Final = re.compile(r"(\d{4}|\d{2})\s*年?(?:生|出生)?")
_COMPACT: Final = re.compile(r"(19|20)\d{6}|(19|20)\d{4}")
_AGE: Final = re.compile(r"(?:虚|周)?岁?\s*(\d{1,3})\s*(?:周)?岁?")


class Birth(NamedTuple):
    """A birth date; not ``exact`` when only a year, a month or an age was given."""

    day: date
    exact: bool


def birth(cell: Cell, today: date) -> Reading[Birth | None]:
    """The birth date a cell states; parts of dates and ages come back as approximate, with a note."""
    if isinstance(cell, datetime):
        return _sound(Birth(cell.date(), True), today)
    if isinstance(cell, date):
        return _sound(Birth(cell, True), today)
    if (
        isinstance(cell, float | int)
        and not isinstance(cell, bool)
        and cell in _SERIALS
        and not 1900 <= cell <= today.year
    ):
        return _sound(Birth(EXCEL_EPOCH + timedelta(days=int(cell)), True), today)
    text = plain(cell)
    return _birth_text(text, today) if text else Reading(None)


@lru_cache(maxsize=8192)
def _birth_text(text: str, today: date) -> Reading[Birth | None]:
    found = _written_birth(text, today) or lunar_birth(text)
    if found is None:
        return Reading(None, "date_unclear")
    day, exact = found
    reading = _sound(Birth(day, exact), today)
    # 85.1 may be January, or October with its zero eaten by the spreadsheet.
    return (
        Reading(reading.value, "month_unclear")
        if reading.fault == "birth_in_part" and re.fullmatch(r"(\d\d|\d{4})\.1", text)
        else reading
    )


def _written_birth(text: str, today: date) -> tuple[date, bool] | None:
    try:
        if match := CALENDAR_DAY.fullmatch(text):
            return date(_year(match[1], today), int(match[2]), int(match[3])), True
        if _COMPACT.fullmatch(text):
            day = int(text[6:]) if len(text) == 8 else 15
            return date(int(text[:4]), int(text[4:6]), day), len(text) == 8
        if match := _MONTH.fullmatch(text):
            return date(_year(match[1], today), int(match[2]), 15), False
        if (match := _YEAR.fullmatch(text)) and (len(match[1]) == 4 or "年" in text or "生" in text):
            return date(_year(match[1], today), 7, 1), False
    except ValueError:
        return None
    return None


def _year(digits: str, today: date) -> int:
    """Two digits are the latest such year that makes a working age, e.g. 85 is 1985 and 06 is 2006."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if 2000 + year <= today.year - 14 else 1900 + year


def _sound(born: Birth, today: date) -> Reading[Birth | None]:
    if not today.year - 100 <= born.day.year <= today.year or born.day > today:
        return Reading(None, "birth_impossible", born.day.isoformat())
    return Reading(born) if born.exact else Reading(born, "birth_in_part")


def age(cell: Cell, today: date) -> Reading[Birth | None]:
    """An age as an approximate birth date (1 July of the year it points to); a full date is read as one."""
    text = plain(cell)
    if not text:
        return Reading(None)
    match = _AGE.fullmatch(text.removesuffix(".0"))
    if not match or isinstance(cell, date):
        return birth(cell, today)
    years = int(match[1])
    if years >= 1900 or not 5 <= years <= 100:
        return birth(cell, today) if years > 100 else Reading(None, "age_impossible", text)
    born = Birth(date(today.year - years, 7, 1), False)
    # Counted the old way (虚岁) this may be one or two years less: near sixteen and eighteen that decides.
    if years in (18, 19):
        return Reading(None, "age_near_adult", text)
    return Reading(born, "age_near_minor" if years < 20 else "age_only", str(born.day.year))
