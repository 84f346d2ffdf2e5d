"""Rows handed back, mended and sent again: the question they answer is closed, its companions come along."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from sqlalchemy.orm import Session

from data.importers.judging.faults import KEPT
from data.importers.judging.judged_rows import JudgedRow
from data.importers.stored import row_place
from data.registers import Source
from data.tables import ImportRow

MENDED = "mended"


def _first_place(session: Session, row: JudgedRow) -> list[ImportRow]:
    """The stored remarks on the row that this one mends; empty when it mends none."""
    match = re.fullmatch(r"(\d+):(.*)!(\d+)", row.mends)
    if not match:
        return []
    place = (int(match[1]), match[2], int(match[3]))
    return list(session.scalars(row_place(*place).where(ImportRow.decision.is_(None))))


def stored_companions(session: Session, row: JudgedRow) -> list[int]:
    """Registered people whom the row that this one mends had asked to stay with."""
    return [
        number
        for remark in _first_place(session, row)
        if remark.cells
        for number in json.loads(remark.cells)["together"]
    ]


def close_mended(session: Session, rows: Sequence[JudgedRow], source: Source) -> None:
    """Rows that were handed back and now stand in the register no longer wait for anybody."""
    for row in rows:
        if row.mends and row.outcome == KEPT:
            for remark in _first_place(session, row):
                remark.decision, remark.decided, remark.decided_by = MENDED, source.now, source.by
    session.flush()
