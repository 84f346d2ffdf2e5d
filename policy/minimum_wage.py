"""The lowest minimum wage of a province on a day."""

from __future__ import annotations

from datetime import date

from policy.rulebook import pack


def floor_fen(county: int, on: date) -> int | None:
    """Fen a month for full-time work in the county's province, None where the pack has no figure."""
    province = county // 10000 * 10000
    rows = [row for row in pack("minimum_wage")["floor"] if row["province"] == province and row["from"] <= on]
    return max(rows, key=lambda row: row["from"])["yuan"] * 100 if rows else None
