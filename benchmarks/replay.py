"""A season replayed departure by departure: greedy, with opening prices, and in hindsight.

`python -m benchmarks.replay` prints each policy's share of the hindsight bound.
"""

from __future__ import annotations

import dataclasses
import sys
from dataclasses import dataclass
from typing import Final

import numpy as np

from labor.arrays import NO_DAY, BoolArray, FloatArray, IntArray, Ragged
from optimizer import plan
from optimizer.model.opening_prices import Arrivals, keep_back, opening_prices, usual_travel
from optimizer.model.problem import NO_LIMIT, UNSAID, Fleet, PairTable, PlanParams, PostingTable, Problem, Rows, Tickets

FIRST_DAY: Final = np.datetime64("2026-02-23", "D")
DAYS_BETWEEN: Final = 3
LEARNED_SEASONS: Final = 12


@dataclass(frozen=True, slots=True)
class Stream:
    """The shape of a season: people of several kinds come at each departure, the picky ones late.

    ``late_share`` is the share of specialists among the last arrivals (none among the first): they alone are worth
    much at the scarce postings, where everyone else is worth a little more than anywhere else.
    """

    departures: int = 20
    people_a_departure: int = 60
    postings: int = 24
    scarce_postings: int = 8
    origins: int = 2
    destinations: int = 3
    late_share: float = 0.6


def season(seed: int, stream: Stream | None = None) -> tuple[Problem, IntArray]:
    """One season as one dated problem, and the departure each row comes for."""
    s, rng = stream or Stream(), np.random.default_rng(seed)
    n = s.departures * s.people_a_departure
    comes = np.repeat(np.arange(s.departures), s.people_a_departure)
    special = rng.random(n) < s.late_share * comes / max(1, s.departures - 1)
    origin = rng.integers(0, s.origins, n)
    day = FIRST_DAY + (DAYS_BETWEEN * comes).astype("timedelta64[D]")
    patience = np.where(rng.random(n) < 0.3, DAYS_BETWEEN, 0).astype("timedelta64[D]")
    unsaid, alone = np.full(n, UNSAID), np.full(n, -1)
    rows = Rows(np.ones(n, dtype=np.int64), unsaid, unsaid, alone, origin, day, day + patience)
    return (
        Problem(rows, _places(s), _pairs(rng, s, special), _fleet(s), _tickets(s), travel_is_free=False),
        comes,
    )


def _places(s: Stream) -> PostingTable:
    m = s.postings
    supply = s.departures * s.people_a_departure
    scarce = np.arange(m) < s.scarce_postings
    # The scarce places are as many as the specialists who will come; the others have room to spare.
    openings = np.where(scarce, 0.3 * supply / s.scarce_postings, 0.9 * supply / (m - s.scarce_postings)).astype(
        np.int64
    )
    none = np.full(m, NO_LIMIT)
    no_day = np.full(m, NO_DAY)
    goal = s.origins + np.arange(m) % s.destinations
    return PostingTable(openings, np.zeros(m, dtype=np.int64), goal, none, none, none, no_day, no_day)


def _pairs(rng: np.random.Generator, s: Stream, special: BoolArray) -> PairTable:
    n, m = len(special), s.postings
    worth = rng.uniform(300, 900, (n, m))
    scarce = np.arange(m) < s.scarce_postings
    worth[:, scarce] += np.where(special[:, None], rng.uniform(900, 1500, (n, int(scarce.sum()))), 350)
    fits = rng.random((n, m)) < 0.4
    row, posting = np.nonzero(fits)
    return PairTable(row, posting, np.round(worth[row, posting], 2))


def _fleet(s: Stream) -> Fleet:
    corridors = [(o, s.origins + d) for o in range(s.origins) for d in range(s.destinations)]
    each = [(t, o, d) for t in range(s.departures) for o, d in corridors]
    days = FIRST_DAY + np.array([DAYS_BETWEEN * t for t, _, _ in each]).astype("timedelta64[D]")
    count = len(each)
    return Fleet(
        Ragged.of([[o] for _, o, _ in each]),
        Ragged.of([[d] for _, _, d in each]),
        np.full(count, 15),
        np.full(count, 1200.0),
        np.zeros(count),
        np.full(count, 4),
        np.ones(count, dtype=np.int64),
        np.full(count, 2),
        days,
        days,
    )


def _tickets(s: Stream) -> Tickets:
    corridors = [(o, s.origins + d) for o in range(s.origins) for d in range(s.destinations)]
    origin, goal = (np.array(side) for side in zip(*corridors, strict=True))
    return Tickets(origin, goal, np.full(len(corridors), 180.0), np.zeros(len(corridors), dtype=np.int64))


def waiting_at(problem: Problem, departure: int, gone: BoolArray, openings: IntArray) -> Problem:
    """What a dispatcher knows on one day: who waits, what is still open, which vehicles leave today."""
    day = FIRST_DAY + np.timedelta64(DAYS_BETWEEN * departure, "D")
    here = ~gone & (problem.rows.earliest <= day) & (day <= problem.rows.latest)
    pairs = problem.pairs
    keep = here[pairs.row]
    today = dataclasses.replace(problem.rows, earliest=np.full(len(gone), day), latest=np.full(len(gone), day))
    fleet = problem.fleet
    runs = np.where(fleet.leaves == day, fleet.available, 0)
    return dataclasses.replace(
        problem,
        rows=today,
        places=dataclasses.replace(problem.places, openings=openings),
        pairs=PairTable(pairs.row[keep], pairs.posting[keep], pairs.value[keep]),
        fleet=dataclasses.replace(fleet, available=runs),
    )


def still_to_come(past: Problem, comes: IntArray, departure: int) -> Arrivals:
    """An earlier season's arrivals after this departure, as one future."""
    net = past.pairs.value - usual_travel(past)
    keep = (comes[past.pairs.row] > departure) & (net > 0)
    row = past.pairs.row[keep]
    return Arrivals(row, past.pairs.posting[keep], net[keep], past.rows.size[row])


def replay(problem: Problem, departures: int, learned: list[tuple[Problem, IntArray]], params: PlanParams) -> float:
    """Net value of a whole season planned batch by batch; without learned seasons it is the greedy way."""
    gone = np.zeros(len(problem.rows), dtype=bool)
    openings = problem.places.openings.copy()
    total = 0.0
    for departure in range(departures):
        now = waiting_at(problem, departure, gone, openings)
        prices: FloatArray = np.zeros(len(openings))
        if learned and departure < departures - 1:
            prices = opening_prices(now, [still_to_come(past, comes, departure) for past, comes in learned])
        batch = plan(keep_back(now, prices), params)
        placed = batch.assignments
        total += batch.objective + float(prices[placed.posting] @ now.rows.size[placed.row])
        gone[placed.row] = True
        openings = openings - np.bincount(placed.posting, minlength=len(openings))
    return total


def main(seeds: int = 3) -> None:
    """Print one line a season: greedy and look-ahead as shares of the hindsight bound."""
    stream, params = Stream(), PlanParams(time_limit_s=20.0, gap=0.001)
    learned = [season(9000 + k, stream) for k in range(LEARNED_SEASONS)]
    print("season  hindsight bound  hindsight plan  greedy  look-ahead")
    for seed in range(seeds):
        problem, _ = season(seed, stream)
        hindsight = plan(problem, PlanParams(time_limit_s=120.0, gap=0.002))
        shares = [replay(problem, stream.departures, past, params) / hindsight.bound for past in ([], learned)]
        best = hindsight.objective / hindsight.bound
        print(f"{seed:6d}  {hindsight.bound:15.0f}  {best:14.2%}  {shares[0]:6.2%}  {shares[1]:10.2%}", flush=True)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
