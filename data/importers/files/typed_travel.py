"""Quotations and fares typed as text: a letter of a carrier, a list of fares, one vehicle or ticket a line."""

from __future__ import annotations

import re
from typing import Final

from data.importers.cells.numerals import chinese_number
from data.importers.cells.reading import Cell, plain
from data.importers.columns.tables import DataRow, SkippedRow, Table
from data.importers.columns.travel_tables import way_in

_OFFERS: Final = ("出发地", "目的地", "车型", "座位数", "数量", "包车价", "人均票价", "驾驶员人数", "发车时间", "备注")
_FARES: Final = ("出发站", "到达站", "席别", "票价", "历时", "备注")
_NUMBERED: Final = re.compile(
    r"^\s*(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）]?\s*[、.．)）:：]|[（(][一二三四五六七八九十\d]{1,2}[)）]|[-·•*●①-⑳])\s*(?!\d*[日月])"
)
_CLAUSES: Final = re.compile(r"[,，;；。、|:：\s]+")
_SEATS: Final = re.compile(r"(?<!\d)(\d{1,2})\s*(?:\+\s*[12]\s*)?(?:座|人座|个座位)")
_VEHICLE: Final = re.compile(
    r"大客车|中型客车|中客|大客|大巴|中巴|客车|面包车|商务车|旅游车|巴士|班车|考斯特|专列|卧铺"
)
_MONEY: Final = r"(\d+(?:\.\d+)?\s*(?:万|千)?)\s*(?:元|块)(?:整|钱)?"
_WHOLE: Final = re.compile(
    rf"(?:每[车辆台趟]|包车|一趟|单程|全程|整车|报价|费用|价格?|租金|运费|[:：为是])[^\d,，。;；]{{0,6}}{_MONEY}|{_MONEY}\s*/?\s*[辆车趟台]?"
)
_EACH: Final = re.compile(
    rf"(?:每[人座位]|人均|一[个]?人)[^\d,，。;；]{{0,4}}{_MONEY}|{_MONEY}\s*(?:/|每|一)?\s*(?:个)?[人座位](?!民)"
)
_DRIVERS: Final = re.compile(r"[^,，。;；、]*(?:驾驶员|司机|师傅|双驾|双班)[^,，。;；、]*")
_COUNT: Final = re.compile(r"([一二两三四五六七八九十]|\d{1,2})\s*[辆台部]")
_LEAVES: Final = re.compile(
    r"(?:\d{4}\s*[年.\-/])?\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*[日号]?\s*(?:(?:凌晨|清晨|早上?|上午|中午|下午|晚上?)?\s*\d{1,2}\s*(?:[:：]\s*\d{2}|[点时](?:\d{1,2}分?|半)?))?"
)
_CLASS: Final = re.compile(r"硬座|硬卧|软卧|软座|无座|[一二]等座|商务座|动车|高铁|班车|大巴|卧铺|火车|客车|普快|快车")
_HOURS: Final = re.compile(r"约?\s*\d+(?:\.\d+)?\s*(?:个?小时|h)(?:\s*\d{1,2}\s*分钟?)?|\d+\s*天", re.IGNORECASE)


def typed_travel(name: str, text: str) -> Table | None:
    """The offers, or else the fares, that lines of a text state; None where no line states one whole."""
    lines = [plain(line) for line in text.splitlines()]
    for headers, cells_of in ((_OFFERS, _offer), (_FARES, _fare)):
        rows = [DataRow(at, cells) for at, line in enumerate(lines, start=1) if (cells := cells_of(line))]
        if rows:
            kept = {row.row for row in rows}
            rest = [SkippedRow(at, "title", line[:200]) for at, line in enumerate(lines, 1) if line and at not in kept]
            return Table(name, headers, " ".join([name, *(row.text for row in rest)]), rows, tuple(rest), 1)
    return None


def _way(line: str) -> tuple[tuple[str, str], str] | None:
    """The way a line begins with, or names after 从, and what is left of the line."""
    bare = _NUMBERED.sub("", line)
    for clause in _CLAUSES.split(bare):
        spoken = re.sub(r"(?:包车|专车|单程|往返|直达|班车|线路|方向|去程|的)+$", "", clause)
        if way := way_in(spoken):
            return way, bare.replace(clause, " ", 1)
    return None


def _offer(line: str) -> list[Cell]:
    found, seats = _way(line), _SEATS.search(line)
    if not found or not seats:
        return []
    (origin, destination), rest = found
    each = _EACH.search(rest)
    whole = _WHOLE.search(_EACH.sub(" ", rest))
    if not (whole or each):
        return []
    vehicle, drivers, count = (pattern.search(rest) for pattern in (_VEHICLE, _DRIVERS, _COUNT))
    leaves = _LEAVES.search(re.sub(_MONEY, " ", rest))
    return [
        origin,
        destination,
        vehicle[0] if vehicle else "",
        seats[1],
        f"{chinese_number(count[1]) or count[1]}" if count else "",
        _amount(whole),
        _amount(each),
        drivers[0] if drivers else "",
        leaves[0].strip() if leaves else "",
        line,
    ]


def _fare(line: str) -> list[Cell]:
    found = _way(line)
    if not found or not (money := re.search(_MONEY, found[1])):
        return []
    (origin, destination), rest = found
    seat, hours = _CLASS.search(rest), _HOURS.search(rest)
    return [origin, destination, seat[0] if seat else "", money[1], hours[0] if hours else "", line]


def _amount(match: re.Match[str] | None) -> str:
    return next((part for part in match.groups() if part), "") if match else ""
