"""Stations put right by hand: corrected, told apart again, deleted where nobody uses them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from data.registers.places import ANYWHERE, HubBook, in_the_country
from data.tables import Hub, HubName
from data.tables.regions import regions
from data.tables.station_uses import USES, use_counts
from data.tables.transport import HUB_KINDS, spelled
from labor.errors import BadInput, NotFound, StepRefused

LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Correction:
    """What a station is from now on, point in degrees or None; refuses what an imported row could not say."""

    name: str
    kind: str
    county: int
    safe_before_six: bool = False
    point: tuple[float, float] | None = None  # longitude, latitude
    of_region: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(spelled(self.name)) <= LONGEST_NAME or not self.name.isprintable():
            raise BadInput(f"站点名称写 1 到 {LONGEST_NAME} 个字 / a station's name has 1 to {LONGEST_NAME} characters")
        if self.kind not in HUB_KINDS:
            raise BadInput(f"没有“{self.kind[:20]}”这种站点 / no station is of the kind {self.kind[:20]}")
        if self.county not in regions() or not self.county % 10000:
            raise BadInput("站点没有所在县区，请补填，例如 贵州省威宁县 / say the station's county, e.g. 贵州省威宁县")
        if self.point is not None and not in_the_country(*self.point):
            raise BadInput(
                "经度在 73 到 136、纬度在 3 到 54 之间，请核对是否写反 / "
                "longitude lies between 73 and 136, latitude between 3 and 54: look whether they are swapped"
            )


def hold(session: Session, station_id: int) -> None:
    """Let nobody else change this station until the session ends; raises NotFound."""
    held = update(Hub).where(Hub.id == station_id).values(id=Hub.id).returning(Hub.id)
    if session.execute(held).first() is None:
        station_of(session, station_id)


def correct(session: Session, station_id: int, correction: Correction) -> None:
    """Put a station right; its old name stays known for later files. Raises BadInput where the name is another's."""
    hub, book = station_of(session, station_id), HubBook(session)
    before, now = (spelled(hub.name), hub.county), (spelled(correction.name), correction.county)
    if now != before:
        _check_free(session, correction, but=hub.id)
        old_name = OldName(hub.name, hub.county, everywhere=book.find(hub.name) == hub.id)
        session.execute(
            delete(HubName).where(HubName.name == now[0], HubName.county == now[1], HubName.hub_id == hub.id)
        )
        remember(session, old_name, hub.id)
    hub.name, hub.county, hub.kind = correction.name, correction.county, correction.kind
    hub.safe_before_six, hub.of_region = correction.safe_before_six, correction.of_region
    hub.longitude, hub.latitude = correction.point or (None, None)
    session.flush()


@dataclass(frozen=True, slots=True)
class OldName:
    """A name a station had; ``everywhere`` if it meant this station wherever it was said."""

    name: str
    county: int
    everywhere: bool


def remember(session: Session, old: OldName, station_id: int) -> None:
    """Let later files find the station by a name that is no longer its own."""
    for county in (old.county, ANYWHERE) if old.everywhere else (old.county,):
        session.merge(HubName(name=spelled(old.name)[:200], county=county, hub_id=station_id))
    session.flush()


def _check_free(session: Session, wanted: Correction, *, but: int | None) -> None:
    """Refuse a name another station of the county has, or is called by."""
    word = spelled(wanted.name)
    rows = session.execute(select(Hub.id, Hub.name).where(Hub.county == wanted.county, Hub.id != (but or 0)))
    if any(spelled(name) == word for _, name in rows):
        raise BadInput(
            f"{regions().path_of(wanted.county)}已有站点“{wanted.name}”；是同一个请合并，不是请换个名称 / "
            f"the county has a station {wanted.name} already: join the two, or give this one another name"
        )
    called = select(Hub.name).join(HubName, HubName.hub_id == Hub.id).where(
        HubName.name == word, HubName.county.in_((wanted.county, ANYWHERE)), Hub.id != (but or 0)
    )  # fmt: skip
    other = session.scalar(called.limit(1))
    if other is not None:
        raise BadInput(
            f"“{wanted.name}”现在是站点“{other}”的另一个名称；请先在那里分开，或者合并 / "
            f"{wanted.name} is another name of the station {other}: part them there first, or join the two"
        )


def part(session: Session, station_id: int, apart: Correction) -> int:
    """Make another name of a station a station of its own; vehicles and people stay where they are. The new id."""
    hub, word = station_of(session, station_id), spelled(apart.name)
    if not session.scalar(select(exists().where(HubName.name == word, HubName.hub_id == hub.id))):
        raise NotFound(f"“{apart.name}”不是“{hub.name}”的另一个名称 / {hub.name} is not called {apart.name}")
    session.execute(delete(HubName).where(HubName.name == word, HubName.hub_id == hub.id))
    _check_free(session, apart, but=None)
    made = Hub(name=apart.name, county=apart.county, kind=apart.kind, of_region=apart.of_region)
    session.add(made)
    session.flush()
    return made.id


def remove(session: Session, station_id: int) -> str:
    """Delete a station nobody uses, its other names with it; its name. Raises StepRefused with what uses it."""
    hub = station_of(session, station_id)
    counts = session.execute(select(*(count.label(name) for name, count in use_counts().items()), Hub.id).where(
        Hub.id == station_id
    )).one()._mapping  # fmt: skip
    used = [said.format(counts[name]) for name, said in USES.items() if counts[name]]
    if used:
        raise StepRefused(
            f"“{hub.name}”还在用，不能删；可以合并到别的站点 / "
            f"{hub.name} is in use: join it into another station instead",
            used,
        )
    name = hub.name
    session.execute(delete(HubName).where(HubName.hub_id == station_id))
    session.execute(delete(Hub).where(Hub.id == station_id))
    return name


def station_of(session: Session, station_id: int) -> Hub:
    """The station; raises NotFound."""
    found = session.get(Hub, station_id)
    if found is None:
        raise NotFound(
            f"没有 {station_id} 号站点，可能已删除或合并 / there is no station {station_id}: deleted or joined, perhaps"
        )
    return found
