"""Rows hidden or struck through, and cells that hold a formula or an error mark where a value should stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from data.importers.cells.reading import Cell, plain
from data.importers.columns.marks import Carried
from data.importers.columns.tables import Table
from data.importers.judging.faults import Fault
from data.importers.judging.rows import Row

_BROKEN: Final = re.compile(
    r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|=.*[A-Za-z(&+*/].*", re.IGNORECASE
)
# Without these nobody can tell who or whose it is: the row waits for them.
_NEEDED: Final = ("identity_number", "phone", "name", "employer", "title", "openings", "seats", "fare")


def faults_of_marks(table: Table, row: int, cells: Sequence[Cell]) -> list[Fault]:
    """A row hidden, or struck through in part, is somebody's to decide; what it took over from above is told."""
    faults = [Fault("row_hidden")] if row - 1 in table.marks.hidden else []
    struck = [plain(cell) for at, cell in enumerate(cells) if (row - 1, at) in table.marks.struck and plain(cell)]
    if struck:
        faults.append(Fault("row_struck", hint="、".join(struck)[:60]))
    if row in table.marks.carried:
        faults += _faults_of_carried(table.marks.carried[row])
    return faults


def _faults_of_carried(taken: Carried) -> list[Fault]:
    """What was taken over from the rows above is told; it is asked about where it is not sure."""
    faults = [Fault("ditto_unclear", header) for header in taken.unclear]
    if taken.told:
        faults.append(Fault("carried_unsure" if taken.unsure else "carried_down", hint=taken.told))
    return faults


def without_broken(row: Row) -> list[Fault]:
    """Empty the cells that hold no value but a formula or an error mark, in place; each is told."""
    at_fault = [
        at
        for at, cell in enumerate(row.cells)
        if isinstance(cell, str) and cell[:1] in "#=" and cell and _BROKEN.fullmatch(cell.strip())
    ]
    if not at_fault:
        return []
    needed = {row.layout.first[field] for field in _NEEDED if field in row.layout.first}
    cells = list(row.cells)
    faults = []
    for at in at_fault:
        header = row.layout.headers[at] if at < len(row.layout.headers) else ""
        shown = str(cells[at])[:60]
        faults.append(Fault("cell_without_value", header, shown, severity="decide" if at in needed else ""))
        cells[at] = None
    row.cells = cells
    return faults
