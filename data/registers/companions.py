"""Who stays together: people of one file with one group key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from data.registers.records import KeptRow, WorkerRecord
from data.registers.rows import Source, added, current
from data.tables import Worker, WorkerGroup


def keep(session: Session, people: Sequence[tuple[int, KeptRow]], source: Source) -> set[int]:
    """Bring people with one key into one group; whose group changed. One person alone is no group."""
    together: dict[str, dict[int, WorkerRecord]] = defaultdict(dict)
    for worker, row in people:
        if isinstance(row.record, WorkerRecord) and row.record.group_key:
            together[row.record.group_key][worker] = row.record
    groups = [members for members in together.values() if len(members) > 1]
    standing = current(session, Worker, [worker for members in groups for worker in members], ["group_id"])
    held = [_held({standing[worker].group_id for worker in members}) for members in groups]
    made = iter(
        added(session, WorkerGroup, [_group(members) for members, old in zip(groups, held, strict=True) if old is None])
    )
    changes = []
    for members, old in zip(groups, held, strict=True):
        number = next(made) if old is None else old
        changes += [(worker, number) for worker in members if standing[worker].group_id != number]
    if changes:
        session.execute(
            update(Worker),
            [{"id": worker, "group_id": number, "changed": source.now} for worker, number in changes],
        )
    return {worker for worker, _ in changes}


def _held(groups: set[int | None]) -> int | None:
    known = groups - {None}
    return min(number for number in known if number is not None) if known else None


def _group(members: dict[int, WorkerRecord]) -> dict[str, object]:
    couple = any(record.wants_couple_room for record in members.values())
    return {"kind": "couple" if couple and len(members) == 2 else "companions", "wants_couple_room": couple, "note": ""}
