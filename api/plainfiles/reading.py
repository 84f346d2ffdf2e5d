"""What is carried from file to file while a folder is read: ids, hubs and faults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

import numpy as np

from api.plainfiles.cells import Cells
from api.plainfiles.faults import Faults
from api.plainfiles.tables import Portion, read_table
from labor.arrays import IntArray
from optimizer import NO_HUB


@dataclass(slots=True)
class Ids:
    """The ids of one file by position; ``known`` is False where the file, or a line of it, could not be read."""

    names: tuple[str, ...] = ()
    position: dict[str, int] = field(default_factory=dict)
    known: bool = False

    def find(self, cells: Sequence[str]) -> IntArray:
        """Positions, -1 for an id that is not there."""
        return np.array(list(map(self.position.get, cells, repeat(-1))), dtype=np.int64)


@dataclass(slots=True)
class FolderReading:
    """What is carried from file to file while a folder is read."""

    folder: Path
    go_on: Callable[[], None]  # raises when the run should end
    faults: Faults = field(default_factory=Faults)
    hubs: dict[str, int] = field(default_factory=dict)

    def hub(self, name: str) -> int:
        """A hub's number, NO_HUB for none."""
        return self.hubs.setdefault(name, len(self.hubs)) if name else NO_HUB


def whole_file(
    reading: FolderReading, name: str, required: Sequence[str], optional: Sequence[str], *, may_lack: bool = False
) -> Cells:
    """The cells of one file; where it may lack and does, no lines at all."""
    reading.go_on()
    path = reading.folder / name
    if may_lack and not path.exists():
        return Cells(name, Portion({}, ()), reading.faults)
    return Cells(name, read_table(path, reading.faults, required=required, optional=optional), reading.faults)


def ids_of(cells: Cells, name: str) -> Ids:
    """The ids of a file; an empty one, or one that stands twice, is a fault."""
    names = cells.texts(name)
    position = dict(zip(reversed(names), range(len(names) - 1, -1, -1), strict=True))  # the first line of an id counts
    if len(position) < len(names) or "" in position:
        for at, (line, one) in enumerate(zip(cells.portion.lines, names, strict=True)):
            if not one:
                cells.faults.add(cells.file, line, f"{name} is empty")
            elif position[one] != at:
                first = cells.portion.lines[position[one]]
                cells.faults.add(cells.file, line, f"{name} {one!r} stands twice, first in line {first}")
    return Ids(tuple(names), position, known=name in cells.portion.columns and cells.portion.complete)
