"""The same person, posting or employer twice: found within a file and against the register, shown for decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.importers.faults import Fault
from data.importers.records import (
    EmployerRecord,
    FareRecord,
    HubRecord,
    PostingRecord,
    Record,
    VehicleRecord,
    WorkerRecord,
)
from data.importers.rows import JudgedRow
from data.registers import lookalikes
from data.tables import Worker

_ASKED = 5_000  # numbers put into one question to the database


def mark_repeats(rows: Sequence[JudgedRow]) -> None:
    """Mark later rows of one file that repeat an earlier one, in place; the earlier one stands."""
    if rows and rows[0].kind == "workers":
        _mark_people(rows)
    elif rows:
        code, key = _KEYS[rows[0].kind]
        first: dict[Any, JudgedRow] = {}
        for row in rows:
            for record in row.records:
                spelled = key(record)
                earlier = first.setdefault(spelled, row) if spelled else row
                if earlier is not row:
                    row.faults.append(Fault(code, hint=_place(earlier)))


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
    for (row, record), like in zip(asked, found, strict=True):
        number = like.by_identity or next(iter(like.by_name_and_phone), None)
        if number is not None:
            shown, village = people[number]
            code = "duplicate_identity" if like.by_identity else "duplicate_name_phone"
            elsewhere = record.village and village and record.village != village
            row.faults.append(Fault("duplicate_two_villages" if elsewhere else code, hint=shown, other_worker=number))


def _described(session: Session, numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
    """How a registered person is shown to somebody deciding (masked name, home, number), and the village."""
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(numbers), _ASKED):
        part = numbers[start : start + _ASKED]
        columns = select(Worker.id, Worker.name_masked, Worker.township, Worker.village).where(Worker.id.in_(part))
        for number, name, township, village in session.execute(columns):
            found[number] = (f"登记册 No.{number} {name} {township}{village}", village)
    return found


def _mark_people(rows: Sequence[JudgedRow]) -> None:
    by_identity: dict[str, tuple[JudgedRow, WorkerRecord]] = {}
    by_name_phone: dict[tuple[str, str], tuple[JudgedRow, WorkerRecord]] = {}
    by_phone: dict[str, JudgedRow] = {}
    for row in rows:
        for record in row.records:
            if not isinstance(record, WorkerRecord):
                continue
            fault = _person_fault(row, record, by_identity, by_name_phone)
            if fault:
                row.faults.append(fault)
            elif record.phone and by_phone.setdefault(record.phone, row) is not row:
                row.faults.append(Fault("same_phone", hint=_place(by_phone[record.phone])))


def _person_fault(
    row: JudgedRow,
    record: WorkerRecord,
    by_identity: dict[str, tuple[JudgedRow, WorkerRecord]],
    by_name_phone: dict[tuple[str, str], tuple[JudgedRow, WorkerRecord]],
) -> Fault | None:
    """The fault of a person already seen further up, if so; else remember this one."""
    earlier = by_identity.setdefault(record.identity_number, (row, record)) if record.identity_number else (row, record)
    if earlier[1] is not record:
        elsewhere = record.village and earlier[1].village and record.village != earlier[1].village
        return Fault("duplicate_two_villages" if elsewhere else "duplicate_identity", hint=_place(*earlier))
    if record.phone:
        earlier = by_name_phone.setdefault((record.name, record.phone), (row, record))
        if earlier[1] is not record:
            elsewhere = record.village and earlier[1].village and record.village != earlier[1].village
            return Fault("duplicate_two_villages" if elsewhere else "duplicate_name_phone", hint=_place(*earlier))
    return None


def _place(row: JudgedRow, record: WorkerRecord | None = None) -> str:
    home = f"（{record.village}）" if record and record.village else ""
    return f"“{row.sheet}”第 {row.row} 行{home}"


def _posting_key(record: Record) -> Any:
    assert isinstance(record, PostingRecord)
    if record.order_number:
        return (record.employer, record.order_number)
    return (
        record.employer,
        record.title,
        record.county,
        record.address,
        record.start_from,
        record.start_by,
        record.wage_low_fen,
    )


def _employer_key(record: Record) -> Any:
    assert isinstance(record, EmployerRecord)
    # A defaulter may be listed twice with two days: that is two listings, not a repeat.
    return (record.credit_code or record.name, record.arrears_from)


def _vehicle_key(record: Record) -> Any:
    assert isinstance(record, VehicleRecord)
    return record.name


def _hub_key(record: Record) -> Any:
    assert isinstance(record, HubRecord)
    return (record.county, record.name)


def _fare_key(record: Record) -> Any:
    assert isinstance(record, FareRecord)
    return (record.origin, record.destination)


_KEYS: dict[str, tuple[str, Callable[[Record], Any]]] = {
    "postings": ("duplicate_posting", _posting_key),
    "employers": ("duplicate_employer", _employer_key),
    "vehicles": ("duplicate_vehicle", _vehicle_key),
    "hubs": ("duplicate_hub", _hub_key),
    "fares": ("duplicate_fare", _fare_key),
}
