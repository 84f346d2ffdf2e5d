"""Cells to numbers and days, strictly: a plain decimal, a whole count, an ISO date, or a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, Generic, TypeAlias, TypeVar

import numpy as np

from api.plainfiles.faults import Faults
from api.plainfiles.tables import Portion
from labor.arrays import NO_DAY, DayArray, FloatArray, IntArray

DECIMAL: Final = re.compile(r"-?(\d+(\.\d*)?|\.\d+)", re.ASCII)
DECIMAL_SIGNS: Final = str.maketrans("", "", "0123456789.-")
ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
LARGEST_COUNT: Final = 10**12  # far above any head count, far below where doubles lose whole numbers
LARGEST_HEADCOUNT: Final = 1_000_000  # of one row: a row is a family or a crew, and each of its people takes memory
LARGEST_AMOUNT: Final = 1e18  # a million of them still add up without loss of the whole
LONGEST_QUOTE: Final = 40

Value = TypeVar("Value")
Day: TypeAlias = "np.datetime64[date | int | None]"


def quoted(cell: str) -> str:
    """A cell as a message shows it: a long one by its beginning and its length."""
    if len(cell) <= LONGEST_QUOTE:
        return repr(cell)
    return f"{cell[:LONGEST_QUOTE]!r}... ({len(cell)} characters)"


def decimal(cell: str) -> float:
    """A plain decimal to double precision; raises ValueError for anything else."""
    if not DECIMAL.fullmatch(cell):
        raise ValueError(f"{quoted(cell)} is not a plain decimal number")
    number = float(cell)
    if abs(number) > LARGEST_AMOUNT:
        raise ValueError(f"{quoted(cell)} is beyond {LARGEST_AMOUNT:.0f}")
    return number


def amount(cell: str) -> float:
    """A plain decimal not below 0."""
    number = decimal(cell)
    if number < 0:
        raise ValueError(f"{quoted(cell)} must not be below 0")
    return number + 0.0  # -0 is 0


def count(cell: str) -> int:
    """A whole number not below 0; 3.0 is whole."""
    number = decimal(cell)
    if number != int(number) or number < 0:
        raise ValueError(f"{quoted(cell)} is not a whole number of 0 or more")
    if number > LARGEST_COUNT:
        raise ValueError(f"{quoted(cell)} is more than {LARGEST_COUNT}; leave the cell empty where there is no limit")
    return int(number)


def headcount(cell: str) -> int:
    """A whole number of 1 or more."""
    number = count(cell)
    if number < 1:
        raise ValueError(f"{quoted(cell)} must be at least 1")
    if number > LARGEST_HEADCOUNT:
        raise ValueError(f"{quoted(cell)} is more than {LARGEST_HEADCOUNT} people in one row")
    return number


def day(cell: str) -> Day:
    """An ISO date, YYYY-MM-DD."""
    if not ISO_DAY.fullmatch(cell):
        raise ValueError(f"{quoted(cell)} is not an ISO date (YYYY-MM-DD)")
    try:
        return np.datetime64(date.fromisoformat(cell), "D")
    except ValueError:
        raise ValueError(f"{quoted(cell)} is not a day of the calendar") from None


def time_of_day(cell: str) -> int:
    """A time HH:MM, in minutes since midnight."""
    if not TIME.fullmatch(cell):
        raise ValueError(f"{quoted(cell)} is not a time of day, HH:MM from 00:00 to 23:59")
    return int(cell[:2]) * 60 + int(cell[3:])


class _Remembered(dict[str, Value], Generic[Value]):
    """Parses each different cell once."""

    def __init__(self, parse: Callable[[str], Value], default: Value | None) -> None:
        super().__init__()
        self.parse = parse
        if default is not None:
            self[""] = default

    def __missing__(self, cell: str) -> Value:
        if cell == "":
            raise ValueError("is empty")
        value = self[cell] = self.parse(cell)
        return value


class Cells:
    """The cells of one portion of one file; what does not parse is noted with its line."""

    def __init__(self, file: str, portion: Portion, faults: Faults) -> None:
        self.file, self.portion, self.faults = file, portion, faults

    def counts(self, name: str, default: int | None, parse: Callable[[str], int] = count) -> IntArray:
        """Whole numbers; None as default means the cell must not be empty."""
        return np.array(self._parsed(name, parse, default, instead=1), dtype=np.int64)

    def amounts(self, name: str, default: float | None) -> FloatArray:
        """Decimals not below 0."""
        return np.array(self._parsed(name, amount, default, instead=0.0), dtype=np.float64)

    def decimals_or_nan(self, name: str) -> FloatArray:
        """Decimals of either sign, NaN where empty."""
        return np.array(self._parsed(name, decimal, np.nan, instead=np.nan), dtype=np.float64)

    def minutes(self, name: str, default: int) -> IntArray:
        """Times of a day in minutes since midnight."""
        return np.array(self._parsed(name, time_of_day, default, instead=default), dtype=np.int64)

    def decimals(self, name: str) -> FloatArray:
        """Decimals of either sign, none of them empty."""
        cells = self.portion.column(name)
        # Joined and stripped of the signs a decimal is made of, nothing may be left: float() alone takes 1e3, nan, 1_0.
        if not "".join(cells).translate(DECIMAL_SIGNS):
            try:
                numbers = np.array(list(map(float, cells)), dtype=np.float64)
            except ValueError:
                pass
            else:
                if (np.abs(numbers) <= LARGEST_AMOUNT).all():
                    return numbers
        return np.array(self._parsed(name, decimal, None, instead=0.0), dtype=np.float64)

    def days(self, name: str) -> DayArray:
        """ISO dates, NaT where empty."""
        no_day: Day = NO_DAY
        return np.array(self._parsed(name, day, no_day, instead=no_day), dtype="datetime64[D]")

    def texts(self, name: str) -> Sequence[str]:
        """The cells as they stand."""
        return self.portion.column(name)

    def _parsed(
        self, name: str, parse: Callable[[str], Value], default: Value | None, *, instead: Value
    ) -> list[Value]:
        known = _Remembered(parse, default)
        cells = self.portion.column(name)
        try:
            return list(map(known.__getitem__, cells))
        except ValueError:
            return [
                self._one(known, name, cell, line, instead)
                for cell, line in zip(cells, self.portion.lines, strict=True)
            ]

    def _one(self, known: _Remembered[Value], name: str, cell: str, line: int, instead: Value) -> Value:
        try:
            return known[cell]
        except ValueError as error:
            self.faults.add(self.file, line, f"{name} {error}")
            return instead
