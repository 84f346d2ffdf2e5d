"""Advice for one worker, one pair or one posting, from the market of a plan's round or of the coming days."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from api.advice.nearest import nearest_postings
from api.advice.training import name_of, scorer_for
from api.settings import Settings
from data import markets
from data.database.tenants.scopes import narrowed, people_of_all_units
from data.tables.tenants import tenant_of
from data.views import plans as plan_views
from data.views import postings as posting_views
from data.views import rights, workers
from data.views.postings import PostingPage
from labor.candidates import Pairs
from labor.errors import NotFound
from labor.market import DateWindow, Market
from labor.words import Bilingual
from matching import (
    Explanation,
    Raise,
    Recommendation,
    best_for_posting,
    explain,
    recommend_for_worker,
    road_km,
    what_would_raise,
)
from policy import Ground, judge
from policy import explain as grounds_of
from policy.certificates import kind_of
from policy.certificates import name_of as certificate_name
from policy.rulebook import rule_on

COMING_DAYS: Final = 14
KEPT_S: Final = 60.0
INVITED: Final = 60
RAISES_SHOWN: Final = 6


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """The market advice is drawn from, its day and its round."""

    market: Market
    today: date
    round_id: int | None


@dataclass(frozen=True, slots=True)
class Recommended:
    """One recommended posting with its reasons."""

    page: PostingPage
    advice: Recommendation


@dataclass(frozen=True, slots=True)
class Near:
    """One allowed posting by distance; NaN km where a county's place is not known."""

    page: PostingPage
    road_km: float


@dataclass(frozen=True, slots=True)
class Advice:
    """What to tell one worker: three postings, or what stands in the way, and what would open more."""

    window: DateWindow
    scorer: str
    here: bool  # in this window's market at all
    recommended: tuple[Recommended, ...]
    blocked: tuple[tuple[Bilingual, int], ...]
    raises: tuple[tuple[Bilingual, int], ...]
    training: tuple[Bilingual, int] | None = None  # the certificate that would open most postings, and how many
    nearest: tuple[Near, ...] | None = None  # in place of ``recommended``, for who wants no personal ranking


@dataclass(frozen=True, slots=True)
class PairAdvice:
    """Whether this worker may go there, on which grounds not, and how well it would suit."""

    page: PostingPage
    here: bool
    grounds: tuple[Ground, ...]
    explanation: Explanation | None
    scorer: str
    road_km: float | None = None  # in place of the explanation, for who wants no personal ranking


@dataclass(frozen=True, slots=True)
class Invited:
    """One worker to ask for a posting."""

    worker_id: int
    score: float
    road_km: float | None = None  # shown in place of the score, for who wants no personal ranking


_recent: dict[tuple[str, int, int | None, date], tuple[float, View]] = {}


def view_of(session: Session, plan_id: int | None, today: date) -> View:
    """The market of a plan's round as of its day, or of the coming fortnight; at most a minute old.

    Reading a market and its texts takes a second; an officer asks for one person after the other.
    """
    key = (str(session.get_bind().engine.url), tenant_of(session.connection()), plan_id, today)
    made, view = _recent.get(key, (0.0, None))
    if view is None or time.monotonic() - made > KEPT_S:
        with people_of_all_units(session):  # kept for everybody; whom one may be told of is asked outside
            view = _read(session, plan_id, today)
        _recent.clear()  # one market in memory is enough
        _recent[key] = (time.monotonic(), view)
    return view


def forget_market() -> None:
    """Let the kept market go, where somebody in it may not be kept."""
    _recent.clear()


def _read(session: Session, plan_id: int | None, today: date) -> View:
    if plan_id is None:
        window = DateWindow(today, today + timedelta(days=COMING_DAYS))
        return View(markets.load(session, window, today=today), today, None)
    page = plan_views.one(session, plan_id)
    window = DateWindow(page.round.first_day, page.round.last_day)
    market = markets.load(session, window, today=page.plan.as_of, round_id=page.round.id, plan_id=page.plan.id)
    return View(market, page.plan.as_of, page.round.id)


def for_worker(session: Session, settings: Settings, view: View, worker_id: int) -> Advice:
    """The "131" of one worker: a question to talk over, three postings with reasons, one training; and what blocks."""
    scorer, market = scorer_for(session, settings), view.market
    at = _position(market.workers.id, worker_id)
    if at is None:
        return Advice(market.window, name_of(scorer), False, (), (), ())
    by_distance = worker_id in rights.against_ranking(session)
    chosen = () if by_distance else recommend_for_worker(market, scorer, at, today=view.today)
    everything = np.arange(len(market.postings))
    verdicts = judge(market, Pairs(np.full(len(everything), at), everything), view.today)
    blocked = sorted(verdicts.counts().items(), key=lambda item: -item[1])
    raises = what_would_raise(market, at, today=view.today)
    training = worth_training(raises)
    return Advice(
        market.window,
        name_of(scorer),
        True,
        tuple(Recommended(_page(session, market, one.posting), one) for one in chosen),
        tuple((_title(rule, view.today), count) for rule, count in blocked if count),
        tuple((_raise(one, view.today), one.opens) for one in raises[:RAISES_SHOWN]),
        (_raise(training, view.today), training.opens) if training else None,
        _nearest(session, view, at) if by_distance else None,
    )


def worth_training(raises: tuple[Raise, ...]) -> Raise | None:
    """The certificate that would open most postings and has to be learned for: a health check is no training."""
    learned = (one for one in raises if one.kind == "certificate" and kind_of(one.code).issuer != "health")
    return next(learned, None)


def for_pair(session: Session, settings: Settings, view: View, pair: tuple[int, int]) -> PairAdvice:
    """Allowed or not and why, with the score's reasons; ``pair`` is (worker, posting) by register number."""
    scorer, market = scorer_for(session, settings), view.market
    worker, posting = _position(market.workers.id, pair[0]), _position(market.postings.id, pair[1])
    page = posting_views.posting(session, pair[1])
    if worker is None or posting is None:
        return PairAdvice(page, False, (), None, name_of(scorer))
    both, grounds = Pairs(np.array([worker]), np.array([posting])), grounds_of(market, worker, posting, view.today)
    if pair[0] in rights.against_ranking(session):
        return PairAdvice(page, True, grounds, None, name_of(scorer), float(road_km(market, both)[0]))
    told = explain(market, scorer, both, today=view.today)[0]
    return PairAdvice(page, True, grounds, told, name_of(scorer))


def for_posting(session: Session, settings: Settings, view: View, posting_id: int) -> list[Invited]:
    """Whom to ask for a posting, best first; raises NotFound where the market does not hold it."""
    market = view.market
    at = _position(market.postings.id, posting_id)
    if at is None:
        raise NotFound(
            f"岗位 {posting_id} 现在不在招 / posting {posting_id} is not open in this window: nobody to invite"
        )
    count = len(market.workers.id) if narrowed(session) else INVITED
    best = best_for_posting(market, scorer_for(session, settings), at, count=count, today=view.today)
    against, far = rights.against_ranking(session), road_km(market, best.pairs).tolist()
    found = zip(market.workers.id[best.worker].tolist(), best.score.tolist(), far, strict=True)
    told = [Invited(worker, score, km if worker in against else None) for worker, score, km in found]
    seen = workers.seen(session, [one.worker_id for one in told])
    return [one for one in told if one.worker_id in seen][:INVITED]


def _position(ids: np.ndarray[tuple[int], np.dtype[np.int64]], wanted: int) -> int | None:
    at = int(np.searchsorted(ids, wanted))
    return at if at < len(ids) and ids[at] == wanted else None


def _nearest(session: Session, view: View, worker: int) -> tuple[Near, ...]:
    found = nearest_postings(view.market, worker, view.today)
    return tuple(Near(_page(session, view.market, posting), km) for posting, km in found)


def _page(session: Session, market: Market, posting: int) -> PostingPage:
    return posting_views.posting(session, int(market.postings.id[posting]))


def _title(rule_id: str, today: date) -> Bilingual:
    rule = rule_on(rule_id, today)
    return rule.title if rule else Bilingual(rule_id, rule_id)


def _raise(one: Raise, today: date) -> Bilingual:
    return certificate_name(one.code) if one.kind == "certificate" else _title(one.code, today)
