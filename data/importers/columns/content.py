"""What a column without a telling header holds, told from most of its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from data.importers.cells.names import is_name
from data.importers.cells.reading import Cell, plain
from data.importers.columns.mapping import Column
from data.importers.columns.owners import OTHER
from data.importers.columns.tables import Table

_SAMPLE: Final = 200
_IDENTITY: Final = re.compile(r"'?\d{6}(?:19|20)\d{9}[\dXx]|\d\.\d+[eE]\+17")
_PHONE: Final = re.compile(r"(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}")
_CREDIT_CODE: Final = re.compile(r"[159YA-Z][1-9][0-9]{6}[0-9A-Z]{10}")
_ADDRESS: Final = re.compile(r".*[省市区县旗].*[镇乡村街道路号].*")


def _spelled_like(pattern: re.Pattern[str]) -> Callable[[Cell], bool]:
    return lambda cell: bool(pattern.fullmatch(plain(cell).replace(" ", "")))


def _is_rounded_identity(cell: Cell) -> bool:
    return isinstance(cell, float | int) and 1e16 < cell < 1e18


PERSON_LOOKS: Final[tuple[tuple[str, Callable[[Cell], bool]], ...]] = (
    (
        "identity_number",
        lambda cell: _is_rounded_identity(cell) or bool(_IDENTITY.fullmatch(plain(cell).replace(" ", ""))),
    ),
    ("phone", _spelled_like(_PHONE)),
    ("name", lambda cell: is_name(plain(cell).replace(" ", "")) and len(plain(cell)) <= 5),
    ("sex", lambda cell: plain(cell) in ("男", "女")),
    ("address", _spelled_like(_ADDRESS)),
)
EMPLOYER_LOOKS: Final[tuple[tuple[str, Callable[[Cell], bool]], ...]] = (("credit_code", _spelled_like(_CREDIT_CODE)),)


def fields_by_content(
    table: Table, columns: list[Column], kinds: tuple[tuple[str, Callable[[Cell], bool]], ...]
) -> list[Column]:
    """Give columns whose header says nothing the field that most of their cells look like."""
    taken = {column.field for column in columns}
    open_columns = [column for column in columns if not column.field and column.by != OTHER]
    found: dict[int, str] = {}
    sample = table.rows[:_SAMPLE]
    for field, looks in kinds:
        if field in taken:
            continue
        shares = Counter[int]()
        for column in open_columns:
            cells = [
                row.cells[column.at] for row in sample if column.at < len(row.cells) and plain(row.cells[column.at])
            ]
            if column.at not in found and len(cells) >= max(1, len(sample) // 4):
                shares[column.at] = round(100 * sum(map(looks, cells)) / len(cells))
        if shares and (best := _best(shares))[1] >= 60:
            found[best[0]] = field
    return [Column(c.at, c.header, found[c.at], "content") if c.at in found else c for c in columns]


def _best(shares: Counter[int]) -> tuple[int, int]:
    """The column with the greatest share; of those nearly as good the first, since rosters begin with the person."""
    most = max(shares.values())
    return next((at, share) for at, share in sorted(shares.items()) if share >= min(most, 60))


def looks_like_people(table: Table) -> bool:
    """Whether a table without telling headers holds names beside identity numbers or telephones."""
    columns = [Column(at, header, "", "") for at, header in enumerate(table.headers)]
    fields = {column.field for column in fields_by_content(table, columns, PERSON_LOOKS)}
    return "name" in fields and bool(fields & {"identity_number", "phone"})
