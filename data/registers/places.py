"""Stations (hubs) by the names office files call them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.tables import Hub, HubName
from data.tables.transport import spelled

ANYWHERE = 0


class HubBook:
    """All stations, found by name or by another name kept for them: in the county said, else where unmistakable."""

    def __init__(self, session: Session) -> None:
        self._in_county: dict[tuple[int, str], int] = {}
        self._anywhere: dict[str, list[int]] = {}
        self._of_region: dict[int, int] = {}
        self._called: dict[tuple[int, str], int] = {}
        self._called_somewhere: dict[str, set[int]] = {}
        every = select(Hub.id, Hub.county, Hub.name, Hub.of_region).order_by(Hub.id)
        for number, county, name, of_region in session.execute(every):
            self.add(number, county, name, of_region=of_region)
        for name, county, hub in session.execute(select(HubName.name, HubName.county, HubName.hub_id)):
            self._take(name, county, hub)

    def add(self, number: int, county: int, name: str, *, of_region: bool = False) -> None:
        """Take a station in; ``of_region``: it is called like its county or city."""
        self._in_county[county, spelled(name)] = number
        self._anywhere.setdefault(spelled(name), []).append(number)
        if of_region:
            self._of_region.setdefault(county, number)

    def call(self, session: Session, name: str, county: int, hub: int) -> None:
        """Remember another name of a station, for this file and every later one."""
        if self.find(name, county) == hub:
            return
        session.merge(HubName(name=spelled(name)[:200], county=county, hub_id=hub))
        session.flush()
        self._take(spelled(name), county, hub)

    def _take(self, word: str, county: int, hub: int) -> None:
        self._called[county, word] = hub
        self._called_somewhere.setdefault(word, set()).add(hub)

    def of_region(self, county: int) -> int | None:
        """The station that is called like its county or city, None where there is none."""
        return self._of_region.get(county)

    def find(self, name: str, county: int = ANYWHERE) -> int | None:
        """The station's id; None for an unknown or ambiguous name."""
        word = spelled(name)
        for place in (county, ANYWHERE):
            found = self._in_county.get((place, word)) or self._called.get((place, word))
            if found is not None:
                return found
        same_name = {*self._anywhere.get(word, ()), *self._called_somewhere.get(word, ())}
        return self._anywhere[word][0] if len(same_name) == 1 and word in self._anywhere else None


def in_the_country(longitude: float, latitude: float) -> bool:
    """Whether a point can be a station's: in degrees, and not the two figures the wrong way round."""
    return 73 <= longitude <= 136 and 3 <= latitude <= 54
