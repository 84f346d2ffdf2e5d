"""Look-ahead on a real round: scarce openings are kept for those who, by earlier years, are still to come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from sqlalchemy import Engine

from api.planning.orders import PlanOrder
from data.database import opened
from data.markets import past_seasons
from data.markets.past_seasons import LEAST_PEOPLE, LEAST_YEARS, Comers
from labor.arrays import FloatArray
from labor.candidates import Tidings, Watcher
from labor.market import Market
from labor.words import Bilingual
from matching import StageScorer, shortlisted
from optimizer import Arrivals, Problem, formulate, keep_back, opening_prices, usual_travel

POSTINGS_A_COMER: Final = 20
NOT_ASKED = Bilingual(
    "没有要求给以后的人留位置：这份计划只看已登记的人。",
    "Not asked to keep places: this plan looks at those registered alone.",
)
TOO_LITTLE = Bilingual(
    "没有给以后的人留位置：登记册里同期资料不够（要有{years}年、每年至少{people}个往年同期去过、现在还没来登记的人；"
    "现有：{found}）。",
    "No places kept: too little is known of the same weeks of earlier years (it takes {years} years with {people} "
    "people each who went then and have not come yet; there are: {found}).",
)
KEPT = Bilingual(
    "按{years}年同期（{spans}）去过、今年还没来登记的人估计，{postings}个岗位的名额要留价：低于这个价的人先不占。"
    "净值和上界已扣除这些价。",
    "By who went in the same weeks of {years} earlier years ({spans}) and has not come yet, openings of {postings} "
    "postings carry a price: nobody worth less takes one now. Net value and bound are after these prices.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """The problem to plan, the price of an opening by posting (money of the problem), and how it came about."""

    problem: Problem
    prices: FloatArray = field(default_factory=lambda: np.zeros(0))
    told: Bilingual = NOT_ASKED


def look_ahead(
    engine: Engine, order: PlanOrder, now: tuple[Market, Problem], scorer: StageScorer, watch: Watcher
) -> Ahead:
    """The problem of ``now`` less the price of each opening, where earlier years say enough; else as it is."""
    market, problem = now
    if not order.look_ahead:
        return Ahead(problem)
    watch(Tidings("ahead"))
    with opened(engine) as session:
        years = past_seasons.earlier_years(session, order.window, market, today=order.today)
    enough = [one for one in years if len(one.workers) >= LEAST_PEOPLE]
    if len(enough) < LEAST_YEARS:
        found = "、".join(f"{one.span.first.year}: {len(one.workers)}" for one in years) or "0"
        told = {"years": LEAST_YEARS, "people": LEAST_PEOPLE, "found": found}
        return Ahead(problem, told=Bilingual(TOO_LITTLE.text("zh", **told), TOO_LITTLE.text("en", **told)))
    futures = [_arrivals(engine, order, one, scorer) for one in enough]
    prices = opening_prices(problem, futures)
    spans = "、".join(f"{one.span.first} – {one.span.last}" for one in enough)
    said = {"years": len(enough), "spans": spans, "postings": int((prices > 0).sum())}
    return Ahead(keep_back(problem, prices), prices, Bilingual(KEPT.text("zh", **said), KEPT.text("en", **said)))


def _arrivals(engine: Engine, order: PlanOrder, year: Comers, scorer: StageScorer) -> Arrivals:
    """What this year's missing people would be worth at today's postings, usual travel paid."""
    with opened(engine) as session:
        market = past_seasons.market_of(session, order.window, year, today=order.today)
    candidates = shortlisted(market, scorer, postings_per_worker=POSTINGS_A_COMER, today=order.today)
    problem = formulate(market, candidates, order.terms, order.today)
    net = problem.pairs.value - usual_travel(problem)
    kept = np.isfinite(net) & (net > 0) & past_seasons.later_start(market, order.window)[problem.pairs.posting]
    row = problem.pairs.row[kept]
    return Arrivals(row, problem.pairs.posting[kept], net[kept], problem.rows.size[row])
