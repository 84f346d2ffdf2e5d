"""Planning problems of four sizes with frozen seeds: the same numbers on every machine.

- ``county``: 2,000 people of one county with every rule switched on: groups, crews, beds by sex, dates, several
  pick-ups and destinations a coach, minimum loads and teams, escorts, counted coaches, tickets, budget, pins, bans.
- ``season``: 20,000 people from 60 origins to 100 destinations, so few a corridor that half-empty coaches bite.
- ``year``: 200,000 people to 5,000 postings from 9 origins to 60 destinations, a prefecture's yearly target.
- ``million``: 1,000,000 people and 20,000 postings from 20 origins to 100 destinations.

Points lie on a map of China's width; a coach costs a part by the day and a part by the kilometre, an own ticket by the
kilometre; a pair is worth a yuan rate times a chance (the planning room's usual scale). Amounts are whole yuan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from benchmarks.worlds import is_world, named_world
from labor.arrays import NO_DAY, DayArray, FloatArray, IntArray, Ragged
from optimizer.model.problem import NO_LIMIT, UNSAID, Fleet, PairTable, PostingTable, Problem, Rows, Tickets

RATE_YUAN: Final = 3000.0  # what one expected person at work after 30 days is worth
COACHES: Final = ((49, 1.0), (37, 0.85))  # seats, cost against the large one


@dataclass(frozen=True, slots=True)
class Shape:
    """How many of each, and how many listed postings a row has."""

    people: int
    origins: int
    destinations: int
    postings: int
    pairs: int
    seed: int
    room: float = 1.1  # openings for each person


SHAPES: Final = {
    "county": Shape(people=2_000, origins=12, destinations=15, postings=120, pairs=12, seed=20260301),
    "season": Shape(people=20_000, origins=60, destinations=100, postings=1_200, pairs=24, seed=20260302),
    "year": Shape(people=200_000, origins=9, destinations=60, postings=5_000, pairs=24, seed=20260303),
    "million": Shape(people=1_000_000, origins=20, destinations=100, postings=20_000, pairs=16, seed=20260304),
}


def instance(name: str) -> Problem:
    """One of the four, the sample season, or a world as ``crews-2000-7``; raises KeyError for any other name."""
    if name == "sample":
        from benchmarks.dispatch import season_problem  # noqa: PLC0415 (scoring is needed for this one alone)
        from data.sample import draw_season  # noqa: PLC0415

        return season_problem(draw_season())[1]
    if is_world(name):
        return named_world(name)
    if name == "county":
        from benchmarks.county import county  # noqa: PLC0415 (county builds on this module)

        return county(SHAPES["county"])
    return plain(SHAPES[name])


def grown(people: int) -> Problem:
    """The shape of ``year`` at any size: as many people a corridor and a posting; destinations grow with the people."""
    year = SHAPES["year"]
    share = people / year.people
    destinations = max(1, round(share * year.destinations))
    return plain(replace(year, people=people, destinations=destinations, postings=round(share * year.postings)))


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Where things are: hubs 0 .. origins-1 are homes, the others destinations."""

    distance_km: FloatArray  # origins x destinations
    pull: FloatArray  # of each destination, sums to 1


def lay_ground(shape: Shape, random: np.random.Generator) -> Ground:
    """Origins inland, destinations by the coast, some destinations far more sought than others."""
    home = np.column_stack((random.uniform(0, 900, shape.origins), random.uniform(0, 1500, shape.origins)))
    work = np.column_stack(
        (random.uniform(1000, 1800, shape.destinations), random.uniform(0, 1500, shape.destinations))
    )
    distance = 1.25 * np.hypot(*(home[:, None, :] - work[None, :, :]).transpose(2, 0, 1))
    pull = 1.0 / np.arange(1, shape.destinations + 1) ** 0.5
    return Ground(np.round(distance), random.permutation(pull / pull.sum()))


def plain(shape: Shape) -> Problem:
    """Single people, openings, two coaches of any number on each corridor, own tickets."""
    random = np.random.default_rng(shape.seed)
    ground = lay_ground(shape, random)
    destination = random.choice(shape.destinations, shape.postings, p=ground.pull)
    origin = random.integers(0, shape.origins, shape.people)
    pairs = draw_pairs(shape, random, (origin, destination), ground)
    share = random.gamma(2.0, 1.0, shape.postings)
    openings = np.maximum(1, np.rint(share / share.sum() * shape.people * shape.room)).astype(np.int64)
    return Problem(
        rows=single_rows(origin),
        places=open_places(openings, shape.origins + destination),
        pairs=pairs,
        fleet=corridor_coaches(shape, ground),
        tickets=corridor_tickets(shape, ground),
        travel_is_free=False,
    )


def draw_pairs(
    shape: Shape, random: np.random.Generator, where: tuple[IntArray, IntArray], ground: Ground
) -> PairTable:
    """Each row lists postings drawn evenly; its chance has parts of its own, of the posting and of the distance."""
    origin, destination = where
    people, postings = len(origin), len(destination)
    drawn = random.integers(0, postings, (people, shape.pairs))
    key = np.unique(np.arange(people)[:, None] * postings + drawn)
    row, posting = key // postings, key % postings
    liking = random.normal(0, 0.5, postings)[posting] + random.normal(0, 0.5, people)[row]
    far = ground.distance_km[origin[row], destination[posting]] / 1000
    chance = 1 / (1 + np.exp(-(0.6 + liking - 0.3 * far + random.normal(0, 0.7, len(key)))))
    return PairTable(row, posting, np.round(RATE_YUAN * chance))


def corridor_coaches(shape: Shape, ground: Ground) -> Fleet:
    """Two kinds of coach on every corridor, any number of each."""
    origin, destination, kind = (
        part.reshape(-1)
        for part in np.meshgrid(
            np.arange(shape.origins), np.arange(shape.destinations), np.arange(len(COACHES)), indexing="ij"
        )
    )
    count = len(kind)
    seats, part = np.array([c[0] for c in COACHES]), np.array([c[1] for c in COACHES])
    whole = 1500 + 6.5 * ground.distance_km[origin, destination]
    none = np.zeros(count, dtype=np.int64)
    return Fleet(
        origins=singles(origin),
        destinations=singles(shape.origins + destination),
        seats=seats[kind],
        fixed_cost=np.round(whole * part[kind]),
        cost_per_person=np.zeros(count),
        min_load=none,
        escorts=none,
        available=np.full(count, NO_LIMIT, dtype=np.int64),
        leaves=any_day(count),
        arrives=any_day(count),
    )


def corridor_tickets(shape: Shape, ground: Ground) -> Tickets:
    """One line a corridor: dearer than a full coach's seat, cheaper than a half-empty one's."""
    origin, destination = np.divmod(np.arange(shape.origins * shape.destinations), shape.destinations)
    fare = np.round(80 + 0.45 * ground.distance_km[origin, destination])
    return Tickets(origin, shape.origins + destination, fare, np.ones(len(origin), dtype=np.int64))


def any_day(count: int) -> DayArray:
    """No day given."""
    return np.full(count, NO_DAY)


def singles(items: IntArray) -> Ragged:
    """One item a row."""
    return Ragged(np.arange(len(items) + 1, dtype=np.int64), items.astype(np.int64))


def single_rows(origin: IntArray) -> Rows:
    """People who travel alone, on any day."""
    count = len(origin)
    return Rows(
        size=np.ones(count, dtype=np.int64),
        men=np.full(count, UNSAID, dtype=np.int64),
        women=np.full(count, UNSAID, dtype=np.int64),
        group=np.full(count, -1, dtype=np.int64),
        origin=origin,
        earliest=any_day(count),
        latest=any_day(count),
    )


def open_places(openings: IntArray, destination: IntArray) -> PostingTable:
    """Postings with nothing but openings."""
    count = len(openings)
    no_limit = np.full(count, NO_LIMIT, dtype=np.int64)
    return PostingTable(
        openings=openings,
        min_team=np.zeros(count, dtype=np.int64),
        destination=destination,
        beds=no_limit,
        beds_m=no_limit,
        beds_f=no_limit,
        start_from=any_day(count),
        start_by=any_day(count),
    )
