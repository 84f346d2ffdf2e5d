"""The same person, posting or employer twice: found within a file and against the register, shown for decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from data.importers.judging.faults import Fault
from data.importers.judging.judged_rows import JudgedRow
from data.importers.judging.record_keys import REPEATS
from data.registers.records import Record, VehicleRecord, WorkerRecord


def mark_repeats(rows: Sequence[JudgedRow]) -> None:
    """Mark later rows of one file that repeat an earlier one, in place; the earlier one stands."""
    if rows and rows[0].kind == "workers":
        _mark_people(rows)
    elif rows:
        _tell_apart(rows)
        code, key = REPEATS[rows[0].kind]
        first: dict[Any, JudgedRow] = {}
        for row in rows:
            for record in row.records:
                spelled = key(record)
                earlier = first.setdefault(spelled, row) if spelled else row
                if earlier is not row:
                    row.faults.append(Fault(code, hint=_place(earlier)))


def _tell_apart(rows: Sequence[JudgedRow]) -> None:
    """Two offers of the same day, hour and size without a number of their own are two vehicles, not one."""
    seen: Counter[str] = Counter()
    for row in rows:
        records: list[Record] = []
        for record in row.records:
            if isinstance(record, VehicleRecord) and not record.numbered:
                seen[record.name] += 1
                again = seen[record.name]
                records.append(replace(record, name=f"{record.name} #{again}") if again > 1 else record)
            else:
                records.append(record)
        row.records = tuple(records)


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
