"""Stations as an office writes them down: words in, the register put right, rows that waited for a name kept."""

from __future__ import annotations

import math

from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.office.importing import WAITS_FOR_A_LATER_FILE
from data.importers.cells.answers import decimal_number
from data.importers.cells.places import known_places
from data.importers.cells.stations import kind_of_station
from data.importers.deciding.alike import settle_again
from data.importers.deciding.settling import Hand
from data.registers import stations
from labor.errors import BadInput


class StationWords(BaseModel):
    """A station as typed."""

    name: str
    county: str = ""
    kind: str = ""
    safe_before_six: bool = False
    longitude: str = ""
    latitude: str = ""

    def correction(self) -> stations.Correction:
        """The station meant; raises BadInput with what to write."""
        name = " ".join(self.name.split())
        return stations.Correction(
            name,
            self.kind or kind_of_station(name),
            known_places().county(self.county[:200], or_city=True),
            self.safe_before_six,
            _point(self.longitude.strip(), self.latitude.strip()),
            known_places().is_region(name),
        )


def _point(longitude: str, latitude: str) -> tuple[float, float] | None:
    if not longitude and not latitude:
        return None
    east, north = decimal_number(longitude), decimal_number(latitude)
    if math.isnan(east.value) or math.isnan(north.value):
        raise BadInput(
            "经度和纬度都要填，写成度，例如 104.28 和 26.86 / "
            "give both longitude and latitude in degrees: 104.28 and 26.86"
        )
    return east.value, north.value


def correct(session: Session, station_id: int, words: StationWords, hand: Hand) -> int:
    """Put a station right; how many imported rows had waited for its name and are kept now."""
    stations.correct(session, station_id, words.correction())
    return _settled(session, hand)


def part(session: Session, station_id: int, words: StationWords, hand: Hand) -> int:
    """Make another name of a station a station of its own; its number."""
    made = stations.part(session, station_id, words.correction())
    _settled(session, hand)
    return made


def _settled(session: Session, hand: Hand) -> int:
    return len(settle_again(session, WAITS_FOR_A_LATER_FILE, hand).kept)
