"""Stations that rows name: found in the register, added to it where the name says where they are, else asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from data.importers.cells.stations import Station, station_named
from data.importers.judging.faults import REFUSED, Fault
from data.importers.judging.judged_rows import JudgedRow
from data.registers import Source, keep_hubs
from data.registers.places import HubBook
from data.registers.records import (
    FareRecord,
    HubRecord,
    KeptRow,
    PostingRecord,
    Record,
    VehicleRecord,
    WorkerRecord,
)


class NamedStation(NamedTuple):
    """A station a record names: the fault if nobody knows it, the usual header, its name, the county if known."""

    fault: str
    header: str
    name: str
    county: int


def settle_stations(session: Session, rows: Sequence[JudgedRow], source: Source) -> None:
    """Add the stations these rows name to the register, and mark the names nobody can place, in place.

    A vehicle or fare with an unknown name waits; a person or posting is kept without it.
    """
    hubs = HubBook(session)
    for row in rows:
        if row.kind == "hubs" or row.outcome == REFUSED:
            continue
        for record in row.records:
            for named in _named(record):
                if named.name and hubs.find(named.name, named.county) is None:
                    added = _added(session, hubs, named, row, source)
                    header = named.header if named.header in row.headers else ""
                    row.faults.append(Fault(added or named.fault, header, named.name, named.name))


def _added(session: Session, hubs: HubBook, named: NamedStation, row: JudgedRow, source: Source) -> str:
    """The note on a station that was added or met under another name; "" where the name is not understood."""
    station = station_named(named.name, named.county or source.county)
    if station is None:
        return ""
    known = hubs.of_region(station.county) if station.is_region else None
    known = known or hubs.find(station.name, station.county)
    if known is None:
        known = _new(session, station, row, source)
        hubs.add(known, station.county, station.name, of_region=station.is_region)
        hubs.call(session, named.name, named.county, known)
        return "hub_new"
    hubs.call(session, named.name, named.county, known)
    return "hub_met"


def _new(session: Session, station: Station, row: JudgedRow, source: Source) -> int:
    record = HubRecord(name=station.name, county=station.county, kind=station.kind, of_region=station.is_region)
    number = keep_hubs(session, [KeptRow(row.sheet, row.row, record)], source).ids[0]
    assert number is not None
    return number


def _named(record: Record) -> Iterator[NamedStation]:
    if isinstance(record, WorkerRecord):
        yield NamedStation("pickup_unknown", "上车点", record.pickup, record.county)
    elif isinstance(record, PostingRecord):
        yield NamedStation("pickup_unknown", "下车点", record.destination, record.county)
    elif isinstance(record, VehicleRecord):
        yield from (NamedStation("hub_unknown", "上车点", name, 0) for name in record.origins)
        yield from (NamedStation("hub_unknown", "下车点", name, 0) for name in record.destinations)
    elif isinstance(record, FareRecord):
        yield NamedStation("hub_unknown", "出发地", record.origin, 0)
        yield NamedStation("hub_unknown", "目的地", record.destination, 0)
