"""A sheet before it is written: its columns, its rows, and the lines they stand on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

Cell: TypeAlias = str | int | float | date | None
NOTICE: Final = "【合成样例数据】人名、证件号码、电话均为虚构,与任何真实个人和单位无关"


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """One column: the key rows carry, the header as this office writes it, and a band above it or none."""

    key: str
    header: str
    band: str = ""


@dataclass(slots=True)
class SheetDraft:
    """One sheet before it is written; rows are only ever appended, so a row's line never changes."""

    file: str
    sheet: str
    title: str
    columns: tuple[DraftColumn, ...]
    rows: list[dict[str, Cell]] = field(default_factory=list)
    blank_before_header: bool = False

    @property
    def has_bands(self) -> bool:
        """Whether the header takes two rows."""
        return any(column.band for column in self.columns)

    @property
    def header_line(self) -> int:
        """The line of the (last) header row, 1 = first."""
        return 3 + int(self.blank_before_header) + int(self.has_bands)

    def line_of(self, index: int) -> int:
        """The line a row stands on, 1 = the sheet's first."""
        return self.header_line + 1 + index

    def header_of(self, key: str) -> str:
        """The header of one column."""
        return next(column.header for column in self.columns if column.key == key)

    def has(self, key: str) -> bool:
        """Whether this sheet has such a column."""
        return any(column.key == key for column in self.columns)

    def lines(self) -> list[list[Cell]]:
        """The whole sheet as a grid: notice, title, header, rows."""
        grid: list[list[Cell]] = [[NOTICE], [self.title]]
        if self.blank_before_header:
            grid.append([])
        if self.has_bands:
            grid.append([column.band for column in self.columns])
        grid.append([column.header for column in self.columns])
        return grid + [[row.get(column.key) for column in self.columns] for row in self.rows]
