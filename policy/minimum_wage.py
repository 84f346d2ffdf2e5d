"""Minimum wages of a county on a day: a month for full-time work, an hour for part-time work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from policy.rulebook import pack

# A month is 174 hours of normal time, 21.75 days of eight hours: overtime is paid apart (人社部发〔2025〕2号).
HOURS_A_MONTH: Final = 174.0
DAYS_A_MONTH: Final = 21.75


@dataclass(frozen=True, slots=True)
class Floor:
    """Whole fen a month and an hour since a day; ``tier`` 1 is the highest, 0 = unknown, held to the lowest.

    ``highest_fen`` a month is the province's first tier: what a place of unknown tier may ask at most.
    """

    month_fen: int
    hour_fen: int
    tier: int
    since: date
    highest_fen: int


def floor_of(county: int, on: date) -> Floor | None:
    """What full-time and part-time work must pay in a county (GB/T 2260) on a day; None where no figure is known."""
    province = county // 10000 * 10000
    rows = [row for row in pack("minimum_wage")["floor"] if row["province"] == province and row["from"] <= on]
    if not rows:
        return None
    row = max(rows, key=lambda row: row["from"])
    tier = 1 if len(row["month"]) == 1 else _tiers(on).get(county, _tiers(on).get(county // 100 * 100, 0))
    at = tier - 1  # an unknown tier is held to the last one; no division has more than its province pays
    month, hour, highest = (round(yuan * 100) for yuan in (row["month"][at], row["hour"][at], row["month"][0]))
    return Floor(month, hour, tier, row["from"], highest)


def floor_fen(county: int, on: date) -> int | None:
    """Fen a month for full-time work, None where no figure is known."""
    floor = floor_of(county, on)
    return floor.month_fen if floor else None


@lru_cache(maxsize=64)
def _tiers(on: date) -> Mapping[int, int]:
    """Tier by county or prefecture, the latest division in force on a day."""
    found: dict[int, int] = {}
    divisions: list[Mapping[str, Any]] = sorted(pack("minimum_wage")["tier_of"], key=lambda entry: entry["from"])
    for entry in divisions:
        if entry["from"] <= on:
            found |= {place: at for at, places in enumerate(entry["tiers"], start=1) for place in places}
    return found
