"""The algorithm: first plans, bounds by flow, an exact model where the fair is small, else booth after booth."""

from __future__ import annotations

import time
from contextlib import suppress

import numpy as np

from labor.arrays import IntArray
from labor.candidates import Watcher, nobody_watches
from optimizer.fairs.audit import audit_fair
from optimizer.fairs.exact import MOST_OPTIONS, options_of, solve_in_turn
from optimizer.fairs.fair import Fair, Talks
from optimizer.fairs.fair_plan import FairPlan
from optimizer.fairs.first_plans import as_before, by_score, by_turns
from optimizer.fairs.reasons import reasons_of
from optimizer.fairs.run import FairRun
from optimizer.model.problem import PlanParams
from optimizer.solvers.interruptible import Halted, halting_when


def plan_fair(fair: Fair, params: PlanParams, watch: Watcher = nobody_watches) -> FairPlan:
    """Find a plan and a bound for each aim; audited before it is handed over."""
    run = FairRun(fair, params, watch, started=time.monotonic())
    with halting_when(run.interrupted), suppress(Halted):
        _search(run)
    return _hand_over(run)


def _search(run: FairRun) -> None:
    for first in (by_turns, by_score, as_before):
        run.offer(first(run.fair))
    if not run.ended() and options_of(run) <= MOST_OPTIONS:
        solve_in_turn(run)


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
