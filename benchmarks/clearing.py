"""Clearing the desk: a problem's rows gathered into units, and what each of them could do."""

from __future__ import annotations

import numpy as np

from benchmarks.desk import NO_WAY, NOWHERE, Desk
from labor.arrays import IntArray
from labor.errors import BadInput
from optimizer.model.problem import UNSAID, Problem
from optimizer.model.ways import days_suit, ways_of


def lay_desk(problem: Problem) -> Desk:
    """Gather rows into units and list what each could do; raises BadInput for pins that hold a vehicle."""
    if np.any(problem.pin_vehicle >= 0):
        raise BadInput("the greedy baseline cannot hold a pinned vehicle")
    rows = problem.rows
    alone = int(rows.group.max(initial=-1)) + 1
    label = np.where(rows.group >= 0, rows.group, alone + np.arange(len(rows)))
    names, unit_of = np.unique(label, return_inverse=True)
    rows_of: list[list[int]] = [[] for _ in names]
    for row, unit in enumerate(unit_of.tolist()):
        rows_of[unit].append(row)
    value, pinned = _values(problem, unit_of, rows_of)
    postings_of: list[list[int]] = [[] for _ in names]
    listed_at: list[list[int]] = [[] for _ in range(len(problem.places))]
    for unit, posting in value:
        postings_of[unit].append(posting)
        listed_at[posting].append(unit)
    unsaid = np.array([bool(np.any(rows.men[members] == UNSAID)) for members in rows_of])
    best = np.array([max((value[u, p] for p in ps), default=0.0) for u, ps in enumerate(postings_of)])
    return Desk(
        problem=problem,
        rows_of=rows_of,
        people=np.array([rows.size[members].sum() for members in rows_of]),
        men=np.where(unsaid, UNSAID, [rows.men[members].sum() for members in rows_of]),
        women=np.where(unsaid, UNSAID, [rows.women[members].sum() for members in rows_of]),
        origin=np.array([rows.origin[members[0]] for members in rows_of]),
        earliest=np.array([np.fmax.reduce(rows.earliest[members]) for members in rows_of]),
        latest=np.array([np.fmin.reduce(rows.latest[members]) for members in rows_of]),
        value=value,
        postings_of=postings_of,
        listed_at=listed_at,
        pinned=pinned,
        best_value=np.maximum(best, 0.0),
        lines=_lines(problem),
        guess=_guesses(problem, value, rows_of),
        posting=np.full(len(names), NOWHERE, dtype=np.int64),
        way=np.full(len(names), NO_WAY, dtype=np.int64),
        people_at=np.zeros(len(problem.places), dtype=np.int64),
        men_at=np.zeros(len(problem.places), dtype=np.int64),
        women_at=np.zeros(len(problem.places), dtype=np.int64),
        trips=[],
        loads=[],
        runs=np.zeros(len(problem.fleet), dtype=np.int64),
    )


def _values(
    problem: Problem, unit_of: IntArray, rows_of: list[list[int]]
) -> tuple[dict[tuple[int, int], float], dict[int, int]]:
    """Value by (unit, posting) where every row lists it, bans and pins of one row holding for all."""
    count: dict[tuple[int, int], int] = {}
    total: dict[tuple[int, int], float] = {}
    pairs = problem.pairs
    for row, posting, worth in zip(
        unit_of[pairs.row].tolist(), pairs.posting.tolist(), pairs.value.tolist(), strict=True
    ):
        key = (row, posting)
        count[key] = count.get(key, 0) + 1
        total[key] = total.get(key, 0.0) + worth
    banned = {(int(unit_of[pairs.row[at]]), int(pairs.posting[at])) for at in problem.bans}
    pinned = {int(unit_of[pairs.row[at]]): int(pairs.posting[at]) for at in problem.pins}
    kept = {k: v for k, v in total.items() if count[k] == len(rows_of[k[0]]) and k not in banned}
    kept = {k: v for k, v in kept.items() if k[0] not in pinned or pinned[k[0]] == k[1]}
    return dict(sorted(kept.items())), pinned


def _lines(problem: Problem) -> dict[tuple[int, int], list[tuple[float, int]]]:
    lines: dict[tuple[int, int], list[tuple[float, int]]] = {}
    tickets = problem.tickets
    for at in range(len(tickets)):
        key = (int(tickets.origin[at]), int(tickets.destination[at]))
        lines.setdefault(key, []).append((float(tickets.fare[at]), int(tickets.days[at])))
    return lines


def _guesses(
    problem: Problem, value: dict[tuple[int, int], float], rows_of: list[list[int]]
) -> dict[tuple[int, int], float]:
    """For each unit and posting the price of a ticket or of a full vehicle's seat, whichever is less; all at once."""
    if not value:
        return {}
    units, postings = np.array(list(value), dtype=np.int64).T
    first = np.array([members[0] for members in rows_of])[units]
    people = np.array([problem.rows.size[members].sum() for members in rows_of])[units]
    fleet, ways = problem.fleet, ways_of(problem)
    at, way = ways.of_pairs(problem, first, postings)
    at, way = at[way >= 0], way[way >= 0]
    suits = days_suit(problem, ways, first[at], postings[at], way)
    seats = np.maximum(1, fleet.seats - fleet.escorts)
    price = np.concatenate((fleet.fixed_cost / seats + fleet.cost_per_person, problem.tickets.fare, [0.0]))
    best = np.full(len(units), np.inf)
    np.minimum.at(best, at[suits], price[way[suits]])
    return dict(zip(value, (best * people).tolist(), strict=True))
