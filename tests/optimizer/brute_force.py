"""Every plan of a tiny problem, tried one by one in plain Python: nothing of the engine, nothing of the audit.

Reads the rules off docs/formats.md. Only for a handful of rows: the work grows exponentially.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from optimizer.model.problem import Problem

Choice = tuple[int, Any] | None  # posting and ("free",), ("own", fare) or ("trip", vehicle, run)


@dataclass(frozen=True)
class Best:
    """The best plan there is; None where pins and budget leave none."""

    people: int
    net: float


def best_plan(problem: Problem) -> Best | None:
    """Try everything."""
    units = _units(problem)
    choices = [_choices(problem, unit, len(units)) for unit in units]
    best: Best | None = None
    for made in _every(problem, units, choices, [], defaultdict(int)):
        told = _recount(problem, units, made)
        if told is None:
            continue
        key = (told.people, told.net) if problem.objective == "placed_then_value" else (told.net,)
        known = (-1,) if best is None else (best.people, best.net) if len(key) == 2 else (best.net,)
        if best is None or key > known:
            best = told
    return best


def _units(problem: Problem) -> list[list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for row, group in enumerate(problem.rows.group.tolist()):
        groups[group if group >= 0 else -1 - row].append(row)
    return list(groups.values())


def _choices(problem: Problem, unit: list[int], runs: int) -> list[Choice]:
    """Staying home, or each listed posting by each lawful way; a run number for each trip."""
    pairs = list(zip(problem.pairs.row.tolist(), problem.pairs.posting.tolist(), strict=True))
    pinned = {pairs[at][1] for at in problem.pins.tolist() if pairs[at][0] in unit}
    banned = {pairs[at][1] for at in problem.bans.tolist() if pairs[at][0] in unit}
    found: list[Choice] = [] if pinned else [None]
    for posting in sorted({j for i, j in pairs if i in unit}):
        if posting in banned or (pinned and pinned != {posting}) or any((i, posting) not in pairs for i in unit):
            continue
        found.extend((posting, way) for way in _ways(problem, unit, posting, runs))
    return found


def _ways(problem: Problem, unit: list[int], posting: int, runs: int) -> Iterator[Any]:
    rows, fleet, tickets = problem.rows, problem.fleet, problem.tickets
    origin, destination = int(rows.origin[unit[0]]), int(problem.places.destination[posting])
    if problem.travel_is_free or origin < 0 or destination < 0 or origin == destination:
        if all(_meets(problem, row, posting, 0) for row in unit):
            yield ("free",)
        return
    for vehicle in range(len(fleet)):
        if origin not in fleet.origins.row(vehicle) or destination not in fleet.destinations.row(vehicle):
            continue
        leaves = _day(fleet.leaves[vehicle])
        arrives = _day(fleet.arrives[vehicle]) if _day(fleet.arrives[vehicle]) is not None else leaves
        if leaves is not None and not all(_trip_suits(problem, row, posting, leaves, arrives) for row in unit):
            continue
        available = int(fleet.available[vehicle])
        for run in range(runs if available < 0 else min(runs, available)):
            yield ("trip", vehicle, run)
    fares = []
    for row in unit:
        lines = [
            float(tickets.fare[at])
            for at in range(len(tickets))
            if (tickets.origin[at], tickets.destination[at]) == (origin, destination)
            and _meets(problem, row, posting, int(tickets.days[at]))
        ]
        fares.append(min(lines) * int(rows.size[row]) if lines else None)
    if all(fare is not None for fare in fares):
        yield ("own", sum(fare for fare in fares if fare is not None))


def _day(day: Any) -> int | None:
    return None if str(day) == "NaT" else int(day.astype("datetime64[D]").astype(int))


def _meets(problem: Problem, row: int, posting: int, days: int) -> bool:
    """Some day d: earliest <= d <= latest and start_from <= d + days <= start_by."""
    earliest, latest = _day(problem.rows.earliest[row]), _day(problem.rows.latest[row])
    start_from, start_by = _day(problem.places.start_from[posting]), _day(problem.places.start_by[posting])
    first = max(
        day for day in (earliest, None if start_from is None else start_from - days, -(10**6)) if day is not None
    )
    last = min(day for day in (latest, None if start_by is None else start_by - days, 10**6) if day is not None)
    return first <= last


def _trip_suits(problem: Problem, row: int, posting: int, leaves: int, arrives: int | None) -> bool:
    windows = (
        (problem.rows.earliest[row], leaves, problem.rows.latest[row]),
        (problem.places.start_from[posting], arrives, problem.places.start_by[posting]),
    )
    for first, day, last in windows:
        if _day(first) is not None and day is not None and day < _day(first):
            return False
        if _day(last) is not None and day is not None and day > _day(last):
            return False
    return True


def _every(
    problem: Problem, units: list[list[int]], choices: list[list[Choice]], made: list[Choice], runs: dict[int, int]
) -> Iterator[list[Choice]]:
    """All combinations; run n of a vehicle only after run n - 1, since runs are alike."""
    if len(made) == len(units):
        yield made
        return
    for choice in choices[len(made)]:
        if choice is not None and choice[1][0] == "trip":
            _, vehicle, run = choice[1]
            if run > runs[vehicle]:
                continue
            opened = run == runs[vehicle]
            runs[vehicle] += opened
            yield from _every(problem, units, choices, [*made, choice], runs)
            runs[vehicle] -= opened
        else:
            yield from _every(problem, units, choices, [*made, choice], runs)


def _recount(problem: Problem, units: list[list[int]], made: list[Choice]) -> Best | None:
    """People and net value, or None where a rule is broken."""
    rows, places, fleet = problem.rows, problem.places, problem.fleet
    values = {
        (i, j): v
        for i, j, v in zip(
            problem.pairs.row.tolist(), problem.pairs.posting.tolist(), problem.pairs.value.tolist(), strict=True
        )
    }
    there: dict[int, list[int]] = defaultdict(list)
    aboard: dict[tuple[int, int], int] = defaultdict(int)
    value = cost = 0.0
    for unit, choice in zip(units, made, strict=True):
        if choice is None:
            continue
        posting, way = choice
        there[posting].extend(unit)
        value += sum(values[row, posting] for row in unit)
        if way[0] == "own":
            cost += way[1]
        elif way[0] == "trip":
            aboard[way[1], way[2]] += sum(int(rows.size[row]) for row in unit)
    for posting, who in there.items():
        people = sum(int(rows.size[row]) for row in who)
        if people > places.openings[posting] or people < places.min_team[posting]:
            return None
        by_sex = places.beds_m[posting] >= 0 or places.beds_f[posting] >= 0
        if by_sex and any(rows.men[row] < 0 or rows.women[row] < 0 for row in who):
            return None
        for beds, count in (
            (places.beds[posting], people),
            (places.beds_m[posting], sum(max(0, int(rows.men[row])) for row in who)),
            (places.beds_f[posting], sum(max(0, int(rows.women[row])) for row in who)),
        ):
            if 0 <= beds < count:
                return None
    for (vehicle, _), people in aboard.items():
        if people + fleet.escorts[vehicle] > fleet.seats[vehicle] or people < max(1, fleet.min_load[vehicle]):
            return None
        cost += float(fleet.fixed_cost[vehicle]) + float(fleet.cost_per_person[vehicle]) * people
    if problem.budget is not None and cost > problem.budget + 1e-9:
        return None
    return Best(sum(int(rows.size[row]) for who in there.values() for row in who), value - cost)
