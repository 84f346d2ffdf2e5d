"""Keeping hubs, vehicles on offer, and fares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from data.registers.places import HubBook
from data.registers.records import FareRecord, HubRecord, KeptRow, VehicleRecord
from data.registers.rows import KeptRows, Refusal, Source, said
from data.tables import Fare, Hub, Vehicle, VehicleStop
from data.tables.regions import regions
from labor.words import Bilingual

NO_COUNTY = Bilingual("站点没有所在县区", "the hub has no county")
NAME_THE_COUNTY = Bilingual("补填县区", "fill in the county")
UNKNOWN_HUB = "没有叫“{name}”的站点，或有几个同名的"
UNKNOWN_HUB_EN = 'no hub, or more than one, is called "{name}"'
NAME_THE_HUB = Bilingual("先导入站点，或改用登记的站名", "import the hub first, or use its registered name")


class _Tally:
    """What became of the rows so far."""

    def __init__(self) -> None:
        self.count = {"new": 0, "changed": 0, "same": 0}
        self.refused: list[Refusal] = []
        self.ids: list[int | None] = []

    def take(self, what: str, number: int | None = None) -> None:
        self.count[what] += 1
        self.ids.append(number)

    def refuse(self, row: KeptRow, column: str, problem: Bilingual, advice: Bilingual) -> None:
        self.refused.append(Refusal(row.sheet, row.row, column, problem, advice))
        self.ids.append(None)

    def kept(self) -> KeptRows:
        return KeptRows(**self.count, refused=tuple(self.refused), ids=tuple(self.ids))


def keep_hubs(session: Session, rows: Sequence[KeptRow], source: Source) -> KeptRows:
    """Keep hubs by county and name; a row without a county is refused where ``source`` names none."""
    tally = _Tally()
    for row in rows:
        record = row.record
        assert isinstance(record, HubRecord)
        county = record.county or source.county
        if not county:
            tally.refuse(row, "county", NO_COUNTY, NAME_THE_COUNTY)
            continue
        county = regions().current(county)
        stated = said(
            {
                "kind": record.kind if record.kind != "pickup" else None, "address": record.address,
                "longitude": record.longitude, "latitude": record.latitude, "safe_before_six": record.safe_before_six,
                "of_region": record.of_region or None,
            }
        )  # fmt: skip
        hub = session.scalars(select(Hub).where(Hub.county == county, Hub.name == record.name)).one_or_none()
        if hub is None:
            hub = Hub(county=county, name=record.name, **stated)
            session.add(hub)
            session.flush()
            tally.take("new", hub.id)
        else:
            tally.take("changed" if _changed(hub, stated) else "same", hub.id)
    session.flush()
    return tally.kept()


def _changed(row: Any, stated: dict[str, Any]) -> bool:
    change = {name: value for name, value in stated.items() if getattr(row, name) != value}
    for name, value in change.items():
        setattr(row, name, value)
    return bool(change)


def _unknown(name: str) -> Bilingual:
    return Bilingual(UNKNOWN_HUB.format(name=name), UNKNOWN_HUB_EN.format(name=name))


def keep_vehicles(session: Session, rows: Sequence[KeptRow], source: Source) -> KeptRows:
    """Keep vehicles on offer by their own number; a row that names an unknown hub is refused."""
    hubs, tally = HubBook(session), _Tally()
    for row in rows:
        record = row.record
        assert isinstance(record, VehicleRecord)
        stops = [("origin", at, name) for at, name in enumerate(record.origins)]
        stops += [("destination", at, name) for at, name in enumerate(record.destinations)]
        unknown = next(((role, name) for role, _, name in stops if hubs.find(name) is None), None)
        if unknown is not None:
            tally.refuse(row, unknown[0], _unknown(unknown[1]), NAME_THE_HUB)
            continue
        vehicle = session.scalars(select(Vehicle).where(Vehicle.number == record.name)).one_or_none()
        traced = {"import_id": source.import_id, "source_sheet": row.sheet, "source_row": row.row}
        fresh = vehicle is None
        if vehicle is None:
            vehicle = Vehicle(number=record.name, **_stated(record), **traced)
            session.add(vehicle)
            session.flush()
        wanted = {(role, at): number for role, at, name in stops if (number := hubs.find(name)) is not None}
        moved = _stopped(session, vehicle.id, wanted)
        changed = not fresh and (_changed(vehicle, _restated(record)) or moved)
        tally.take("new" if fresh else "changed" if changed else "same", vehicle.id)
    session.flush()
    return tally.kept()


def _restated(record: VehicleRecord) -> dict[str, Any]:
    """The offer said again; one that does not name its drivers takes back nothing the carrier confirmed."""
    return {name: value for name, value in _stated(record).items() if name != "drivers" or value is not None}


def _stated(record: VehicleRecord) -> dict[str, Any]:
    """The offer as a whole: unlike a person's row, a vehicle's states every figure."""
    return {
        "mode": record.mode,
        "rated_seats": record.seats,
        "escorts": record.escorts,
        "drivers": None if record.drivers < 0 else record.drivers,
        "min_load": record.min_load,
        "fixed_cost_fen": record.fixed_cost_fen,
        "cost_per_person_fen": record.cost_per_person_fen,
        "available": None if record.available < 0 else record.available,
        "leaves": record.leaves,
        "leaves_minute": None if record.leaves_minute < 0 else record.leaves_minute,
        "plate": record.plate,
        "carrier": record.operator,
        **said({"contact": record.contact, "phone": record.phone, "remarks": record.remarks}),
    }


def _stopped(session: Session, vehicle_id: int, wanted: dict[tuple[str, int], int]) -> bool:
    rows = session.execute(
        select(VehicleStop.role, VehicleStop.position, VehicleStop.hub_id).where(VehicleStop.vehicle_id == vehicle_id)
    )
    if {(role, at): hub for role, at, hub in rows} == wanted:
        return False
    session.execute(delete(VehicleStop).where(VehicleStop.vehicle_id == vehicle_id))
    session.execute(
        insert(VehicleStop),
        [
            {"vehicle_id": vehicle_id, "role": role, "position": at, "hub_id": hub}
            for (role, at), hub in sorted(wanted.items())
        ],
    )
    return True


def keep_fares(session: Session, rows: Sequence[KeptRow], source: Source) -> KeptRows:  # noqa: ARG001
    """Keep fares by their two hubs; a row that names an unknown hub is refused."""
    hubs, tally = HubBook(session), _Tally()
    for row in rows:
        record = row.record
        assert isinstance(record, FareRecord)
        ends = {"origin": hubs.find(record.origin), "destination": hubs.find(record.destination)}
        unknown = next((column for column, number in ends.items() if number is None), None)
        if unknown is not None:
            tally.refuse(row, unknown, _unknown(getattr(record, unknown)), NAME_THE_HUB)
            continue
        fare = session.get(Fare, (ends["origin"], ends["destination"]))
        stated = {"fare_fen": record.fare_fen, "days": record.days}
        if fare is None:
            session.add(Fare(origin_hub_id=ends["origin"], destination_hub_id=ends["destination"], **stated))
            session.flush()
            tally.take("new")
        else:
            tally.take("changed" if _changed(fare, stated) else "same")
    session.flush()
    return tally.kept()
