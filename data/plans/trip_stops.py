"""Keeping where a plan's trips call and when; reading it back for pages and papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.tables import Hub, TripCall


@dataclass(frozen=True, slots=True)
class KeptStop:
    """One stop of a trip; minutes after midnight of the day of leaving. ``stated`` = the offer names its hour."""

    hub_id: int
    boarding: int
    alighting: int
    be_there_minute: int
    arrives_minute: int
    leaves_minute: int
    stated: bool


@dataclass(frozen=True, slots=True)
class NamedCall:
    """The same with the place's name and address."""

    call: KeptStop
    name: str
    address: str


def keep(session: Session, trip_ids: Iterable[int], calls: Sequence[Sequence[KeptStop]]) -> None:
    """Write the calls of new trips, side by side with their ids; a trip without calls has no known times."""
    rows = [
        {"trip_id": trip_id, "position": position} | asdict(call)
        for trip_id, of_trip in zip(trip_ids, calls, strict=True)
        for position, call in enumerate(of_trip)
    ]
    if rows:
        session.execute(insert(TripCall), rows)


def of_trips(session: Session, trip_ids: Iterable[int]) -> dict[int, list[NamedCall]]:
    """The calls by trip, in the order they are driven; trips without known times are left out."""
    found: dict[int, list[NamedCall]] = defaultdict(list)
    for part in in_parts(sorted(set(trip_ids))):
        query = (
            select(TripCall, Hub.name, Hub.address)
            .join(Hub, Hub.id == TripCall.hub_id)
            .where(TripCall.trip_id.in_(part))
            .order_by(TripCall.trip_id, TripCall.position)
        )
        for row, name, address in session.execute(query):
            call = KeptStop(**{field: getattr(row, field) for field in KeptStop.__dataclass_fields__})
            found[row.trip_id].append(NamedCall(call, name, address))
    return dict(found)
