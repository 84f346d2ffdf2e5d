"""Mending a standing plan after drop-outs and late joiners: everybody who can stays where they are."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from api.orders import PlanOrder, terms_from
from data.views import plans as views
from data.views import rounds
from labor.errors import StepRefused
from labor.market import DateWindow
from optimizer.problem import PlanParams

MENDING_LIMIT_S = 60.0


def mending_order(session: Session, round_id: int, *, today: date) -> PlanOrder:
    """What mending a round's standing plan asks for: its own window and worths; raises NotFound, StepRefused."""
    round_ = rounds.one(session, round_id).round
    if round_.plan_id is None:
        raise StepRefused("本轮还没有计划,请先编制 / this round has no plan yet: make one first")
    plan = views.one(session, round_.plan_id).plan
    terms = terms_from({name: value for name, value in plan.weights.items() if name != "scorer"})
    params = PlanParams(time_limit_s=MENDING_LIMIT_S, seed=plan.params["seed"], threads=plan.params["threads"])
    window = DateWindow(round_.first_day, round_.last_day)
    return PlanOrder(window, today, terms, params, round_.name, round_id, before_id=round_.plan_id)
