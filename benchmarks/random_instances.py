"""Random small problems with any of the rules switched on: food for tests and for the long proofs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import DayArray, IntArray, Ragged
from optimizer.model.problem import NO_HUB, NO_LIMIT, UNSAID, Fleet, PairTable, PostingTable, Problem, Rows, Tickets

FIRST_DAY = np.datetime64("2026-03-02", "D")


@dataclass(frozen=True, slots=True)
class Shape:
    """How large and how thorny; every share lies between 0 and 1."""

    rows: int = 12
    postings: int = 4
    hubs: int = 4
    vehicles: int = 5
    pairs_a_row: int = 3
    crews: float = 0.2
    groups: float = 0.3
    dated: float = 0.5
    sexed: float = 0.4
    limits: float = 0.4
    pins: int = 1
    bans: int = 1
    budget: bool = False
    days: int = 5


def draw(seed: int, shape: Shape | None = None) -> Problem:
    """The problem of one seed: same seed, same problem."""
    shape, rng = shape or Shape(), np.random.default_rng(seed)
    rows = _rows(rng, shape)
    places = _places(rng, shape, rows)
    pairs = _pairs(rng, shape, rows)
    fleet = _fleet(rng, shape)
    tickets = _tickets(rng, shape)
    marked = rng.permutation(len(pairs))[: shape.pins + shape.bans]
    budget = float(rng.integers(50, 400)) if shape.budget else None
    return Problem(
        rows,
        places,
        pairs,
        fleet,
        tickets,
        travel_is_free=False,
        objective="value" if rng.random() < 0.7 else "placed_then_value",
        budget=budget,
        pins=np.sort(marked[: shape.pins]),
        bans=np.sort(marked[shape.pins :]),
    )


def _maybe_days(rng: np.random.Generator, base: IntArray, share: float) -> DayArray:
    days = FIRST_DAY + base.astype("timedelta64[D]")
    days[rng.random(len(base)) >= share] = np.datetime64("NaT")
    return days


def _rows(rng: np.random.Generator, shape: Shape) -> Rows:
    n = shape.rows
    size = np.where(rng.random(n) < shape.crews, rng.integers(2, 4, n), 1)
    men = rng.integers(0, size + 1)
    said = rng.random(n) < 0.85
    group = np.where(rng.random(n) < shape.groups, rng.integers(0, max(1, n // 3), n), -1)
    origin = rng.integers(0, max(1, shape.hubs // 2), n)
    origin[rng.random(n) < 0.05] = NO_HUB
    for g in np.unique(group[group >= 0]):
        origin[group == g] = origin[group == g][0]
    start = rng.integers(0, shape.days, n)
    return Rows(
        size,
        np.where(said, men, UNSAID),
        np.where(said, size - men, UNSAID),
        group,
        origin,
        _maybe_days(rng, start - 1, shape.dated),
        _maybe_days(rng, start + 2, shape.dated),
    )


def _places(rng: np.random.Generator, shape: Shape, rows: Rows) -> PostingTable:
    m = shape.postings
    openings = rng.integers(1, max(2, int(1.6 * rows.size.sum() / m)), m)
    start = rng.integers(0, shape.days, m)

    def limit(top: int) -> IntArray:
        return np.where(rng.random(m) < shape.limits, rng.integers(0, top, m), NO_LIMIT)

    by_sex = rng.random(m) < shape.sexed
    return PostingTable(
        openings,
        np.where(rng.random(m) < shape.limits, rng.integers(1, 4, m), 0),
        np.where(rng.random(m) < 0.95, rng.integers(shape.hubs // 2, shape.hubs, m), NO_HUB),
        np.where(by_sex, NO_LIMIT, limit(6)),
        np.where(by_sex, limit(4), NO_LIMIT),
        np.where(by_sex, limit(4), NO_LIMIT),
        _maybe_days(rng, start - 1, shape.dated),
        _maybe_days(rng, start + 3, shape.dated),
    )


def _pairs(rng: np.random.Generator, shape: Shape, rows: Rows) -> PairTable:
    taken = min(shape.pairs_a_row, shape.postings)
    shared = {int(g): rng.permutation(shape.postings)[:taken] for g in np.unique(rows.group[rows.group >= 0])}
    chosen = [shared.get(int(g), rng.permutation(shape.postings)[:taken]) for g in rows.group]
    row = np.repeat(np.arange(len(rows)), taken)
    posting = np.concatenate([np.sort(c) for c in chosen])
    return PairTable(row, posting, np.round(rng.uniform(-5, 60, len(row)) * rows.size[row], 2))


def _fleet(rng: np.random.Generator, shape: Shape) -> Fleet:
    v, half = shape.vehicles, max(1, shape.hubs // 2)
    leaves = _maybe_days(rng, rng.integers(0, shape.days, v), shape.dated)
    late = rng.integers(0, 2, v)
    arrives = np.where(rng.random(v) < 0.5, leaves + late.astype("timedelta64[D]"), np.datetime64("NaT", "D"))
    return Fleet(
        Ragged.of([np.unique(rng.integers(0, half, rng.integers(1, 3))).tolist() for _ in range(v)]),
        Ragged.of([np.unique(rng.integers(half, shape.hubs, rng.integers(1, 3))).tolist() for _ in range(v)]),
        rng.integers(2, 9, v),
        np.round(rng.uniform(0, 60, v), 2),
        np.where(rng.random(v) < 0.5, np.round(rng.uniform(0, 8, v), 2), 0.0),
        np.where(rng.random(v) < shape.limits, rng.integers(0, 4, v), 0),
        np.where(rng.random(v) < 0.4, 1, 0),
        np.where(rng.random(v) < 0.3, NO_LIMIT, rng.integers(0, 3, v)),
        leaves,
        arrives,
    )


def _tickets(rng: np.random.Generator, shape: Shape) -> Tickets:
    half, count = max(1, shape.hubs // 2), shape.hubs
    return Tickets(
        rng.integers(0, half, count),
        rng.integers(half, shape.hubs, count),
        np.round(rng.uniform(5, 40, count), 2),
        rng.integers(0, 3, count),
    )
