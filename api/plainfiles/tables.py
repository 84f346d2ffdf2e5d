"""Reading one CSV file by columns, in portions, with line numbers kept for faults."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Final

from api.plainfiles.faults import Faults

LINES_AT_ONCE: Final = 200_000


@dataclass(frozen=True, slots=True)
class Portion:
    """Some lines of one file as columns of equal length; a column the file does not have is missing here."""

    columns: dict[str, tuple[str, ...]]
    lines: Sequence[int]
    complete: bool = True  # False where lines could not be read: what seems to be missing may stand there

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of a column, all empty where the file does not have it."""
        return self.columns.get(name) or ("",) * len(self.lines)


def read_portions(
    path: Path, faults: Faults, *, required: Sequence[str], optional: Sequence[str] = ()
) -> Iterator[Portion]:
    """The known columns of a CSV file, LINES_AT_ONCE lines at a time; other columns are ignored.

    UTF-8 with or without BOM, comma, double quotes, blank lines skipped. What cannot be read is noted in
    ``faults``; a file or header that cannot be used yields nothing.
    """
    if not path.is_file():
        faults.add(path.name, 1, "there is no such file")
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            yield from _portions(csv.reader(file, strict=True), path.name, faults, (required, optional))
        except UnicodeDecodeError:
            faults.add(path.name, _first_line_not_utf8(path), "is not UTF-8 text")
        except csv.Error as error:
            faults.add(path.name, _lines_read(file), f"is not readable as CSV: {error}")


def read_table(path: Path, faults: Faults, *, required: Sequence[str], optional: Sequence[str] = ()) -> Portion:
    """A whole CSV file by columns; see read_portions."""
    before = len(faults.found)
    portions = list(read_portions(path, faults, required=required, optional=optional))
    names = portions[0].columns if portions else ()
    columns = {name: tuple(cell for portion in portions for cell in portion.columns[name]) for name in names}
    lines = [line for portion in portions for line in portion.lines]
    return Portion(columns, lines, complete=len(faults.found) == before)


def _portions(
    reader: Iterator[list[str]], file: str, faults: Faults, wanted: tuple[Sequence[str], Sequence[str]]
) -> Iterator[Portion]:
    header = next(reader, None)
    if header is None:
        faults.add(file, 1, "the file is empty; its first line must name the columns")
        return
    required, optional = wanted
    missing = [name for name in required if name not in header]
    twice = [name for name in (*required, *optional) if header.count(name) > 1]
    for name in missing:
        faults.add(file, 1, f"the column {name} is missing")
    for name in twice:
        faults.add(file, 1, f"the column {name} stands twice")
    if missing or twice:
        return
    where = {name: header.index(name) for name in (*required, *optional) if name in header}
    line = 2
    while cells := list(islice(reader, LINES_AT_ONCE)):
        lines, line = _line_numbers(cells, line, _line_of(reader))
        kept, lines = _whole_lines(cells, lines, len(header), file, faults)
        by_position = list(zip(*kept, strict=True)) if kept else [()] * len(header)
        yield Portion({name: by_position[at] for name, at in where.items()}, lines)


def _whole_lines(
    cells: list[list[str]], lines: Sequence[int], width: int, file: str, faults: Faults
) -> tuple[list[list[str]], Sequence[int]]:
    """Without blank lines and without lines of another width, which are faults."""
    if set(map(len, cells)) == {width}:
        return cells, lines
    for line, row in zip(lines, cells, strict=True):
        if row and len(row) != width:
            faults.add(file, line, f"has {len(row)} cells, the header has {width}")
    kept = [(row, line) for row, line in zip(cells, lines, strict=True) if len(row) == width]
    return [row for row, _ in kept], [line for _, line in kept]


def _line_numbers(cells: list[list[str]], first: int, last: int) -> tuple[Sequence[int], int]:
    """The line each row begins on, and the line after them; quoted cells may hold line breaks."""
    if last - first + 1 == len(cells):
        return range(first, last + 1), last + 1
    lines, line = [], first
    for row in cells:
        lines.append(line)
        line += 1 + sum(cell.count("\n") for cell in row)
    return lines, line


def _line_of(reader: Iterator[list[str]]) -> int:
    return int(getattr(reader, "line_num", 0))


def _first_line_not_utf8(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1


def _lines_read(file: TextIOWrapper) -> int:
    """About where reading stopped: the file's position can no longer be asked for while it is iterated."""
    file.seek(0)
    reader = csv.reader(file, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error:
        return reader.line_num
    return 1
