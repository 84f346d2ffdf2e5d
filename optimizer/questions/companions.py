"""Who else stayed home and would ride along, once a vehicle runs with fewer people than it was meant to."""

from __future__ import annotations

import numpy as np

from labor.plan import Plan
from optimizer.model.problem import NO_LIMIT
from optimizer.model.ways import days_suit
from optimizer.questions.single_changes import Case, TriedChange


def come_along(case: Case, made: Plan, opening: TriedChange) -> tuple[tuple[int, int, int], ...]:
    """Rows left at home that fill the opening's vehicle after the unit, most valuable first, as (row, posting, people).

    Only who travels alone, to postings with openings left and neither beds nor teams to mind; each is worth more
    than the fare it adds. Greedy: a lower bound on who would come.
    """
    problem, pairs = case.problem, case.problem.pairs
    home = np.ones(len(problem.rows), dtype=np.bool_)
    home[made.assignments.row] = False
    home[list(case.rows)] = False
    home &= problem.rows.group < 0
    places = problem.places
    easy = (places.beds == NO_LIMIT) & (places.beds_m == NO_LIMIT) & (places.beds_f == NO_LIMIT)
    easy &= case.left.people + 1 >= places.min_team
    kept = home[pairs.row] & easy[pairs.posting] & (case.left.openings[pairs.posting] > 0)
    kept[problem.bans] = False
    pair = np.flatnonzero(kept)
    at, way = case.ways.of_pairs(problem, pairs.row[pair], pairs.posting[pair])
    pair = pair[at[way == opening.way]]
    way = np.full(len(pair), opening.way)
    pair = pair[days_suit(problem, case.ways, pairs.row[pair], pairs.posting[pair], way)]
    surplus = pairs.value[pair] - problem.fleet.cost_per_person[opening.way] * problem.rows.size[pairs.row[pair]]
    pair, surplus = pair[surplus > 0], surplus[surplus > 0]
    return tuple(_fill(case, opening, pair[np.lexsort((pair, -surplus))].tolist()))


def _fill(case: Case, opening: TriedChange, ordered: list[int]) -> list[tuple[int, int, int]]:
    """Take them in order while there are seats and openings."""
    problem, pairs = case.problem, case.problem.pairs
    seats = int(problem.fleet.seats[opening.way] - problem.fleet.escorts[opening.way]) - case.people
    openings = case.left.openings.copy()
    openings[opening.posting] -= case.people
    taken: list[tuple[int, int, int]] = []
    aboard: set[int] = set()
    for pair in ordered:
        row, posting = int(pairs.row[pair]), int(pairs.posting[pair])
        people = int(problem.rows.size[row])
        if row in aboard or people > min(seats, int(openings[posting])):
            continue
        aboard.add(row)
        taken.append((row, posting, people))
        seats -= people
        openings[posting] -= people
    return taken
