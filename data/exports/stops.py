"""Where a trip calls, on which day in both calendars, and when people have to be there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.columns import Line
from data.exports.words import lunar_day, minute_words, short_day
from data.plans import trip_stops
from data.plans.trip_stops import NamedCall
from data.tables import Hub, Vehicle, VehicleStop
from labor.words import Bilingual

DAY_MIN: Final = 1440
STEP_MIN: Final = 5
NOT_KNOWN: Final = Bilingual("时间听通知", "time to be told")


@dataclass(frozen=True, slots=True)
class PaperStop:
    """One place on the way. Times are empty where not known; ``estimated`` ones are told with 约.

    ``day`` is the day of being there: a stop after midnight has the next one.
    """

    hub_id: int
    name: str
    address: str
    day: date | None = None
    be_there: str = ""
    leaves: str = ""
    arrives: str = ""
    estimated: bool = False
    people: int = 0  # who get on, or off where nobody gets on

    @property
    def times(self) -> Bilingual:
        """07:40前到，08:00开车."""
        zh_about, en_about = ("约", "about ") if self.estimated else ("", "")
        zh, en = [], []
        if self.be_there:
            zh.append(f"{zh_about}{self.be_there}前到")
            en.append(f"be there by {en_about}{self.be_there}")
        if self.leaves:
            zh.append(f"{zh_about}{self.leaves}开车")
            en.append(f"leaves {en_about}{self.leaves}")
        if self.arrives and not self.leaves:
            zh.append(f"{zh_about}{self.arrives}到达")
            en.append(f"arrives {en_about}{self.arrives}")
        return Bilingual("，".join(zh), ", ".join(en)) if zh else NOT_KNOWN

    @property
    def day_words(self) -> Bilingual | None:
        """2月21日（正月初五）; None while the day is open."""
        if self.day is None:
            return None
        lunar = lunar_day(self.day)
        zh = short_day(self.day) + (f"（{lunar}）" if lunar else "")
        return Bilingual(zh, self.day.isoformat() + (f" (lunar {lunar})" if lunar else ""))

    @property
    def when(self) -> Bilingual:
        """Day in both calendars and times."""
        day, times = self.day_words, self.times
        return times if day is None else Bilingual(f"{day.zh}{times.zh}", f"{day.en}, {times.en}")


def stops_of(
    session: Session, vehicle: Vehicle | Line, trip_id: int, leaves: date | None
) -> tuple[tuple[PaperStop, ...], tuple[PaperStop, ...]]:
    """Places of boarding and of arrival in the order they are driven.

    A trip without a worked-out round shows every stop its vehicle lists, with the stated hour at the first alone.
    """
    calls = trip_stops.of_trips(session, [trip_id]).get(trip_id)
    if calls is None:
        return _as_listed(session, vehicle, leaves)
    here = tuple(_boarding(call, leaves) for call in calls if call.call.boarding)
    return here, tuple(_arrival(call, leaves) for call in calls if not call.call.boarding)


def _boarding(named: NamedCall, leaves: date | None) -> PaperStop:
    call = named.call
    return PaperStop(
        call.hub_id,
        named.name,
        named.address,
        day=_day(leaves, call.be_there_minute),
        be_there=minute_words(call.be_there_minute // STEP_MIN * STEP_MIN % DAY_MIN),
        leaves=minute_words((call.leaves_minute if call.stated else _rounded(call.leaves_minute)) % DAY_MIN),
        estimated=not call.stated,
        people=call.boarding,
    )


def _arrival(named: NamedCall, leaves: date | None) -> PaperStop:
    call = named.call
    return PaperStop(
        call.hub_id,
        named.name,
        named.address,
        day=_day(leaves, call.arrives_minute),
        arrives=minute_words(_rounded(call.arrives_minute) % DAY_MIN),
        estimated=True,
        people=call.alighting,
    )


def _rounded(minute: int) -> int:
    """Reckoned to the minute, told to five: more would promise what nobody can keep."""
    return round(minute / STEP_MIN) * STEP_MIN


def _day(leaves: date | None, minute: int) -> date | None:
    return None if leaves is None else leaves + timedelta(days=minute // DAY_MIN)


def _as_listed(
    session: Session, vehicle: Vehicle | Line, leaves: date | None
) -> tuple[tuple[PaperStop, ...], tuple[PaperStop, ...]]:
    rows: Sequence[tuple[str, Hub]] = [
        (role, hub)
        for role, hub in session.execute(
            select(VehicleStop.role, Hub)
            .join(Hub, Hub.id == VehicleStop.hub_id)
            .where(VehicleStop.vehicle_id == vehicle.id)
            .order_by(VehicleStop.position)
        )
    ]
    origins = [hub for role, hub in rows if role == "origin"]
    here = tuple(
        PaperStop(hub.id, hub.name, hub.address, leaves, leaves=minute_words(vehicle.leaves_minute) if at == 0 else "")
        for at, hub in enumerate(origins)
    )
    return here, tuple(PaperStop(hub.id, hub.name, hub.address) for role, hub in rows if role == "destination")
