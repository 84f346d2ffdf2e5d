"""A term with two ends: 12月3日前 is a last day, 3号以后 a first one, 12月1日-5日 both, 尽快 neither."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from data.importers.cells.dates import day
from data.importers.cells.reading import Cell, Reading, plain

_SOON: Final = re.compile(
    r"(?:尽快|越快越好|越早越好|随到随.*|长期.*|常年.*|全年.*|即时|即日起?.*|立即.*|马上.*|面试.*|通知.*|电话通知|等?待?通知.*|随时.*|急.*|asap|不限|待定)[到上]?岗?",
    re.IGNORECASE,
)
_UNTIL: Final = re.compile(r"(?:之前|以前|前|为?止|截止|截至)(?:到岗|到厂|报到|上岗|入职|到位|到)?$")
_FROM: Final = re.compile(r"(?:之后|以后|过后|后|起|开始)(?:到岗|到厂|报到|上岗|入职|到)?$")
_BOTH: Final = re.compile(r"^(.+?)\s*(?:-{1,2}|~|—{1,2}|–|至|到)\s*(.+)$")
_WORDS: Final = re.compile(
    r"^(?:请|须|需|于|在|预计|计划|最迟|最晚|不迟于|不晚于|截至|截止到?|要求|务必)+"
    r"|(?:到岗|到厂|报到|上岗|入职|左右|上班)$"
)
_LATEST: Final = re.compile(r"^(?:请|须|需)?(?:最迟|最晚|不迟于|不晚于|截至|截止到?)")


class Period(NamedTuple):
    """First and last day, None where not said."""

    first: date | None = None
    last: date | None = None


def period(cell: Cell, today: date, *, single_is_last: bool = False) -> Reading[Period]:
    """The days a cell allows; a single day is the first, or the last under a header that says so."""
    text = plain(cell)
    if not text or _SOON.fullmatch(text):
        return Reading(Period())
    if not isinstance(cell, str):
        found = day(cell, today)
        return Reading(_one(found.value, last=single_is_last), found.fault, found.hint)
    if both := _span(text, today):
        return Reading(both)
    latest = bool(_LATEST.search(text))
    bare = _WORDS.sub("", text).strip()
    until, since = _UNTIL.search(bare), _FROM.search(bare)
    match = until or since
    bare = _WORDS.sub("", bare[: match.start()] if match else bare).strip()
    found = day(bare, today)
    if found.fault == "date_unclear" and match:
        found = day(text, today)  # 元宵后 is a day of its own
        until = since = None
    last = bool(until) or latest or (single_is_last and not since)
    return Reading(_one(found.value, last=last), found.fault, found.hint)


def _one(found: date | None, *, last: bool) -> Period:
    return Period(last=found) if last else Period(first=found)


def _span(text: str, today: date) -> Period | None:
    match = _BOTH.match(text)
    if not match:
        return None
    first = day(match[1].strip(), today).value
    end = match[2].strip()
    if first is None:
        return None
    if re.fullmatch(r"\d{1,2}\s*[日号]?", end):
        end = f"{first.year}年{first.month}月{end.rstrip('日号')}日"
    last = day(end, today).value
    return Period(first, last) if last and last >= first else None
