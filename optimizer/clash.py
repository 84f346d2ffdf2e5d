"""Why no plan can hold: a smallest set of pins, budget and other requirements that clash.

Exact by implicit hitting sets: a smallest set that meets every known way out is tried; if it can hold, the
largest set that holds with it shows one more way out; if it cannot, no smaller set clashes.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final

from ortools.sat.python import cp_model

from labor.words import Bilingual
from optimizer.clash_model import ClashModel, TooLarge, budget_words, said
from optimizer.ledger import outside_name
from optimizer.problem import Problem
from optimizer.reasons import units_of
from optimizer.solver_calls import search

TIME_LIMIT_S: Final = 20.0


def smallest_clash(problem: Problem, *, time_limit_s: float = TIME_LIMIT_S) -> tuple[Bilingual, ...]:
    """Requirements, in words, that cannot hold together, as few as possible; empty where a plan exists.

    Smallest up to 60,000 options around the pins and within half the time limit; then none of those named can be
    spared, though fewer others might do; for larger problems an overfull posting with the fewest of its pins is
    named (a group counts once, and stays together), or else all pins and the budget.
    """
    until = time.monotonic() + time_limit_s / 2
    try:
        clash_model = ClashModel(problem)
    except TooLarge:
        return _beyond_the_model(problem)
    names = sorted(clash_model.switches, key=attrgetter("en"))
    ways_out: list[frozenset[Bilingual]] = []
    while time.monotonic() < until:
        tried = _smallest_hitting_set(names, ways_out)
        held = _most_that_holds(clash_model, tried, until)
        if held is None:
            return tuple(tried)
        if held >= set(names):
            return ()
        ways_out.append(frozenset(names) - held)
    return _none_to_spare(clash_model, names, until + time_limit_s / 2) or _beyond_the_model(problem)


def _none_to_spare(clash_model: ClashModel, names: Sequence[Bilingual], until: float) -> tuple[Bilingual, ...]:
    """Requirements left out one by one while the rest still clashes: not always the fewest, but none is idle."""
    kept = list(names)
    for name in names:
        if time.monotonic() > until:
            return ()
        rest = [one for one in kept if one != name]
        if _most_that_holds(clash_model, rest, until, at_all=True) is None:
            kept = rest
    return tuple(kept)


def _smallest_hitting_set(names: Iterable[Bilingual], ways_out: Iterable[frozenset[Bilingual]]) -> list[Bilingual]:
    """The fewest requirements that meet every way out; among equals always the same."""
    model = cp_model.CpModel()
    taken = {name: model.new_bool_var(name.en) for name in names}
    for way_out in ways_out:
        model.add_bool_or([taken[name] for name in sorted(way_out, key=attrgetter("en"))])
    model.minimize(sum(taken.values()))
    solver = _solver(60.0)
    search(solver, model)
    return [name for name, literal in taken.items() if solver.boolean_value(literal)]


def _most_that_holds(
    clash_model: ClashModel, kept: Iterable[Bilingual], until: float, *, at_all: bool = False
) -> set[Bilingual] | None:
    """The most requirements that hold together with ``kept`` (or any, ``at_all``); None where ``kept`` cannot."""
    model = clash_model.model.clone()
    switches = {name: model.get_bool_var_from_proto_index(one.index) for name, one in clash_model.switches.items()}
    for name in kept:
        model.add(switches[name] == 1)
    if not at_all:
        model.maximize(sum(switches.values()))
    solver = _solver(max(1.0, until - time.monotonic()))
    status = search(solver, model)
    if status == cp_model.INFEASIBLE:
        return None
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return set(kept)
    return {name for name, literal in switches.items() if solver.boolean_value(literal)}


def _solver(seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    return solver


def _beyond_the_model(problem: Problem) -> tuple[Bilingual, ...]:
    """For problems too large: an overfull posting with the fewest of its pins, or else everything that was asked."""
    pairs, names, units = problem.pairs, problem.names, units_of(problem)
    pins: dict[int, dict[int, int]] = defaultdict(dict)  # by posting, one pin of each unit
    for at in problem.pins.tolist():
        pins[int(pairs.posting[at])].setdefault(int(units.of_row[pairs.row[at]]), at)

    def pin(at: int) -> Bilingual:
        row, posting = outside_name(names.rows, pairs.row[at]), outside_name(names.postings, pairs.posting[at])
        return said("pin", row=row, place=posting)

    found: list[tuple[Bilingual, ...]] = []
    for posting, of_unit in sorted(pins.items()):
        people, named = 0, [said("openings", place=outside_name(names.postings, posting))]
        for unit in sorted(of_unit, key=lambda one: (-int(units.people[one]), one)):
            named.append(pin(of_unit[unit]))
            people += int(units.people[unit])
            if people > problem.places.openings[posting]:
                found.append(tuple(named))
                break
    if found:
        return min(found, key=len)
    asked = tuple(pin(at) for at in problem.pins.tolist())
    return asked if problem.budget is None else (*asked, budget_words(problem))
