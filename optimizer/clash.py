"""Why no plan can hold: a smallest set of pins, budget and other requirements that clash.

Exact by implicit hitting sets: a smallest set that meets every known way out is tried; if it can hold, the
largest set that holds with it shows one more way out; if it cannot, no smaller set clashes.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Final

from ortools.sat.python import cp_model

from optimizer.clash_model import ClashModel, TooLarge
from optimizer.ledger import outside_name
from optimizer.problem import Problem

TIME_LIMIT_S: Final = 20.0


def smallest_clash(problem: Problem, *, time_limit_s: float = TIME_LIMIT_S) -> tuple[str, ...]:
    """Requirements, in words, that cannot hold together, as few as possible; empty where a plan exists.

    Up to 60,000 options around the pins and within the time limit; beyond, all pins (and the budget) are named.
    """
    until = time.monotonic() + time_limit_s
    try:
        clash_model = ClashModel(problem)
    except TooLarge:
        return _all_pins(problem)
    names = sorted(clash_model.switches)
    ways_out: list[frozenset[str]] = []
    while time.monotonic() < until:
        tried = _smallest_hitting_set(names, ways_out)
        held = _most_that_holds(clash_model, tried, until)
        if held is None:
            return tuple(tried)
        if held >= set(names):
            return ()
        ways_out.append(frozenset(names) - held)
    return _all_pins(problem)


def _smallest_hitting_set(names: Iterable[str], ways_out: Iterable[frozenset[str]]) -> list[str]:
    """The fewest requirements that meet every way out; among equals always the same."""
    model = cp_model.CpModel()
    taken = {name: model.new_bool_var(name) for name in names}
    for way_out in ways_out:
        model.add_bool_or([taken[name] for name in sorted(way_out)])
    model.minimize(sum(taken.values()))
    solver = _solver(60.0)
    solver.solve(model)
    return [name for name, literal in taken.items() if solver.boolean_value(literal)]


def _most_that_holds(clash_model: ClashModel, kept: Iterable[str], until: float) -> set[str] | None:
    """The most requirements that hold together with ``kept``; None where ``kept`` alone cannot."""
    model = clash_model.model.clone()
    switches = {name: model.get_bool_var_from_proto_index(one.index) for name, one in clash_model.switches.items()}
    for name in kept:
        model.add(switches[name] == 1)
    model.maximize(sum(switches.values()))
    solver = _solver(max(1.0, until - time.monotonic()))
    status = solver.solve(model)
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


def _all_pins(problem: Problem) -> tuple[str, ...]:
    pairs, names = problem.pairs, problem.names
    pins = [
        f"pin of worker {outside_name(names.rows, pairs.row[at])} to posting "
        + outside_name(names.postings, pairs.posting[at])
        for at in problem.pins
    ]
    return (*pins, f"budget of {problem.budget:g}") if problem.budget is not None else tuple(pins)
