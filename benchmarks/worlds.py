"""Nine worlds that differ on purpose: a planner that does well on one generator has learned that generator.

What people want is evenly spread, in clusters, or all the same; corridors are thick or thin; places, seats, beds, money
or days are scarce; groups, crews and teams bind or not. Each world can be drawn at any size and with any seed, so that
every measurement may take fresh ones. Drawn as a tester outside this project draws them, number for number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.world_fleets import SPAN, World, day_of, fleet_of, tickets_of
from labor.arrays import FloatArray, IntArray
from optimizer.model.problem import NO_LIMIT, UNSAID, PairTable, PostingTable, Problem, Rows

WORLDS: Final = ("even", "clustered", "tight", "crews", "routes", "dates", "equal", "lonely", "prefecture")
PORTION: Final = 4096
TASTES: Final = 10


@dataclass(frozen=True, slots=True, eq=False)
class _People:
    """Who they are; ``leader`` is the row whose wishes a group shares."""

    rows: Rows
    leader: IntArray


def draw_world(name: str, people: int, seed: int) -> Problem:
    """The problem of a world: same arguments, same problem."""
    if name not in WORLDS:
        raise KeyError(name)
    random = np.random.default_rng([seed, WORLDS.index(name)])
    world = _lay_out(name, people, random)
    home = random.choice(
        world.origins, people, p=random.dirichlet(np.full(world.origins, 0.5 if name == "lonely" else 1.5))
    )
    where = random.choice(world.destinations, world.postings, p=random.dirichlet(np.full(world.destinations, 0.8)))
    team, scarce = _draw_people(world, home, random), {"tight": 0.55, "lonely": 1.5, "equal": 0.9}.get(name, 0.8)
    openings, least = _openings(world, scarce * int(team.rows.size.sum()), random)
    rows, places = _dated(world, team, _places(world, openings, least, where), random)
    pairs = _pairs(world, _People(rows, team.leader), where, random)
    fleet = fleet_of(world, random)
    budget = round(0.75 * 0.2 * float(world.distance_km.mean()) * people * scarce, 2) if name == "tight" else None
    return Problem(rows, places, pairs, fleet, tickets_of(world, random), travel_is_free=False, budget=budget)


def _lay_out(name: str, people: int, random: np.random.Generator) -> World:
    thick = name in ("prefecture", "equal")
    origins = 9 if thick else max(3, round(people / 330))
    destinations = max(4, min(100, round(people / (3300 if thick else 200))))
    home = random.normal([400, 400], 70, (origins, 2))
    work = random.uniform(800, 2300, (destinations, 2))
    distance = np.hypot(*(home[:, None] - work[None]).transpose(2, 0, 1)) * 1.25
    return World(name, people, max(20, people // 40), distance)


def _draw_people(world: World, home: IntArray, random: np.random.Generator) -> _People:
    people, crews = world.people, world.name == "crews"
    group = _groups(world, random)
    leader = np.arange(people)
    order = np.flatnonzero(group >= 0)
    start = np.concatenate(([True], group[order][1:] != group[order][:-1]))[: len(order)]
    leader[order] = order[start][np.cumsum(start) - 1]
    size = np.where(random.random(people) < 0.15, random.integers(2, 13, people), 1) if crews else np.ones(people, int)
    male = random.random(people) < 0.62
    men = np.where(size > 1, np.round(size * random.random(people)).astype(int), male.astype(int))
    said = random.random(people) < (0.8 if crews else 1.0)
    never = day_of(np.full(people, -1))
    rows = Rows(
        size=size.astype(np.int64),
        men=np.where(said, men, UNSAID),
        women=np.where(said, size - men, UNSAID),
        group=group,
        origin=home[leader],
        earliest=never,
        latest=never,
    )
    return _People(rows, leader)


def _groups(world: World, random: np.random.Generator) -> IntArray:
    """Group number of each row, -1 alone; members stand side by side."""
    share = 0.0 if world.single else 0.2
    biggest = 8 if world.name == "crews" else 5
    group, at, number = np.full(world.people, -1), 0, 0
    while at < world.people - biggest:
        if random.random() < share / 2.5:
            size = min(biggest, 2 + int(random.geometric(0.6)) - 1)
            group[at : at + size] = number
            number, at = number + 1, at + size
        else:
            at += 1
    return group


def _openings(world: World, wanted: float, random: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Openings, and the least team of each posting."""
    postings = world.postings
    openings = np.maximum(2, random.lognormal(math.log(wanted / postings) - 0.5, 1.0, postings).astype(int))
    asks = random.random(postings) < (0.6 if world.name == "tight" else 0.25)
    team = np.where((openings > 15) & asks, random.integers(4, 12, postings), 0)
    return openings, np.where(world.single, 0, team)


def _places(world: World, openings: IntArray, team: IntArray, where: IntArray) -> PostingTable:
    bedded = (np.arange(world.postings) % 3 == 0) & (not world.single)
    never = day_of(np.full(world.postings, -1))
    return PostingTable(
        openings=openings,
        min_team=team,
        destination=world.origins + where,
        beds=np.full(world.postings, NO_LIMIT),
        beds_m=np.where(bedded, (openings * 0.7).astype(int), NO_LIMIT),
        beds_f=np.where(bedded, (openings * 0.5).astype(int), NO_LIMIT),
        start_from=never,
        start_by=never,
    )


def _dated(world: World, team: _People, places: PostingTable, random: np.random.Generator) -> tuple[Rows, PostingTable]:
    """Days of leaving and of arrival, where the world has them."""
    rows, leader = team.rows, team.leader
    if not world.dated:
        return rows, places
    earliest = random.integers(0, SPAN - 3, len(rows))[leader]
    latest = earliest + random.integers(2, 6, len(rows))[leader]
    start = random.integers(0, SPAN - 4, len(places))
    by = start + random.integers(3, 8, len(places))
    on_days = Rows(rows.size, rows.men, rows.women, rows.group, rows.origin, day_of(earliest), day_of(latest))
    beds = (places.beds, places.beds_m, places.beds_f)
    return on_days, PostingTable(places.openings, places.min_team, places.destination, *beds, day_of(start), day_of(by))


def _pairs(world: World, team: _People, where: IntArray, random: np.random.Generator) -> PairTable:
    """Each row lists some postings, a group's rows the same ones."""
    rows, leader, people = team.rows, team.leader, world.people
    wide = min(world.postings, 12 if world.name == "lonely" else 28)
    taste = random.normal(size=(people, TASTES))
    grouped = rows.group >= 0
    taste[grouped] = taste[leader[grouped]] + 0.2 * random.normal(size=(int(grouped.sum()), TASTES))
    kind = random.normal(size=(world.postings, TASTES))
    like = random.normal(size=(world.origins, world.destinations))
    fair = random.normal(0, 0.5, world.postings)
    parts: list[tuple[IntArray, IntArray, FloatArray]] = []
    for begin in range(0, people, PORTION):
        block = np.arange(begin, min(people, begin + PORTION))
        if world.name in ("even", "equal"):
            listed = np.argpartition(random.random((len(block), world.postings)), wide - 1, axis=1)[:, :wide]
            score = fair[listed] + random.normal(0, 0.8, listed.shape)
        else:
            local = like[rows.origin[block]][:, where]
            wish = taste[leader[block]] @ kind.T * 0.5 + local
            listed = np.argpartition(-wish, wide - 1, axis=1)[:, :wide]
            score = np.take_along_axis(taste[block] @ kind.T * 0.5 + local, listed, axis=1) - 3.2
        far = world.distance_km[rows.origin[block][:, None], where[listed]] / 1000
        worth = 2200 / (1 + np.exp(-(score - 0.25 * (far - 1))))
        value: FloatArray = np.full(score.shape, 1500.0) if world.name == "equal" else worth
        parts.append((np.repeat(block, wide), listed.ravel(), (value * rows.size[block][:, None]).ravel()))
    return _sorted(parts)


def _sorted(parts: list[tuple[IntArray, IntArray, FloatArray]]) -> PairTable:
    row, posting, value = (np.concatenate([part[k] for part in parts]) for k in range(3))
    order = np.lexsort((posting, row))
    return PairTable(row[order], posting[order], np.round(value[order], 2))


def is_world(name: str) -> bool:
    """Whether a name says world, people and seed: ``crews-2000-7``."""
    parts = name.split("-")
    return len(parts) == 3 and parts[0] in WORLDS and parts[1].isdigit() and parts[2].isdigit()


def named_world(name: str) -> Problem:
    """The problem of such a name."""
    world, people, seed = name.split("-")
    return draw_world(world, int(people), int(seed))
