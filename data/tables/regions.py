"""The regions of GB/T 2260: 3,214 living ones and over 3,000 retired codes with their successor, shipped and kept."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

import numpy as np
from sqlalchemy import CheckConstraint, Connection, Integer, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.base import Base, Line
from labor.arrays import FloatArray, frozen
from labor.regions import Regions


class Region(Base):
    """A region of GB/T 2260, living (``successor`` = ``code``) or retired (today's code)."""

    __tablename__ = "regions"
    __table_args__ = (
        CheckConstraint("code BETWEEN 110000 AND 999999", name="code_six_digits"),
        CheckConstraint("level BETWEEN 1 AND 3", name="level_known"),
    )

    code: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    level: Mapped[int]
    name: Mapped[Line]
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    successor: Mapped[int] = mapped_column(Integer, index=True)


@cache
def regions() -> Regions:
    """The table that ships with the program, read once (made by scripts/region_reference.py).

    Every living region has a point; five young counties stand at their prefecture's seat until their own is known.
    """
    text = resources.files("data.tables").joinpath("regions.csv").read_text(encoding="utf-8")
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


def keep_regions(connection: Connection) -> None:
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
