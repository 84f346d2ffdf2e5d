"""pairs.csv: who may go where, and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from api.plainfiles.cells import Cells
from api.plainfiles.pair_blocks import Columns, read_plain_pairs
from api.plainfiles.reading import FolderReading, Ids
from api.plainfiles.tables import read_portions
from labor.arrays import IntArray


@dataclass(frozen=True, slots=True)
class PairSide:
    """One end of a pair: its column, and the file that lists its ids."""

    column: str
    file: str
    ids: Ids


def read_pair_table(reading: FolderReading, sides: tuple[PairSide, PairSide]) -> Columns:
    """Positions at both ends and the value, sorted by both; a pair stands once."""
    path, (one, other) = reading.folder / "pairs.csv", sides
    columns = (one.column, other.column, "value")
    if one.ids.known and other.ids.known and path.is_file():
        plain = read_plain_pairs(path, (one.ids.names, other.ids.names), columns, reading.go_on)
        if plain is not None and (pairs := _in_order(len(other.ids.names), plain)) is not None:
            return pairs
    row, column, value, line = [], [], [], []
    for portion in read_portions(path, reading.faults, required=columns):
        reading.go_on()
        cells = Cells(path.name, portion, reading.faults)
        row.append(_known_ids(cells, one))
        column.append(_known_ids(cells, other))
        value.append(cells.decimals("value"))
        line.append(np.array(portion.lines, dtype=np.int64))
    if not row:
        return _no_counts(), _no_counts(), np.zeros(0)
    ends = (np.concatenate(row), np.concatenate(column))
    return _sorted_pairs(reading, sides, ends, (np.concatenate(value), np.concatenate(line)))


def _in_order(width: int, columns: Columns) -> Columns | None:
    """Sorted by both ends; None where a pair stands twice."""
    row, column, value = columns
    key = row * width + column
    if not np.all(key[1:] > key[:-1]):
        order = np.argsort(key, kind="stable")
        key, row, column, value = key[order], row[order], column[order], value[order]
    return None if np.any(key[1:] == key[:-1]) else (row, column, value)


def _sorted_pairs(
    reading: FolderReading,
    sides: tuple[PairSide, PairSide],
    ends: tuple[IntArray, IntArray],
    rest: tuple[np.ndarray, np.ndarray],
) -> Columns:
    """In order of both ends; a pair that stands twice is a fault at its second line."""
    (row, column), (value, line) = ends, rest
    key = row * max(1, len(sides[1].ids.names)) + column
    if not np.all(key[1:] > key[:-1]):
        order = np.argsort(key, kind="stable")
        key, row, column, value, line = key[order], row[order], column[order], value[order], line[order]
        known = (row >= 0) & (column >= 0)
        names = f"{sides[0].column} and {sides[1].column}"
        for at in np.flatnonzero(known[1:] & (key[1:] == key[:-1])) + 1:
            reading.faults.add("pairs.csv", int(line[at]), f"this pair of {names} stands twice")
    return row, column, value


def _known_ids(cells: Cells, side: PairSide) -> IntArray:
    found, name = side.ids.find(cells.texts(side.column)), side.column
    if side.ids.known and len(found) and found.min() < 0:
        spaced = {one.strip(): one for one in side.ids.names}
        for at in np.flatnonzero(found < 0).tolist():
            one = cells.texts(name)[at]
            wrong = f"{name} {one!r} is not in {side.file}" if one else f"{name} is empty"
            if one and (near := spaced.get(one.strip())):
                wrong += f", where {near!r} stands: spaces count"
            cells.faults.add(cells.file, cells.portion.lines[at], wrong)
    return found


def _no_counts() -> IntArray:
    return np.zeros(0, dtype=np.int64)
