"""The code table of regions the registers were made with, from data/reference."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Integer
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.base import Base, Line


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
