"""Region names to GB/T 2260 codes: full names, short names, several in one cell; the ambiguous ones are not guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import Final

from data.importers.cells.reading import Cell, Reading, plain
from data.importers.words.vocabulary import words
from data.tables.regions import regions as known_regions
from labor.errors import BadInput
from labor.regions import COUNTY, PREFECTURE, PROVINCE, Regions
from policy.wording import simplified

_SUFFIXES: Final = (
    *("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "自治旗", "联合旗"),
    *("地区", "林区", "新区", "矿区", "省", "市", "区", "县", "州", "盟", "旗"),
)
_PEOPLES: Final = re.compile(
    r"(?:藏|羌|彝|回|苗|侗|土家|壮|瑶|布依|满|蒙古|朝鲜|傣|白|哈尼|景颇|傈僳|黎|畲|仡佬|水|佤|拉祜|纳西|哈萨克|柯尔克孜|东乡|保安|撒拉|裕固|土|各|达斡尔|锡伯|塔吉克|普米|独龙|怒|布朗|德昂|阿昌|毛南|仫佬|京|蒙|鄂温克|鄂伦春)族"
)
_NOT_A_REGION: Final = re.compile(r"镇|乡|街道|村|社区|路|街|大道|新区|区|县|市")
_LISTED: Final = ",、,;；"  # between places of a list, not between a city and a place in it
_JOINTS: Final = "省市区县/-—>·,、"
MUNICIPALITIES: Final = frozenset((11, 12, 31, 50))


class PlaceFinder:
    """Finds regions in text; built once from the code table."""

    def __init__(self, regions: Regions) -> None:
        self._regions = regions
        self._level = {int(code): int(level) for code, level in zip(regions.code, regions.level, strict=True)}
        self._names: dict[str, list[int]] = defaultdict(list)
        self._full = dict(zip(map(int, regions.code), regions.name, strict=True))
        # A living region's name comes first: 青川 is the county of today, not what became of an older one.
        for living in (True, False):
            known = frozenset(self._names)
            for code, name, successor in zip(regions.code, regions.name, regions.successor, strict=True):
                if bool(code == successor) is living:
                    self._learn(name, int(successor), known)
        for alias, name in words("places")["short"].items():
            self._names[alias] = self._names[name]
        self._longest = max((len(name) for name in self._names), default=0)
        self._read: dict[tuple[str, int], Reading[tuple[int, ...]]] = {}

    def _learn(self, name: str, code: int, known: frozenset[str]) -> None:
        for spelling in _spellings(name):
            # 东乡县 is short for 东乡族自治县, and was another county's full name: then it may be either.
            short_alone = spelling == name and not any(self._full.get(code) == name for code in self._names[name])
            if (spelling not in known or short_alone) and code not in self._names[spelling]:
                self._names[spelling].append(code)

    def find(self, text: str, *, home: int = 0) -> Reading[tuple[int, ...]]:
        """Codes of the places named, the narrowest of each path; ``home`` settles names its own region bears."""
        key = (text, home)
        if key not in self._read:
            if len(self._read) > 50_000:
                self._read.clear()
            self._read[key] = self._find(simplified(re.sub(r"\s", "", text)), home)
        return self._read[key]

    def one(self, cell: Cell, *, home: int = 0) -> Reading[int]:
        """The one place a cell names; several or none is a fault."""
        text = plain(cell)
        if not text:
            return Reading(0)
        if re.fullmatch(r"\d{6}", text) and int(text) in self._regions:
            return Reading(self._regions.current(int(text)))
        found, fault, hint = self.find(_before_township(text), home=home)
        if fault or len(found) == 1:
            return Reading(found[0] if found else 0, fault, hint)
        return Reading(0, "region_several" if found else "region_unknown", "、".join(map(self.path, found)))

    def county(self, said: str, *, or_city: bool = False) -> int:
        """The county somebody names as their own, in words or by its code (520526, 威宁县, 520526 威宁); 0 for nothing.

        A city without counties (东莞市) stands for itself, with ``or_city`` every city. Raises BadInput, with the
        counties it may be.
        """
        text = re.sub(r"\s+", "", plain(said))
        if not text:
            return 0
        coded = re.match(r"\d{6}(?!\d)", text)
        found = Reading(self._current(int(coded[0]))) if coded else self.one(text)
        if found.value and (self._is_county(found.value) or (or_city and found.value % 10000)):
            return found.value
        if found.fault in ("region_ambiguous", "region_several"):
            raise BadInput(
                f"“{said}”有几处：{found.hint}。请在前面加上省市 / {said} may be several places "
                f"({found.hint}): put the province and city before it"
            )
        if found.value:
            raise BadInput(
                f"“{said}”是{self.path(found.value)}，不是县区；请写到县，例如 贵州省威宁县 / "
                f"{said} is wider than a county: name the county, e.g. 贵州省威宁县"
            )
        raise BadInput(
            f"没有叫“{said}”的县区，请写县名或六位代码，例如 威宁县 或 520526 / "
            f"no county is called {said}: its name or its six digits, e.g. 威宁县 or 520526"
        )

    def opening(self, name: str) -> tuple[str, int]:
        """The county a firm's name opens with (晋江市力源鞋塑, 福建晋江恒嘉服饰), in words and by code; 0 for none.

        A short name alone is none: 平安, 永康 and 新兴 are oftener brands than counties.
        """
        for length in range(min(len(name), 14), 2, -1):
            words = name[:length]
            if not self.is_region(words):
                continue
            found = self.one(words)
            several = len(words) >= 4 and any(self.is_region(words[:n]) for n in range(2, length - 1))
            sure = several or words[-1] in "市县区旗"
            return (words, found.value) if sure and not found.fault and self._is_county(found.value) else ("", 0)
        return "", 0

    def _current(self, code: int) -> int:
        return self._regions.current(code) if code in self._regions else 0

    def _is_county(self, code: int) -> bool:
        if self._level[code] == COUNTY:
            return True
        return self._level[code] == PREFECTURE and not any(
            other != code and _within(other, code) for other in self._level
        )

    def path(self, code: int) -> str:
        """The region from wide to narrow in words."""
        return self._regions.path_of(code)

    def _find(self, text: str, home: int) -> Reading[tuple[int, ...]]:
        found: list[int] = []
        at, last, gap = 0, 0, False
        while at < len(text):
            name = next(
                (
                    text[at : at + n]
                    for n in range(min(self._longest, len(text) - at), 1, -1)
                    if text[at : at + n] in self._names
                ),
                "",
            )
            if name and (suffix := self._other_kind(name, text[at + len(name) :], last)):
                at, gap = at + len(name) + len(suffix), True
                continue
            if not name:
                last, gap = (last if text[at] in _JOINTS else 0), True
                at += 1
                continue
            if last and text[at - 1] not in _LISTED and self._is_local(name, last):
                at, gap = at + len(name), True  # 东莞长安: a town of Dongguan, not the district in Xi'an
                continue
            code, others = self._pick(name, last, home)
            if others:
                return Reading(tuple(found), "region_ambiguous", " / ".join(map(self.path, others)))
            # One path goes on: 浙江温州, and 固原海原县 although Haiyuan has moved to another prefecture.
            if found and last and (_within(code, last) or (not gap and code // 10000 == last // 10000)):
                found[-1] = code
            elif code not in found:
                found.append(code)
            last, gap = code, False
            at += len(name)
        return Reading(tuple(found))

    def _other_kind(self, name: str, after: str, last: int) -> str:
        """What a short name goes on as, if that makes it no region: 长安镇, 南城区 (Nancheng is a county), 贵安新区."""
        suffix = _NOT_A_REGION.match(after)
        if suffix is None or self._is_full(name):
            return ""
        if suffix[0] not in ("区", "县", "市"):
            return suffix[0]
        meant = self._names[name]
        own = any(self._regions.name_of(code).endswith(suffix[0]) or self._level[code] == PROVINCE for code in meant)
        return "" if own or any(last and _within(code, last) for code in meant) else suffix[0]

    def _is_full(self, name: str) -> bool:
        return any(self._regions.name_of(code) == name for code in self._names[name])

    def _is_local(self, name: str, last: int) -> bool:
        """Whether a name right after a city must be a place in it: only counties of other provinces bear it."""
        meant = self._names[name]
        return self._level[last] != PROVINCE and all(
            self._level[code] == COUNTY and code // 10000 != last // 10000 for code in meant
        )

    def is_region(self, text: str) -> bool:
        """Whether a text is nothing but the name of a region, its path before it or not: 浙江宁波, 威宁县."""
        rest = simplified(re.sub(r"[\s/\-—>·,、]", "", plain(text)))
        while rest:
            length = next((n for n in range(min(self._longest, len(rest)), 1, -1) if rest[:n] in self._names), 0)
            if not length:
                return rest in ("省", "市", "县", "区") and rest != simplified(plain(text))
            rest = rest[length:]
        return bool(plain(text))

    def name(self, code: int) -> str:
        """What people call a region: 威宁县 for 威宁彝族回族苗族自治县."""
        full = self._regions.name_of(code)
        short = [name for name in _spellings(full) if full.endswith(name[-1]) and len(name) < len(full)]
        return short[0] if short else full

    def _pick(self, name: str, last: int, home: int) -> tuple[int, list[int]]:
        """The one region meant, or the several it may be."""
        meant = self._names[name]
        for wider in (last, home // 10000 * 10000 and home, home // 100 * 100, home // 10000 * 10000):
            inside = [code for code in meant if wider and _within(code, wider)]
            if len(inside) == 1:
                return inside[0], []
        provinces = [code for code in meant if self._level[code] == PROVINCE]
        if provinces:
            return provinces[0], []
        cities = [code for code in meant if self._level[code] == PREFECTURE]
        # 西安 is the city, not the district of that name; 朝阳 may be Beijing's, so it is asked.
        rivals = [code for code in meant if self._level[code] != PREFECTURE and code // 10000 in MUNICIPALITIES]
        if len(cities) == 1 and not rivals:
            return cities[0], []
        return (meant[0], []) if len(meant) == 1 else (0, meant)


# The 乡 of 桐乡市 or 西乡塘区 and the 村 of 孟村回族自治县 belong to a county's own name and end no township.
_TOWNSHIP: Final = r"(?:镇|乡|街道|苏木|村|社区|路|工业园|开发区)(?!塘?[市区县旗]|回?族)"
_BEFORE_TOWNSHIP: Final = re.compile(rf"(.*?[市区县旗州盟省])(?=[^市区县旗]{{1,6}}?{_TOWNSHIP})")


def _before_township(address: str) -> str:
    """四川省广元市利州区大石镇前进村 up to the township: 前进 there is no district of Jiamusi."""
    match = _BEFORE_TOWNSHIP.match(address)
    return match[1] if match else address


def _within(code: int, wider: int) -> bool:
    step = 10000 if wider % 10000 == 0 else 100 if wider % 100 == 0 else 1
    return code // step == wider // step and code != wider


def _spellings(name: str) -> set[str]:
    found = {name}
    for suffix in _SUFFIXES:
        if name.endswith(suffix):
            stem = _PEOPLES.sub("", name.removesuffix(suffix)) or name.removesuffix(suffix).removesuffix("族")
            if len(stem) >= 2:
                found.add(stem)
                if suffix in ("自治县", "自治旗", "自治州", "联合旗"):
                    found.add(stem + suffix[-1])  # 威宁县 is what everybody calls it
            break
    return found


@lru_cache(maxsize=1)
def known_places() -> PlaceFinder:
    """The places of the region table that ships with the program."""
    return PlaceFinder(known_regions())
