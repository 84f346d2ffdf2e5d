"""How pages and the command line write money, shares and days; an en dash where nothing is known."""

from __future__ import annotations

import math
from datetime import date, datetime

from data.exports.words import lunar_day
from labor.days import CHINA, NO_END


def yuan(fen: float | None, digits: int = 0) -> str:
    """Fen as yuan with thousands; an en dash where nothing is known."""
    return "–" if _unknown(fen) else f"{float(fen or 0) / 100:,.{digits}f}"


def number(value: float | None, digits: int = 0) -> str:
    """A figure with thousands; an en dash where nothing is known."""
    return "–" if _unknown(value) else f"{float(value or 0):,.{digits}f}"


def percent(share: float | None, digits: int = 1) -> str:
    """A share as per cent."""
    return "–" if _unknown(share) else f"{float(share or 0) * 100:.{digits}f} %"


def day(value: date | datetime | None) -> str:
    """ISO day, China time for moments; a paper without end says so in both languages."""
    if value is None:
        return "–"
    if value == NO_END:
        return "长期 no end"
    return value.astimezone(CHINA).date().isoformat() if isinstance(value, datetime) else value.isoformat()


def moment(value: datetime | None) -> str:
    """Day and minute in China time."""
    return "–" if value is None else value.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def lunar(value: date | None) -> str:
    """The same day as the village calls it, e.g. 正月初八; empty where it is not set or beyond the tables."""
    return "" if value is None else lunar_day(value)


def _unknown(value: float | None) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def clock(minute: int | None) -> str:
    """Minutes since midnight as 09:30."""
    return "–" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"
