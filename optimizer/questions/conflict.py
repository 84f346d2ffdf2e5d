"""Why no plan can hold: a smallest set of pins, budget and other requirements that clash.

Exact by implicit hitting sets: a smallest set that meets every known way out is tried; if it can hold, the
largest set that holds with it shows one more way out; if it cannot, no smaller set clashes.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from operator import attrgetter
from typing import Final

from labor.words import Bilingual
from optimizer.model.problem import Problem
from optimizer.model.travel_units import units_of
from optimizer.questions.conflict_model import MOST_OPTIONS, ClashModel, TooLarge, budget_words, said
from optimizer.recount import outside_name
from optimizer.solvers.interruptible import search
from optimizer.solvers.sat_model import FEASIBLE, INFEASIBLE, OPTIMAL, SatModel, SatSolver

TIME_LIMIT_S: Final = 20.0


def smallest_clash(
    problem: Problem, *, time_limit_s: float = TIME_LIMIT_S, most_options: int = MOST_OPTIONS
) -> tuple[Bilingual, ...]:
    """Requirements, in words, that cannot hold together, as few as possible; empty where a plan exists.

    Smallest up to 60,000 options around the pins and within half the time limit; then none of those named can be
    spared, though fewer others might do; for larger problems an overfull posting with the fewest of its pins is
    named (a group counts once, and stays together), or else all pins and the budget.
    """
    until = time.monotonic() + time_limit_s / 2
    try:
        clash_model = ClashModel(problem, most_options)
    except TooLarge:
        return _beyond_the_model(problem)
    names = sorted(clash_model.switches, key=attrgetter("en"))
    ways_out: list[frozenset[Bilingual]] = []
    with suppress(Unsettled):
        while time.monotonic() < until:
            tried = _smallest_hitting_set(names, ways_out)
            held = _most_that_holds(clash_model, tried, until)
            if held is None:
                return tuple(tried)
            if held >= set(names):
                return ()
            ways_out.append(frozenset(names) - held)
    return _none_to_spare(clash_model, names, until + time_limit_s / 2) or _beyond_the_model(problem)


class Unsettled(Exception):
    """The time did not suffice to say whether some requirements can hold together."""


def _none_to_spare(clash_model: ClashModel, names: Sequence[Bilingual], until: float) -> tuple[Bilingual, ...]:
    """Requirements left out one by one while the rest still clashes: not always the fewest, but none is idle."""
    kept = list(names)
    for name in names:
        if time.monotonic() > until:
            return ()
        rest = [one for one in kept if one != name]
        with suppress(Unsettled):  # then it may be needed
            if _most_that_holds(clash_model, rest, until, at_all=True) is None:
                kept = rest
    return tuple(kept)


def _smallest_hitting_set(names: Sequence[Bilingual], ways_out: Iterable[frozenset[Bilingual]]) -> list[Bilingual]:
    """The fewest requirements that meet every way out; among equals always the same."""
    model = SatModel()
    taken = {name: model.literal() for name in names}
    for way_out in ways_out:
        model.any_of([taken[name] for name in names if name in way_out])
    model.maximize(list(taken.values()), [-1] * len(taken))
    solver = SatSolver()
    if search(solver, model) != OPTIMAL:
        raise Unsettled
    return [name for name, literal in taken.items() if solver.values[literal]]


def _most_that_holds(
    clash_model: ClashModel, kept: Iterable[Bilingual], until: float, *, at_all: bool = False
) -> set[Bilingual] | None:
    """Requirements that hold together with ``kept``, the most there are in time; None where ``kept`` cannot hold.

    With ``at_all`` any will do. Raises Unsettled where time ran out before either was known.
    """
    model, switches = clash_model.model.copy(), clash_model.switches
    for name in kept:
        model.any_of([switches[name]])
    if not at_all:
        model.maximize(list(switches.values()), [1] * len(switches))
    solver = SatSolver()
    solver.parameters.max_time_in_seconds = max(0.1, until - time.monotonic())
    # Probing and linear programs cost such models more than they save.
    solver.parameters.cp_model_probing_level = solver.parameters.symmetry_level = 0
    solver.parameters.linearization_level = 0
    status = search(solver, model)
    if status == INFEASIBLE:
        return None
    if status not in (OPTIMAL, FEASIBLE):
        raise Unsettled
    return {name for name, literal in switches.items() if solver.values[literal]}


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
