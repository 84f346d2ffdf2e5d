"""Two stations that are one: everything that names the first names the second, and nothing is lost in silence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import Any, Final

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from data.registers.places import HubBook
from data.registers.stations import OldName, remember, station_of
from data.tables import (
    AssignmentRow,
    BackgroundRun,
    Fare,
    Hub,
    HubName,
    Posting,
    TripCall,
    Vehicle,
    VehicleStop,
    Worker,
)
from data.tables.plans import OPEN_RUN_STATUSES
from labor.errors import BadInput, StepRefused

_MOVED: Final = (
    AssignmentRow.pickup_hub_id, TripCall.hub_id, HubName.hub_id, Worker.pickup_hub_id, Posting.destination_hub_id
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doubled:
    """A fare both stations had: the cheaper was kept, the other let go."""

    origin: str
    destination: str
    kept_fen: int
    gone_fen: int


@dataclass(frozen=True, slots=True)
class Joined:
    """What moved when a station was joined into another."""

    name: str
    vehicles: int
    fares: int
    workers: int
    postings: int
    doubled: tuple[Doubled, ...] = ()
    between: tuple[int, ...] = ()  # fares from one to the other, which lead nowhere now, in fen


def join(session: Session, station_id: int, into_id: int) -> Joined:
    """Join a station into another: whatever named it names the other, which later files find by its names too."""
    if station_id == into_id:
        raise BadInput("请选另一个站点 / choose another station")
    old, new = station_of(session, station_id), station_of(session, into_id)
    _check_no_run(session)
    _check_journeys(session, old, new)
    old_name = OldName(old.name, old.county, everywhere=HubBook(session).find(old.name) == old.id)
    vehicles = _move_stops(session, old.id, new.id)
    fares, doubled, between = _move_fares(session, old.id, new.id)
    moved: dict[Any, int] = {}
    for column in _MOVED:
        change: Any = session.execute(update(column.class_).where(column == old.id).values({column: new.id}))
        moved[column] = change.rowcount
    remember(session, old_name, new.id)
    if new.longitude is None or new.latitude is None:
        new.longitude, new.latitude = old.longitude, old.latitude
    new.address = new.address or old.address
    new.of_region = new.of_region or (old.of_region and old.county == new.county)
    session.delete(old)
    session.flush()
    session.expire_all()
    workers, postings = moved[Worker.pickup_hub_id], moved[Posting.destination_hub_id]
    return Joined(old_name.name, vehicles, fares, workers, postings, doubled, between)


def _check_no_run(session: Session) -> None:
    """A plan being made has read the stations already and will write down the one that would be gone."""
    made = select(BackgroundRun.id).where(
        BackgroundRun.kind.in_(("plan", "repair")), BackgroundRun.status.in_(OPEN_RUN_STATUSES)
    )
    if session.scalar(made.limit(1)) is not None:
        raise StepRefused("正在编制计划，算完再合并站点 / a plan is being made: join the stations when it is done")


def _check_journeys(session: Session, old: Hub, new: Hub) -> None:
    """Two stations a vehicle goes between are two."""
    start, end = aliased(VehicleStop), aliased(VehicleStop)
    query = (
        select(Vehicle.number)
        .join(start, and_(start.vehicle_id == Vehicle.id, start.role == "origin"))
        .join(end, and_(end.vehicle_id == Vehicle.id, end.role == "destination"))
        .where(or_(*(and_(start.hub_id == one, end.hub_id == other) for one, other in permutations((old.id, new.id)))))
        .order_by(Vehicle.number)
    )
    numbers = session.scalars(query.limit(20)).all()
    if numbers:
        raise StepRefused(
            f"有车从“{old.name}”开到“{new.name}”（或反过来），不能算一个站；请先改报价再导入 / "
            f"vehicles go between {old.name} and {new.name}: they are two stations, unless the offers are mended first",
            numbers,
        )


def _move_stops(session: Session, old: int, new: int) -> int:
    """Vehicles that now stop at the other station; who stopped at both stops there once."""
    vehicles = set(session.scalars(select(VehicleStop.vehicle_id).where(VehicleStop.hub_id == old)))
    stops = select(VehicleStop).where(
        VehicleStop.vehicle_id.in_(select(VehicleStop.vehicle_id).where(VehicleStop.hub_id == old)),
        VehicleStop.hub_id.in_((old, new)),
    )
    seen: set[tuple[int, str]] = set()
    for stop in session.scalars(stops.order_by(VehicleStop.position)).all():
        if (stop.vehicle_id, stop.role) in seen:
            session.delete(stop)
        else:
            stop.hub_id = new
        seen.add((stop.vehicle_id, stop.role))
    session.flush()
    return len(vehicles)


def _move_fares(session: Session, old: int, new: int) -> tuple[int, tuple[Doubled, ...], tuple[int, ...]]:
    """How many fares moved, those that doubled, and those that lead from the station to itself and are gone."""
    names = {row.id: row.name for row in session.execute(select(Hub.id, Hub.name))}
    doubled, between, moved = [], [], 0
    touched = select(Fare).where(or_(Fare.origin_hub_id == old, Fare.destination_hub_id == old))
    for fare in session.scalars(touched.order_by(Fare.origin_hub_id, Fare.destination_hub_id)).all():
        ends = [new if end == old else end for end in (fare.origin_hub_id, fare.destination_hub_id)]
        offer = (fare.fare_fen, fare.days)
        session.delete(fare)
        session.flush()
        if ends[0] == ends[1]:
            between.append(offer[0])
            continue
        moved += 1
        held = session.get(Fare, tuple(ends))
        if held is None:
            session.add(Fare(origin_hub_id=ends[0], destination_hub_id=ends[1], fare_fen=offer[0], days=offer[1]))
            session.flush()
            continue
        cheaper, dearer = sorted((offer, (held.fare_fen, held.days)))
        held.fare_fen, held.days = cheaper
        doubled.append(Doubled(names[ends[0]], names[ends[1]], cheaper[0], dearer[0]))
    session.flush()
    return moved, tuple(doubled), tuple(between)
