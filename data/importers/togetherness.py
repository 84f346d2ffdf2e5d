"""Groups that reach across files: companions already registered, and rows mended and sent again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.database import breathe
from data.importers.deciding.mended_rows import stored_companions
from data.importers.judging.faults import KEPT
from data.importers.judging.judged_rows import JudgedRow
from data.privacy import blind_index
from data.registers import Source
from data.registers.records import WorkerRecord
from data.registers.rows import sliced
from data.tables import Worker, WorkerGroup


def registered_companions(session: Session, rows: Sequence[JudgedRow]) -> None:
    """Companions not in the file but alone of their name in the register's county answer the question, in place."""
    for row in rows:
        for fault in [fault for fault in row.faults if fault.code == "companion_unresolved"]:
            record = row.records[0] if row.records else None
            if not isinstance(record, WorkerRecord) or fault.hint.isdigit():
                continue
            found = _namesakes(session, fault.hint, record.county)
            if len(found) == 1:
                row.faults.remove(fault)
                row.companion_ids.append(found[0])


def _namesakes(session: Session, name: str, county: int) -> list[int]:
    wanted = select(Worker.id).where(Worker.name_index == blind_index("name", name), Worker.county == county).limit(2)
    return list(session.scalars(wanted))


def join(session: Session, rows: Sequence[JudgedRow], id_of: dict[int, int], source: Source) -> None:
    """Bring rows just kept into the groups of the registered people they belong with."""
    for at, number in id_of.items():
        others = [*rows[at].companion_ids, *stored_companions(session, rows[at])]
        if others:
            record = rows[at].records[0]
            couple = isinstance(record, WorkerRecord) and record.wants_couple_room
            join_workers(session, [number, *others], source, couple_room=couple)
            breathe(session)


def join_workers(session: Session, workers: Sequence[int], source: Source, *, couple_room: bool = False) -> None:
    """Make registered people one group, the groups they are in already included."""
    held: set[int] = set()
    for part in sliced(workers):
        of_part = select(Worker.group_id).where(Worker.id.in_(part), Worker.group_id.is_not(None))
        held |= {number for number in session.scalars(of_part) if number is not None}
    if held:
        group = min(held)
    else:
        made = WorkerGroup(
            kind="couple" if couple_room and len(workers) == 2 else "companions", wants_couple_room=couple_room, note=""
        )
        session.add(made)
        session.flush()
        group = made.id
    changed = {"group_id": group, "changed": source.now}
    for column, numbers in ((Worker.id, workers), (Worker.group_id, sorted(held))):
        for part in sliced(numbers):
            session.execute(update(Worker).where(column.in_(part)).values(**changed))


def together_with(rows: Sequence[JudgedRow], id_of: dict[int, int]) -> dict[int, list[int]]:
    """For rows not kept: the people kept from the same file whom they asked to stay with."""
    kept: dict[str, list[int]] = defaultdict(list)
    for at, number in id_of.items():
        key = _group_key(rows[at])
        if key:
            kept[key].append(number)
    return {
        at: [*row.companion_ids, *kept.get(_group_key(row), [])]
        for at, row in enumerate(rows)
        if row.outcome != KEPT and (row.companion_ids or _group_key(row) in kept)
    }


def _group_key(row: JudgedRow) -> str:
    return next((record.group_key for record in row.records if isinstance(record, WorkerRecord)), "")
