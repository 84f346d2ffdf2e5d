"""What a band says that stands between the rows of a list of people: 东山村, 三组, 宁波方向, 以下为已外出人员."""

from __future__ import annotations

import re
from typing import Final

from data.importers.cells.places import known_places
from data.importers.cells.reading import plain

_EDGES: Final = re.compile(
    r"^(?:[(（【\[]?[一二三四五六七八九十\d]{1,3}[)）】\]]?[、.．:：)）]|[(（【\[][一二三四五六七八九十\d]{1,3}[)）】\]]|[-—=*·●■◆★#【\[〔~～\s])+"
    r"|[-—=*·●■◆★#】\]〕~～:：\s]+$"
)
_COUNT: Final = re.compile(r"[(（]?(?:共|计|合计)?\s*\d+\s*[人名户](?:次)?[)）]?$")
_OPENING: Final = re.compile(r"^(?:以下|下列|下面)(?:的)?(?:为|是|系|均为|都是|全部为)?")
_CLOSING: Final = re.compile(r"(?:名单|人员名单|人员情况|情况|花名册|登记表|如下|汇总)+$")
_GROUP: Final = r"第?(?:[一二三四五六七八九十]{1,3}|\d{1,3})(?:村民)?小?(?:组|社|队|屯)"
_HOME: Final = re.compile(
    rf"(?P<township>[一-鿿]{{1,8}}?(?:镇|乡|街道|苏木))?(?P<village>[一-鿿]{{1,8}}?(?:村(?!民)|社区|嘎查|居委会|寨))?"
    rf"(?P<village_group>{_GROUP}|[一-鿿]{{1,5}}(?:村民)?小?组)?"
)
_WENT: Final = re.compile(
    r"已(?:经)?(?:外出|出去|务工|就业|返岗|上岗|在外)|(?:目前|现|仍)?在外(?:务工|就业|打工)?|省外务工"
)
_AT_HOME: Final = re.compile(r"未(?:外出|就业|务工|出去)|待业|无业|失业|(?:目前|现|仍)?(?:在家|闲置|赋闲)|返乡(?!创业)")
_BOUND: Final = re.compile(
    r"(?P<to>拟?(?:前往|去往|赴|去|往|到|意向))?(?P<place>[一-鿿、,，]{2,20}?)(?P<way>(?:市|省|区|县)?(?:方向|片区|线|一线|专线|专场|地区|班))?"
    r"(?:的|务工|就业|打工|返岗|外出|劳务)*(?:人员|人|劳动力|农民工)?"
)
_PEOPLE: Final = re.compile(
    r".{0,12}(?:人员|劳动力|农民工|妇女|党员|[户类组队班批区片线]|方向|部分|情况|名单|对象|以下空白|如下)$"
)


def band_of(text: str) -> dict[str, str]:
    """What a band says of the rows below it, by field; empty where it says nothing a register asks for."""
    bare = _COUNT.sub("", _EDGES.sub("", plain(text))).strip()
    bare = _CLOSING.sub("", _OPENING.sub("", _EDGES.sub("", bare))).strip(" :：")
    if not bare or len(bare) > 24:
        return {}
    if _WENT.search(bare):
        return {"status": "在外"}
    if _AT_HOME.search(bare):
        return {"status": "在家待业"}
    bound = _BOUND.fullmatch(bare)
    if bound and (bound["to"] or bound["way"]) and _is_place(bound["place"]):
        return {"wish_regions": bound["place"]}
    home = _HOME.fullmatch(re.sub(r"(?:人员|劳动力|村民|务工|外出)+$", "", bare))
    return {field: said for field, said in home.groupdict().items() if said} if home else {}


def _is_place(text: str) -> bool:
    return all(known_places().find(part).value for part in re.split(r"[、,，]", text) if part)


def is_band(text: str) -> bool:
    """Whether a text alone on its row names the rows below it, and is no name left without its number."""
    return bool(band_of(text) or _PEOPLE.fullmatch(_COUNT.sub("", _EDGES.sub("", plain(text))).strip()))
