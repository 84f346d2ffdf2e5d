"""The first filled cells of a column, enough to tell what it holds."""

from __future__ import annotations

from typing import Final

from data.importers.cells.reading import Cell, plain
from data.importers.columns.tables import Table

SAMPLE: Final = 200


def cells_of(table: Table, column: int) -> list[Cell]:
    """The filled cells of a column among the first rows."""
    rows = table.rows[:SAMPLE]
    return [row.cells[column] for row in rows if column < len(row.cells) and plain(row.cells[column])]
