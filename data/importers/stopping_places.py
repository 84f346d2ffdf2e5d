"""Hubs that rows name and the register does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from data.importers.judging.faults import Fault
from data.importers.judging.judged_rows import JudgedRow
from data.registers.places import HubBook
from data.registers.records import FareRecord, PostingRecord, Record, VehicleRecord, WorkerRecord


def mark_unknown_hubs(session: Session, rows: Sequence[JudgedRow]) -> None:
    """Mark rows whose hubs are not in the register, in place: a vehicle or fare waits, a person is kept without."""
    hubs = HubBook(session)
    for row in rows:
        for record in row.records:
            for code, header, name, county in _named(record):
                if name and hubs.find(name, county) is None:
                    row.faults.append(Fault(code, header if header in row.headers else "", name, name))


def _named(record: Record) -> Iterator[tuple[str, str, str, int]]:
    """(fault, usual header, hub, county) of every hub a record names."""
    if isinstance(record, WorkerRecord):
        yield "pickup_unknown", "上车点", record.pickup, record.county
    elif isinstance(record, PostingRecord):
        yield "pickup_unknown", "下车点", record.destination, record.county
    elif isinstance(record, VehicleRecord):
        yield from (("hub_unknown", "上车点", name, 0) for name in record.origins)
        yield from (("hub_unknown", "下车点", name, 0) for name in record.destinations)
    elif isinstance(record, FareRecord):
        yield "hub_unknown", "出发地", record.origin, 0
        yield "hub_unknown", "目的地", record.destination, 0
