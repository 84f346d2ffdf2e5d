"""A row after it was judged: its records, its faults, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from data.importers.cells.companions import ALONE, Companions
from data.importers.cells.reading import Cell
from data.importers.judging.faults import Fault, outcome_of
from data.importers.judging.households import NO_HOUSEHOLD, Household
from data.registers.records import Record


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
    household: Household = NO_HOUSEHOLD
    title: str = ""  # what stood above its table: it may name the county, the village, the kind of list
    mends: str = ""  # "import:sheet!row" in a file of mended rows
    known: str = ""  # what became of the very same row before
    import_id: int = 0
    companion_ids: list[int] = field(default_factory=list)  # registered people it belongs with

    @property
    def outcome(self) -> str:
        """KEPT, TO_DECIDE or REFUSED."""
        return outcome_of(self.faults)
