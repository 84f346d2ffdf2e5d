"""Everyday words for trades to codes of the national occupational classification 2022."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from data.importers.cells.numerals import chinese_number
from data.importers.cells.reading import Cell, Reading, plain
from policy.wording import said, trades_named

_YEARS: Final = re.compile(r"[(（]?(?:做过|干了|干过|有)?(\d{1,2}(?:\.\d)?|[一二两三四五六七八九十]{1,3})\s*(?:多)?年")
_ANYTHING: Final = re.compile(
    r"啥都|什么都|都能干|都可以|都行|普工|杂工|小工|零工|打工|工人|操作工|学徒|不挑|无|没有|暂无|不限|务工|any"
)


class TradesSaid(NamedTuple):
    """Codes in the order they are named, with the years said of each (NaN where none are)."""

    codes: tuple[str, ...]
    years: tuple[float, ...]


NO_TRADES: Final = TradesSaid((), ())


def trades(cell: Cell) -> Reading[TradesSaid]:
    """The trades a cell names; 啥都能干 names none and is no fault, an unknown trade stays as text with a note."""
    text = plain(cell)
    return _trades_text(text) if text else Reading(NO_TRADES)


@lru_cache(maxsize=16384)
def _trades_text(text: str) -> Reading[TradesSaid]:
    found: dict[str, float] = {}
    guessed: list[str] = []
    lower = text.lower()
    for named in trades_named(text):
        if named.guessed:
            guessed.append(f"{text[named.start : named.end]} → {named.guessed}")
        years = _YEARS.match(lower[named.end :].lstrip())
        for code in named.codes:
            if code not in found or years:
                found[code] = _number(years[1]) if years else float("nan")
    if found:
        read = TradesSaid(tuple(found), tuple(found.values()))
        return Reading(read, "trade_guessed" if guessed else "", "、".join(guessed))
    # Who only says what they cannot do has named no trade, and no unknown one either.
    spoken = said(text)
    denied = not spoken.affirmed_text.strip(" ,，、。;；我") and not spoken.unclear
    return Reading(NO_TRADES, "" if denied or _ANYTHING.search(lower) else "trade_unknown", text[:20])


def _number(text: str) -> float:
    return float(text) if text[0].isdigit() else float(chinese_number(text) or 0)
