"""Pay as forms and chains write it, brought to whole fen a month."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from data.importers.cells.amounts import figures_in
from data.importers.cells.pay_clauses import paid_clause, pay_by_sex
from data.importers.cells.reading import Cell, Reading, plain

DAYS_A_MONTH: Final = 26  # what labor companies reckon for people paid by the day
HOURS_A_DAY: Final = 10  # hourly-paid line work as usually advertised, for the monthly figure only
_TOP_YUAN: Final = 100_000  # a month; above it a digit too many is likelier than such pay
_TALK: Final = re.compile(r"面议|面谈|协商|待遇从优|计件|按件|多劳多得|随行就市|看情况|不限|都行|无要求|提成|商议")
_BY_DAY: Final = re.compile(r"[/每一1]?(?:天|日)(?!前|后|内|发)|日薪|日工资|日结|/d(?:ay)?\b")
_BY_HOUR: Final = re.compile(r"[/每一]?(?:个)?(?:小时|钟头)|[/每]时(?!间)|时薪|/h(?:our)?\b")
_BY_YEAR: Final = re.compile(r"年薪|/年|每年|一年|年收入|年工资")
_HEADERS: Final = (
    ("hour", r"小时|时薪|计时|钟点|[/每元]\s*时(?!间)|/\s*h\b|hour"),
    ("day", r"日(?:薪|工资|均|结|资)|天(?:薪|工资)|/\s*[日天]|每[日天]|元[日天]|(?:工资|薪资)[日天]|da(?:y|ily)"),
    ("year", r"年(?:薪|工资|收入|均)|/\s*年|每年|元年|year|annual"),
    ("month", r"月(?:薪|工资|收入|均)|/\s*月|每月|month"),
)
_SCALED_BELOW: Final = 1000.0  # 5-8 under 千元 is thousands; 5000 there was written in yuan all the same
# Figures that count days and hours, not money.
_ASIDE: Final = re.compile(
    r"[(（][^)）]*(?:天|小时|号|日|休)[^)）]*[)）]|\d+(?:号|日)(?:发|左右发|前)|(?:每天|一天|每日|日)?(?:工作)?\d+(?:小时|h)(?:制|工作|/天|一天)?"
    r"|月休\d天|满\d+个?[天月]|做\d休\d"
)
_PAIR: Final = re.compile(r"([一二两三四五六七八九])([二三四五六七八九十])(千|百|万)")
_NOT_PAY: Final = re.compile(
    r"包吃|包住|五险|保底|底薪|税前|税后|综合|左右|大概|约|月薪|工资|每月|/月|¥|¥|RMB|元|块钱?"
)


class Pay(NamedTuple):
    """Whole fen a month, -1 where not said; ``basis`` is what the words counted by."""

    low_fen: int
    high_fen: int
    basis: str = "month"  # "month", "day", "hour", "year", "talk"
    stated_fen: int = -1  # the lower figure as written, per ``basis``


NO_PAY: Final = Pay(-1, -1)


def pay(cell: Cell, header: str = "") -> Reading[Pay]:
    """5000-6500, 5千到6千, 6k, 200/天, 面议; daily, hourly and yearly pay is converted and said so.

    A unit in the column's ``header`` (日工资, 年薪, 万元/年) holds where the cell has none of its own.
    """
    text = plain(cell)
    return _pay_text(text, unit_of(header), _scale_of(header)) if text else Reading(NO_PAY)


def unit_of(header: str) -> str:
    """The unit of pay a column's header names: "day", "hour", "year", "month"; "" where it names none."""
    return next((unit for unit, pattern in _HEADERS if re.search(pattern, header, re.IGNORECASE)), "")


def _scale_of(header: str) -> float:
    match = re.search(r"[(（/:：]?\s*(万|千|百)\s*元", header)
    return {"万": 10_000.0, "千": 1_000.0, "百": 100.0}[match[1]] if match else 1.0


@lru_cache(maxsize=8192)
def _pay_text(text: str, unit: str, scale: float) -> Reading[Pay]:
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    split = pay_by_sex(text)
    text = split[0] if split else paid_clause(text)
    compact = re.sub(r"\s", "", text)
    # 五六千 is five to six thousand.
    compact = _ASIDE.sub("", _PAIR.sub(r"\1\3-\2\3", compact))
    basis = _basis(compact) or unit or "month"
    bare = _NOT_PAY.sub("", re.sub(r"[/每一]+(?:天|日|个?小时|个?月|年)", "", compact))
    figures = figures_in(bare)
    if not figures:
        return Reading(Pay(-1, -1, "talk"), "pay_by_talk") if _TALK.search(compact) else Reading(NO_PAY, "pay_unclear")
    low, high = figures
    if scale > 1 and high < _SCALED_BELOW:
        low, high = low * scale, high * scale
    if low > high:
        return Reading(NO_PAY, "pay_unclear")
    if basis == "month" and high < 1000:
        # 6 may be 6千, 220 may be a day's pay: both are seen, so neither is assumed.
        return Reading(NO_PAY, "pay_too_small", f"{high:g}")
    factor = {"day": DAYS_A_MONTH, "hour": DAYS_A_MONTH * HOURS_A_DAY, "month": 1.0, "year": 1 / 12}[basis]
    if high * factor > _TOP_YUAN:
        return Reading(NO_PAY, "pay_too_large", f"{high:g}")
    upwards = bool(re.search(r"以上|起|\+$|上不封顶", compact)) and low == high
    reading = Pay(round(low * factor * 100), -1 if upwards else round(high * factor * 100), basis, round(low * 100))
    return Reading(reading, "" if basis == "month" else f"pay_by_{basis}", f"{low * factor:g}")


def _basis(text: str) -> str:
    if re.search(r"月薪|/月|每月|一个?月|月均|月综合|月工资|月收入", text):
        return "month"
    if _BY_HOUR.search(text):
        return "hour"
    if _BY_DAY.search(text):
        return "day"
    return "year" if _BY_YEAR.search(text) else ""
