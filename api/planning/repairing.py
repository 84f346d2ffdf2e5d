"""Mending a standing plan after drop-outs and late joiners: everybody who can stays where they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.planning import pins
from api.planning.dispatching import FoundPlan, keep, named_clash
from api.planning.orders import PlanOrder, less_spent, terms_kept
from api.planning.preparing import Prepared, prepare
from data import plans
from data.database import opened
from data.plans import carrying
from data.rounds import manual_changes
from data.views import plans as views
from data.views import rounds
from labor.arrays import IntArray
from labor.candidates import Candidates, Tidings, Watcher, nobody_watches
from labor.errors import Infeasible, StepRefused
from labor.limits import USUAL_TIME_LIMIT_S
from labor.market import DateWindow, Market
from labor.plan import NO_TRIP, Assignments, Plan, Trips
from matching import StageScorer
from optimizer import PlanParams, Problem
from optimizer.repair import Changes, repair


def mend(engine: Engine, order: PlanOrder, scorer: StageScorer, watch: Watcher = nobody_watches) -> int:
    """Keep a plan that changes as few people as possible against ``order.before_id``; its number.

    Whoever dropped out is not in the market any more; trips that have left stay as they are; whose vehicle or posting
    is gone comes before those who join.
    Raises NoPlan, AuditFailed.
    """
    assert order.before_id is not None
    with opened(engine) as session:
        gone = carrying.now(session, order.round_id or 0)
    prepared = prepare(engine, less_spent(order, gone.cost_fen), scorer, watch, old_id=order.before_id)
    market, candidates, old = prepared.market, prepared.candidates, prepared.old
    assert old is not None
    with opened(engine) as session:
        placed = plans.placed_workers(session, order.before_id, market)
    standing = list(zip(old.assignments.row.tolist(), old.assignments.posting.tolist(), strict=True))
    if order.only_asked:
        prepared = replace(prepared, candidates=_of_those_asked(engine, order, prepared, placed))
    problem = prepared.problem(engine, replace(prepared.hands, standing=standing))
    standing_now = in_fleet(market, problem, old)
    displaced = np.setdiff1d(placed, standing_now[0].row).tolist()
    watch(Tidings("mending"))
    try:
        mended = repair(problem, standing_now, Changes(displaced_rows=displaced), order.params)
    except Infeasible as clash:
        watch(Tidings("clash"))
        raise named_clash(problem, clash) from clash
    watch(Tidings("keeping"))
    plan_id = keep(engine, order, FoundPlan(market, candidates, mended.problem, mended.plan), scorer)
    if order.only_asked:
        with opened(engine) as session:
            plans.unplaced_as_before(session, plan_id, order.before_id)
    return plan_id


def _of_those_asked(engine: Engine, order: PlanOrder, prepared: Prepared, placed: IntArray) -> Candidates:
    """The pairs of whoever was placed before, is pinned, or joined late: the night before nobody else is asked."""
    market, listed = prepared.market, prepared.candidates
    with opened(engine) as session:
        late = manual_changes.joined(session, order.round_id or 0)
    asked = np.concatenate(
        [placed, np.array([pin.worker for pin in prepared.hands.pins], dtype=np.int64), _at(market, late)]
    )
    kept = np.isin(listed.worker, asked)
    return Candidates(listed.worker[kept], listed.posting[kept], listed.score[kept])


def _at(market: Market, workers: list[int]) -> IntArray:
    at = np.flatnonzero(np.isin(market.workers.id, workers))
    found: IntArray = at.astype(np.int64)
    return found


def mending_order(session: Session, round_id: int, *, today: date, only_asked: bool = False) -> PlanOrder:
    """What mending a round's standing plan asks for: its own window and worths.

    Raises NotFound, StepRefused without a plan, and Infeasible naming the pins no plan can obey.
    """
    round_ = rounds.one(session, round_id).round
    if round_.plan_id is None:
        raise StepRefused("本轮还没有计划，请先编制 / this round has no plan yet: make one first")
    pins.refuse_barred(session, round_id, today)
    plan = views.one(session, round_.plan_id).plan
    terms = terms_kept(plan.weights)
    params = PlanParams(time_limit_s=USUAL_TIME_LIMIT_S, seed=plan.params["seed"], threads=plan.params["threads"])
    window = DateWindow(round_.first_day, round_.last_day)
    quotas = plan.weights.get("quotas", {})
    return PlanOrder(
        window, today, terms, params, round_.name, round_id, before_id=round_.plan_id, quotas=quotas,
        only_asked=only_asked,
    )  # fmt: skip


def in_fleet(market: Market, problem: Problem, old: Plan) -> tuple[Assignments, Trips]:
    """The standing plan with its vehicles as positions of today's offer; who rode one not offered is left out."""
    at = np.full(len(market.vehicles), NO_TRIP, dtype=np.int64)
    at[problem.offered] = np.arange(len(problem.offered))
    vehicle = at[old.trips.vehicle]
    runs = vehicle != NO_TRIP
    number = np.append(np.where(runs, np.cumsum(runs) - 1, NO_TRIP), NO_TRIP)
    placed = old.assignments
    kept = (placed.trip == NO_TRIP) | np.append(runs, False)[placed.trip]
    assignments = Assignments(placed.row[kept], placed.posting[kept], number[placed.trip[kept]], placed.travel[kept])
    trips = Trips(vehicle[runs], old.trips.people[runs], old.trips.cost[runs])
    return assignments, trips
