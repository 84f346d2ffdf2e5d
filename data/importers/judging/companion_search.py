"""Which row of the same file a companion's name or chain number means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from data.importers.judging.judged_rows import JudgedRow
from data.registers.records import WorkerRecord


def indexed(rows: Sequence[JudgedRow]) -> tuple[dict[str, list[int]], dict[tuple[str, str], int]]:
    """Positions of rows by the names in them, and by (sheet, number of the chain)."""
    by_name: dict[str, list[int]] = defaultdict(list)
    by_serial: dict[tuple[str, str], int] = {}
    for at, row in enumerate(rows):
        for record in row.records:
            if isinstance(record, WorkerRecord):
                by_name[record.name].append(at)
        if row.serial:
            by_serial.setdefault((row.sheet, row.serial), at)
    return by_name, by_serial


def row_meant(rows: Sequence[JudgedRow], at: int, candidates: list[int]) -> int:
    """The one row a name means: alone in the file, else alone in the sheet, else alone in naming this one back."""
    others = [other for other in candidates if other != at]
    for same in (
        others,
        [other for other in others if rows[other].sheet == rows[at].sheet],
        [
            other
            for other in others
            if {record.name for record in rows[at].records if isinstance(record, WorkerRecord)}
            & set(rows[other].companions.names)
        ],
    ):
        if len(same) == 1:
            return same[0]
    return -1
