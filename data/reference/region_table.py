"""The region table: 3,214 living regions of GB/T 2260 and over 3,000 retired codes with their successor."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

import numpy as np
from sqlalchemy import Connection, delete, func, insert, select

from data.tables import Region
from labor.arrays import FloatArray, frozen
from labor.regions import Regions


@cache
def regions() -> Regions:
    """The table that ships with the program, read once (made by scripts/region_reference.py).

    Every living region has a point; five young counties stand at their prefecture's seat until their own is known.
    """
    text = resources.files("data.reference").joinpath("regions.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return Regions(
        code=frozen(np.array([int(row["code"]) for row in rows], dtype=np.int64)),
        level=frozen(np.array([int(row["level"]) for row in rows], dtype=np.int64)),
        name=tuple(row["name"] for row in rows),
        longitude=_degrees([row["longitude"] for row in rows]),
        latitude=_degrees([row["latitude"] for row in rows]),
        successor=frozen(np.array([int(row["successor"]) for row in rows], dtype=np.int64)),
    )


def _degrees(cells: list[str]) -> FloatArray:
    return frozen(np.array([float(cell) if cell else np.nan for cell in cells]))


def keep(connection: Connection) -> None:
    """Bring the table ``regions`` to the one that ships with the program, so that pages can join names."""
    table = regions()
    held = connection.execute(select(func.count(), func.sum(Region.code), func.sum(Region.successor))).one()
    if tuple(held) == (len(table), int(table.code.sum()), int(table.successor.sum())):
        return
    connection.execute(delete(Region))
    columns = (table.code, table.level, table.longitude, table.latitude, table.successor)
    connection.execute(
        insert(Region),
        [
            {
                "code": code,
                "level": level,
                "name": name,
                "longitude": None if np.isnan(longitude) else longitude,
                "latitude": None if np.isnan(latitude) else latitude,
                "successor": successor,
            }
            for name, code, level, longitude, latitude, successor in zip(
                table.name, *(column.tolist() for column in columns), strict=True
            )
        ],
    )
