"""What a service officer hands over: three different postings, the invite list of a posting, what would raise it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from labor.candidates import Candidates, Pairs
from labor.market import Market
from labor.words import Bilingual
from matching.chances import StageScorer
from matching.explanation import Explanation, explain
from matching.room import crowding, is_own_trade
from matching.shortlist import best
from matching.worth import Worth, surplus_fen
from policy import RULES, judge, opens_with

OPTIONS = 3
LOOKED_AT: Final = 10  # postings whose room is counted for one page
# Of the best surplus: a posting of the same employer, trade or county as one already taken counts that much less.
SAME_EMPLOYER, SAME_TRADE, SAME_COUNTY = 0.35, 0.15, 0.1
FEWEST_TOLD = 3  # fewer people than this are not told of: they could be recognized

# Rules that rest on what the worker said: asking again may open postings, no law stands in the way.
OWN_WISHES: Final = tuple(rule.id for rule in RULES if rule.own_wish)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One posting for one worker, with its reasons; ``surplus_fen`` is chance x worth a month."""

    posting: int
    surplus_fen: float
    why: Explanation
    stayed_before: int  # people of the same pick-up point who stayed there thirty days; 0 where fewer than three


@dataclass(frozen=True, slots=True)
class Raise:
    """Something that would open postings, counted by judging again: ``kind`` certificate or wish, ``code`` which."""

    kind: str
    code: str
    opens: int
    postings: tuple[int, ...]


def recommend_for_worker(
    market: Market, scorer: StageScorer, worker: int, *, today: date | None = None, only: IntArray | None = None
) -> tuple[Recommendation, ...]:
    """Up to three allowed and different postings by expected surplus, best first; one of the worker's own trade.

    Openings bound whom a posting is shown to; nobody's page falls below three for want of room.
    ``only`` keeps to some postings, e.g. those ``options_for_all`` left with room for this worker.
    """
    today = today or market.window.first
    postings = np.arange(len(market.postings), dtype=np.int64) if only is None else only
    pairs = Pairs(np.full(len(postings), worker, dtype=np.int64), postings)
    allowed = judge(market, pairs, today).allowed
    pairs = Pairs(pairs.worker[allowed], pairs.posting[allowed])
    if not len(pairs):
        return ()
    score = scorer.chances(market, pairs, today).at_work_after_30
    surplus = surplus_fen(market, pairs, score, Worth())
    own = is_own_trade(market, worker, pairs.posting, today)
    pool = np.arange(len(pairs))
    if only is None:
        looked_at = _promising(surplus, own)
        offered = pairs.posting[looked_at], score[looked_at]
        pool = looked_at[_least_crowded(crowding(market, scorer, worker, offered, today), own[looked_at])]
    chosen = pool[different(market, pairs.posting[pool], surplus[pool], OPTIONS)]
    chosen = _with_own_trade(chosen, pool, surplus, own)
    why = explain(market, scorer, Pairs(pairs.worker[chosen], pairs.posting[chosen]), today=today)
    return tuple(
        Recommendation(
            int(pairs.posting[at]), float(surplus[at]), told, stayed_before(market, worker, pairs.posting[at])
        )
        for at, told in zip(chosen.tolist(), why, strict=True)
    )


def _promising(surplus: FloatArray, own: BoolArray) -> IntArray:
    """Positions of the best by surplus, and of the best of the own trade."""
    order = np.argsort(-surplus, kind="stable")
    return np.unique(np.concatenate([order[:LOOKED_AT], order[own[order]][:OPTIONS]]))


def _least_crowded(crowd: FloatArray, own: BoolArray) -> IntArray:
    """Those with room; where these are too few or none of the own trade, the least crowded beside them."""
    order = np.argsort(crowd, kind="stable")
    return np.unique(np.concatenate([np.flatnonzero(crowd < 1), order[:OPTIONS], order[own[order]][:1]]))


def _with_own_trade(chosen: IntArray, pool: IntArray, surplus: FloatArray, own: BoolArray) -> IntArray:
    """The last of the chosen gives way to the best of the own trade where none of them is."""
    mine = pool[own[pool]]
    if own[chosen].any() or not len(mine):
        return chosen
    kept = np.append(chosen[: OPTIONS - 1], mine[np.argmax(surplus[mine])])
    return kept[np.argsort(-surplus[kept], kind="stable")]


def different(
    market: Market, posting: IntArray, value: FloatArray, count: int, *, beside: IntArray | None = None
) -> IntArray:
    """Positions of the best ``count`` that differ: likeness to those already taken, or ``beside``, costs value."""
    penalty = np.zeros(len(posting))
    for one in () if beside is None else beside.tolist():
        penalty = penalty + _likeness(market, posting, one)
    scale = float(value.max(initial=0.0))
    taken: list[int] = []
    open_to = np.ones(len(posting), dtype=np.bool_)
    while len(taken) < min(count, len(posting)):
        at = int(np.argmax(np.where(open_to, value - penalty * scale, -np.inf)))
        taken.append(at)
        open_to[at] = False
        penalty = penalty + _likeness(market, posting, int(posting[at]))
    return np.array(taken, dtype=np.int64)


def _likeness(market: Market, posting: IntArray, this: int) -> FloatArray:
    postings = market.postings
    like = SAME_EMPLOYER * (postings.employer[posting] == postings.employer[this])
    like = like + SAME_TRADE * (postings.occupation[posting] == postings.occupation[this])
    return np.asarray(like + SAME_COUNTY * (postings.county[posting] == postings.county[this]))


def stayed_before(market: Market, worker: int, posting: int) -> int:
    """How many others of the same pick-up point stayed thirty days at this employer; 0 where fewer than three."""
    pickup = market.workers.pickup[worker]
    spells = market.spells
    at_employer = (spells.employer == market.postings.employer[posting]) & (spells.days >= 30)
    fellows = at_employer & (market.workers.pickup[spells.worker] == pickup) & (spells.worker != worker)
    count = len(np.unique(spells.worker[fellows])) if pickup >= 0 else 0
    return count if count >= FEWEST_TOLD else 0


def invite_for_posting(
    market: Market, candidates: Candidates, posting: int, *, count: int, first_at_equal_fit: BoolArray | None = None
) -> Candidates:
    """Whom to invite to a posting, best score first.

    At equal score, and only then, ``first_at_equal_fit`` (by worker position, from the official list: requirements
    C5) goes first, then who has waited longest, then the earlier position.
    """
    rows = np.flatnonzero(candidates.posting == posting)
    worker = candidates.worker[rows]
    first = np.zeros(len(rows)) if first_at_equal_fit is None else first_at_equal_fit[worker]
    waiting = market.workers.registered[worker].astype("datetime64[D]").astype(np.int64)
    waiting = np.where(np.isnat(market.workers.registered[worker]), np.iinfo(np.int64).max, waiting)
    order = rows[np.lexsort((worker, waiting, ~first.astype(np.bool_), -candidates.score[rows]))][:count]
    return Candidates(candidates.worker[order], candidates.posting[order], candidates.score[order])


def what_would_raise(market: Market, worker: int, *, today: date | None = None) -> tuple[Raise, ...]:
    """Certificates and changed wishes that would open postings, most first; each counted by the hard rules alone."""
    today = today or market.window.first
    found = []
    for kind in np.unique(market.postings.certificates.items).tolist():
        opened = opens_with(market, worker, kind, today)
        found.append(Raise("certificate", kind, len(opened), tuple(opened.tolist())))
    postings = np.arange(len(market.postings), dtype=np.int64)
    verdicts = judge(market, Pairs(np.full(len(postings), worker, dtype=np.int64), postings), today)
    for rule in OWN_WISHES:
        opened = np.flatnonzero(verdicts.blocked_only_by(rule))
        found.append(Raise("wish", rule, len(opened), tuple(opened.tolist())))
    return tuple(sorted((one for one in found if one.opens), key=lambda one: (-one.opens, one.code)))


def message(market: Market, recommendation: Recommendation, *, place: str) -> Bilingual:
    """What is sent to the worker in the evening: place, work, pay, hours, room, and that a no costs nothing."""
    at, postings = recommendation.posting, market.postings
    low, high = postings.wage_low_fen[at] // 100, postings.wage_high_fen[at] // 100
    pay = f"{low}-{high}" if 0 < low < high else str(max(low, high)) if max(low, high) > 0 else ""
    hours = postings.hours_a_day[at]
    zh = [f"{place}，{postings.text[at]}"]
    en = [f"{place}: {postings.text[at]}"]
    if pay:
        zh.append(f"月薪{pay}元")
        en.append(f"{pay} yuan a month")
    if not np.isnan(hours):
        zh.append(f"每天{hours:g}小时")
        en.append(f"{hours:g} hours a day")
    if postings.lodging[at] >= 0:
        zh.append("包住" if postings.lodging[at] == 1 else "不包住")
        en.append("lodging given" if postings.lodging[at] == 1 else "no lodging")
    zh.append("去不去？回1去、2不去、3再问；不去没有任何影响")
    en.append("Going? Answer 1 yes, 2 no, 3 ask me again; a no costs you nothing")
    return Bilingual("，".join(zh), "; ".join(en))


def best_for_posting(
    market: Market, scorer: StageScorer, posting: int, *, count: int, today: date | None = None
) -> Candidates:
    """The best allowed workers of a posting by score, looked at over everybody."""
    today = today or market.window.first
    workers = np.arange(len(market.workers), dtype=np.int64)
    pairs = Pairs(workers, np.full(len(workers), posting, dtype=np.int64))
    allowed = judge(market, pairs, today).allowed
    pairs = Pairs(workers[allowed], pairs.posting[allowed])
    score = scorer.chances(market, pairs, today).at_work_after_30
    turned = Pairs(pairs.posting, pairs.worker)  # one list, by posting
    posting_at, worker_at, kept = best(turned, score, count)
    return Candidates(worker_at, posting_at, kept)
