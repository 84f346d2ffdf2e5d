"""Where a worker lives and would go, from the columns, the address or the file's title."""

from __future__ import annotations

import re
from typing import Final

from data.importers.cells.places import Wish
from data.importers.judging.rows import Row, Setting

_TOWNSHIP: Final = re.compile(r"(?:[市区县旗]|^)([^市区县旗省]{1,10}?(?:镇|乡|街道|苏木))")


_VILLAGE: Final = re.compile(r"([^市区县旗省镇乡]{1,12}?(?:村|社区|嘎查))")


def home(row: Row, setting: Setting) -> tuple[int, str, str]:
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
    return county, township, village.removeprefix(township) or village


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""


def wish(row: Row, setting: Setting, county: int) -> Wish:
    """Where somebody would go."""
    return row.read("wish_regions", lambda cell: setting.places.wishes(cell, home=county))
