"""What travel a world offers: coaches on every corridor, dated ones, routes of several stops; tickets."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from labor.arrays import NO_DAY, DayArray, FloatArray, IntArray, Ragged
from optimizer.model.problem import NO_LIMIT, Fleet, Tickets

FIRST_DAY: Final = np.datetime64("2026-02-24", "D")
SPAN: Final = 14  # days
COACHES: Final = ((49, 9.0, 20), (37, 7.5, 15))  # seats, money a kilometre, least load
LARGE_ONES: Final = ((49, 9.0, 30),)


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """What is common to all parts of a drawn world; hubs 0 .. origins-1 are homes, the others destinations."""

    name: str
    people: int
    postings: int
    distance_km: FloatArray  # origins x destinations

    @property
    def origins(self) -> int:
        """Hubs people leave from."""
        return len(self.distance_km)

    @property
    def destinations(self) -> int:
        """Hubs of postings."""
        return int(self.distance_km.shape[1])

    @property
    def dated(self) -> bool:
        """Whether days bind."""
        return self.name in ("dates", "routes")

    @property
    def single(self) -> bool:
        """Whether everybody travels alone, without beds and teams."""
        return self.name in ("even", "equal", "lonely")


@dataclass(frozen=True, slots=True)
class _Coach:
    """One line of the fleet; days count from the first, -1 is any day."""

    origins: list[int]
    destinations: list[int]
    seats: int
    fixed: float
    each: float
    least: int
    escorts: int
    runs: int
    leaves: int = -1
    arrives: int = -1


def day_of(offset: IntArray) -> DayArray:
    """Days counted from the first one; none where below 0."""
    days: DayArray = FIRST_DAY + offset.astype("timedelta64[D]")
    days[offset < 0] = NO_DAY
    return days


def fleet_of(world: World, random: np.random.Generator) -> Fleet:
    """The vehicles of a world."""
    coaches = _routes(world, random) if world.name == "routes" else _corridors(world, random)
    return Fleet(
        origins=Ragged.of([one.origins for one in coaches]),
        destinations=Ragged.of([[world.origins + stop for stop in one.destinations] for one in coaches]),
        seats=np.array([one.seats for one in coaches]),
        fixed_cost=np.array([one.fixed for one in coaches]),
        cost_per_person=np.array([one.each for one in coaches]),
        min_load=np.array([one.least for one in coaches]),
        escorts=np.array([one.escorts for one in coaches]),
        available=np.array([one.runs for one in coaches]),
        leaves=day_of(np.array([one.leaves for one in coaches])),
        arrives=day_of(np.array([one.arrives for one in coaches])),
    )


def _routes(world: World, random: np.random.Generator) -> list[_Coach]:
    """Few vehicles with several stops, each on a day of its own."""
    coaches = []
    for _ in range(max(20, world.people // 25)):
        starts = random.choice(world.origins, min(world.origins, 1 + int(random.integers(1, 4))), replace=False)
        ends = random.choice(world.destinations, min(world.destinations, 1 + int(random.integers(0, 3))), replace=False)
        seats, rate, least = COACHES[int(random.random() < 0.3)]
        leaves, far = int(random.integers(0, SPAN)), float(world.distance_km[np.ix_(starts, ends)].max())
        fixed, runs = round(rate * far * 1.1, 2), int(random.integers(1, 3))
        days = leaves, leaves + (far > 900)
        coaches.append(_Coach(starts.tolist(), ends.tolist(), seats, fixed, 15.0, least, 2, runs, *days))
    return coaches


def _corridors(world: World, random: np.random.Generator) -> list[_Coach]:
    """Coaches from every origin to every destination; half the corridors have none in the lonely world."""
    coaches, counted = [], world.name in ("tight", "dates")
    for start, end in product(range(world.origins), range(world.destinations)):
        if world.name == "lonely" and random.random() < 0.5:
            continue
        kinds = COACHES if world.name != "equal" else LARGE_ONES
        for (seats, rate, low), leaves in product(kinds, (3, 8, 12) if world.dated else (-1,)):
            runs = int(random.integers(1, 4)) if counted else NO_LIMIT
            least = low if world.name != "even" else 0
            days = leaves, leaves + 1 if leaves >= 0 else -1
            fixed = round(rate * float(world.distance_km[start, end]), 2)
            coaches.append(_Coach([start], [end], seats, fixed, 0.0, least, 1, runs, *days))
    return coaches


def tickets_of(world: World, random: np.random.Generator) -> Tickets:
    """A fare line a corridor; half of them are missing where routes are."""
    rate = 0.9 if world.name == "lonely" else 0.5
    lines = [
        (start, world.origins + end, round(rate * float(world.distance_km[start, end]), 2))
        for start, end in product(range(world.origins), range(world.destinations))
        if world.name != "routes" or random.random() < 0.5
    ]
    origin, destination, fare = (np.array(column) for column in zip(*lines, strict=True))
    return Tickets(origin, destination, fare, np.ones(len(lines), dtype=np.int64))
