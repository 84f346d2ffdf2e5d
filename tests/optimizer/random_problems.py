"""Small random problems in which every rule of docs/formats.md may bind."""

from __future__ import annotations

import numpy as np

from labor.arrays import NO_DAY, IntArray, Ragged
from optimizer.model.problem import Fleet, PairTable, PostingTable, Problem, Rows, Tickets

HUBS = 5  # 0-2 origins, 3-4 destinations; a posting may also stand at an origin
DAY_0 = np.datetime64("2026-03-01", "D")


def _days(random: np.random.Generator, count: int, spread: tuple[int, int], known: float) -> np.ndarray:
    days = DAY_0 + random.integers(*spread, count)
    return np.where(random.random(count) < known, days, NO_DAY).astype("datetime64[D]")


def _rows(random: np.random.Generator, count: int, *, largest: int, sexes: float) -> Rows:
    size = np.where(random.random(count) < 0.7, 1, random.integers(1, largest + 1, count))
    men = random.integers(0, size + 1)
    said = random.random(count) < sexes
    group = np.where(random.random(count) < 0.3, random.integers(0, max(1, count // 4), count), -1)
    origin = random.integers(-1, 3, count)
    for one in np.unique(group[group >= 0]):
        origin[group == one] = origin[group == one][0]
    return Rows(
        size=size.astype(np.int64),
        men=np.where(said, men, -1),
        women=np.where(said, size - men, -1),
        group=group,
        origin=origin,
        earliest=_days(random, count, (-3, 2), 0.3),
        latest=_days(random, count, (1, 6), 0.3),
    )


def _places(random: np.random.Generator, count: int) -> PostingTable:
    def sometimes(share: float, low: int, high: int) -> IntArray:
        return np.where(random.random(count) < share, random.integers(low, high, count), -1)

    return PostingTable(
        openings=random.integers(1, 8, count),
        min_team=np.where(random.random(count) < 0.3, random.integers(2, 5, count), 0),
        destination=random.choice([-1, 0, 3, 3, 4, 4], count).astype(np.int64),
        beds=sometimes(0.2, 1, 7),
        beds_m=sometimes(0.2, 0, 5),
        beds_f=sometimes(0.2, 0, 5),
        start_from=_days(random, count, (-2, 2), 0.3),
        start_by=_days(random, count, (2, 7), 0.3),
    )


def _fleet(random: np.random.Generator, count: int) -> Fleet:
    seats = random.integers(2, 9, count)
    leaves = _days(random, count, (0, 4), 0.5)
    late = leaves + random.integers(0, 2, count)
    stops = [sorted(set(random.integers(0, 3, int(random.integers(1, 3))).tolist())) for _ in range(count)]
    ends = [random.permutation([3, 4])[: int(random.integers(1, 3))].tolist() for _ in range(count)]
    return Fleet(
        origins=Ragged.of(stops),
        destinations=Ragged.of(ends),
        seats=seats,
        fixed_cost=random.integers(0, 60, count).astype(np.float64),
        cost_per_person=np.where(random.random(count) < 0.5, random.integers(0, 5, count), 0).astype(np.float64),
        min_load=np.where(random.random(count) < 0.5, random.integers(0, 5, count), 0),
        escorts=np.where(random.random(count) < 0.3, 1, 0),
        available=random.choice([-1, 0, 1, 1, 2], count).astype(np.int64),
        leaves=leaves,
        arrives=np.where(random.random(count) < 0.5, late, NO_DAY).astype("datetime64[D]"),
    )


def _tickets(random: np.random.Generator, count: int) -> Tickets:
    return Tickets(
        origin=random.integers(0, 3, count),
        destination=random.integers(3, 5, count),
        fare=random.integers(1, 30, count).astype(np.float64),
        days=random.integers(0, 3, count),
    )


def random_problem(seed: int, *, rows: int = 10, postings: int = 4, vehicles: int = 4) -> Problem:
    """A problem drawn from ``seed``; about a third of them with pins, bans, a budget or people first."""
    random = np.random.default_rng(seed)
    people = _rows(random, rows, largest=4, sexes=0.8)
    listed = random.random((rows, postings)) < 0.6
    row, posting = np.nonzero(listed)
    value = random.integers(-5, 100, len(row)).astype(np.float64)
    if seed % 4 == 0:
        value += np.round(random.random(len(row)), 2)
    marks = random.permutation(len(row))
    free = seed % 17 == 0
    return Problem(
        rows=people,
        places=_places(random, postings),
        pairs=PairTable(row.astype(np.int64), posting.astype(np.int64), value),
        fleet=_fleet(random, 0 if free else vehicles),
        tickets=_tickets(random, 0 if free else int(random.integers(0, 5))),
        travel_is_free=free,
        objective="placed_then_value" if seed % 3 == 0 else "value",
        budget=float(random.integers(20, 200)) if seed % 5 == 0 else None,
        pins=np.sort(marks[:1]) if seed % 7 == 0 else marks[:0],
        bans=np.sort(marks[1:3]) if seed % 2 == 0 else marks[:0],
    )
