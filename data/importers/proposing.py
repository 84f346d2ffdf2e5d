"""Proposing what each column means: by its header first, then by what stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from data.importers.cells.names import is_name
from data.importers.cells.reading import Cell, plain
from data.importers.mapping import SEVERAL, Column, Mapping, field_of, kind_of
from data.importers.tables import Table

_SAMPLE: Final = 200
_IDENTITY: Final = re.compile(r"'?\d{6}(?:19|20)\d{9}[\dXx]|\d\.\d+[eE]\+17")
_PHONE: Final = re.compile(r"(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}")
_CREDIT_CODE: Final = re.compile(r"[159YA-Z][1-9][0-9]{6}[0-9A-Z]{10}")
_ADDRESS: Final = re.compile(r".*[省市区县旗].*[镇乡村街道路号].*")


def propose_mapping(table: Table, kind: str = "", hint: str = "") -> Mapping | None:
    """A mapping for the table, or None when no kind fits; ``hint`` is a file name that may tell the kind."""
    kind = kind or kind_of(table.headers, f"{hint} {table.title}")
    if not kind and _looks_like_people(table):
        kind = "workers"
    if not kind:
        return None
    columns = [Column(at, header, *field_of(kind, header)) for at, header in enumerate(table.headers)]
    columns = _settled(columns)
    if kind == "workers":
        columns = _by_content(table, columns, _WORKER_CONTENT)
    elif kind in ("employers", "postings"):
        columns = _by_content(table, columns, (("credit_code", _share(_CREDIT_CODE)),))
    return Mapping(kind, tuple(columns))


def _settled(columns: list[Column]) -> list[Column]:
    """One column a field: exact names before similar ones, the first of equals; a second telephone is the spare one."""
    taken: dict[str, Column] = {}
    for column in sorted(columns, key=lambda column: (column.by != "name", column.at)):
        if column.field and column.field not in SEVERAL:
            taken.setdefault(column.field, column)
    settled = []
    for column in columns:
        if not column.field or column.field in SEVERAL or taken[column.field] is column:
            settled.append(column)
        elif column.field == "phone" and "backup_phone" not in taken:
            taken["backup_phone"] = column
            settled.append(Column(column.at, column.header, "backup_phone", column.by))
        else:
            settled.append(Column(column.at, column.header, "", ""))
    return settled


def _share(pattern: re.Pattern[str]) -> Callable[[Cell], bool]:
    return lambda cell: bool(pattern.fullmatch(plain(cell).replace(" ", "")))


def _is_rounded_identity(cell: Cell) -> bool:
    return isinstance(cell, float | int) and 1e16 < cell < 1e18


_WORKER_CONTENT: Final[tuple[tuple[str, Callable[[Cell], bool]], ...]] = (
    (
        "identity_number",
        lambda cell: _is_rounded_identity(cell) or bool(_IDENTITY.fullmatch(plain(cell).replace(" ", ""))),
    ),
    ("phone", _share(_PHONE)),
    ("name", lambda cell: is_name(plain(cell).replace(" ", "")) and len(plain(cell)) <= 5),
    ("sex", lambda cell: plain(cell) in ("男", "女")),
    ("address", _share(_ADDRESS)),
)


def _by_content(
    table: Table, columns: list[Column], kinds: tuple[tuple[str, Callable[[Cell], bool]], ...]
) -> list[Column]:
    """Give columns whose header says nothing the field that most of their cells look like."""
    taken = {column.field for column in columns}
    open_columns = [column for column in columns if not column.field]
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
        if shares and (best := shares.most_common(1)[0])[1] >= 60:
            found[best[0]] = field
    return [Column(c.at, c.header, found[c.at], "content") if c.at in found else c for c in columns]


def _looks_like_people(table: Table) -> bool:
    columns = [Column(at, header, "", "") for at, header in enumerate(table.headers)]
    fields = {column.field for column in _by_content(table, columns, _WORKER_CONTENT)}
    return "name" in fields and bool(fields & {"identity_number", "phone"})
