"""Where somebody would go, would not go, or will not leave: 浙江，不要广东 · 不限，新疆除外 · 县内 · 省外都可以."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from data.importers.cells.places import PlaceFinder
from data.importers.cells.reading import Cell, Reading, plain
from data.importers.words.vocabulary import words
from policy.wording import said

_KEPT: Final = 50_000
_PLACE_ROUND: Final = re.compile(r"(?:一带|那边|附近|周边|方向|地区|方面)")
_HOME_PROVINCE: Final = re.compile(r"(?<![一-鿿])(?:本省|省内|全省|不出省|在省内|贵州省内)|不出省|本省|省内")
_HOME_PREFECTURE: Final = re.compile(r"本市|市内|本州|州内|本盟|盟内|不出市|地区内|区市内")
# 哪里工资高去哪里, 哪边有活走哪边, 看待遇, 有活就去.
_WHEREVER: Final = re.compile(
    r"哪[里儿边个]?[^,，。近]{0,8}(?:就|便)?(?:去|到|走|上|往)哪|(?:看|按|根据)(?:工资|待遇|情况|条件|行情)|(?:有[活工事]|工资高|待遇好|合适|能赚钱|挣钱)[^,，。]{0,4}就?(?:去|行|可以)"
)
_AT_HOME: Final = re.compile(r"[县区镇]内|本[县区地]|县城|镇上|家门口|就近")
_ASIDE: Final = re.compile(r"[(（]([^()（）]+)[)）]")
_PREFERRED: Final = re.compile(r"最好|优先|更好|为主|首选|也行|也可|都行|都可|或")
_BUT: Final = re.compile(r"(?:^|[,，、;；\s(（])非([一-鿿]{2,6})")  # 非广东, and no Africa
_AWAY: Final = re.compile(r"省外|外省|出省|外地省份")


class Wish(NamedTuple):
    """Where somebody would go; no regions and not ``near`` means anywhere but the ``refused`` ones."""

    regions: tuple[int, ...] = ()
    near: bool = False
    refused: tuple[int, ...] = ()


ANYWHERE: Final = Wish()


class WishReader:
    """Reads wishes by a table of places; what it has read it keeps, since the same words come back row after row."""

    def __init__(self, places: PlaceFinder) -> None:
        self._places = places
        self._read: dict[tuple[str, int], Reading[Wish]] = {}

    def read(self, cell: Cell, *, home: int = 0) -> Reading[Wish]:
        """The wish a cell states; places nobody can tell, or both wished and refused, are a fault."""
        key = (plain(cell), home)
        if key not in self._read:
            if len(self._read) > _KEPT:
                self._read.clear()
            self._read[key] = self._wish(*key)
        return self._read[key]

    def _wish(self, text: str, home: int) -> Reading[Wish]:
        """浙江（慈溪） is Cixi; what else stands in brackets behind a place is a remark unless it denies a place."""
        aside = _ASIDE.search(text)
        outer = self._whole(text[: aside.start()], home) if aside and aside.start() else None
        if aside is None or outer is None or outer.fault or not outer.value.regions:
            return self._whole(text, home)
        inner = self._whole(f"{aside[1]}", home)
        rest = text[aside.end() :].strip(" ,，、;；")
        if rest or inner.value.refused or any(word in aside[1] for word in words("places")["anywhere"]):
            return self._whole(text, home)
        within = bool(inner.value.regions) and not inner.fault and not _PREFERRED.search(aside[1])
        if within and all(any(_lies_in(one, wide) for wide in outer.value.regions) for one in inner.value.regions):
            return inner
        return outer

    def _whole(self, text: str, home: int) -> Reading[Wish]:
        if not text:
            return Reading(ANYWHERE)
        for alias, names in words("places")["alias"].items():
            text = text.replace(alias, "、".join(names))
        if (but := _BUT.search(text)) and self._places.find(but[1]).value:
            text = text.replace(f"非{but[1]}", f"不去{but[1]}")
        spoken = said(text)
        affirmed = spoken.affirmed_text
        denied = "".join(text[start:end] + " " for start, end in spoken.denied)
        near = any(word in affirmed for word in words("places")["near"]) or "不出县" in text
        wished, fault, hint = self._places.find(_PLACE_ROUND.sub("", affirmed), home=home)
        refused, other_fault, other_hint = self._places.find(denied, home=home)
        fault, hint = (fault, hint) if fault else (other_fault, other_hint)
        wished = wished or _around_home(affirmed + text, home)
        if wished and home and _AT_HOME.search(affirmed) and not any(_lies_in(home, one) for one in wished):
            wished = (home, *wished)  # 县内或黎平
        if home and _AWAY.search(affirmed) and not wished:
            refused = (*refused, home // 10000 * 10000)
        anywhere = any(word in affirmed for word in words("places")["anywhere"]) or bool(_WHEREVER.search(text))
        if not (wished or refused or near or anywhere or fault):
            return Reading(ANYWHERE, "region_unknown")
        if not fault and (set(wished) & set(refused) or (spoken.unclear and not wished)):
            return Reading(Wish(wished, near), "wish_contradicts", text)
        return Reading(Wish(wished, near and not anywhere, tuple(dict.fromkeys(refused))), fault, hint)


def _lies_in(region: int, wider: int) -> bool:
    step = 10000 if wider % 10000 == 0 else 100 if wider % 100 == 0 else 1
    return region // step == wider // step


def _around_home(text: str, home: int) -> tuple[int, ...]:
    if not home:
        return ()
    if _HOME_PROVINCE.search(text):
        return (home // 10000 * 10000,)
    return (home // 100 * 100,) if _HOME_PREFECTURE.search(text) else ()


@lru_cache(maxsize=4)
def reader_of(places: PlaceFinder) -> WishReader:
    """The one reader of a table of places."""
    return WishReader(places)
