"""What the scorer suggests for a plan's papers: three postings for everybody, people to ask for each posting."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from api.advice.nearest import nearest_postings
from api.advice.recommending import View, view_of
from api.advice.training import scorer_for
from api.settings import Settings
from data.exports.bundle import Extras
from data.exports.suggestions import Suggestion
from data.views import rights
from labor.arrays import BoolArray
from labor.candidates import Candidates, Pairs
from matching import StageScorer, explain, invite_for_posting, options_for_all, road_km, shortlisted

ASKED_AN_OPENING: Final = 2  # about one in two says yes; the page of a posting lists more
MOST_ASKED: Final = 20
LISTED: Final = 50


def suggested(session: Session, settings: Settings, plan_id: int, today: date) -> Extras:
    """Options bounded by openings for every worker of the plan's market, and an invite list for each open posting."""
    view, scorer = view_of(session, plan_id, today), scorer_for(session, settings)
    candidates = shortlisted(view.market, scorer, postings_per_worker=LISTED, today=view.today)
    if not len(candidates):
        return Extras()
    options = options_for_all(view.market, candidates).chosen
    by_distance = np.isin(view.market.workers.id, list(rights.against_ranking(session)))
    ranked = ~by_distance[options.worker]
    options = Candidates(options.worker[ranked], options.posting[ranked], options.score[ranked])
    return Extras(
        recommendations=[
            *_told(view, scorer, _best_first(options), of_worker=True),
            *_nearest(view, np.flatnonzero(by_distance).tolist()),
        ],
        invitations=_without_scores(view, by_distance, _told(view, scorer, _invited(view, candidates))),
    )


def _invited(view: View, candidates: Candidates) -> Candidates:
    """The invite lists of all postings one after the other, to be explained at once."""
    market = view.market
    lists = [
        invite_for_posting(
            market,
            candidates,
            posting,
            count=min(ASKED_AN_OPENING * int(market.postings.openings[posting]), MOST_ASKED),
            first_at_equal_fit=market.protection.priority,
        )
        for posting in np.unique(candidates.posting).tolist()
    ]
    return Candidates(
        *(np.concatenate([getattr(one, name) for one in lists]) for name in ("worker", "posting", "score"))
    )


def _best_first(chosen: Candidates) -> Candidates:
    order = np.lexsort((chosen.posting, -chosen.score, chosen.worker))
    return Candidates(chosen.worker[order], chosen.posting[order], chosen.score[order])


def _nearest(view: View, workers: list[int]) -> list[Suggestion]:
    """For those who want no ranking by their own data: what is allowed, nearest first, without a score."""
    market = view.market
    return [
        Suggestion(int(market.workers.id[worker]), int(market.postings.id[posting]), rank, math.nan, road_km=km)
        for worker in workers
        for rank, (posting, km) in enumerate(nearest_postings(market, worker, view.today), 1)
    ]


def _without_scores(view: View, by_distance: BoolArray, told: list[Suggestion]) -> list[Suggestion]:
    """The same lists with the road in place of score and reasons for those who want no personal ranking."""
    market = view.market
    worker = np.searchsorted(market.workers.id, [one.worker_id for one in told])
    posting = np.searchsorted(market.postings.id, [one.posting_id for one in told])
    far = road_km(market, Pairs(worker, posting)).tolist()
    return [
        replace(one, score=math.nan, reasons=(), road_km=km) if by_distance[at] else one
        for one, at, km in zip(told, worker.tolist(), far, strict=True)
    ]


def _told(view: View, scorer: StageScorer, chosen: Candidates, *, of_worker: bool = False) -> list[Suggestion]:
    """Suggestions with their reasons, ranked in the order given within each worker, or each posting."""
    market = view.market
    why = explain(market, scorer, chosen.pairs, today=view.today)
    rank: Counter[int] = Counter()
    told = []
    for worker, posting, reasons in zip(chosen.worker.tolist(), chosen.posting.tolist(), why, strict=True):
        owner = worker if of_worker else posting
        rank[owner] += 1
        ids = int(market.workers.id[worker]), int(market.postings.id[posting])
        told.append(Suggestion(*ids, rank[owner], reasons.score, reasons.reasons))
    return told
