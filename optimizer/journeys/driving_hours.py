"""How long a journey takes within the law on driving hours, and which vehicles can be offered at all.

The figures of the law and their sources: policy/packs/driving_hours.toml; how they are read:
docs/decisions/060-travel-time.md. A coach or van is driven by a simulated timetable;
a train keeps its average speed. Minutes count from midnight of the day of leaving.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, Protocol

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.errors import BadInput
from labor.market import DateWindow, Hubs, Market, Vehicles
from labor.regions import ROAD_FACTOR, Regions, great_circle_km
from labor.vehicle_kinds import BY_TIMETABLE, KIND_OF_MODE
from labor.words import Bilingual
from policy.driving_hours import DrivingHours, driving_hours

DAY_MIN: Final = 1440
MOST_DRIVERS: Final = 4  # a larger crew takes too many seats to be asked of anybody: our own choice

TOO_FEW_DRIVERS = Bilingual(
    "全程{km}公里须配{needed}名驾驶员，现有{drivers}名", "{km} km need {needed} drivers, it has {drivers}"
)
HOURS_RUN_OUT = Bilingual(
    "需驾驶{hours}小时，{drivers}名驾驶员24小时内至多驾驶{most}小时：请加驾驶员、途中过夜或改乘火车",
    "{hours} h of driving, and {drivers} drivers may drive {most} h in 24 h: add a driver or a night, or go by rail",
)
NO_POINT = Bilingual(
    "站点{hub}没有坐标，无法计算里程", "the place {hub} has no point on the map, so no distance is known"
)
OUTSIDE_WINDOW = Bilingual("发车日{day}不在本轮日期内", "it leaves on {day}, outside this round's days")


class Travel(Protocol):
    """What ways are measured in; a Market is one."""

    @property
    def regions(self) -> Regions:
        """Counties with their seats."""
        ...

    @property
    def hubs(self) -> Hubs:
        """Places with their points."""
        ...

    @property
    def vehicles(self) -> Vehicles:
        """What is on offer."""
        ...

    @property
    def window(self) -> DateWindow:
        """The days planned for."""
        ...


@dataclass(frozen=True, slots=True)
class TransportTerms:
    """The stated rule by which distances and travel times are judged; refuses nonsense by itself.

    ``road_factor`` stretches the great circle to a road; ``expressway`` moves the limit beyond which two drivers
    are due from 400 to 600 km; ``nights_on_the_way`` is how often drivers may sleep under way.
    """

    road_factor: float = ROAD_FACTOR
    rail_factor: float = 1.2
    coach_km_h: float = KIND_OF_MODE["coach"].km_h
    van_km_h: float = KIND_OF_MODE["van"].km_h
    train_km_h: float = KIND_OF_MODE["train"].km_h
    stop_min: int = 10
    leaves_minute: int = 8 * 60  # where a vehicle's hour is not set
    expressway: bool = False
    nights_on_the_way: int = 0

    def __post_init__(self) -> None:
        for name in ("road_factor", "rail_factor"):
            if not 1.0 <= getattr(self, name) < 10:
                raise BadInput(f"{name} must be at least 1, not {getattr(self, name)}")
        for name in ("coach_km_h", "van_km_h", "train_km_h"):
            if not 1.0 <= getattr(self, name) < 1000:
                raise BadInput(f"{name} must be a speed in km/h, not {getattr(self, name)}")
        if not 0 <= self.leaves_minute < DAY_MIN or self.stop_min < 0 or self.nights_on_the_way < 0:
            raise BadInput("leaves_minute must lie within a day; stop_min and nights_on_the_way must not be below 0")

    def km_h(self, mode: str) -> float:
        """Average speed of a mode."""
        stated = {"coach": self.coach_km_h, "train": self.train_km_h, "van": self.van_km_h}
        return stated.get(mode, KIND_OF_MODE[mode].km_h)


@dataclass(frozen=True, slots=True)
class Way:
    """One vehicle's way: ``drivers`` 0 = as many as the law asks for; ``stops`` between the first and the last."""

    distance_km: float
    mode: str
    drivers: int
    leaves_minute: int
    stops: int = 0
    nights: int = 0  # its drivers sleep this often on the way


@dataclass(frozen=True, slots=True)
class Journey:
    """One way from the first stop to the last; ``arrives_minute`` is after midnight of the day of arrival.

    ``drivers`` is the crew it was reckoned with: the stated one, else the smallest the law allows; 0 on rails.
    """

    distance_km: float
    driving_min: int
    takes_min: int
    arrives_after_days: int
    arrives_minute: int
    breaks: int
    nights: int
    drivers: int = 0


@dataclass(frozen=True, slots=True)
class NotOffered:
    """A vehicle that is left out of the planning, and why."""

    vehicle: int
    why: Bilingual


@dataclass(frozen=True, slots=True, eq=False)
class VehicleOffer:
    """Vehicles that can be planned: ``vehicle`` holds their positions in Market.vehicles, journeys beside them."""

    vehicle: IntArray
    journeys: tuple[Journey, ...]
    refused: tuple[NotOffered, ...] = field(default=())


def offer(market: Market, terms: TransportTerms) -> VehicleOffer:
    """The vehicles of this window that can legally arrive, in the market's order, and the others with reasons."""
    kept, journeys, refused = [], [], []
    for vehicle in range(len(market.vehicles)):
        judged = judge_vehicle(market, vehicle, terms)
        if isinstance(judged, Journey):
            kept.append(vehicle)
            journeys.append(judged)
        else:
            refused.append(NotOffered(vehicle, judged))
    return VehicleOffer(np.array(kept, dtype=np.int64), tuple(journeys), tuple(refused))


def judge_vehicle(market: Market, vehicle: int, terms: TransportTerms) -> Journey | Bilingual:
    """The journey of one vehicle over all its stops, or why it cannot be offered."""
    window, leaves = market.window, market.vehicles.leaves[vehicle]
    if not np.isnat(leaves) and not np.datetime64(window.first) <= leaves <= np.datetime64(window.last):
        return _filled(OUTSIDE_WINDOW, day=str(leaves))
    way = way_of(market, vehicle, terms)
    return judge_way(way, terms, law_of(market, vehicle)) if isinstance(way, Way) else way


def way_of(market: Travel, vehicle: int, terms: TransportTerms) -> Way | Bilingual:
    """How far a vehicle goes over all its stops, with whom and when; or which place has no point on the map."""
    vehicles = market.vehicles
    stops = [*vehicles.origins.row(vehicle).tolist(), *vehicles.destinations.row(vehicle).tolist()]
    longitude, latitude = hub_points(market)
    for hub in stops:
        if not np.isfinite(longitude[hub] + latitude[hub]):
            return _filled(NO_POINT, hub=market.hubs.name[hub])
    here, there = stops[:-1], stops[1:]
    beeline = great_circle_km(longitude[here], latitude[here], longitude[there], latitude[there])
    mode = str(vehicles.mode[vehicle])
    factor = terms.rail_factor if mode in BY_TIMETABLE else terms.road_factor
    minute = int(vehicles.leaves_minute[vehicle])
    return Way(
        distance_km=round(float(beeline.sum()) * factor, 1),
        mode=mode,
        drivers=int(vehicles.drivers[vehicle]),
        leaves_minute=minute if minute >= 0 else terms.leaves_minute,
        stops=max(0, len(stops) - 2),
        nights=int(vehicles.nights[vehicle]),
    )


def law_of(market: Travel, vehicle: int) -> DrivingHours:
    """The law of the day a vehicle leaves, of the window's first day where that is open."""
    leaves = market.vehicles.leaves[vehicle]
    return driving_hours(market.window.first if np.isnat(leaves) else leaves.item())


@lru_cache(maxsize=65536)
def judge_way(way: Way, terms: TransportTerms, law: DrivingHours) -> Journey | Bilingual:
    """The timetable of one vehicle's way, or why it is not lawful."""
    driving = math.ceil(way.distance_km / terms.km_h(way.mode) * 60)
    if way.mode in BY_TIMETABLE:
        return _arrival(way, driving, way.leaves_minute + driving + way.stops * terms.stop_min)
    needed = law.drivers_needed(way.distance_km, expressway=terms.expressway)
    if 0 < way.drivers < needed:
        return _filled(TOO_FEW_DRIVERS, km=f"{way.distance_km:.0f}", needed=needed, drivers=way.drivers)
    crews = (way.drivers,) if way.drivers > 0 else range(needed, MOST_DRIVERS + 1)
    for drivers in crews:
        nights = max(way.nights, terms.nights_on_the_way)
        drive = Drive(way.leaves_minute, drivers, law, nights=nights, distance_km=way.distance_km)
        if drive.cover(driving):
            end = drive.clock + way.stops * terms.stop_min
            found = _arrival(way, driving, end, breaks=drive.breaks, nights=drive.nights)
            return replace(found, drivers=drivers)
    drivers = crews[-1]
    most = drivers * law.driver_min_in_24h // 60
    return _filled(HOURS_RUN_OUT, hours=f"{driving / 60:.1f}", drivers=drivers, most=most)


def hub_points(market: Travel) -> tuple[FloatArray, FloatArray]:
    """Longitude and latitude of every hub; where a hub has none, those of its county's seat; else NaN."""
    hubs, regions = market.hubs, market.regions
    longitude, latitude = hubs.longitude.copy(), hubs.latitude.copy()
    for hub in np.flatnonzero(~np.isfinite(longitude + latitude)):
        county = int(hubs.county[hub])
        if county in regions:
            seat = regions.position(county)
            longitude[hub], latitude[hub] = regions.longitude[seat], regions.latitude[seat]
    return longitude, latitude


class Drive:
    """A clock that moves as the law lets a vehicle move."""

    def __init__(self, leaves_minute: int, drivers: int, law: DrivingHours, *, nights: int, distance_km: float) -> None:
        self.clock, self.shift_began = leaves_minute, leaves_minute
        self.law, self.most_driving, self.most_nights = law, drivers * law.driver_min_in_24h, nights
        self.long_haul = distance_km > law.short_haul_km
        self.spell = self.driven = self.breaks = self.nights = 0

    def cover(self, driving_min: int) -> bool:
        """Drive that long; False where the drivers' hours run out and no further night under way is allowed."""
        while driving_min > 0:
            of_day = self.clock % DAY_MIN
            if self.driven >= self.most_driving:
                if self.nights >= self.most_nights:
                    return False
                self._sleep()
            elif self.long_haul and self.law.standstill_from_min <= of_day < self.law.standstill_to_min:
                self._stand(self.law.standstill_to_min - of_day)
            elif self.spell >= self.law.spell_min(of_day):
                self._stand(self.law.break_min)
                self.breaks += 1
            else:
                driving_min -= self._go(driving_min, of_day)
        return True

    def _go(self, most_min: int, of_day: int) -> int:
        """Drive until something changes; the minutes driven."""
        law = self.law
        ends = [most_min, law.spell_min(of_day) - self.spell, self.most_driving - self.driven]
        turns = (law.night_to_min, law.night_from_min, DAY_MIN)  # the night ends, the night begins, the clock turns
        ends.append(next(turn for turn in turns if turn > of_day) - of_day)
        if self.long_haul and of_day < law.standstill_from_min:
            ends.append(law.standstill_from_min - of_day)
        minutes = min(ends)
        self.clock += minutes
        self.spell += minutes
        self.driven += minutes
        return minutes

    def pause(self, minutes: int) -> None:
        """Stand at a stop; only a break of the lawful length counts as one."""
        self.clock += minutes
        if minutes >= self.law.break_min:
            self.spell = 0

    def _stand(self, minutes: int) -> None:
        self.clock += minutes
        self.spell = 0

    def _sleep(self) -> None:
        """A night's stop, long enough that no 24 hours ever hold more driving than the law allows.

        A day after the shift began its first minutes of driving fall out of the last 24 hours one by one; waiting
        as long again as the shift stood still keeps that ahead of the new driving.
        """
        stood = self.clock - self.shift_began - self.driven
        self.clock = self.shift_began = self.shift_began + DAY_MIN + stood
        self.spell = self.driven = 0
        self.nights += 1


def _arrival(way: Way, driving_min: int, end: int, *, breaks: int = 0, nights: int = 0) -> Journey:
    days, minute = divmod(end, DAY_MIN)
    return Journey(way.distance_km, driving_min, end - way.leaves_minute, days, minute, breaks, nights)


def _filled(text: Bilingual, **values: object) -> Bilingual:
    return Bilingual(text.text("zh", **values), text.text("en", **values))
