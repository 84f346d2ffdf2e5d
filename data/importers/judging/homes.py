"""Where a worker lives and would go, from the columns, the address or the file's title."""

from __future__ import annotations

import re
from typing import Final

from data.importers.cells.village_groups import group_in, without_group
from data.importers.cells.wishes import Wish, reader_of
from data.importers.judging.rows import Row, RowContext

_TOWNSHIP: Final = re.compile(r"(?:[市区县旗]|^)([^市区县旗省]{1,10}?(?:镇|乡|街道|苏木))")


_GOING: Final = re.compile(r"(?:想去|要去|愿去|愿意去|只去|不去|不想去|不要去|不愿去|去过?|往|到)[^,，。;；、]{2,16}")


def _going_words(said: str) -> str:
    return "，".join(_GOING.findall(said))


_VILLAGE: Final = re.compile(r"([^市区县旗省镇乡]{1,12}?(?:村|社区|嘎查))")


def home(row: Row, setting: RowContext) -> tuple[int, str, str]:
    """County, township and village: from their own columns, else from the address, else the file's."""
    address = row.text("address")
    read = setting.places.one
    county = 0
    for field in ("county", "address", "township"):
        if not county and row.has(field):
            found = read(row.cell(field), home=setting.home)
            county = found.value if not found.fault and found.value % 100 else county
            if field == "county" and found.fault:
                row.take(field, found, severity="note" if setting.home else "")
    county = county or setting.home
    if not county:
        row.fault("county_missing", "county", value="")
    township = (
        row.text("township") or _first(_TOWNSHIP, address) or _first(_TOWNSHIP, row.text("village")) or setting.township
    )
    village = (
        row.text("village")
        or _first(_VILLAGE, address.partition(township)[2] if township else address)
        or setting.village
    )
    village = without_group(village.removeprefix(township) or village) or village
    return county, township, village


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""


def address(row: Row, village: str) -> str:
    """The address, completed by the village group (组, 社, 队) where it names none."""
    said = row.text("address")
    group = next((text for field in ("village_group", "village") if (text := group_in(row.text(field)))), "")
    if not group and said == village:
        return said
    if not group or group_in(said):
        return said
    return f"{said or village}{group}"[:200]


def wish(row: Row, setting: RowContext, county: int) -> Wish:
    """Where somebody would go: their own column, else what the columns of trades and readiness say of places."""
    reader = reader_of(setting.places)
    if said := row.text("wish_regions"):
        return row.take("wish_regions", reader.read(said, home=county))
    for field in ("trades", "willing", "text", "remarks"):
        said = row.text(field)
        if said and (field in ("trades", "willing") or _GOING.search(said)):
            found = reader.read(_going_words(said) if field in ("text", "remarks") else said, home=county)
            if not found.fault and (found.value.regions or found.value.refused):
                return found.value
    if setting.bound_for:
        row.fault("wish_of_title", value="、".join(map(setting.places.path, setting.bound_for)))
    return Wish(setting.bound_for)
