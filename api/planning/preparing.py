"""The middle of every use case of planning: a round read, its pairs scored, the problem it poses in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Engine

from api.planning import pins
from api.planning.empty_market import refuse_an_empty_market
from api.planning.orders import PlanOrder
from data import markets, plans
from data.database import opened
from data.rounds import manual_changes
from data.views.labels import labels_of
from labor.candidates import Candidates, Pairs, Tidings, Watcher
from labor.market import Market
from labor.plan import Plan
from matching import StageScorer, shortlisted
from optimizer import ByHand, Names, Problem, formulate

POSTINGS_A_WORKER = 50


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A round read and scored; ``old`` is the plan it had before, where one was asked for."""

    order: PlanOrder
    market: Market
    hands: ByHand
    candidates: Candidates
    old: Plan | None

    def problem(self, engine: Engine, hands: ByHand | None = None) -> Problem:
        """The problem it poses, in words people know."""
        order = self.order
        posed = formulate(self.market, self.candidates, order.terms, order.today, hands or self.hands)
        return in_words(engine, self.market, posed)


def prepare(
    engine: Engine,
    order: PlanOrder,
    scorer: StageScorer,
    watch: Watcher,
    *,
    old_id: int | None = None,
    found_by: int | None = None,
) -> Prepared:
    """Read and score; pairs of the plan ``old_id`` that are still allowed are candidates however they score.

    ``found_by`` names a kept plan: the market is read as it found it, not as it stands.

    Raises BadInput for a first plan of an empty market, NotFound, Infeasible for pins that cannot be obeyed.
    """
    watch(Tidings("reading"))
    market, hands = read(engine, order, found_by)
    if order.round_id is None:
        refuse_an_empty_market(engine, market)
    old = None
    if old_id is not None:
        with opened(engine) as session:
            old = plans.load(session, old_id, market)
    watch(Tidings("scoring"))
    candidates = listed(market, hands, scorer, order.today)
    if old is not None:
        standing = Pairs(old.assignments.row, old.assignments.posting)
        candidates = pins.with_pairs(market, candidates, standing, scorer, order.today)
    return Prepared(order, market, hands, candidates, old)


def read(engine: Engine, order: PlanOrder, plan_id: int | None = None) -> tuple[Market, ByHand]:
    """The one read: the market as it stands (or as a kept plan found it), and what was decided by hand in this round.

    Raises Infeasible where a pin cannot be obeyed, each with the rule that forbids it.
    """
    with opened(engine) as session:
        market = markets.load(session, order.window, today=order.today, round_id=order.round_id, plan_id=plan_id)
        if order.round_id is None:
            return market, ByHand((), ())
        pins.refuse_barred(session, order.round_id, order.today, market)
        return market, pins.by_hand(market, manual_changes.pins_of(session, order.round_id, market), order)


def listed(market: Market, by_hand: ByHand, scorer: StageScorer, today: date) -> Candidates:
    """The shortlist, and what pins ask for beside it."""
    best = shortlisted(market, scorer, postings_per_worker=POSTINGS_A_WORKER, today=today)
    return pins.with_pinned(market, best, by_hand, scorer, today)


def in_words(engine: Engine, market: Market, problem: Problem) -> Problem:
    """The same problem with names people know: titles, firms, plates; its money is told in yuan."""
    with opened(engine) as session:
        labels = labels_of(session, market)
    vehicles = tuple(labels.vehicles[at] for at in problem.offered.tolist())
    return renamed(problem, replace(problem.names, rows=labels.workers, postings=labels.postings, vehicles=vehicles))


def renamed(problem: Problem, names: Names) -> Problem:
    """The same problem under other names."""
    return replace(problem, names=names)
