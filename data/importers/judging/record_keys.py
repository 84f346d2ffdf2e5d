"""What makes two records of one file the same posting, employer, vehicle, hub or fare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from data.registers.records import EmployerRecord, FareRecord, HubRecord, PostingRecord, Record, VehicleRecord


def _posting_key(record: Record) -> Any:
    assert isinstance(record, PostingRecord)
    if record.order_number:
        return (record.employer, record.order_number)
    return (
        record.employer,
        record.title,
        record.title_mark,
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


REPEATS: dict[str, tuple[str, Callable[[Record], Any]]] = {
    "postings": ("duplicate_posting", _posting_key),
    "employers": ("duplicate_employer", _employer_key),
    "vehicles": ("duplicate_vehicle", _vehicle_key),
    "hubs": ("duplicate_hub", _hub_key),
    "fares": ("duplicate_fare", _fare_key),
}
