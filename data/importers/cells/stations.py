"""Names of stations: the region they stand in, and whether the name is the region itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from data.importers.cells.places import known_places
from data.importers.cells.reading import plain

_STATION: Final = re.compile(
    r"(?:长途|高速|公交|铁路)?(?:汽车|火车|高铁|客运|动车|机|旅游)?(?:总|新|老|东|西|南|北|中)*(?:站|中心|枢纽|集散地|场)(?:广场|出站口|门口)?$"
)
_DIRECTION: Final = re.compile(r"[东西南北]$")
_PLACE: Final = re.compile(
    r"站|广场|政府|村委|路口|桥|超市|学校|中学|小学|医院|集散|中心|停车场|门口|大门|机场|服务区|加油站|车站|客运|枢纽|市场|商场|公园|收费站"
    r"|园区|驿站|就业局|人社|镇$|乡$|街道$|社区$|村$|街$|路$"
)
_VAGUE: Final = re.compile(
    r"老地方|家门口|村口|附近|待定|不详|自行|自己|同上|都行|随便|就近|各"
    r"|电话|通知|原|接送|[?？]"
)


class Station(NamedTuple):
    """Where a named station stands; ``is_region`` where the name says no more than the county or city."""

    county: int
    name: str
    kind: str
    is_region: bool


_KINDS: Final = (
    ("rail_station", r"火车|高铁|铁路|动车|[东西南北]站$"),
    ("airport", r"机场"),
    ("coach_station", r"汽车|客运"),
    ("site", r"企业|厂|园区|工地|公司"),
)


def kind_of_station(text: str) -> str:
    """A code of data.tables.transport HUB_KINDS."""
    return next((kind for kind, pattern in _KINDS if re.search(pattern, text)), "pickup")


@lru_cache(maxsize=8192)
def station_named(written: str, home: int) -> Station | None:
    """The station a name means; None where it does not say where that is. ``home`` is the county of a local name."""
    text = re.sub(r"\s", "", plain(written))
    if not text or _VAGUE.search(text):
        return None
    places = known_places()
    if not _STATION.search(text) and places.is_region(text):
        found = places.one(text, home=home)
        county = 0 if found.fault else found.value
        return Station(county, places.name(county), "pickup", is_region=True) if county % 10000 else None
    kind = kind_of_station(text)
    stems = [text, _STATION.sub("", text), _DIRECTION.sub("", _STATION.sub("", text)), _DIRECTION.sub("", text)]
    for stem in stems:
        if len(stem) < 2:
            continue
        found = places.one(stem, home=home)
        if found.value % 10000 and not found.fault:
            return Station(found.value, text, kind, is_region=False)
    return Station(home, text, kind, is_region=False) if home and _PLACE.search(text) else None
