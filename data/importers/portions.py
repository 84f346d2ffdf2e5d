"""A long import stands portion by portion, so that one broken off is completed by sending the file again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from data.database import breathe
from data.importers.judging.faults import KEPT
from data.importers.judging.judged_rows import JudgedRow
from data.registers.records import KeptRow
from data.tables import Import, SeenRow


class Remembering:
    """Marks rows as kept together with the portion they stand in: what breaks off later is taken up after them."""

    def __init__(
        self, session: Session, import_id: int, rows: Sequence[JudgedRow], hashes: Sequence[str], known: dict[str, str]
    ) -> None:
        self._session, self._import_id, self._known = session, import_id, known
        self._mark_of = {(row.sheet, row.row): mark for row, mark in zip(rows, hashes, strict=True)}

    def __call__(self, portion: Sequence[KeptRow]) -> None:
        """Write their marks and end the portion."""
        marks = dict.fromkeys(self._mark_of[row.sheet, row.row] for row in portion)
        new = [mark for mark in marks if mark not in self._known]
        if new:
            values = [{"row_hash": mark, "import_id": self._import_id, "outcome": KEPT} for mark in new]
            self._session.execute(insert(SeenRow), values)
        self._known |= dict.fromkeys(new, KEPT)
        breathe(self._session)


def broken_off(session: Session, file_hash: str, kind: str) -> bool:
    """Whether these bytes were begun before and never finished: their people are gone through once more, and found."""
    begun = (Import.file_hash == file_hash, Import.kind == kind, Import.finished.is_(None))
    return session.scalar(select(Import.id).where(*begun).limit(1)) is not None
