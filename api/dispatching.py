"""The main use case: one read, a pure middle, one write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from sqlalchemy import Engine

from data import markets, plans, reserve, rounds
from data.database import opened
from labor.arrays import FloatArray
from labor.candidates import Candidates, Scorer, Tidings, Watcher, nobody_watches
from labor.market import DateWindow, Market
from labor.plan import Plan
from matching import shortlist
from optimizer.audit import audit
from optimizer.formulation import PlanTerms, formulate
from optimizer.planning import plan as find_plan
from optimizer.problem import Objective, PlanParams, Problem

POSTINGS_A_WORKER = 50


@dataclass(frozen=True, slots=True)
class PlanOrder:
    """What is asked of a plan: the window, what is worth what, how long to search, on which day's registers."""

    window: DateWindow
    today: date
    terms: PlanTerms = field(default_factory=PlanTerms)
    params: PlanParams = field(default_factory=PlanParams)
    name: str = ""
    round_id: int | None = None
    run_id: int | None = None

    def as_params(self) -> dict[str, Any]:
        """What a run's row keeps."""
        return {
            "first_day": self.window.first.isoformat(),
            "last_day": self.window.last.isoformat(),
            "today": self.today.isoformat(),
            "name": self.name,
            "terms": asdict(self.terms),
            "params": asdict(self.params),
        }

    @classmethod
    def from_params(cls, kept: Mapping[str, Any], *, run_id: int | None, round_id: int | None) -> PlanOrder:
        """The order a run's row keeps."""
        first, last, today = (date.fromisoformat(kept[name]) for name in ("first_day", "last_day", "today"))
        terms, params = PlanTerms(**kept["terms"]), PlanParams(**kept["params"])
        return cls(DateWindow(first, last), today, terms, params, kept["name"], round_id, run_id)


def dispatch(engine: Engine, order: PlanOrder, scorer: Scorer, watch: Watcher = nobody_watches) -> int:
    """Plan one window's batches and keep the plan; its number. Raises NoPlan, AuditFailed, BadInput."""
    watch(Tidings("reading the registers"))
    with opened(engine) as session:
        market = markets.load(session, order.window, today=order.today, round_id=order.round_id)
    watch(Tidings("scoring"))
    candidates = shortlist(market, scorer, postings_per_worker=POSTINGS_A_WORKER, today=order.today)
    watch(Tidings("formulating"))
    problem = formulate(market, candidates, order.terms, order.today)
    plan = find_plan(problem, order.params, watch)
    audit(problem, plan)
    record = _record(order, candidates, scorer, (problem, plan))
    with opened(engine) as session:
        round_id = order.round_id or rounds.open_round(session, order.window, name=order.name, now=record.now)
        plan_id = plans.save(session, round_id, market=market, plan=plan, record=record)
        reserve.keep(session, plan_id, market, candidates=candidates, plan=plan)
    return plan_id


def _record(order: PlanOrder, candidates: Candidates, scorer: Scorer, found: tuple[Problem, Plan]) -> plans.Record:
    """What the plan is kept with, so that it can be understood and repeated."""
    problem, plan = found
    return plans.Record(
        as_of=order.today,
        now=datetime.now(tz=UTC),
        objective_kind=problem.objective,
        params=asdict(order.params),
        weights=asdict(order.terms) | {"scorer": name_of(scorer)},
        run_id=order.run_id,
        score=_score_of(candidates, plan),
        value_fen=_value_of(problem, plan),
        arrives=problem.fleet.arrives,
    )


def name_of(scorer: Scorer) -> str:
    """The scorer's name and version, as printed on a plan."""
    return str(getattr(scorer, "name", type(scorer).__name__))
