"""A fair comes into being, is filed, closed or called off; what cannot be held as said is refused whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.tables import FairEvent
from data.tables.fairs import STATUSES
from labor.errors import BadInput, NotFound, StepRefused
from labor.words import Bilingual
from policy.fairs import FairHours, faults_of


@dataclass(frozen=True, slots=True)
class FairWords:
    """A fair as somebody says it."""

    name: str
    kind: str  # data/tables/fairs.py KINDS
    county: int
    venue: str
    hours: FairHours
    filing_days: int


def open_fair(session: Session, said: FairWords, *, today: date, now: datetime, by: str) -> int:
    """Write a new fair down; its number. Raises BadInput with every fault, and then nothing is kept."""
    faults = faults_of(said.hours, today)
    if not said.name.strip():
        faults.append(Bilingual("请写招聘会名称", "the fair needs a name"))
    if said.kind == "hall" and not said.venue.strip():
        faults.append(Bilingual("请写地点", "the fair needs a venue"))
    if not said.county:
        faults.append(Bilingual("请写所在县区，如 利州区", "say the county it is held in"))
    if _standing(session, said):
        faults.append(
            Bilingual(
                f"{said.hours.day} 已有“{said.name.strip()}”，请换个名称",
                "a fair of this name stands on this day already",
            )
        )
    refuse(faults)
    hours = said.hours
    row = FairEvent(
        name=said.name.strip(), kind=said.kind, day=hours.day, county=said.county, venue=said.venue.strip(),
        opens=hours.opens, closes=hours.closes, break_from=hours.break_from, break_to=hours.break_to,
        slot_minutes=hours.slot, most_talks=hours.most_talks, filing_days=said.filing_days, made=now, made_by=by,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def refuse(faults: list[Bilingual]) -> None:
    """Raise BadInput with all of them, if there are any."""
    if faults:
        raise BadInput("；".join(one.zh for one in faults) + " / " + "; ".join(one.en for one in faults))


def _standing(session: Session, said: FairWords) -> bool:
    query = select(FairEvent.id).where(FairEvent.name == said.name.strip(), FairEvent.day == said.hours.day)
    return session.execute(query).first() is not None


def one(session: Session, fair_id: int) -> FairEvent:
    """A fair; raises NotFound."""
    row = session.get(FairEvent, fair_id)
    if row is None:
        raise NotFound(f"没有 {fair_id} 号招聘会 / there is no fair {fair_id}")
    return row


def open_one(session: Session, fair_id: int) -> FairEvent:
    """A fair that still may be changed; raises NotFound and StepRefused."""
    row = one(session, fair_id)
    if row.status != "open":
        raise StepRefused("招聘会已结束或取消，不能再改 / the fair is over or called off: it cannot be changed")
    return row


def hours_of(row: FairEvent) -> FairHours:
    """Its hours as the rules read them."""
    return FairHours(row.day, row.opens, row.closes, row.slot_minutes, row.most_talks, row.break_from, row.break_to)


def filed(session: Session, fair_id: int, *, on: date) -> None:
    """It has been filed with the authority."""
    open_one(session, fair_id).filed = on
    session.flush()


def become(session: Session, fair_id: int, status: str) -> None:
    """Close it, call it off, or open it again."""
    if status not in STATUSES:
        raise BadInput(f"没有“{status}”这种状态 / there is no status {status}")
    one(session, fair_id).status = status
    session.flush()
