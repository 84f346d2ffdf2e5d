"""A column mapping unfolded once, for reading many rows by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.importers.columns.mapping import PLACE, Mapping, letter
from data.importers.words.vocabulary import words


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """A mapping unfolded for reading many rows."""

    positions: dict[str, tuple[int, ...]]
    first: dict[str, int]
    headers: tuple[str, ...]
    empty: dict[str, Any]  # field → what a missing column means
    place: int  # column of a mended file that says where its rows first stood, -1 none

    @classmethod
    def of(cls, mapping: Mapping) -> ColumnLayout:
        """Unfold a mapping."""
        positions = mapping.fields
        known = words("header_synonyms")[mapping.kind]
        headers = tuple(c.header or (known[c.field][0] if c.field else letter(c.at)) for c in mapping.columns)
        place = next((column.at for column in mapping.columns if column.header == PLACE), -1)
        return cls(positions, {name: at[0] for name, at in positions.items()}, headers, {}, place)

    def header(self, name: str) -> str:
        """The header of a field's first column, "" where the table has none."""
        at = self.first.get(name, -1)
        return self.headers[at] if 0 <= at < len(self.headers) else ""
