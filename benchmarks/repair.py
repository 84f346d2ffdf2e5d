"""Mending a plan of 5,000 people on 141 coaches: seconds, and how many have to move.

`python -m benchmarks.repair` prints one line an event. With `--anew SECONDS` each is also planned anew, to tell what
keeping people in place costs (docs/decisions/063).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from labor.arrays import NO_DAY, IntArray, Ragged
from labor.plan import NO_TRIP, TRIP, Assignments, Trips
from optimizer.model.problem import NO_LIMIT, UNSAID, Fleet, PairTable, PlanParams, PostingTable, Problem, Rows, Tickets
from optimizer.repair import Changes, price_of_stability, repair

PEOPLE, PLACED, ORIGINS, DESTINATIONS, POSTINGS = 5500, 5000, 6, 8, 48
PAIRS_A_PERSON, SEATS, LEAST, COACH_COST, FARE = 12, 45, 20, 9000.0, 300.0
DROPPED_OUT: Final = 0.02


def season() -> tuple[Problem, tuple[Assignments, Trips]]:
    """5,000 placed and 500 waiting, coaches filled in order corridor by corridor."""
    rng = np.random.default_rng(1)
    origin = rng.integers(0, ORIGINS, PEOPLE)
    posting = np.concatenate(
        [np.sort(rng.choice(POSTINGS, PAIRS_A_PERSON, replace=False)) for _ in range(PEOPLE)]
    ).astype(np.int64)
    row = np.repeat(np.arange(PEOPLE), PAIRS_A_PERSON)
    pairs = PairTable(row, posting, rng.integers(500, 2000, len(row)).astype(np.float64))
    unsaid, nobody = np.full(PEOPLE, UNSAID), np.full(PEOPLE, -1)
    no_days, no_limit = np.full(PEOPLE, NO_DAY), np.full(POSTINGS, NO_LIMIT)
    problem = Problem(
        rows=Rows(np.ones(PEOPLE, dtype=np.int64), unsaid, unsaid, nobody, origin, no_days, no_days),
        places=PostingTable(
            np.full(POSTINGS, 160),
            np.zeros(POSTINGS, dtype=np.int64),
            ORIGINS + np.arange(POSTINGS) % DESTINATIONS,
            no_limit,
            no_limit,
            no_limit,
            np.full(POSTINGS, NO_DAY),
            np.full(POSTINGS, NO_DAY),
        ),
        pairs=pairs,
        fleet=_coaches(),
        tickets=_tickets(),
        travel_is_free=False,
    )
    return problem, _filled_in_order(problem)


def _corridors() -> tuple[IntArray, IntArray]:
    corridor = np.arange(ORIGINS * DESTINATIONS)
    return corridor // DESTINATIONS, ORIGINS + corridor % DESTINATIONS


def _coaches() -> Fleet:
    origin, goal = _corridors()
    count = len(origin)
    none = np.zeros(count, dtype=np.int64)
    return Fleet(
        Ragged.of([[one] for one in origin.tolist()]),
        Ragged.of([[one] for one in goal.tolist()]),
        np.full(count, SEATS),
        np.full(count, COACH_COST),
        np.zeros(count),
        np.full(count, LEAST),
        none,
        np.full(count, NO_LIMIT),
        np.full(count, NO_DAY),
        np.full(count, NO_DAY),
    )


def _tickets() -> Tickets:
    origin, goal = _corridors()
    return Tickets(origin, goal, np.full(len(origin), FARE), np.zeros(len(origin), dtype=np.int64))


def _filled_in_order(problem: Problem) -> tuple[Assignments, Trips]:
    """Each person at one of their postings in turn, each corridor's people spread evenly over enough coaches."""
    row = np.arange(PLACED)
    posting = problem.pairs.posting[PAIRS_A_PERSON * row + row % PAIRS_A_PERSON]
    corridor = problem.rows.origin[row] * DESTINATIONS + problem.places.destination[posting] - ORIGINS
    trip = np.full(PLACED, NO_TRIP, dtype=np.int64)
    vehicle: list[int] = []
    for one in np.unique(corridor).tolist():
        riders = np.flatnonzero(corridor == one)
        for part in np.array_split(riders, -(-len(riders) // SEATS)):
            trip[part] = len(vehicle)
            vehicle.append(one)
    trips = Trips(np.array(vehicle), np.bincount(trip), np.full(len(vehicle), COACH_COST))
    return Assignments(row, posting, trip, np.full(PLACED, TRIP)), trips


def drop_outs(seed: int = 3) -> list[int]:
    """Two in a hundred of those placed."""
    gone: list[int] = np.random.default_rng(seed).choice(PLACED, int(DROPPED_OUT * PLACED), replace=False).tolist()
    return gone


def nobody_waits(problem: Problem, *, least: int) -> Problem:
    """The same with no one to fill in, and another minimum load."""
    kept, pairs = problem.pairs.row < PLACED, problem.pairs
    fleet = replace(problem.fleet, min_load=np.full(len(problem.fleet), least))
    return replace(problem, pairs=PairTable(pairs.row[kept], pairs.posting[kept], pairs.value[kept]), fleet=fleet)


def events() -> Iterator[tuple[str, Problem, Changes]]:
    """What happened, the problem it happened to, and the changes."""
    problem, _ = season()
    yield "2 % drop out, others wait", problem, Changes(drop_outs())
    for least in (30, 31, 32):
        name = f"2 % drop out, nobody waits, least load {least}"
        yield name, nobody_waits(problem, least=least), Changes(drop_outs())
    yield "two coaches lost", problem, Changes(lost_trips=[0, 5])
    yield "two orders cut to 40", problem, Changes(openings={0: 40, 1: 40})


def main(arguments: list[str]) -> None:
    """Print what each event asks of people and of the clock."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.repair")
    parser.add_argument("--anew", type=float, metavar="SECONDS", help="plan anew too, with so much time")
    anew = parser.parse_args(arguments).anew
    _, old = season()
    print(f"{'event':45s} {'seconds':>8s} {'moved':>6s} {'placed':>7s} {'gap to plan':>12s} {'stability':>10s}")
    for name, problem, changes in events():
        began = time.monotonic()
        mended = repair(problem, old, changes, PlanParams(time_limit_s=5.0, threads=1))
        took = time.monotonic() - began
        people = len(mended.plan.assignments)
        cost = f"{price_of_stability(mended, PlanParams(time_limit_s=anew)):10,.0f}" if anew else f"{'–':>10s}"
        print(f"{name:45s} {took:8.2f} {mended.people_moved:6d} {people:7d} {mended.plan.gap:12.1%} {cost}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
