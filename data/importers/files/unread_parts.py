"""Parts of a file nobody could read: which rows of which sheet, so that they are counted and named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from data.importers.cells.reading import Cell, plain
from data.importers.columns.proposing import told_kind
from data.importers.columns.tables import Sheet, Table, find_tables

_OF_SOMEBODY: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{17}[\dXx]")


class UnreadPart(NamedTuple):
    """Filled rows of a sheet that became no record, ``first`` to ``last`` as the sheet counts them."""

    sheet: str
    first: int
    last: int
    rows: int


def unread_part(table: Table) -> UnreadPart | None:
    """The rows of a table that was passed over, None where all it holds are notes."""
    numbers = [row.row for row in table.rows if any(map(plain, row.cells))]
    numbers = sorted(numbers + [row.row for row in table.skipped if row.what in ("form", "unread")])
    if not any(_is_record(row.cells) for row in table.rows):
        return None
    return UnreadPart(table.sheet, numbers[0], numbers[-1], len(numbers))


def unread_below(table: Table) -> list[UnreadPart]:
    """Single rows within a table that was read of which nobody can say what they are."""
    return [UnreadPart(table.sheet, row.row, row.row, 1) for row in table.skipped if row.what == "unread"]


def unread_hidden(sheets: Iterable[Sheet]) -> list[UnreadPart]:
    """What hidden sheets hold that looks like people, orders or travel; lists to choose from are none of that."""
    tables = [table for sheet in sheets for table in find_tables(sheet) if told_kind(table)]
    return [part for table in tables if (part := unread_part(table))]


def _is_record(cells: Sequence[Cell]) -> bool:
    said = [text for cell in cells if (text := plain(cell))]
    return len(said) > 1 or any(map(_OF_SOMEBODY.search, said))
