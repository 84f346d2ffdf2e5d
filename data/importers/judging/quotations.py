"""What a carrier's quotation says of its price and its end: prices by the kilometer are asked, expired ones told."""

from __future__ import annotations

import re
from typing import Final

from data.importers.cells import dates
from data.importers.cells.reading import plain
from data.importers.judging.rows import Row, RowContext

_BY_KM: Final = re.compile(r"公里|千米|[/每]\s*km\b", re.IGNORECASE)
_DISTANCE: Final = re.compile(r"里程|公里数|运距|(?:全程|单程|往返)?距离|全程[(（]?公里")
_FIGURE: Final = re.compile(r"(\d+(?:\.\d+)?)")
_KILOMETERS: Final = re.compile(r"(?:全程|里程|距离)[^\d]{0,4}(\d{2,5}(?:\.\d+)?)\s*(?:公里|km)", re.IGNORECASE)
_UNTIL: Final = re.compile(
    r"(?:报价|价格)?(?:有效期|有效|截止)(?:至|到|为|[:：])*\s*((?:\d{4}\s*[-年./])?\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*[日号]?)"
)


def by_the_kilometer(row: Row, field: str) -> bool:
    """Whether a price is for each kilometer, as its header or its cell says; it is no price of a trip then."""
    return row.has(field) and bool(_BY_KM.search(row.layout.header(field)) or _BY_KM.search(plain(row.cell(field))))


def of_the_distance(row: Row, field: str) -> int:
    """The price of the trip, in fen, of one by the kilometer and the kilometers the row states; -1 for none."""
    price = _FIGURE.search(plain(row.cell(field)).replace(",", ""))
    beside = zip(row.cells, row.layout.headers, strict=False)
    said = [plain(cell) for cell, header in beside if _DISTANCE.search(header)]
    stated = next((match for text in said if (match := _FIGURE.search(text.replace(",", "")))), None)
    stated = stated or _KILOMETERS.search(row.text("remarks"))
    if price is None or stated is None:
        return -1
    yuan = float(price[1]) * float(stated[1])
    row.fault("price_of_distance", field, hint=f"{price[1]} × {stated[1]} = {yuan:,.0f}")
    return round(yuan * 100)


def check_end(row: Row, setting: RowContext) -> None:
    """Ask about a vehicle whose quotation has expired, tell of one that expires before it leaves."""
    found = dates.day(row.cell("valid_until"), setting.today).value if row.has("valid_until") else None
    said = _UNTIL.search(row.text("remarks"))
    if found is None and said:
        found = dates.day(said[1], setting.today).value
    if found is None:
        if row.has("valid_until"):
            row.fault("quotation_end_unclear", "valid_until")
        return
    if found < setting.today:
        row.fault("quotation_expired", "valid_until", hint=found.isoformat())
    leaves = dates.day(row.cell("leaves"), setting.today).value if row.has("leaves") else None
    if leaves and setting.today <= found < leaves:
        row.fault("quotation_ends_before", "valid_until", hint=f"{found.isoformat()} < {leaves.isoformat()}")
