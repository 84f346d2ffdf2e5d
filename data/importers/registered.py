"""People the register may hold already, shown beside the row for somebody to decide."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.importers.judging.faults import Fault
from data.importers.judging.judged_rows import JudgedRow
from data.registers import lookalikes
from data.registers.broker_claims import Claim, claims_of
from data.registers.records import WorkerRecord
from data.tables import Worker

_ASKED = 5_000  # numbers put into one question to the database


def mark_registered(session: Session, rows: Sequence[JudgedRow]) -> None:
    """Mark people the register may hold already, in place; rows seen before in the same words are left alone."""
    asked = [
        (row, record) for row in rows if not row.known for record in row.records if isinstance(record, WorkerRecord)
    ]
    found = lookalikes(session, [record for _, record in asked]) if asked else []
    others = {
        like.by_identity or like.by_name_and_phone[0] for like in found if like.by_identity or like.by_name_and_phone
    }
    people = _described(session, sorted(others))
    claims = claims_of(session, sorted(others)) if any(record.broker for _, record in asked) else {}
    for (row, record), like in zip(asked, found, strict=True):
        number = like.by_identity or next(iter(like.by_name_and_phone), None)
        if number is not None:
            shown, village = people[number]
            code = "duplicate_identity" if like.by_identity else "duplicate_name_phone"
            elsewhere = record.village and village and record.village != village
            row.faults.append(Fault("duplicate_two_villages" if elsewhere else code, hint=shown, other_worker=number))
            rivals = [claim for claim in claims.get(number, ()) if record.broker and claim.broker != record.broker]
            if rivals:
                told = _came_by(rivals[0])
                row.faults.append(Fault("claimed_by_another", value=record.broker, hint=told, other_worker=number))


def _came_by(claim: Claim) -> str:
    """The earlier claim as somebody deciding must see it: who, when, from which file and row."""
    place = f"，“{claim.file}”第 {claim.row} 行" if claim.file else ""
    return f"{claim.broker}（{claim.claimed.isoformat()}{place}）"


def _described(session: Session, numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
    """How a registered person is shown to somebody deciding (masked name, home, number), and the village."""
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(numbers), _ASKED):
        part = numbers[start : start + _ASKED]
        columns = select(Worker.id, Worker.name_masked, Worker.township, Worker.village).where(Worker.id.in_(part))
        for number, name, township, village in session.execute(columns):
            found[number] = (f"登记册 No.{number} {name} {township}{village}", village)
    return found
