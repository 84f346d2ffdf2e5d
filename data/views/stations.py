"""Stations on their pages: what each is called, and what uses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from data.columns import Line
from data.tables import Fare, Hub, HubName
from data.tables.base import columns_of
from data.tables.regions import regions
from data.tables.station_uses import USES, use_counts
from data.tables.transport import spelled
from data.views.paging import Page, Place, Query, contains, paged, unsealed
from labor.errors import NotFound


@dataclass(frozen=True, slots=True)
class StationLine:
    """One station, its other names in the spelling names are compared in, and how many of each kind use it."""

    station: Line
    county: str
    names: tuple[str, ...]

    @property
    def in_use(self) -> bool:
        """Whether anything counted names it; a list does not count plans."""
        return any(self.station._mapping.get(name) for name in USES)


def stations(session: Session, text: str = "", *, number: Place = 1) -> Page[StationLine]:
    """A page of stations by county and name; ``text`` is looked for in all their names."""
    query = _lines(with_plans=False)
    if text.strip():
        pattern = contains(text.strip())
        called = select(HubName.hub_id).where(HubName.name.like(contains(spelled(text)), escape="\\"))
        query = query.where(or_(Hub.name.like(pattern, escape="\\"), Hub.id.in_(called)))
    page = paged(session, query.order_by(Hub.county, Hub.name, Hub.id), lambda row: row, number=number)
    return page.holding(_named(session, page.rows))


def fares(session: Session, *, number: Place = 1) -> Page[Line]:
    """What an own ticket costs from station to station, with the names of both ends."""
    start, end = aliased(Hub), aliased(Hub)
    query = (
        select(*unsealed(Fare), start.name.label("origin"), end.name.label("destination"))
        .join(start, start.id == Fare.origin_hub_id)
        .join(end, end.id == Fare.destination_hub_id)
        .order_by(Fare.origin_hub_id, Fare.destination_hub_id)
    )
    return paged(session, query, lambda row: row, number=number)


def station(session: Session, station_id: int) -> StationLine:
    """One station; raises NotFound."""
    row = session.execute(_lines(with_plans=True).where(Hub.id == station_id)).first()
    if row is None:
        raise NotFound(
            f"没有 {station_id} 号站点，可能已删除或合并 / there is no station {station_id}: deleted or joined, perhaps"
        )
    return _named(session, [row])[0]


def others(session: Session, line: StationLine) -> list[tuple[int, str]]:
    """The stations it may be joined into, those of its own county first."""
    query = select(Hub.id, Hub.name, Hub.county).where(Hub.id != line.station.id)
    near = Hub.county != line.station.county
    rows = session.execute(query.order_by(near, Hub.county, Hub.name))
    return [(row.id, f"{row.name}（{_county(row.county)}）") for row in rows]


def _lines(*, with_plans: bool) -> Query:
    counts = (count.label(name) for name, count in use_counts(with_plans=with_plans).items())
    return select(*columns_of(Hub), *counts)


def _named(session: Session, rows: Sequence[Line]) -> list[StationLine]:
    names: dict[int, set[str]] = {}
    query = select(HubName.hub_id, HubName.name).where(HubName.hub_id.in_([row.id for row in rows]))
    for number, name in session.execute(query):
        names.setdefault(number, set()).add(name)
    return [StationLine(row, _county(row.county), tuple(sorted(names.get(row.id, ())))) for row in rows]


def _county(code: int) -> str:
    return regions().path_of(code) if code in regions() else str(code)
