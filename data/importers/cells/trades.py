"""Everyday words for trades to codes of the national occupational classification 2022 (words/trades.csv)."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from data.importers.cells.numerals import chinese_number
from data.importers.cells.reading import Cell, Reading, plain
from policy.wording import said

_YEARS: Final = re.compile(r"[(（]?(?:做过|干了|干过|有)?(\d{1,2}(?:\.\d)?|[一二两三四五六七八九十]{1,3})\s*(?:多)?年")
_ANYTHING: Final = re.compile(
    r"啥都|什么都|都能干|都可以|都行|普工|杂工|小工|零工|打工|工人|操作工|学徒|不挑|无|没有|暂无|不限|务工|any"
)


class Trades(NamedTuple):
    """Codes in the order they are named, with the years said of each (NaN where none are)."""

    codes: tuple[str, ...]
    years: tuple[float, ...]


NO_TRADES: Final = Trades((), ())


@lru_cache(maxsize=1)
def dictionary() -> dict[str, str]:
    """Word → code, lower case."""
    text = files("data.importers").joinpath("words", "trades.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {word.lower(): row["code"] for row in rows for word in row["words"].split("|")}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    # The longest word wins: 叉车司机 drives a forklift, whatever 司机 alone may drive.
    return re.compile("|".join(re.escape(word) for word in sorted(dictionary(), key=len, reverse=True)))


def trades(cell: Cell) -> Reading[Trades]:
    """The trades a cell names; 啥都能干 names none and is no fault, an unknown trade stays as text with a note."""
    text = plain(cell)
    return _trades_text(text) if text else Reading(NO_TRADES)


@lru_cache(maxsize=16384)
def _trades_text(text: str) -> Reading[Trades]:
    found: dict[str, float] = {}
    lower = text.lower()
    spoken = said(lower)
    for match in _pattern().finditer(lower):
        if not spoken.affirms(*match.span()):
            continue  # 不会电焊 is no welder
        years = _YEARS.match(lower[match.end() :].lstrip())
        code = dictionary()[match[0]]
        if code not in found or years:
            found[code] = _number(years[1]) if years else float("nan")
    if found:
        return Reading(Trades(tuple(found), tuple(found.values())))
    # Who only says what they cannot do has named no trade, and no unknown one either.
    denied = not spoken.affirmed_text.strip(" ,，、。;；我") and not spoken.unclear
    return Reading(NO_TRADES, "" if denied or _ANYTHING.search(lower) else "trade_unknown", text[:20])


def _number(text: str) -> float:
    return float(text) if text[0].isdigit() else float(chinese_number(text) or 0)
