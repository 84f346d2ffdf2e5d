"""The terms of a posting: pay, days, hours, room."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from data.importers.cells import answers
from data.importers.cells.pay_clauses import pay_by_sex
from data.importers.cells.periods import period
from data.importers.cells.reading import plain
from data.importers.cells.wages import NO_PAY, Pay, pay, unit_of
from data.importers.judging.rows import Row

_HOURS_OF_A_SHIFT: Final = re.compile(r"(?:每[天日])?(?:工作)?(\d{1,2}(?:\.5)?)\s*(?:个)?(?:小时|h)", re.IGNORECASE)
_NO_LIMIT: Final = re.compile(r"不限|充足|足够|无限|any")


_NIGHT: Final = re.compile(r"夜班|两班|三班|倒班|四班|night", re.IGNORECASE)


_DAY_ONLY: Final = re.compile(r"长白班|白班|无夜班|不上夜班|没有夜班|正常班|day shift", re.IGNORECASE)


_MEALS: Final = r"(?:包|提供|免费|管|供)?(?:一|两|二|三|[1-3])?(?:餐|顿)?(?:午|早|晚|中|工作|员工)?(?:餐|饭|伙食|吃)"
_ONLY_MEALS: Final = re.compile(rf"(?:免费)?{_MEALS}(?:[、,，和及]?{_MEALS})*(?:\d+元?(?:/[天餐顿])?|免费|补贴?|自理)*")
_LODGED: Final = re.compile(
    r"包吃住|包吃包住|包住|包宿|包食宿|提供住宿|提供食宿|有宿舍|免费住|宿舍|住宿免费|吃住全包|管吃管住|管吃住|管住|夫妻房|住宿舍|有住宿|可住宿|食宿全包|lodging",
    re.IGNORECASE,
)


_NOT_LODGED: Final = re.compile(
    r"不包吃住|不包住|不包宿|不提供住|不含住|不管住|无住宿|不包食宿|无宿舍|没有宿舍|住宿自理|食宿自理|自行解决"
)


def stated_pay(row: Row) -> Pay:
    """Pay from one column or from two, brought to a month."""
    if row.has("wage_low") or row.has("wage_high"):
        low, high = (
            _pay_of(row, field, severity="note" if field == "wage_high" else "") for field in ("wage_low", "wage_high")
        )
        money = low._replace(high_fen=high.low_fen if high.low_fen >= 0 else low.high_fen)
        if 0 <= money.high_fen < money.low_fen:
            row.fault("pay_unclear", "wage_high")
            return NO_PAY
        return money
    if split := pay_by_sex(plain(row.cell("wage"))):
        row.fault("pay_by_sex", "wage", value=split[1])
    return _pay_of(row, "wage")


def _pay_of(row: Row, field: str, *, severity: str = "") -> Pay:
    header = row.layout.header(field)
    return row.read(field, lambda cell: pay(cell, header), severity=severity)


def pay_words(row: Row, said: str) -> str:
    """What is left of a pay cell in words, with its header's unit (年薪：8-10万), and as one range if by sex."""
    if split := pay_by_sex(plain(row.cell("wage"))):
        return split[0]
    header = row.layout.header("wage")
    return f"{header}：{said}" if said and unit_of(header) in ("day", "hour", "year") else said


def start_days(row: Row, today: date) -> tuple[date | None, date | None]:
    """First and last day of arrival; a last day before the first is left out with a fault."""
    said = row.read("start_from", lambda cell: period(cell, today))
    ends = row.read("start_by", lambda cell: period(cell, today, single_is_last=True))
    first, last = said.first or ends.first, ends.last or said.last
    if first and last and last < first:
        row.fault("dates_reversed", "start_by" if row.has("start_by") else "start_from", hint=first.isoformat())
        return first, None
    return first, last


def beds(row: Row, field: str) -> int:
    """Beds of a kind, -1 where they are not said or not limited."""
    return -1 if _NO_LIMIT.search(plain(row.cell(field))) else row.read(field, answers.whole_number)


def couple_rooms(row: Row) -> int:
    """Rooms for couples, -1 where nothing countable is said."""
    if answers.yes_no(row.cell("couple_rooms")).value is False:
        return 0
    # "Yes" says that there are some, not how many: none are promised.
    return (
        -1
        if plain(row.cell("couple_rooms")) in ("有", "是", "可", "提供")
        else row.read("couple_rooms", answers.whole_number)
    )


def hours(row: Row) -> float:
    """Hours a day, NaN where not said."""
    text = plain(row.cell("hours"))
    if match := re.search(r"(\d+(?:\.\d+)?)\s*(?:个)?(?:小时|h|$)", text, re.IGNORECASE):
        return float(match[1])
    if not text and (said := _HOURS_OF_A_SHIFT.match(row.text("shifts"))):
        return float(said[1])
    return row.read("hours", answers.decimal_number)


def night_work(row: Row) -> bool | None:
    """Whether there is night work, from its own column, else from the words of the shifts; 长白班 is no night work."""
    for field in ("night_shift", "shifts"):
        text = plain(row.cell(field))
        if _DAY_ONLY.search(text):
            return False
        if _NIGHT.search(text) and not re.match(r"无|没", text):
            return True
    return row.read("night_shift", answers.yes_no)


def lodging(row: Row) -> bool | None:
    """Whether a bed comes with the work."""
    text = plain(row.cell("lodging"))
    if _NOT_LODGED.search(text) or _ONLY_MEALS.fullmatch(text):
        return False
    return True if _LODGED.search(text) else row.read("lodging", answers.yes_no)
