"""One row while it is judged: its cells by field, and the faults found so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from data.importers.cells.places import PlaceFinder
from data.importers.cells.reading import Cell, Reading, plain, prose
from data.importers.columns.layouts import ColumnLayout
from data.importers.judging.faults import Fault

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RowContext:
    """What every row of a file is judged against. ``home`` is the county of people who do not say theirs, 0 unknown."""

    today: date
    places: PlaceFinder
    home: int = 0
    township: str = ""
    village: str = ""
    bound_for: tuple[int, ...] = ()  # where a title says its people go: 赴东莞务工人员名单


@dataclass(slots=True)
class Row:
    """The cells of one row under a mapping."""

    sheet: str
    row: int
    cells: Sequence[Cell]
    layout: ColumnLayout
    faults: list[Fault] = field(default_factory=list)

    def cell(self, name: str) -> Cell:
        """The cell of a field, of several columns the first that says something; None where there is no such column."""
        at = self.layout.first.get(name, -1)
        found = self.cells[at] if 0 <= at < len(self.cells) else None
        if found is None or found == "":
            others = self.layout.positions.get(name, ())[1:]
            return next((self.cells[one] for one in others if one < len(self.cells) and plain(self.cells[one])), found)
        return found

    def text(self, name: str, limit: int = 200) -> str:
        """The cell as one line in a spelling fit for comparing; the texts of several columns joined."""
        return self._joined(name, limit, plain)

    def prose(self, name: str, limit: int = 1000) -> str:
        """The cell as running text for people to read; the texts of several columns joined."""
        return self._joined(name, limit, prose)

    def _joined(self, name: str, limit: int, spelled: Callable[[Cell], str]) -> str:
        positions = self.layout.positions.get(name, ())
        if not positions:
            return ""
        if len(positions) == 1:
            text = spelled(self.cell(name))
        else:
            text = "；".join(found for at in positions if at < len(self.cells) and (found := spelled(self.cells[at])))
        if len(text) > limit:
            self.fault("value_too_long", name, value=text[:30])
        return text[:limit]

    def read(self, name: str, parser: Callable[[Cell], Reading[T]], *, severity: str = "") -> T:
        """The parsed value of a field; its fault is noted with the column's header."""
        layout = self.layout
        if name not in layout.first:
            # Most forms lack most fields: what an empty cell means is asked once a table.
            if name not in layout.empty:
                layout.empty[name] = parser(None).value
            value: T = layout.empty[name]
            return value
        return self.take(name, parser(self.cell(name)), severity=severity)

    def take(self, name: str, reading: Reading[T], *, severity: str = "") -> T:
        """The value of a reading; its fault is noted under this field."""
        if reading.fault:
            self.fault(reading.fault, name, hint=reading.hint, severity=severity)
        return reading.value

    def fault(self, code: str, name: str = "", *, value: str | None = None, hint: str = "", severity: str = "") -> None:
        """Note a fault of a field, or of the whole row."""
        shown = plain(self.cell(name))[:60] if value is None else value
        self.faults.append(Fault(code, self.layout.header(name), shown, hint, severity))

    def has(self, name: str) -> bool:
        """Whether the field has something in it."""
        return bool(plain(self.cell(name)))
