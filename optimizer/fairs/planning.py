"""The algorithm: first plans, bounds by flow, an exact model where the fair is small, else booth after booth."""

from __future__ import annotations

import time
from contextlib import suppress

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from labor.candidates import Watcher, nobody_watches
from optimizer.fairs.audit import audit_fair
from optimizer.fairs.booth_steps import BoothSteps
from optimizer.fairs.day_steps import settle_days
from optimizer.fairs.draft import FairDraft
from optimizer.fairs.ejection import Ejection
from optimizer.fairs.equal_slots import color, is_equal
from optimizer.fairs.exact import is_small, solve_in_turn
from optimizer.fairs.fair import LEVELS, Fair, Talks
from optimizer.fairs.fair_plan import FairPlan
from optimizer.fairs.first_plans import as_before, by_score, by_turns
from optimizer.fairs.flow_bounds import Cut, FairNetwork
from optimizer.fairs.hour_prices import HourProgram
from optimizer.fairs.neighborhoods import Neighborhoods
from optimizer.fairs.person_days import PersonDays
from optimizer.fairs.reasons import reasons_of
from optimizer.fairs.run import FairRun
from optimizer.fairs.weighing import lexicographic
from optimizer.model.problem import PlanParams
from optimizer.solvers.integer_model import whole_scale
from optimizer.solvers.interruptible import Halted, halting_when

GUIDE = 20  # times the largest value: what a person served counts beside values
VALUE_WEIGHTS = (1.0, 4.0, 100.0)
LARGEST_SUM = 1e12
FIRST_SWEEPS, MOST_SWEEPS = 2, 12
SETTLED = 50  # fewer than one booth in so many better: the sweeps have done what they can
TRIES_A_BOUND = 10
LIGHT = 2  # times the largest value: for prices, which are rough where weights lie far apart
RESTARTS = 8
LOOK = 500  # people between two looks at the clock
OPTIONS_A_S = 2_000  # pairs and slots the program of hours may have for each second there is
PATIENCE = 300  # neighborhoods in vain after which a run without a time limit ends


def plan_fair(fair: Fair, params: PlanParams, watch: Watcher = nobody_watches) -> FairPlan:
    """Find a plan and a bound for each aim; audited before it is handed over."""
    run = FairRun(fair, params, watch, started=time.monotonic())
    with halting_when(run.interrupted), suppress(Halted):
        _search(run)
    return _hand_over(run)


def _search(run: FairRun) -> None:
    """From nothing to the best plan that can be found; may be halted anywhere."""
    for first in (by_turns, by_score, as_before):
        if not run.interrupted():
            run.offer(first(run.fair))
    if run.ended():
        return
    network = FairNetwork.of(run.fair)
    whom = guide(run, network)
    if whom is not None and is_equal(run.fair):
        run.offer(color(run.fair, np.flatnonzero(whom)))
    else:
        settle_booths(run, run.fair.fixed, whom, FIRST_SWEEPS)
    bound_aims(run, network)
    if not run.ended():
        settle_booths(run, run.talks, None, MOST_SWEEPS)
    if not run.ended() and wants_days(run):
        serve_people(run)
    if not run.ended() and is_small(run):
        solve_in_turn(run)
    improve(run, network)


def guide(run: FairRun, network: FairNetwork) -> BoolArray | None:
    """Whom by flow, all aims weighed in one: the pairs, and a bound."""
    cut = _cut(run, network, lexicographic(run.fair, GUIDE * _spread(run.fair)))
    return None if cut is None else cut.pairs


def bound_aims(run: FairRun, network: FairNetwork) -> None:
    """A bound for each aim by flow: of the aim alone, and with those before it."""
    aims = run.fair.aims
    counts = np.array([float(aim not in ("value", "moves")) for aim in aims])
    for at, aim in enumerate(aims):
        upto = np.where(np.arange(len(aims)) <= at, counts, 0.0)
        alone = np.where(np.arange(len(aims)) == at, 1.0, 0.0)
        for weights in () if aim == "moves" else (upto, alone):
            if weights[at] and not run.ended() and not run.outcomes()[at].is_proven:
                _cut(run, network, weights)


def settle_booths(run: FairRun, talks: Talks, whom: BoolArray | None, most_sweeps: int) -> None:
    """Booth after booth from these talks on, the first sweep with the pairs of the flow alone where they are given."""
    rng = np.random.default_rng(run.params.seed)
    draft = FairDraft(run.fair, talks)
    steps = BoothSteps(run.fair, draft)
    booths = np.argsort(-np.array([len(pairs) for pairs in steps.pairs]), kind="stable")
    for _ in range(most_sweeps):
        better = steps.sweep(booths.tolist(), whom, run.interrupted)
        run.offer(draft.talks())
        if run.ended() or (whom is None and better * SETTLED <= len(booths)):
            break
        whom, booths = None, rng.permutation(len(booths))


def wants_days(run: FairRun) -> bool:
    """Whether people are to be served a second or third time, and nobody asks to stay as before."""
    aims = run.fair.aims
    return "moves" not in aims and any(aim in LEVELS for aim in aims[: run.unproven() + 1])


def serve_people(run: FairRun) -> None:
    """Level by level those who lack talks; then from nothing by the prices of hours, several times."""
    fair = run.fair
    program = (
        HourProgram(fair, lexicographic(fair, LIGHT * _spread(fair)), run.time_left()) if _is_middling(run) else None
    )
    days: list[PersonDays] = []
    for person in range(len(fair.people)):
        if person % LOOK == 0 and run.interrupted():
            return
        days.append(PersonDays.of(fair, person))
    possible = np.array([one.most_talks() for one in days], dtype=np.int64)
    levels = [LEVELS[aim] for aim in fair.aims if aim in LEVELS]
    for level in sorted(levels):
        if run.unproven() < len(fair.aims) and fair.aims[run.unproven()] == f"served{level}":
            served = Ejection(fair, days).serve(
                run.talks, np.minimum(possible, level), run.params.seed, run.interrupted
            )
            run.offer(settle_days(fair, days, served, run.params.seed, run.interrupted))
    priced = program.found() if program else None
    if priced is None:
        return
    run.add(priced.cut)
    search = Ejection(fair, days, priced.prices)
    for at in range(RESTARTS):
        if run.ended():
            return
        served = search.serve(fair.fixed, np.minimum(possible, max(levels)), run.params.seed + at, run.interrupted)
        run.offer(settle_days(fair, days, served, run.params.seed + at, run.interrupted))


def _is_middling(run: FairRun) -> bool:
    """Whether the program of hours can be solved in a part of the time there is."""
    fair = run.fair
    options = fair.suits(np.flatnonzero(fair.usable)).sum()
    return bool(options <= OPTIONS_A_S * min(60.0, run.params.time_limit_s or 60.0))


def improve(run: FairRun, network: FairNetwork) -> None:
    """Neighborhoods until the run ends; bounds of the value at other weights in between."""
    neighborhoods = Neighborhoods(run.fair, run.params.seed)
    weights = list(VALUE_WEIGHTS)
    tries = idle = 0
    while not run.ended() and (run.params.time_limit_s is not None or idle < PATIENCE):
        if weights and tries % TRIES_A_BOUND == TRIES_A_BOUND - 1 and run.unproven() <= _last_value(run.fair):
            _cut(run, network, lexicographic(run.fair, weights.pop() * _spread(run.fair)))
        tries, idle = tries + 1, idle + 1
        if run.offer(neighborhoods.another(run.talks, to_serve=run.unproven() < _last_value(run.fair))):
            idle = 0


def _cut(run: FairRun, network: FairNetwork, weights: FloatArray) -> Cut | None:
    cut = network.cut(weights, whole_scale(run.fair.pairs.value, LARGEST_SUM) if "value" in run.fair.aims else 1.0)
    if cut is not None:
        run.add(cut)
    return cut


def _spread(fair: Fair) -> float:
    return float(np.ceil(np.abs(fair.pairs.value).max(initial=0.0))) or 1.0


def _last_value(fair: Fair) -> int:
    return fair.aims.index("value") if "value" in fair.aims else -1


def _hand_over(run: FairRun) -> FairPlan:
    run.ended()
    order = np.lexsort((run.talks.slot, run.fair.pairs.person[run.talks.pair]))
    talks = Talks(run.talks.pair[order], run.talks.slot[order])
    plan = FairPlan(
        talks=talks,
        interviewer=_interviewers(run.fair, talks),
        outcomes=run.outcomes(),
        reason=reasons_of(run.fair, talks),
        stopped=run.stopped or "done",
    )
    audit_fair(run.fair, plan)
    return plan


def _interviewers(fair: Fair, talks: Talks) -> IntArray:
    """1, 2 … among the talks of one booth and slot."""
    key = fair.pairs.booth[talks.pair] * max(1, fair.slots) + talks.slot
    order = np.argsort(key, kind="stable")
    first = np.searchsorted(key[order], key[order])
    number = np.empty(len(key), dtype=np.int64)
    number[order] = np.arange(len(key)) - first + 1
    return number
