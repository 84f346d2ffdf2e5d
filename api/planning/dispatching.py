"""The main use case: one read, a pure middle, one write."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime

import numpy as np
from sqlalchemy import Engine

from api.advice.training import name_of
from api.planning import vehicle_verdicts
from api.planning.look_ahead import Ahead, look_ahead
from api.planning.orders import PlanOrder
from api.planning.preparing import prepare
from api.planning.timetables import calls_of, stops_at
from data import plans
from data.database import opened
from data.plans import vehicle_verdicts as kept_verdicts
from data.plans import waiting_list
from data.rounds.opening import open_round, refuse_a_taken_name
from labor.arrays import NO_DAY, BoolArray, DayArray, FloatArray, IntArray
from labor.candidates import Candidates, Pairs, Tidings, Watcher, nobody_watches
from labor.errors import Infeasible
from labor.market import Market
from labor.plan import Plan
from labor.words import Bilingual
from matching import StageScorer
from optimizer import Problem, audit_money, money_spent, offer, smallest_clash
from optimizer import plan as find_plan


@dataclass(frozen=True, slots=True, eq=False)
class FoundPlan:
    """A plan with what it was found from."""

    market: Market
    candidates: Candidates
    problem: Problem
    plan: Plan
    ahead: Ahead | None = None


def dispatch(engine: Engine, order: PlanOrder, scorer: StageScorer, watch: Watcher = nobody_watches) -> int:
    """Plan one window's batches and keep the plan; its number. Raises NoPlan, AuditFailed, BadInput.

    An Infeasible names the smallest set of pins and other requirements that clash, in both languages.
    """
    if order.round_id is None:
        with opened(engine) as session:
            refuse_a_taken_name(session, order.name, run_id=order.run_id)
    prepared = prepare(engine, order, scorer, watch)
    market, candidates = prepared.market, prepared.candidates
    watch(Tidings("formulating"))
    problem = prepared.problem(engine)
    ahead = look_ahead(engine, order, (market, problem), scorer, watch)
    problem = ahead.problem
    try:
        plan = find_plan(problem, order.params, watch)
    except Infeasible as clash:
        watch(Tidings("clash"))
        raise named_clash(problem, clash) from clash
    watch(Tidings("keeping"))
    return keep(engine, order, FoundPlan(market, candidates, problem, plan, ahead), scorer)


def named_clash(problem: Problem, clash: Infeasible) -> Infeasible:
    """The same refusal with the smallest clashing set, in both languages."""
    named = [f"{one.zh} / {one.en}" for one in smallest_clash(problem)]
    told = "这些要求互相矛盾，没有计划能同时满足 / these requirements clash: no plan can meet them all"
    return Infeasible(told if named else str(clash), named or clash.details)


def clash_of(engine: Engine, order: PlanOrder, scorer: StageScorer, watch: Watcher) -> tuple[Bilingual, ...]:
    """The smallest set of pins and other requirements of a round that cannot hold together; empty where they can."""
    prepared = prepare(engine, order, scorer, watch)
    watch(Tidings("clash"))
    return smallest_clash(prepared.problem(engine))


def keep(engine: Engine, order: PlanOrder, found: FoundPlan, scorer: StageScorer) -> int:
    """Write an audited plan with all it takes to understand and repeat it."""
    market, candidates, problem, plan = found.market, found.candidates, found.problem, found.plan
    on_offer = offer(market, order.terms.transport)
    offered, crews = on_offer.vehicle, vehicle_verdicts.crews_of(on_offer, len(market.vehicles))
    verdicts = list(vehicle_verdicts.of_plan(market, problem, plan, order.terms.transport))
    kept = replace(_in_market(plan, offered), travel_cost=money_spent(problem, plan))
    audit_money(problem, plan, kept.travel_cost)
    chances = scorer.chances(market, Pairs(plan.assignments.row, plan.assignments.posting), order.today)
    record = plans.Record(
        as_of=order.today,
        now=datetime.now(tz=UTC),
        objective_kind=problem.objective,
        params=asdict(order.params),
        weights=asdict(order.terms) | {"scorer": name_of(scorer), "quotas": dict(order.quotas)} | _ahead_words(found),
        opening_prices=found.ahead.prices if found.ahead else np.zeros(0),
        run_id=order.run_id,
        before_id=order.before_id,
        score=_of_assignments(plan, (candidates.worker, candidates.posting, candidates.score)),
        value_fen=_of_assignments(plan, (problem.pairs.row, problem.pairs.posting, problem.pairs.value)),
        pinned=_pinned(problem, plan),
        accepts=chances.accept,
        shows_up=chances.show_up,
        boards=stops_at(market, problem, kept)[0],
        calls=calls_of(market, problem, kept, order.terms.transport),
        drivers=crews[0],
        nights=crews[1],
        arrives=_spread(problem.fleet.arrives, offered, len(market.vehicles)),
    )
    with opened(engine) as session:
        round_id = order.round_id or open_round(session, order.window, name=order.name, now=record.now)
        plan_id = plans.save(session, round_id, market=market, plan=kept, record=record)
        kept_verdicts.keep(session, plan_id, verdicts)
        standby = _reserve(market, candidates, plan, scorer, order.today)
        waiting_list.keep(session, plan_id, market, candidates=candidates, reserve=standby)
    return plan_id


def _ahead_words(found: FoundPlan) -> dict[str, dict[str, str]]:
    return {} if found.ahead is None else {"ahead": {"zh": found.ahead.told.zh, "en": found.ahead.told.en}}


def _in_market(plan: Plan, offered: IntArray) -> Plan:
    """The plan with vehicles as positions of the market instead of the offer."""
    last = np.append(offered, -1)[plan.unplaced.vehicle]  # -1 reads the appended -1
    trips = replace(plan.trips, vehicle=offered[plan.trips.vehicle])
    return replace(plan, trips=trips, unplaced=replace(plan.unplaced, vehicle=last))


def _reserve(
    market: Market, candidates: Candidates, plan: Plan, scorer: StageScorer, today: date
) -> waiting_list.Reserve:
    chosen = waiting_list.ranked(market, candidates, plan)
    chances = scorer.chances(market, Pairs(candidates.worker[chosen], candidates.posting[chosen]), today)
    return waiting_list.Reserve(chosen, chances.accept, chances.show_up)


def _of_assignments(plan: Plan, pairs: tuple[IntArray, IntArray, FloatArray]) -> FloatArray:
    """A pair table's figure for each assignment; NaN where the table does not hold the pair."""
    row, posting, figure = pairs
    width = int(max(posting.max(initial=0), plan.assignments.posting.max(initial=0))) + 1
    key, wanted = row * width + posting, plan.assignments.row * width + plan.assignments.posting
    order = np.argsort(key, kind="stable")
    if not len(key):
        return np.full(len(wanted), np.nan)
    at = order[np.minimum(np.searchsorted(key[order], wanted), len(key) - 1)]
    return np.where(key[at] == wanted, figure[at], np.nan)


def _pinned(problem: Problem, plan: Plan) -> BoolArray:
    """Which assignments were fixed by hand."""
    rows = problem.pairs.row[problem.pins]
    return np.isin(plan.assignments.row, rows)


def _spread(arrives: DayArray, offered: IntArray, vehicles: int) -> DayArray:
    """Days of arrival of the offered vehicles, as long as the market's."""
    days = np.full(vehicles, NO_DAY, dtype="datetime64[D]")
    days[offered] = arrives
    return days
