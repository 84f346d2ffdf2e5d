"""Links the office hands out: to one person's page, to one coach, to everybody a round asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy.orm import Session

from data.office_settings import current
from data.registers import personal_links
from data.registers.personal_links import Making, Named
from data.tables import Batch, TripRow
from data.tables.tenants import tenant_of
from labor.days import CHINA
from labor.errors import BadInput, NotFound

WORKERS: Final = timedelta(days=60)  # a season: people come back to the same message
LONGEST_TRIP: Final = timedelta(days=3)  # where a trip says no day of arrival


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """The office's day beside the clock's moment: a sample's or a rehearsal's days are others than the wall's."""

    today: date
    now: datetime
    by: str

    def begin_of(self, day: date) -> datetime:
        """When a day of the office begins by the clock on the wall."""
        wall = datetime.combine(self.now.astimezone(CHINA).date(), time(), CHINA)
        return wall + (day - self.today)


def to_worker(session: Session, worker_id: int, *, by: str, now: datetime) -> str:
    """The address of a new link to a worker's own page; earlier ones go on until they end or are revoked."""
    making = Making(by, now, now, now + WORKERS)
    return address(session, personal_links.make_for_worker(session, worker_id, making))


def to_coach(session: Session, batch_id: int, named: Named, office: OfficeDay) -> str:
    """The address of a new link to one coach, good from the day before it leaves until the day after it arrives."""
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFound(f"没有 {batch_id} 号批次 / there is no batch {batch_id}")
    trip = session.get(TripRow, batch.trip_id or 0)
    if trip is None or trip.leaves is None:
        raise BadInput("这一批还没有定发车日期 / this batch has no day of leaving yet")
    last = trip.arrives or trip.leaves + LONGEST_TRIP
    begins, ends = office.begin_of(trip.leaves - timedelta(days=1)), office.begin_of(last + timedelta(days=2))
    if ends <= office.now:
        raise BadInput("这一批早就到了，不用再发链接 / this batch arrived long ago: no link is needed")
    making = Making(office.by, office.now, min(begins, office.now), ends)
    return address(session, personal_links.make_for_coach(session, batch_id, named, making))


def address(session: Session, code: str) -> str:
    """What is sent: short enough for a message; without an address of the office's own the path alone."""
    return f"{current(session).public_url.rstrip('/')}/w/{tenant_of(session.connection())}-{code}"
