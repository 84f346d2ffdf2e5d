"""What became of a file: every row counted once, every fault with its place and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from data.importers.columns.mapping import Mapping
from data.importers.columns.tables import SkippedRow
from data.importers.files.unread_parts import UnreadPart
from data.importers.judging.faults import KEPT, Fault
from data.importers.judging.judged_rows import JudgedRow
from data.importers.tallies import Tally
from labor.words import Bilingual


@dataclass(frozen=True, slots=True)
class RowRemark:
    """One fault in its place, ready to be shown."""

    sheet: str
    row: int
    column: str
    outcome: str
    code: str
    what: Bilingual
    fix: Bilingual


@dataclass(frozen=True, slots=True)
class Report:
    """The report of one file. ``already`` means that this very file was imported before: nothing was changed.

    ``judged`` holds the rows behind it (empty when ``already``); ``skipped`` are titles, headers, totals and footers.
    """

    file: str
    tallies: tuple[Tally, ...]
    already: bool = False
    mappings: tuple[tuple[str, Mapping], ...] = ()  # (sheet, mapping)
    judged: Sequence[JudgedRow] = ()
    skipped: tuple[tuple[str, SkippedRow], ...] = ()
    passed_over: tuple[str, ...] = ()
    unread: tuple[UnreadPart, ...] = ()

    @property
    def rows_in(self) -> int:
        """Rows of data in the file, those of sheets nobody could read included."""
        return sum(tally.rows_in for tally in self.tallies) + self.rows_unread

    @property
    def kept(self) -> int:
        """Rows in the registers now."""
        return sum(tally.kept for tally in self.tallies)

    @property
    def to_decide(self) -> int:
        """Rows that wait for somebody."""
        return sum(tally.to_decide for tally in self.tallies)

    @property
    def refused(self) -> int:
        """Rows that cannot be kept as they are, those nobody could read included."""
        return sum(tally.refused for tally in self.tallies) + self.rows_unread

    @property
    def rows_unread(self) -> int:
        """Filled rows of sheets passed over, and others no record could be made of."""
        return sum(part.rows for part in self.unread)

    @property
    def remarks(self) -> list[RowRemark]:
        """Every fault in order of sheet and row, the rows kept with a note included."""
        return [remark_of(row, fault) for row in self.judged for fault in row.faults]

    @property
    def bad_rows(self) -> list[JudgedRow]:
        """The rows to decide and the rows refused."""
        return [row for row in self.judged if row.outcome != KEPT]

    def counts(self) -> Counter[str]:
        """How often each fault was found."""
        return Counter(fault.code for row in self.judged for fault in row.faults)


def remark_of(row: JudgedRow, fault: Fault) -> RowRemark:
    """A fault in its place."""
    return RowRemark(row.sheet, row.row, fault.column, row.outcome, fault.code, fault.what, fault.fix)
