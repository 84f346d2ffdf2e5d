"""The county: two thousand people and every rule at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.instances import COACHES, Ground, Shape, draw_pairs, lay_ground
from labor.arrays import NO_DAY, DayArray, IntArray, Ragged
from optimizer.model.problem import NO_LIMIT, UNSAID, Fleet, PairTable, PostingTable, Problem, Rows, Tickets

DEPARTURES = np.datetime64("2026-02-26", "D") + np.array([0, 2, 4, 7, 10])  # after the lantern festival


def county(shape: Shape) -> Problem:
    """Crews and groups make the rows fewer than the people."""
    random = np.random.default_rng(shape.seed)
    ground = lay_ground(shape, random)
    rows = _rows(shape, random)
    places = _places(shape, random, ground)
    pairs = _pairs(shape, random, ground, (rows, places))
    marked = random.permutation(len(pairs))
    fleet, tickets = _fleet(shape, random, ground), _tickets(shape, ground)
    lonely = np.flatnonzero((rows.group[pairs.row] < 0) & (rows.men[pairs.row] != UNSAID))
    # Pins: five people with an own ticket to fall back on, so that they never clash.
    free_places = (places.min_team == 0) & (places.beds_m < 0) & (places.beds_f < 0) & np.isnat(places.start_by)
    lonely = lonely[free_places[pairs.posting[lonely]] & np.isnat(rows.latest[pairs.row[lonely]])]
    _, once = np.unique(pairs.row[lonely], return_index=True)
    return Problem(
        rows=rows,
        places=places,
        pairs=pairs,
        fleet=fleet,
        tickets=tickets,
        travel_is_free=False,
        budget=float(290 * shape.people),
        pins=np.sort(random.permutation(lonely[once])[:5]),
        bans=np.sort(np.setdiff1d(marked[:40], lonely)),
    )


def _some_days(random: np.random.Generator, count: int, first: str, spread: int, share: float) -> DayArray:
    days = np.datetime64(first, "D") + random.integers(0, spread, count)
    known = random.random(count) < share
    return np.where(known, days, NO_DAY).astype("datetime64[D]")


def _rows(shape: Shape, random: np.random.Generator) -> Rows:
    crew = np.where(random.random(shape.people) < 0.06, random.integers(2, 6, shape.people), 1)
    size = crew[: int(np.searchsorted(np.cumsum(crew), shape.people)) + 1].astype(np.int64)
    count = len(size)
    group = np.full(count, -1, dtype=np.int64)
    number, at = 0, 0
    starts = random.random(count) < 0.12  # couples, siblings, neighbors
    together = random.choice([2, 2, 2, 3, 4], count)
    while at < count:
        if starts[at]:
            group[at : at + together[at]] = number
            number, at = number + 1, at + int(together[at])
        else:
            at += 1
    origin = random.choice(shape.origins, count)
    for one in range(number):
        members = np.flatnonzero(group == one)
        origin[members] = origin[members[0]]
    men = random.binomial(size, 0.6)
    said = random.random(count) < 0.97
    return Rows(
        size=size,
        men=np.where(said, men, UNSAID),
        women=np.where(said, size - men, UNSAID),
        group=group,
        origin=origin,
        earliest=_some_days(random, count, "2026-02-24", 8, 0.5),
        latest=_some_days(random, count, "2026-03-04", 10, 0.4),
    )


def _places(shape: Shape, random: np.random.Generator, ground: Ground) -> PostingTable:
    count = shape.postings
    share = random.gamma(2.0, 1.0, count)
    openings = np.maximum(2, np.rint(share / share.sum() * shape.people * shape.room)).astype(np.int64)

    def sometimes(often: float, amount: IntArray) -> IntArray:
        return np.where(random.random(count) < often, amount, NO_LIMIT)

    team = np.where(random.random(count) < 0.15, np.minimum(openings, random.integers(3, 9, count)), 0)
    return PostingTable(
        openings=openings,
        min_team=team,
        destination=shape.origins + random.choice(shape.destinations, count, p=ground.pull),
        beds=sometimes(0.15, np.rint(openings * 0.9).astype(np.int64)),
        beds_m=sometimes(0.25, np.rint(openings * 0.55).astype(np.int64)),
        beds_f=sometimes(0.25, np.rint(openings * 0.45).astype(np.int64)),
        start_from=_some_days(random, count, "2026-02-25", 5, 0.4),
        start_by=_some_days(random, count, "2026-03-04", 9, 0.5),
    )


def _pairs(shape: Shape, random: np.random.Generator, ground: Ground, who: tuple[Rows, PostingTable]) -> PairTable:
    """Groups list the same postings; a row's value counts its people."""
    rows, places = who
    where = (rows.origin, places.destination - shape.origins)
    drawn = draw_pairs(shape, random, where, ground)
    leader = np.arange(len(rows))
    for one in range(int(rows.group.max()) + 1):
        members = np.flatnonzero(rows.group == one)
        leader[members] = members[0]
    of_leader = [drawn.posting[slice(*np.searchsorted(drawn.row, [row, row + 1]))] for row in range(len(rows))]
    row = np.repeat(np.arange(len(rows)), [len(of_leader[one]) for one in leader])
    posting = np.concatenate([of_leader[one] for one in leader])
    base = np.concatenate([drawn.value[slice(*np.searchsorted(drawn.row, [one, one + 1]))] for one in leader])
    return PairTable(row, posting, np.round(base * rows.size[row] * random.uniform(0.9, 1.1, len(row))))


@dataclass(frozen=True, slots=True)
class _Coach:
    origins: list[int]
    destinations: list[int]
    day: int
    kind: int


def _fleet(shape: Shape, random: np.random.Generator, ground: Ground) -> Fleet:
    """Rounds of two or three neighboring townships to one or two destinations on five days."""
    by_place = np.argsort(ground.distance_km[:, 0])
    rounds = [by_place[at : at + 3].tolist() for at in range(0, shape.origins, 2)]
    coaches = []
    for stops in rounds:
        for destination in range(shape.destinations):
            ends = [destination]
            if random.random() < 0.4:
                ends.append(int(random.integers(0, shape.destinations)))
            days = random.permutation(len(DEPARTURES))[:2].tolist()
            coaches += [_Coach(stops, sorted(set(ends)), day, kind) for day in days for kind in range(len(COACHES))]
    distance = np.array([ground.distance_km[c.origins][:, c.destinations].max() for c in coaches])
    kind = np.array([coach.kind for coach in coaches])
    seats = np.array([c[0] for c in COACHES])[kind]
    part = np.array([c[1] for c in COACHES])[kind]
    leaves = DEPARTURES[[coach.day for coach in coaches]]
    count = len(coaches)
    return Fleet(
        origins=Ragged.of([coach.origins for coach in coaches]),
        destinations=Ragged.of([[shape.origins + end for end in coach.destinations] for coach in coaches]),
        seats=seats,
        fixed_cost=np.round((1500 + 6.5 * distance) * part),
        cost_per_person=np.full(count, 12.0),
        min_load=np.where(random.random(count) < 0.5, 20, 0),
        escorts=np.where(random.random(count) < 0.5, 2, 1),
        available=random.choice([1, 2, 3, NO_LIMIT], count).astype(np.int64),
        leaves=leaves,
        arrives=leaves + np.where(distance > 900, 1, 0),
    )


def _tickets(shape: Shape, ground: Ground) -> Tickets:
    origin, destination = np.divmod(np.arange(shape.origins * shape.destinations), shape.destinations)
    distance = ground.distance_km[origin, destination]
    return Tickets(origin, shape.origins + destination, np.round(80 + 0.45 * distance), np.where(distance > 900, 2, 1))
