"""Rechecking a kept plan against the registers as they are now, with no solver.

Before it was kept, the plan passed the whole audit. What may have changed since is the world: a certificate has run
out, an employer stands on the arrears list, an order was cut. So every rule on people, postings, trips and money is
checked again on the assignments as kept; the net value, whose tie-breaks depend on who else waits, is not recomputed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from sqlalchemy import Engine

from api.planning.orders import terms_kept
from data import markets, plans
from data.database import opened
from data.plans import carrying
from data.views import plans as views
from labor.arrays import IntArray
from labor.candidates import Candidates, Pairs
from labor.errors import AuditFailed
from labor.market import DateWindow, Market
from labor.plan import Plan
from optimizer import Problem, audit_assignments, formulate
from policy import judge


def audit_again(engine: Engine, plan_id: int) -> Plan:
    """The kept plan, rechecked; raises NotFound, and AuditFailed naming the broken rule."""
    with opened(engine) as session:
        view = views.one(session, plan_id)
        window = DateWindow(view.round.first_day, view.round.last_day)
        market = markets.load(session, window, today=view.plan.as_of, round_id=view.round.id, plan_id=plan_id)
        plan = plans.load(session, plan_id, market)
        score = views.scores(session, plan_id)
        left = carrying.of_plan(session, plan_id)
    if (gone := view.plan.placed_people - left.people - len(plan.assignments)) > 0:
        raise AuditFailed(
            "rule 2", f"{gone} people of plan {plan_id}, or their postings, are not in the market any more"
        )
    placed = plan.assignments
    pairs = Pairs(placed.row, placed.posting)
    _all_allowed(market, pairs, view.plan.as_of)
    ids = zip(market.workers.id[pairs.worker].tolist(), market.postings.id[pairs.posting].tolist(), strict=True)
    candidates = Candidates(pairs.worker, pairs.posting, np.array([score.get(pair, 0.0) for pair in ids]))
    spent = round(left.cost_fen)
    terms = terms_kept(view.plan.weights)
    if terms.budget_fen is not None:
        terms = replace(terms, budget_fen=max(0, terms.budget_fen - spent))
    problem = formulate(market, candidates, terms, view.plan.as_of)
    on_offer = replace(plan, trips=replace(plan.trips, vehicle=_in_fleet(market, problem, plan)))
    audit_assignments(problem, on_offer.assignments, on_offer.trips)
    return plan


def _all_allowed(market: Market, pairs: Pairs, today: date) -> None:
    verdicts = judge(market, pairs, today)
    for at in np.flatnonzero(~verdicts.allowed)[:1]:
        worker, posting = market.workers.id[pairs.worker[at]], market.postings.id[pairs.posting[at]]
        rules = ", ".join(verdicts.blocked_by(int(at)))
        raise AuditFailed("rule 2", f"worker {worker} may not go to posting {posting}: {rules}")


def _in_fleet(market: Market, problem: Problem, plan: Plan) -> IntArray:
    """Trips' vehicles as positions of the offer; raises AuditFailed for one that may not run any more."""
    at = {vehicle: place for place, vehicle in enumerate(problem.offered.tolist())}
    for vehicle in plan.trips.vehicle.tolist():
        if vehicle not in at:
            raise AuditFailed("rule 7", f"vehicle {market.vehicles.id[vehicle]} cannot run in this window any more")
    return np.array([at[vehicle] for vehicle in plan.trips.vehicle.tolist()], dtype=np.int64)
