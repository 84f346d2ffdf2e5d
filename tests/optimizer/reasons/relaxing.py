"""Problems with one rule taken away, to try whether it was what bound; nothing of the engine that names the rule."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from labor.arrays import NO_DAY
from labor.plan import REASONS
from optimizer.model.problem import NO_LIMIT, Problem, Tickets

PLENTY = 1_000_000
RULES = (*REASONS, "posting_days")


def without(problem: Problem, names: list[str], row: int, posting: int, vehicle: int) -> Problem:
    """The problem as if these rules did not hold for the row (and its group) at the posting, by the vehicle."""
    group = int(problem.rows.group[row])
    everyone = np.flatnonzero(problem.rows.group == group) if group >= 0 else np.array([row])
    party = np.array([row]) if "group" in names else everyone
    for name in names:
        problem = _RELAXED[name](problem, party, posting, vehicle)
    return problem


def _place(problem: Problem, posting: int, **values: Any) -> Problem:
    return replace(problem, places=_changed(problem.places, np.array([posting]), **values))


def _vehicle(problem: Problem, vehicle: int, **values: Any) -> Problem:
    return replace(problem, fleet=_changed(problem.fleet, np.array([vehicle]), **values))


def _rows(problem: Problem, party: Any, **values: Any) -> Problem:
    return replace(problem, rows=_changed(problem.rows, party, **values))


def _changed(block: Any, at: Any, **values: Any) -> Any:
    columns = {name: getattr(block, name).copy() for name in values}
    for name, value in values.items():
        columns[name][at] = value
    return replace(block, **columns)


def _unbanned(problem: Problem, party: Any, posting: int, vehicle: int) -> Problem:
    pairs = problem.pairs
    held = np.isin(pairs.row[problem.bans], party) & (pairs.posting[problem.bans] == posting)
    return replace(problem, bans=problem.bans[~held])


def _led_there(problem: Problem, party: Any, posting: int, vehicle: int) -> Problem:
    old = problem.tickets
    ends = problem.rows.origin[party[0]], problem.places.destination[posting]
    lines = [np.append(old.origin, ends[0]), np.append(old.destination, ends[1])]
    return replace(problem, tickets=Tickets(*lines, np.append(old.fare, 0.0), np.append(old.days, 0)))


def _worth_it(problem: Problem, party: Any, posting: int, vehicle: int) -> Problem:
    pairs = problem.pairs
    meant = np.isin(pairs.row, party) & (pairs.posting == posting)
    return replace(problem, pairs=replace(pairs, value=pairs.value + 10_000.0 * meant))


_RELAXED = {
    "banned": _unbanned,
    "dates": lambda problem, party, posting, vehicle: _rows(problem, party, earliest=NO_DAY, latest=NO_DAY),
    "posting_days": lambda problem, party, posting, vehicle: _place(
        problem, posting, start_from=NO_DAY, start_by=NO_DAY
    ),
    "no_travel": _led_there,
    "group": lambda problem, party, posting, vehicle: _rows(problem, party, group=-1),
    "no_bed": lambda problem, party, posting, vehicle: _place(
        problem, posting, beds=NO_LIMIT, beds_m=NO_LIMIT, beds_f=NO_LIMIT
    ),
    "postings_full": lambda problem, party, posting, vehicle: _place(problem, posting, openings=PLENTY),
    "team_too_small": lambda problem, party, posting, vehicle: _place(problem, posting, min_team=0),
    "seats_full": lambda problem, party, posting, vehicle: _vehicle(problem, vehicle, seats=PLENTY),
    "trip_too_empty": lambda problem, party, posting, vehicle: _vehicle(problem, vehicle, min_load=0),
    "budget": lambda problem, party, posting, vehicle: replace(problem, budget=None),
    "worth_less_than_travel": _worth_it,
}
