"""Who stays together: 老婆一起, 和李四一起, 两口子."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from data.importers.cells.names import is_name
from data.importers.cells.reading import Cell, plain

_SPOUSE: Final = re.compile(r"老婆|媳妇|妻子|爱人|对象|老公|丈夫|两口子|夫妻|夫妇|俩口子|配偶|女朋友|男朋友|情侣")
_RELATIVE: Final = re.compile(
    r"儿子|女儿|兄弟|哥哥|弟弟|姐姐|妹妹|父子|母女|姐妹|老乡|同村|侄子|亲戚|表弟|表哥|堂弟|堂哥|爸|妈|嫂|工友|朋友"
)
_NONE: Final = re.compile(r"无|没有|否|一个人|自己|单独|独自|-|/|no|none", re.IGNORECASE)
_TOGETHER: Final = re.compile(
    r"一起|一块|同去|同行|结伴|一同|做伴|带着|带上|跟着|夫妻|夫妇|两口子|俩口子|同往|同岗|同厂|一道"
)
_NAMED: Final = re.compile(
    r"(?:和|跟|与|同|带着?|带上)\s*([一-鿿]{2,4}?)(?=\s*(?:一起|一块|同去|同行|结伴|一同|一道|做伴|同厂|同岗|(?:是|为)?(?:夫妻|夫妇|两口子|一家|兄弟|姐妹|父子|母女)|[,,、。;;\s]|$))"
)
# 马翠花的丈夫, 系李四之妻: whose husband or wife this person is.
_SPOUSE_OF: Final = re.compile(
    r"(?:^|[\s,，、。;;(（])[是系为]?([一-鿿]{2,4}?)(?:的|之)(?:丈夫|老公|妻子?|老婆|媳妇|爱人|配偶|夫|对象)"
)
# The same without a word between, where nothing else is said: 吴德刚老婆, 杨正祥爱人.
_SPOUSE_ALONE: Final = re.compile(
    r"(?:^|(?<=[\s,，、。;；(（]))([^\W和跟与带同加]{2,3})(?:丈夫|老公|妻子|老婆|媳妇|爱人|配偶|家属)(?=$|[\s,，、。;；)）])"
)
_NUMBERED: Final = re.compile(
    r"(?:和|跟|与|同)?\s*(?:第)?(\d{1,3})\s*(?:号)?\s*(?:一起|一块|同去|同行|一同|夫妻|两口子)"
)


class Companions(NamedTuple):
    """Named companions, numbers of a chain's entries, and companions meant but not named."""

    names: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    unnamed: str = ""  # "spouse", "relative" or ""
    couple: bool = False
    words: str = ""


ALONE: Final = Companions()


def companions(cell: Cell, *, free_text: bool = False) -> Companions:
    """Who should stay together with this person; in ``free_text`` only what says so plainly counts."""
    text = plain(cell)
    return _companions(text, free_text) if text and not _NONE.fullmatch(text) else ALONE


@lru_cache(maxsize=8192)
def _companions(text: str, free_text: bool) -> Companions:
    named = [*_SPOUSE_OF.findall(text), *_SPOUSE_ALONE.findall(text)]
    spouse_of = [name for name in dict.fromkeys(named) if is_name(name)]
    if free_text and not _TOGETHER.search(text) and not spouse_of:
        return ALONE
    couple = bool(_SPOUSE.search(text))
    numbers = tuple(int(number) for number in _NUMBERED.findall(text))
    names = [
        name
        for name in _NAMED.findall(text)
        if is_name(name) and not _SPOUSE.search(name) and not _RELATIVE.search(name)
    ]
    # 老婆李梅 and 妻子:李梅 name the spouse.
    after = re.findall(
        r"(?:老婆|媳妇|妻子|爱人|老公|丈夫|配偶|儿子|女儿|弟弟|哥哥|姐姐|妹妹)[::]?\s*([一-鿿]{2,3})", text
    )
    names += [name for name in after if is_name(name) and name not in names and not _TOGETHER.search(name)]
    if not free_text and not names and not couple:
        pieces = [piece.strip() for piece in re.split(r"[、,,;;/\s]|和|与|跟", text)]
        names = [piece for piece in pieces if is_name(piece)]
    names += [name for name in spouse_of if name not in names]
    unnamed = ""
    if not names and not numbers:
        unnamed = "spouse" if couple else "relative" if _RELATIVE.search(text) else ""
    return Companions(tuple(dict.fromkeys(names)), numbers, unnamed, couple, text[:100])
