"""Days as whole numbers, so that comparing them for millions of pairs is cheap."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from labor.arrays import DayArray, IntArray
from labor.days import NO_END

DayNumbers: TypeAlias = NDArray[np.int32]  # days since 1970-01-01
FAR_PAST = np.int32(-(2**30))
FAR_FUTURE = np.int32(2**30)
ENDLESS = np.datetime64(NO_END, "D")  # a paper that says 长期 instead of a last day


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return int(np.datetime64(day, "D").astype(np.int64))


def day_numbers(days: DayArray, missing: np.int32) -> DayNumbers:
    """Days since 1970-01-01, ``missing`` where a day is NaT."""
    numbers = days.astype("datetime64[D]").astype(np.int64)
    return np.where(np.isnat(days), missing, numbers).astype(np.int32)


def day_of_age(birth: DayArray, years: IntArray | int, missing: np.int32) -> DayNumbers:
    """The day each person completes this many years; a leap-day child does so on 1 March in common years."""
    months = birth.astype("datetime64[M]")
    into_month = birth.astype("datetime64[D]") - months.astype("datetime64[D]")
    shifted = months + np.asarray(years, dtype="timedelta64[Y]").astype("timedelta64[M]")
    return day_numbers(shifted.astype("datetime64[D]") + into_month, missing)
