"""Stations: listed, put right under the version that was read, joined, told apart, deleted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field, StringConstraints

from api.office import stations as office
from api.web.dependencies import ReaderOf, SessionOf, TodayOf, may
from api.web.programs.problems import answers
from api.web.programs.registers import Sought
from api.web.programs.shapes import Asked, ListOf, Number, NumberOf, Shape, Text, place
from api.web.programs.versions import IfMatch, mark, still
from data.importers.deciding.settling import Hand
from data.registers import joined_stations
from data.registers import stations as register
from data.views import stations as views
from data.views.cursors import After

router = APIRouter(tags=["registers"], responses=answers(409))


class StationTold(Shape):
    """A station with its other names."""

    id: int
    name: str
    kind: str
    county_code: int
    county: str
    longitude: float | None
    latitude: float | None
    safe_before_six: bool
    other_names: list[str]


class StationWordsAsked(Asked):
    """A station as it shall be; the county by name or code."""

    name: Annotated[Text, StringConstraints(max_length=200)] = Field(examples=["利州汽车站"])
    county: Annotated[Text, StringConstraints(max_length=200)] = ""
    kind: Annotated[Text, StringConstraints(max_length=40)] = ""
    safe_before_six: bool = False
    longitude: Annotated[str, StringConstraints(max_length=40)] = ""
    latitude: Annotated[str, StringConstraints(max_length=40)] = ""

    @property
    def words(self) -> office.StationWords:
        """The same as the page's form sends it."""
        return office.StationWords(**self.model_dump())


class Corrected(StationTold):
    """The station, and how many imported rows had waited for its name and are kept now."""

    kept: int


class Into(Asked):
    """The station that stays."""

    into_id: NumberOf


class JoinedTold(Shape):
    """What moved when a station was joined into another."""

    name: str
    vehicles: int
    fares: int


@router.get("/stations", dependencies=[may("stations.see")])
def stations(session: SessionOf, after: Annotated[After, Depends(place)], q: Sought = "") -> ListOf[StationTold]:
    """Stations by any of their names."""
    found = views.stations(session, q, number=after)
    return ListOf(rows=[_station(line) for line in found.rows], next=found.next)


@router.get("/stations/{station_id}", dependencies=[may("stations.see")])
def station(session: SessionOf, response: Response, station_id: Number) -> StationTold:
    """One station; its ETag is what a change names in If-Match."""
    return mark(response, _station(views.station(session, station_id)))


@router.put("/stations/{station_id}", dependencies=[may("stations.change")], responses=answers(409, 412, 428))
def correct_station(
    session: SessionOf,
    reader: ReaderOf,
    today: TodayOf,
    response: Response,
    *,
    if_match: IfMatch = None,
    station_id: Number,
    asked: StationWordsAsked,
) -> Corrected:
    """Put it right, where it stands as it was read."""
    register.hold(session, station_id)
    still(if_match, _station(views.station(session, station_id)))
    kept = office.correct(session, station_id, asked.words, Hand(today, reader.name))
    now_stands = mark(response, _station(views.station(session, station_id)))
    return Corrected(**now_stands.model_dump(), kept=kept)


@router.post("/stations/{station_id}/join", dependencies=[may("stations.change")])
def join_station(session: SessionOf, station_id: Number, asked: Into) -> JoinedTold:
    """Join it into another."""
    return JoinedTold.of(joined_stations.join(session, station_id, asked.into_id))


@router.post("/stations/{station_id}/part", dependencies=[may("stations.change")], status_code=201)
def part_station(
    request: Request,
    response: Response,
    session: SessionOf,
    reader: ReaderOf,
    today: TodayOf,
    *,
    station_id: Number,
    asked: StationWordsAsked,
) -> StationTold:
    """Make one of its other names a station of its own."""
    made = office.part(session, station_id, asked.words, Hand(today, reader.name))
    response.headers["location"] = f"{request.scope['root_path']}/stations/{made}"
    return _station(views.station(session, made))


@router.delete("/stations/{station_id}", dependencies=[may("stations.change")], status_code=204)
def delete_station(session: SessionOf, station_id: Number) -> None:
    """Delete it if nobody uses it."""
    register.remove(session, station_id)


def _station(line: views.StationLine) -> StationTold:
    row = line.station
    return StationTold(
        id=row.id,
        name=row.name,
        kind=row.kind,
        county_code=row.county,
        county=line.county,
        longitude=row.longitude,
        latitude=row.latitude,
        safe_before_six=row.safe_before_six,
        other_names=list(line.names),
    )
