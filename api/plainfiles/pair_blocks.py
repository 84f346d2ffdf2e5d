"""The quick way through pairs.csv: whole blocks of bytes at a time, for tables of millions of lines.

It takes only what is plainly in order (no quotes, known ids, plain decimals, every line complete) and answers
None for anything else: the careful reader then goes through the file and words the faults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from labor.arrays import BoolArray, FloatArray, IntArray

BLOCK_BYTES: Final = 4_000_000
COMMA, LINE_FEED, RETURN, QUOTE, MINUS, POINT, ZERO = b',\n\r"-.0'
EXACT_DIGITS: Final = 15  # so many digits over a power of ten divide to the nearest double in one rounding
WIDEST_CELL: Final = 64

Columns: TypeAlias = tuple[IntArray, IntArray, FloatArray]
Bytes: TypeAlias = NDArray[np.uint8]


def read_plain_pairs(
    path: Path,
    ids: tuple[Sequence[str], Sequence[str]],
    columns: tuple[str, str, str],
    go_on: Callable[[], None],
    block_bytes: int = BLOCK_BYTES,
) -> Columns | None:
    """Positions of both ids and the value of every line, or None where a careful reading is due."""
    one_ids, other_ids = _IdTable.of(ids[0]), _IdTable.of(ids[1])
    parts: list[Columns] = []
    with path.open("rb") as file:
        header = file.readline().removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n").split(b",")
        names = [name.decode("utf-8", errors="replace") for name in header]
        if one_ids is None or other_ids is None or any(names.count(name) != 1 for name in columns):
            return None
        at = [names.index(name) for name in columns]
        for block in _blocks(file, block_bytes):
            go_on()
            cells = _Cells.of(block, len(names))
            if cells is None:
                return None
            row, posting, value = one_ids.find(cells, at[0]), other_ids.find(cells, at[1]), cells.decimals(at[2])
            if row is None or posting is None or value is None:
                return None
            parts.append((row, posting, value))
    if not parts:
        return None
    row, posting, value = (np.concatenate(column) for column in zip(*parts, strict=True))
    return row, posting, value


def _blocks(file: BinaryIO, block_bytes: int) -> Iterator[bytes]:
    """Portions that end with a line feed."""
    rest = b""
    while portion := file.read(block_bytes):
        whole, line_feed, tail = portion.rpartition(b"\n")
        if line_feed:
            yield rest + whole + line_feed
            rest = tail
        else:
            rest += portion
    if rest:
        yield rest + b"\n"


class _Cells:
    """Where each cell of a block begins and how long it is, line by line."""

    def __init__(self, block: Bytes, starts: IntArray, lengths: IntArray) -> None:
        self.block, self.starts, self.lengths = block, starts, lengths

    @classmethod
    def of(cls, block: bytes, width: int) -> _Cells | None:
        if not block.isascii():
            try:
                block.decode("utf-8")
            except UnicodeDecodeError:
                return None
        text = np.frombuffer(block, dtype=np.uint8)
        if QUOTE in block:
            return None
        separators = np.flatnonzero((text == COMMA) | (text == LINE_FEED))
        if len(separators) % width:
            return None
        ends = separators.reshape(-1, width)
        line_feeds = text[ends] == LINE_FEED
        if line_feeds[:, :-1].any() or not line_feeds[:, -1].all():
            return None
        starts = np.append(0, separators[:-1] + 1).reshape(-1, width)
        lengths = ends - starts
        if RETURN in block:
            lengths[:, -1] -= text[np.maximum(ends[:, -1] - 1, 0)] == RETURN
        if lengths.max(initial=0) > WIDEST_CELL:
            return None
        return cls(np.append(text, np.zeros(WIDEST_CELL, dtype=np.uint8)), starts, lengths)

    def letters(self, column: int) -> Iterator[tuple[IntArray, BoolArray]]:
        """The bytes at place 0, 1, 2 … of a column's cells, and where the cell is that long."""
        starts, lengths = self.starts[:, column], self.lengths[:, column]
        for place in range(int(lengths.max(initial=0))):
            yield self.block[starts + place].astype(np.int64), lengths > place

    def decimals(self, column: int) -> FloatArray | None:
        """Plain decimals as float() would read them, or None."""
        lines = len(self.starts)
        digits, decimals = np.zeros(lines, dtype=np.int64), np.zeros(lines, dtype=np.int64)
        number, after_point = np.zeros(lines, dtype=np.int64), np.zeros(lines, dtype=np.bool_)
        negative = np.zeros(lines, dtype=np.bool_)
        for place, (letter, there) in enumerate(self.letters(column)):
            is_digit = there & (letter >= ZERO) & (letter <= ZERO + 9)
            is_point = there & (letter == POINT)
            is_minus = there & (letter == MINUS)
            if (there & ~is_digit & ~is_point & ~is_minus).any() or (is_point & after_point).any():
                return None
            if place and is_minus.any():
                return None
            number = np.where(is_digit, number * 10 + (letter - ZERO), number)
            digits += is_digit
            decimals += is_digit & after_point
            after_point |= is_point
            negative |= is_minus
        if lines and (digits.min() < 1 or digits.max() > EXACT_DIGITS):
            return None
        value = number / 10.0**decimals
        return np.where(negative, -value, value)


class _IdTable:
    """Ids by a 64-bit mark of their bytes; each find is checked byte by byte."""

    def __init__(self, marks: NDArray[np.uint64], order: IntArray, letters: Bytes, lengths: IntArray) -> None:
        self.marks, self.order, self.letters, self.lengths = marks, order, letters, lengths

    @classmethod
    def of(cls, ids: Sequence[str]) -> _IdTable | None:
        encoded = [one.encode() for one in ids]
        if not encoded or max(map(len, encoded)) > WIDEST_CELL:
            return None
        packed = np.array(encoded, dtype=f"S{WIDEST_CELL}").view(np.uint8).reshape(-1, WIDEST_CELL)
        lengths = np.array(list(map(len, encoded)), dtype=np.int64)
        places = ((packed[:, place].astype(np.int64), lengths > place) for place in range(int(lengths.max())))
        marks = _marks(places, len(encoded))
        order = np.argsort(marks, kind="stable")
        if (marks[order][1:] == marks[order][:-1]).any():
            return None
        return cls(marks[order], order, packed, lengths)

    def find(self, cells: _Cells, column: int) -> IntArray | None:
        """The position of every cell's id, or None where one is not known."""
        marks = _marks(cells.letters(column), len(cells.starts))
        new = np.append(True, marks[1:] != marks[:-1])[: len(marks)]  # tables are mostly sorted by worker
        at = np.minimum(np.searchsorted(self.marks, marks[new]), len(self.marks) - 1)
        found: IntArray = self.order[at][np.cumsum(new) - 1]
        if (self.lengths[found] != cells.lengths[:, column]).any():
            return None
        for place, (letter, there) in enumerate(cells.letters(column)):
            if (there & (self.letters[found, place] != letter)).any():
                return None
        return found


def _marks(letters: Iterator[tuple[IntArray, BoolArray]], lines: int) -> NDArray[np.uint64]:
    mark = np.full(lines, 14695981039346656037, dtype=np.uint64)  # FNV-1a
    for letter, there in letters:
        mark = np.where(there, (mark ^ letter.astype(np.uint64)) * np.uint64(1099511628211), mark)
    return mark
