"""How far a move goes: within the county, the city, the province, or beyond it."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from labor.errors import NotFound
from labor.regions import Regions
from labor.words import Bilingual
from policy.rulebook import bilingual, pack

MUNICIPALITIES: Final = (11, 12, 31, 50)  # Beijing, Tianjin, Shanghai, Chongqing: "01" and "02" below are no cities
DIRECTLY_ADMINISTERED: Final = 90  # third and fourth digit of counties under the province itself (x90xxx)
# Hong Kong, Macau and Taiwan have no counties in GB/T 2260; any move there leaves the province.


class Tier(IntEnum):
    """Tiers of a move, nearest first."""

    SAME_COUNTY = 0
    SAME_CITY = 1
    SAME_PROVINCE = 2
    CROSS_PROVINCE = 3


def tier(home: int, work: int, regions: Regions) -> Tier:
    """The tier of a move between two county codes, retired codes resolved; raises UnknownRegion.

    A city without counties (东莞 441900) is a county and a city at once, so a code of a city itself is one place.
    """
    home, work = regions.current(home), regions.current(work)
    if home == work:
        return Tier.SAME_COUNTY
    if home // 10000 != work // 10000:
        return Tier.CROSS_PROVINCE
    return Tier.SAME_CITY if city_of(home) == city_of(work) else Tier.SAME_PROVINCE


def city_of(code: int) -> int:
    """The code of the city a living county code belongs to: the county's own where it stands under the province."""
    if code // 10000 in MUNICIPALITIES:
        return code // 10000 * 10000
    if code // 100 % 100 == DIRECTLY_ADMINISTERED:
        return code
    return code // 100 * 100


def tier_words(reached: Tier, place: str = "default") -> Bilingual:
    """The tier as a place says it, e.g. "inner_mongolia" for 盟市 and 旗县区; raises NotFound for a strange place."""
    labels = pack("tiers")["labels"]
    if place not in labels:
        raise NotFound(f"no words for {place} in policy/packs/tiers.toml; there are {', '.join(labels)}")
    return bilingual(labels[place][reached.name.lower()])
