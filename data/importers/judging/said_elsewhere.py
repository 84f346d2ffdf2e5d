"""What people write in the wrong cell: a telephone, a day, a place or a trade in the remarks or beside the name."""

from __future__ import annotations

import re
from typing import Final

from data.importers.cells.phones import phones
from data.importers.cells.reading import plain
from data.importers.cells.travel_days import ANY_DAY, TravelDays, days_in
from data.importers.judging.rows import Row, RowContext

_PHONE: Final = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d){8}(?!\d)")
_NUMBER: Final = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s\-.]*\d){8}(?!\d)")
_OWN: Final = re.compile(r"本人|自己|微信同号|新号|换号")
_SOMEBODY: Final = re.compile(
    r"老婆|妻|媳妇|爱人|对象|老公|丈夫|夫|儿|女|父|母|爸|妈|爹|娘|爷|奶|哥|弟|姐|妹|嫂|侄|舅|姑|叔|伯|婆|公公|岳|孙|亲戚|家属|家人|户主|邻居|朋友|同学|老乡"
    r"|村主任|主任|村长|书记|支书|组长|队长|社长|会计|干部|网格|帮扶|联系人|代|找|转|问|老板|工友|房东|其[父母子女夫妻]"
)
_WHOSE: Final = re.compile(r"(?:电话|手机|号码|联系方式)号?(?:码)?(?:是|为|系|留的?是)([^,，。;；]{1,6}?)的")
_LEAVING: Final = re.compile(
    r"[^,，。;；、!]*?(?:走|出发|动身|出门|外出|离家|离开|上路|能去|可去|再去|才去|去上班|返岗|有空|得空|有时间)[^,，。;；、!]*"
)
_CLAUSE: Final = re.compile(r"[,，。;；!\n]|(?<=\d)、")


def phone_said(row: Row) -> tuple[tuple[str, ...], str]:
    """The person's own telephones found in the remarks, and the words about somebody else's."""
    own: list[str] = []
    others: list[str] = []
    for field in ("remarks", "name", "text"):
        said = plain(row.cell(field)) if field != "remarks" else row.text("remarks", 1000)
        for match in _PHONE.finditer(said):
            clause = _CLAUSE.split(said[: match.start()])[-1] + said[match.end() : match.end() + 6].split(",")[0]
            if _SOMEBODY.search(clause) and not _OWN.search(clause):
                others.append(f"{clause.strip(' :：')} {match[0]}")
            else:
                own += phones(match[0]).value
    return tuple(dict.fromkeys(own)), "；".join(others)


def own_phones(row: Row, numbers: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The numbers of the column of telephones that are the person's own, and the words about somebody else's.

    13997732192（弟弟，转告） and 老公电话… are not; nor is any where the remarks say 电话是老公的.
    """
    said = plain(row.cell("phone"))
    whose = _WHOSE.search(row.text("remarks", 1000))
    if whose and _SOMEBODY.search(whose[1]) and not _OWN.search(whose[1]):
        return (), f"{whose[1]} {'、'.join(numbers)}"
    if not numbers or not re.search(r"[一-鿿]", said):
        return numbers, ""
    own, others = list[str](), list[str]()
    matches = list(_NUMBER.finditer(said))
    if len(matches) != len(numbers):
        return numbers, ""
    for number, match, end in zip(numbers, matches, [*(one.start() for one in matches[1:]), len(said)], strict=True):
        behind = re.match(r"\s*[(（]([^()（）]*)[)）]", said[match.end() : end])
        before = re.search(r"([一-鿿]{1,6})\s*(?:的)?(?:电话|手机|号码)?\s*[:：]?\s*$", said[: match.start()])
        who = behind[1] if behind else before[1] if before else ""
        (others if _SOMEBODY.search(who) and not _OWN.search(who) else own).append(number)
        if others and others[-1] == number:
            others[-1] = f"{who} {number}"
    return tuple(own), "；".join(others)


def days_said(row: Row, setting: RowContext) -> TravelDays:
    """The days somebody can leave, where the remarks say so in words about leaving."""
    for field in ("remarks", "text"):
        for clause in _LEAVING.findall(row.text(field, 1000)):
            found = days_in(clause, setting.today)
            if found not in (ANY_DAY,) and not found.fault:
                return found
    return ANY_DAY
