"""What holds for the rows below it: ditto marks, and a block's first row above blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from data.importers.cells.reading import Cell, plain
from data.importers.columns.mapping import Mapping, letter
from data.importers.columns.marks import Carried
from data.importers.columns.tables import DataRow, Table

_TICKS: Final = "[\"'“”‘’〃″〞〟＂′々]"
_DITTO: Final = re.compile(
    rf"(?:同|如|见)(?:上|前)(?:[一述]?[行面栏格列项条])?|上同|同样上|ditto|do\.|↑|[\"“”〃″〞〟＂々]{{1,2}}|['‘’′,，]{{2}}"
    rf"|[-—–_~～…]+{_TICKS}{{1,2}}[-—–_~～…]+",
    re.IGNORECASE,
)
_LEFT: Final = re.compile(r"同左(?:[栏格列项边])?|←")
_AND_MORE: Final = re.compile(r"(?:同上|同前)[,，、;；(（+＋](.+)")
_ONE_S_OWN: Final = {"workers": frozenset(("name", "identity_number"))}
# From the widest to the narrowest: a new village ends the group written above it.
_LEADS: Final = {
    "workers": ("county", "township", "village", "village_group", "household"),
    "postings": ("employer",),
    "employers": (),
    "vehicles": ("operator", "origins"),
    "hubs": ("county",),
    "fares": ("origin",),
}
_ALONG: Final = {
    "postings": (
        *("credit_code", "county", "address", "destination", "contact", "agency_chain", "lodging", "canteen"),
        *("hours", "shifts", "social_insurance", "fare_paid_by", "start_from", "start_by", "valid_until", "title"),
    ),
    "vehicles": ("leaves", "contact"),
}
# What is as often simply not known: it holds below only where its blanks are those of the block, every one.
_ONLY_TOGETHER: Final = {"workers": ("trades", "wage_wanted", "wish_regions"), "postings": ("wage",)}
_HEAD: Final = re.compile(r"户主|本人|户代表")
_MUST: Final = "employer"  # without it nobody knows whose posting a row is, so it is asked about where not sure


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table that may hold for rows below; ``sure`` are leads that name each block once."""

    leads: dict[str, int]
    along: tuple[int, ...]
    own: frozenset[int]
    sure: frozenset[str]
    relation: int
    headers: Sequence[str]


@dataclass(slots=True)
class _Held:
    """What stands above while rows are gone through: ``above`` for marks, ``block`` for blanks (by column)."""

    above: dict[int, Cell] = field(default_factory=dict)
    block: dict[int, Cell] = field(default_factory=dict)


def carried(table: Table, mapping: Mapping) -> Table:
    """The table with ditto marks and blanks below a block's first row filled in; each is noted in its marks."""
    columns = _columns(table, mapping)
    headers = {row.row for row in table.skipped if row.what in ("header", "note", "footer")}
    held, last = _Held(), 0
    rows: list[DataRow] = []
    noted: dict[int, Carried] = {}
    for number, cells in table.rows:
        if last and not headers.issuperset(range(last + 1, number)):
            held.block.clear()  # a subtotal, a heading or an empty line ends the block
        row = list(cells)
        note = _fill(row, columns, held)
        rows.append(DataRow(number, row if note else cells))
        if note:
            noted[number] = note
        last = number
    return replace(table, rows=rows, marks=replace(table.marks, carried=noted)) if noted else table


def _columns(table: Table, mapping: Mapping) -> _Columns:
    kind, first = mapping.kind, {name: at[0] for name, at in mapping.fields.items()}
    blocks = {name for name, at in first.items() if _in_blocks(table, at)}
    leads = {name: first[name] for name in _LEADS[kind] if name in blocks or (name == _MUST and name in first)}
    along = [first[name] for name in _ALONG.get(kind, ()) if name in blocks]
    of_blocks = [_blanks(table, at) for name, at in leads.items() if name in blocks and name != "household"]
    along += [
        first[name]
        for name in _ONLY_TOGETHER.get(kind, ())
        if name in blocks and _blanks(table, first[name]) in of_blocks
    ]
    own = frozenset(first[name] for name in _ONE_S_OWN.get(kind, ()) if name in first)
    headers = [column.header for column in mapping.columns]
    return _Columns(leads, tuple(along), own, frozenset(blocks), first.get("relation", -1), headers)


def _at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column] if 0 <= column < len(cells) else None


def _said(cells: Sequence[Cell], column: int) -> str:
    return plain(_at(cells, column))


def _blanks(table: Table, column: int) -> frozenset[int]:
    return frozenset(at for at, row in enumerate(table.rows) if not _said(row.cells, column))


def _in_blocks(table: Table, column: int) -> bool:
    """Whether a column names each block once: filled at first, blank below, never the same twice running."""
    said = [_said(row.cells, column) for row in table.rows]
    if not said or not said[0] or all(said) or any(is_ditto(_at(row.cells, column)) for row in table.rows):
        return False
    return not any(one and one == after for one, after in pairwise(said))


def is_ditto(cell: Cell) -> bool:
    """Whether a cell only says that the one above (or at its left) holds."""
    if not isinstance(cell, str) or not cell or len(cell) > 12:
        return False
    bare = "".join(cell.split())
    return bool(_DITTO.fullmatch(bare) or _LEFT.fullmatch(bare))


def _fill(row: list[Cell], columns: _Columns, held: _Held) -> Carried | None:
    """Fill one row in place with what holds for it from above; what to say about it, None where nothing was done."""
    marked, unclear = _resolve_marks(row, columns, held)
    filled: list[int] = []
    unsure = False
    for name, at in columns.leads.items():
        if _said(row, at):
            if _said(row, at) != plain(held.block.get(at)):
                _end_narrower(columns, held, name)
            held.block[at] = row[at]
        elif at in held.block and not (name == "household" and _HEAD.search(_said(row, columns.relation))):
            _put(row, at, held.block[at])
            filled.append(at)
            unsure = unsure or name not in columns.sure
    within = bool(filled) or any(at in columns.leads.values() for at in marked)
    for at in columns.along:
        if _said(row, at):
            held.block[at] = row[at]
        elif within and at in held.block:
            _put(row, at, held.block[at])
            filled.append(at)
    if not filled and not marked and not unclear:
        return None
    told = "、".join(f"{_header(columns, at)}={_said(row, at)[:30]}" for at in sorted((*filled, *marked)))
    return Carried(told, unsure, tuple(_header(columns, at) for at in unclear))


def _end_narrower(columns: _Columns, held: _Held, lead: str) -> None:
    """A new village ends the groups and households named above it, and all that goes along."""
    names = list(columns.leads)
    for at in (*(columns.leads[name] for name in names[names.index(lead) + 1 :]), *columns.along):
        held.block.pop(at, None)


def _resolve_marks(row: list[Cell], columns: _Columns, held: _Held) -> tuple[list[int], list[int]]:
    """Put what a ditto mark stands for in its place: the columns so filled, and those where nothing is meant."""
    marked, unclear = [], list[int]()
    for at, cell in enumerate(row):
        if not isinstance(cell, str) or not cell:
            continue
        more = _AND_MORE.fullmatch(cell.strip())
        if not more and not is_ditto(cell):
            held.above[at] = cell
            continue
        meant = _at(row, at - 1) if _LEFT.fullmatch("".join(cell.split())) else held.above.get(at)
        if at in columns.own or not plain(meant):
            row[at] = None
            unclear.append(at)
        else:
            row[at] = f"{plain(meant)}，{more[1].rstrip(')）')}" if more else meant
            marked.append(at)
    return marked, unclear


def _put(row: list[Cell], at: int, cell: Cell) -> None:
    row += [None] * (at + 1 - len(row))
    row[at] = cell


def _header(columns: _Columns, at: int) -> str:
    return (columns.headers[at] if at < len(columns.headers) else "") or letter(at)
