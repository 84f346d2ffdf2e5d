"""Free text that goes to the scorer: what people say of themselves, with nobody's name or number in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from data.registers.records import WorkerRecord

SOMEBODY: Final = "某"
# Mobile and fixed-line phones as people group them, identity numbers, and any ten digits in a row; a span of
# years (2018-2022) or of pay (4000-5000) is none of these. \d takes full-width digits too.
NUMBERS: Final = re.compile(r"1[3-9３-９](?:[ -]?\d){9}(?!\d)|0\d{2,3}[ -]?\d{7,8}(?!\d)|\d{10,}[xXＸｘ]?")
# 和李四一起, 跟老婆张三同去: a name stands between these words, known to the register or not.
COMPANION: Final = re.compile(r"([和跟同与带])([\u4e00-\u9fff]{2,6}?)(一起|一道|同去|一块|同行)")
# Who comes along matters to the score, whoever it is.
KIN: Final = re.compile(
    "老婆|老公|妻子|丈夫|爱人|对象|媳妇|夫妻|儿子|女儿|兄弟|姐妹|哥哥|弟弟|姐姐|妹妹|老乡|同乡|同村|父母|家人|朋友|两口子"
)


class Wording:
    """Takes people out of the texts of one import."""

    def __init__(self, records: Collection[WorkerRecord]) -> None:
        self._names = frozenset(record.name for record in records if len(record.name) > 2)
        self._together: dict[str, set[str]] = {}
        for record in records:
            if record.group_key:
                self._together.setdefault(record.group_key, set()).add(record.name)

    def of(self, record: WorkerRecord) -> str:
        """The record's own words without anybody's name or number."""
        own = {record.name, *self._together.get(record.group_key, ())}
        return without_people(record.text, own, self._names)


def without_people(text: str, own: Collection[str], others: Collection[str] = ()) -> str:
    """The text with the ``own`` names (the person's and their companions'), numbers and ``others`` taken out.

    Of ``others`` only names of three characters and more are sought: 高山 or 金牛 may be a word, 欧阳建国 is none.
    """
    for name in sorted((name for name in own if len(name) > 1), key=len, reverse=True):
        text = text.replace(name, SOMEBODY)
    text = COMPANION.sub(_unnamed, NUMBERS.sub("", text))
    for name in list(_found(text, others)):
        text = text.replace(name, SOMEBODY)
    return re.sub(r"\s{2,}", " ", text).strip()


def _unnamed(match: re.Match[str]) -> str:
    before, who, after = match.groups()
    kin = KIN.search(who)
    return f"{before}{kin.group() if kin else SOMEBODY}{after}"


def _found(text: str, names: Collection[str]) -> Iterable[str]:
    """Names of three and four characters that stand in the text, longest first."""
    for size in (4, 3):
        for start in range(len(text) - size + 1):
            if text[start : start + size] in names:
                yield text[start : start + size]
