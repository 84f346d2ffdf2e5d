"""A kept plan laid out again over the registers it was made from, so that questions about it can be answered."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import Engine

from api.planning.orders import PlanOrder, less_spent, terms_kept
from api.planning.preparing import prepare
from api.planning.repairing import in_fleet
from data.database import opened
from data.plans import carrying
from data.views import plans as views
from labor.candidates import Candidates, Tidings, Watcher
from labor.errors import AuditFailed, StepRefused
from labor.market import DateWindow, Market
from labor.plan import Plan
from matching import StageScorer
from optimizer import ByHand, PlanParams, Problem, audit_assignments, leftover_of


@dataclass(frozen=True, slots=True, eq=False)
class KeptPlan:
    """The plan in the positions of its problem, with the net value it has there."""

    market: Market
    candidates: Candidates
    hands: ByHand
    order: PlanOrder
    problem: Problem
    plan: Plan
    before_id: int | None


def stand(engine: Engine, plan_id: int, scorer: StageScorer, watch: Watcher) -> KeptPlan:
    """Read, score and formulate as the plan did; raises NotFound, and StepRefused where it no longer holds."""
    with opened(engine) as session:
        view, gone = views.one(session, plan_id), carrying.of_plan(session, plan_id)
    order = less_spent(_order(view), gone.cost_fen)
    prepared = prepare(engine, order, scorer, watch, old_id=plan_id, found_by=plan_id)
    market, old = prepared.market, prepared.old
    assert old is not None
    watch(Tidings("formulating"))
    problem = prepared.problem(engine)
    assignments, trips = in_fleet(market, problem, old)
    made = replace(old, assignments=assignments, trips=trips)
    if (missing := view.plan.placed_people - gone.people - len(made.assignments)) > 0:
        raise _outdated(missing)
    try:
        audit_assignments(problem, assignments, trips)
    except AuditFailed as broken:
        raise _outdated(1, str(broken)) from broken
    plan = revalued(problem, made)
    return KeptPlan(market, prepared.candidates, prepared.hands, order, problem, plan, view.plan.before_id)


def revalued(problem: Problem, made: Plan) -> Plan:
    """The plan with its net value and travel cost counted anew in ``problem``."""
    pairs, width = problem.pairs, len(problem.places)
    placed = np.isin(pairs.row * width + pairs.posting, made.assignments.row * width + made.assignments.posting)
    spent = leftover_of(problem, made.assignments, made.trips).travel_cost
    return replace(made, objective=float(pairs.value[placed].sum()) - spent, travel_cost=spent)


def _order(view: views.PlanPage) -> PlanOrder:
    plan, round_ = view.plan, view.round
    params = PlanParams(**plan.params)
    window = DateWindow(round_.first_day, round_.last_day)
    return PlanOrder(window, plan.as_of, terms_kept(plan.weights), params, round_.name, round_.id)


def _outdated(people: int, why: str = "") -> StepRefused:
    return StepRefused(
        f"这份计划排定之后登记册有变动,有 {people} 人对不上;请先重排,再问 / "
        f"the registers changed since this plan was made ({people} people no longer match): mend it first, then ask",
        [why] if why else [],
    )
