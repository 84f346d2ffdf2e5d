"""One row while it is judged: its cells by field, and the faults found so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from data.importers.cells.companions import ALONE, Companions
from data.importers.cells.places import Places
from data.importers.cells.reading import Cell, Reading, plain, prose
from data.importers.faults import Fault, outcome_of
from data.importers.mapping import PLACE, Mapping, letter
from data.importers.records import Record
from data.importers.vocabulary import words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting:
    """What every row of a file is judged against. ``home`` is the county of people who do not say theirs, 0 unknown."""

    today: date
    places: Places
    home: int = 0
    township: str = ""
    village: str = ""


@dataclass(slots=True)
class Row:
    """The cells of one row under a mapping."""

    sheet: str
    row: int
    cells: Sequence[Cell]
    layout: Layout
    faults: list[Fault] = field(default_factory=list)

    def cell(self, name: str) -> Cell:
        """The cell of a field, None where the table has no such column."""
        at = self.layout.first.get(name, -1)
        return self.cells[at] if 0 <= at < len(self.cells) else None

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


@dataclass(frozen=True, slots=True)
class Layout:
    """A mapping unfolded for reading many rows."""

    positions: dict[str, tuple[int, ...]]
    first: dict[str, int]
    headers: tuple[str, ...]
    empty: dict[str, Any]  # field → what a missing column means
    place: int  # column of a mended file that says where its rows first stood, -1 none

    @classmethod
    def of(cls, mapping: Mapping) -> Layout:
        """Unfold a mapping."""
        positions = mapping.fields
        known = words("headers")[mapping.kind]
        headers = tuple(c.header or (known[c.field][0] if c.field else letter(c.at)) for c in mapping.columns)
        place = next((column.at for column in mapping.columns if column.header == PLACE), -1)
        return cls(positions, {name: at[0] for name, at in positions.items()}, headers, {}, place)

    def header(self, name: str) -> str:
        """The header of a field's first column, "" where the table has none."""
        at = self.first.get(name, -1)
        return self.headers[at] if 0 <= at < len(self.headers) else ""


@dataclass(slots=True)
class JudgedRow:
    """A row with its verdict; several ``records`` only where one cell held several people."""

    sheet: str
    row: int
    kind: str
    cells: Sequence[Cell]
    headers: tuple[str, ...]
    records: tuple[Record, ...]
    faults: list[Fault]
    companions: Companions = ALONE
    serial: str = ""
    group: str = ""
    title: str = ""  # what stood above its table: it may name the county, the village, the kind of list
    mends: str = ""  # "import:sheet!row" in a file of mended rows
    known: str = ""  # what became of the very same row before
    import_id: int = 0
    companion_ids: list[int] = field(default_factory=list)  # registered people it belongs with

    @property
    def outcome(self) -> str:
        """KEPT, TO_DECIDE or REFUSED."""
        return outcome_of(self.faults)
