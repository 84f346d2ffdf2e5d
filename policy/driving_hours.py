"""What the law lets a coach be driven on a day: spells, breaks, hours of a driver, the standstill by night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from policy.rulebook import parameter


@dataclass(frozen=True, slots=True)
class DrivingHours:
    """The figures of one day; minutes of the clock count from midnight."""

    day_spell_min: int  # driving without a break
    night_spell_min: int
    break_min: int
    night_from_min: int
    night_to_min: int
    driver_min_in_24h: int
    standstill_from_min: int
    standstill_to_min: int
    short_haul_km: float  # up to here nobody need stand still
    one_driver_km: float  # beyond it two are due
    one_driver_expressway_km: float

    def is_night(self, minute_of_day: int) -> bool:
        """Whether the shorter spell holds."""
        return minute_of_day >= self.night_from_min or minute_of_day < self.night_to_min

    def spell_min(self, minute_of_day: int) -> int:
        """The longest driving without a break at this time of day."""
        return self.night_spell_min if self.is_night(minute_of_day) else self.day_spell_min

    def drivers_needed(self, distance_km: float, *, expressway: bool = False) -> int:
        """How many drivers one way of this length asks for at least."""
        return 2 if distance_km > (self.one_driver_expressway_km if expressway else self.one_driver_km) else 1


@lru_cache(maxsize=64)
def driving_hours(on: date) -> DrivingHours:
    """The law on driving as of a day; the earliest rules also stand for the days before them."""
    spells = {
        name: parameter("driving_breaks", name, on)
        for name in ("day_spell_min", "night_spell_min", "break_min", "night_from_min", "night_to_min")
    }
    return DrivingHours(
        **spells,
        driver_min_in_24h=parameter("driver_hours_a_day", "driver_min_in_24h", on),
        standstill_from_min=parameter("night_standstill", "from_min", on),
        standstill_to_min=parameter("night_standstill", "to_min", on),
        short_haul_km=parameter("night_standstill", "short_haul_km", on),
        one_driver_km=parameter("second_driver", "beyond_km", on),
        one_driver_expressway_km=parameter("second_driver", "beyond_expressway_km", on),
    )
