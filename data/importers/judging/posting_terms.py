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


_ROOM: Final = r"(?:吃住|食宿|住宿?|宿舍?|夫妻房)"
_MEALS: Final = re.compile(r"餐|饭|伙食|吃|食堂")
_LODGED: Final = re.compile(
    rf"(?:包|管|供|免费|安排|解决|负责|[厂含有])[^,，、。;；无不没未自]{{0,4}}{_ROOM}|{_ROOM}(?:都|全|费用?)*(?:包|免费?|全免)"
    r"|夫妻房|住(?:宿舍|厂里|厂内|集体宿舍)|(?:吃住|食宿)全包|[一二三四五六八\d]人[间房寝]|可住宿?|lodging",
    re.IGNORECASE,
)
_ROOM_ALONE: Final = re.compile(r"^(?:集体|员工|公司|厂区|标准)?宿舍")
_NOT_LODGED: Final = re.compile(
    rf"(?:不|无|没有?|未)(?:包|提供|含|管|供|设|安排|解决|负责)?[^,，、。;；]{{0,3}}{_ROOM}|{_ROOM}[^,，、。;；]{{0,4}}(?:自理|自行|自己|自费|自付)|自行解决"
)
# Where a table has no column for it, room and board are said among the pay, the benefits or the remarks.
_ALSO_SAID_IN: Final = ("wage", "wage_words", "canteen", "social_insurance", "remarks", "requirements", "duties")


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
    """Whether a bed comes with the work, said in its own column or in another one."""
    text = plain(row.cell("lodging"))
    told = _lodged(text)
    if told is None and not text:
        return next((found for field in _ALSO_SAID_IN if (found := _lodged(row.text(field))) is not None), None)
    if told is None and _MEALS.search(text) and not re.search("住|宿|全包", text):
        return False
    return row.read("lodging", answers.yes_no) if told is None else told


def _lodged(text: str) -> bool | None:
    if _NOT_LODGED.search(text):
        return False
    return True if _LODGED.search(text) or _ROOM_ALONE.search(text) else None
