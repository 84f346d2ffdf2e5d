"""Scores of who wants no ranking by their own data: nothing but the distance counts (PIPL 24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
from sklearn.isotonic import IsotonicRegression

from labor.arrays import BoolArray, FloatArray
from labor.candidates import Candidates, Pairs
from labor.market import Market
from matching.chances import STAGES, Chances, Contributions, StageScorer, logistic
from matching.features.sight import Scene
from matching.shortlist import best, shortlist
from policy import judge

SAMPLED_WORKERS: Final = 200
BEST_OF_EACH: Final = 10  # what others are given are good matches; asking for no ranking must cost nobody a place
# Between two places where the others fare alike the nearer is ahead, by at most two in a hundred.
FAR_KM, TILT = 5000.0, 0.02


@dataclass(frozen=True, slots=True, eq=False)
class ByDistance:
    """A scorer that looks at some people's distance alone; for everybody else it is the one it holds.

    Their chance falls with the road, from what people who travel as far are given at their ten best postings on
    average: whoever wants no ranking stands neither before nor behind the others.
    """

    inner: StageScorer
    against: frozenset[int]  # register numbers

    def score(self, market: Market, pairs: Pairs) -> FloatArray:
        """The chance of being at work after thirty days."""
        return self.chances(market, pairs).at_work_after_30

    def chances(self, market: Market, pairs: Pairs, on: date | None = None) -> Chances:
        """The chance of each stage: of the distance alone for those who asked."""
        unranked = self.unranked(market)[pairs.worker]
        ranked = Pairs(pairs.worker[~unranked], pairs.posting[~unranked])
        known = self.inner.chances(market, ranked, on)
        curve = _curve(self, market, on or market.window.first)
        km = road_km(market, Pairs(pairs.worker[unranked], pairs.posting[unranked]))
        found = {}
        for stage in STAGES:
            chance = np.empty(len(pairs))
            chance[~unranked], chance[unranked] = getattr(known, stage), curve.at(stage, km)
            found[stage] = chance
        return Chances(**found)

    def contributions(self, market: Market, pairs: Pairs, on: date | None = None) -> Contributions:
        """What each feature adds: nothing at all for those who asked."""
        parts = self.inner.contributions(market, pairs, on)
        added = parts.added.copy()
        added[:, self.unranked(market)[pairs.worker], :] = 0.0
        return Contributions(parts.base, added)

    def unranked(self, market: Market) -> BoolArray:
        """By worker position: who asked for no ranking by their own data."""
        return np.isin(market.workers.id, sorted(self.against))


@dataclass(frozen=True, slots=True, eq=False)
class _Curve:
    """Chances by road km, each stage falling or level."""

    km: FloatArray
    stages: dict[str, FloatArray]

    def at(self, stage: str, km: FloatArray) -> FloatArray:
        """The stage's chance at each distance; an unknown one counts as the farthest."""
        known = np.where(np.isnan(km), FAR_KM, np.minimum(km, FAR_KM))
        tilt = 1 - TILT * known / FAR_KM if stage == "accept" else 1.0
        chance: FloatArray = np.interp(known, self.km, self.stages[stage]) * tilt
        return chance


def shortlisted(market: Market, scorer: StageScorer, *, postings_per_worker: int, today: date) -> Candidates:
    """The shortlist; for those who want no ranking the nearest allowed postings in place of the best scored."""
    if not isinstance(scorer, ByDistance):
        return shortlist(market, scorer, postings_per_worker=postings_per_worker, today=today)
    listed = shortlist(market, scorer.inner, postings_per_worker=postings_per_worker, today=today)
    unranked = scorer.unranked(market)
    kept = ~unranked[listed.worker]
    near = [_nearest(market, scorer, at, (postings_per_worker, today)) for at in np.flatnonzero(unranked).tolist()]
    worker, posting, score = (
        np.concatenate([getattr(listed, name)[kept], *(getattr(one, name) for one in near)])
        for name in ("worker", "posting", "score")
    )
    order = np.argsort(worker, kind="stable")
    return Candidates(worker[order], posting[order], score[order])


def road_km(market: Market, pairs: Pairs) -> FloatArray:
    """Road km from the home county to the work's, NaN where a place is not known."""
    home_at, site_at, km = _scene(market).road_km
    found: FloatArray = km[home_at[pairs.worker], site_at[pairs.posting]]
    return found


def _nearest(market: Market, scorer: ByDistance, worker: int, terms: tuple[int, date]) -> Candidates:
    count, today = terms
    postings = np.arange(len(market.postings), dtype=np.int64)
    pairs = Pairs(np.full(len(postings), worker, dtype=np.int64), postings)
    allowed = judge(market, pairs, today).allowed
    pairs = Pairs(pairs.worker[allowed], pairs.posting[allowed])
    return Candidates(*best(pairs, scorer.chances(market, pairs, today).at_work_after_30, count))


@lru_cache(maxsize=1)
def _scene(market: Market) -> Scene:
    return Scene(market)


@lru_cache(maxsize=1)
def _curve(scorer: ByDistance, market: Market, today: date) -> _Curve:
    """The falling line nearest to what some two hundred ranked people are given at their ten best postings."""
    ranked = np.flatnonzero(~scorer.unranked(market))
    some = ranked[np.linspace(0, len(ranked) - 1, min(len(ranked), SAMPLED_WORKERS)).astype(np.int64)]
    postings = np.arange(len(market.postings), dtype=np.int64)
    pairs = Pairs(np.repeat(some, len(postings)), np.tile(postings, len(some)))
    allowed = judge(market, pairs, today).allowed
    pairs = Pairs(pairs.worker[allowed], pairs.posting[allowed])
    score = scorer.inner.chances(market, pairs, today).at_work_after_30
    worker, posting, _ = best(pairs, score, BEST_OF_EACH)
    chosen = Pairs(worker, posting)
    km = road_km(market, chosen)
    known = ~np.isnan(km)
    if not known.any():
        return _of_nothing_known(scorer, market)
    chances = scorer.inner.chances(market, chosen, today)
    grid = np.unique(km[known])
    stages = {stage: _falling(km[known], getattr(chances, stage)[known], grid) for stage in STAGES}
    # The mean of a product is not the product of means: the whole score is what must be as high as the others'.
    score = _falling(km[known], chances.at_work_after_30[known], grid)
    stages["accept"] = np.minimum(1.0, score / (stages["show_up"] * stages["stay_30"]))
    return _Curve(grid, stages)


def _falling(km: FloatArray, chance: FloatArray, grid: FloatArray) -> FloatArray:
    falling: FloatArray = IsotonicRegression(increasing=False).fit(km, chance).predict(grid)
    return falling


def _of_nothing_known(scorer: ByDistance, market: Market) -> _Curve:
    """Where nobody is ranked: the chances of a pair of which the scorer knows nothing."""
    nobody = Pairs(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    base = logistic(scorer.inner.contributions(market, nobody).base)
    return _Curve(np.zeros(1), {stage: base[at : at + 1] for at, stage in enumerate(STAGES)})
