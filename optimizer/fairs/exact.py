"""A whole small fair solved exactly: aim after aim, each with those before held at what they reached."""

from __future__ import annotations

import numpy as np

from optimizer.fairs.run import FairRun
from optimizer.fairs.timetable import Room, Term, Timetable
from optimizer.solvers.integer_model import whole_scale
from optimizer.solvers.interruptible import search
from optimizer.solvers.sat_model import FEASIBLE, OPTIMAL, SatSolver

MOST_OPTIONS = 8_000
SHARE = 0.6  # of the time left for one aim: those after it want theirs
WORK = 300.0  # of CP-SAT's own measure, the same on any machine


def is_small(run: FairRun) -> bool:
    """Whether the pairs and slots to choose from are few enough for one model."""
    fair = run.fair
    both = fair.people.free.astype(np.float32) @ fair.booths.open.T.astype(np.float32)
    return bool(both[fair.pairs.person[fair.usable], fair.pairs.booth[fair.usable]].sum() <= MOST_OPTIONS)


def solve_in_turn(run: FairRun) -> None:
    """Maximize each aim; keeps every plan and bound on the way."""
    fair = run.fair
    unit = whole_scale(fair.pairs.value)
    table = Timetable(fair, np.arange(len(fair.people)), Room.of(fair), unit)
    off = float(np.abs(np.rint(fair.pairs.value * unit) / unit - fair.pairs.value).sum())
    for at, aim in enumerate(fair.aims):
        if run.interrupted():
            return
        term = table.terms[aim]
        _maximize(run, table, at, (term, off if aim == "value" and off > 1e-9 else 0.0))
        if aim == "value":  # what it reached, counted in the model's own steps
            reached = int(np.rint(fair.pairs.value[run.talks.pair] * unit).astype(np.int64).sum())
        else:
            reached = int(run.reached[at])
        table.model.row(term.variables, term.factors, (reached - term.rest, None))


def _maximize(run: FairRun, table: Timetable, at: int, aimed: tuple[Term, float]) -> None:
    term, off = aimed
    unit = table.unit if run.fair.aims[at] == "value" else 1.0
    if run.outcomes()[at].is_proven:
        return
    model = table.model.copy()
    model.maximize(term.variables, term.factors)
    model.hint(table.values_of(run.talks))
    solver = SatSolver()
    parameters = solver.parameters
    left = run.time_left()
    parameters.max_time_in_seconds = max(0.05, SHARE * left if np.isfinite(left) else 600.0)
    parameters.max_deterministic_time = WORK
    parameters.random_seed = run.params.seed % (1 << 31)
    parameters.num_workers = run.params.threads
    parameters.interleave_search = run.params.threads > 1  # parallel and still the same answer each time
    parameters.linearization_level = 2  # all but an assignment: linear programs see it, clauses do not
    parameters.relative_gap_limit = run.params.gap
    status = search(solver, model)
    if status in (OPTIMAL, FEASIBLE):
        run.offer(table.talks_of(solver.values))
        run.tighten(at, (solver.bound + term.rest) / unit + off)
