"""A group's chat as telephones and computers export it: who speaks and when on a line, what is said below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from data.importers.cells.names import is_name, may_be_a_name
from data.importers.cells.reading import plain
from data.importers.columns.tables import DataRow, SkippedRow, Table
from data.importers.files.chains import HEADERS, entry_cells

_DAY: Final = (
    r"(?:(?:20)?\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{1,2}[-/月]\d{1,2}日?"
    r"|昨天|今天|前天|(?:星期|周)[一二三四五六日天])"
)
_CLOCK: Final = r"(?:上午|下午|早上|晚上|凌晨|中午)?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?\s*(?:[AaPp][Mm])?"
_WHEN: Final = rf"(?:{_DAY}\s*)?{_CLOCK}"
_SPEAKS: Final = re.compile(
    rf"\s*(?:[\[【(（]?(?P<before>{_WHEN})[\]】)）]?\s+(?P<who>[^\s:：][^:：]{{0,24}}?)|(?P<who2>\S[^:：]{{0,24}}?)\s*[\[【(（]?{_WHEN}[\]】)）]?)"
    r"\s*(?:[:：]\s*(?P<said>.*))?"
)
_RULE: Final = re.compile(rf"[\s—–\-=_*·]*(?:{_DAY}(?:\s*{_CLOCK})?)?[\s—–\-=_*·]*")
_LEAST: Final = 2  # people who spoke, or it is no chat
_PHONE: Final = re.compile(r"(?<!\d)1[3-9]\d(?:[\s-]?\d){8}(?!\d)")
_ABOUT: Final = re.compile(r"(?<!\d)[1-7]\d\s*岁|(?:^|[\s,，、/])(?:男|女)(?=[\s,，、/\d]|$)")
_DECLINES: Final = re.compile(r"不去|去不了|去不成|走不了|取消|退出|不报")
# 给我哥报个名，马忠贵; 再加一个：李四; 报名 王五: what stands before the name.
_OPENING: Final = re.compile(
    r"^(?:@\S+\s*)?(?:(?:麻烦|请|再|还有?|也)?(?:给|帮|替|代|算上|加上?|加|补|添)[^,，:：\s\d]{0,8}?(?:报|登记|添|加)?(?:一|个|1)*(?:一?下)?名?(?:一个|1个)?[,，:：\s]+"
    r"|(?:我|本人)?(?:也|要|想)?(?:报名|报|去)[,，:：\s]+|我是|我叫|本人|还有[:：\s]*|再加[:：\s]*)"
)
_LEADS: Final = re.compile(r"([一-鿿·]{2,8}?)(?=[\s,，、(（/;；\d男女]|$)")


class _Message(NamedTuple):
    """What somebody said: the line of the file, who, and the words."""

    line: int
    who: str
    text: str


def is_chat(text: str) -> bool:
    """Whether a text is a chat: several times somebody speaks, at an hour, and some give a name and a telephone."""
    messages = list(_messages(text))
    people = [one for one in messages if _is_person(one.text)]
    return len(messages) >= 3 and len({one.who for one in messages}) >= _LEAST and len(people) >= _LEAST


def chat_table(name: str, text: str) -> Table:
    """The people of the chat as entries of a chain; what else was said stands in the title, and speakers are nobody."""
    messages = list(_messages(text))
    entries = [(one.line, said) for one in messages if _is_person(said := _opened(one.text))]
    signed = {lead[1] for _, said in entries if (lead := _LEADS.match(said))}
    rows = [DataRow(line, entry_cells("", said, signed)) for line, said in entries]
    taken = {row.row for row in rows}
    skipped = [SkippedRow(at, "title", plain(raw)[:200]) for at, raw in _lines(text) if at not in taken]
    told = [one.text for one in messages if one.line not in taken]
    return Table(name, HEADERS, " ".join((name, *told)), rows, tuple(skipped), 0)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((at, line) for at, line in enumerate(text.splitlines(), start=1) if line.strip())


def _messages(text: str) -> Iterator[_Message]:
    """Every line somebody said, without the lines that name the speaker."""
    who = ""
    for at, line in _lines(text):
        if _RULE.fullmatch(line):
            continue
        if speaks := _SPEAKS.fullmatch(line):
            who = (speaks["who"] or speaks["who2"]).strip()
            if speaks["said"]:
                yield _Message(at, who, speaks["said"])
        elif who:
            yield _Message(at, who, line.strip())


def _opened(text: str) -> str:
    """The words from the name on."""
    return _OPENING.sub("", plain(text)).strip(" ，,:：")


def _is_person(text: str) -> bool:
    """Whether a line gives somebody: a name first, and a telephone, an age or a refusal behind it."""
    said = _opened(text)
    lead = _LEADS.match(said)
    if not lead:
        return False
    phone = bool(_PHONE.search(said))
    if not is_name(lead[1]):  # a rare surname: the telephone behind it vouches for somebody
        return phone and len(lead[1]) <= 4 and may_be_a_name(lead[1])
    return phone or bool(_ABOUT.search(said[lead.end() :]) or _DECLINES.search(said[lead.end() :]))
