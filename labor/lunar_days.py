"""Days of the Chinese lunar calendar (农历) and of ours, by the tables of lunar-python."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple


class LunarDay(NamedTuple):
    """A lunar year, its month 1 to 12 (or the leap month after it) and the day 1 to 30."""

    year: int
    month: int
    day: int
    leap: bool = False

    @property
    def solar(self) -> date | None:
        """The day in our calendar; None where that month has no such day, and outside 1900 to 2099."""
        from lunar_python import Lunar, LunarMonth  # noqa: PLC0415 - read where a lunar day is

        if not (1900 <= self.year < 2100 and 1 <= self.month <= 12):
            return None
        signed = -self.month if self.leap else self.month
        month = LunarMonth.fromYm(self.year, signed)
        if month is None or not 1 <= self.day <= month.getDayCount():
            return None
        found = Lunar.fromYmd(self.year, signed, self.day).getSolar()
        return date(found.getYear(), found.getMonth(), found.getDay())


@lru_cache(maxsize=4096)
def lunar_day_of(day: date) -> LunarDay:
    """The lunar day of a day."""
    from lunar_python import Solar  # noqa: PLC0415 - read where a lunar day is

    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return LunarDay(lunar.getYear(), abs(lunar.getMonth()), lunar.getDay(), lunar.getMonth() < 0)
