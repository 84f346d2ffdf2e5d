"""How much the past's own choices color what was learned: offers were made where the office thought they fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from matching.chances import logistic
from matching.features import DIRECTIONS, read
from matching.glassbox import Boosting, train_single
from matching.lessons import Lessons
from matching.metrics import auc

UNOFFERED = 3  # pairs drawn for each offer
MOST_OFFERS = 20_000
CLIP = 20.0  # an offer counts for at most this many like it: rarer ones would decide everything


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """``auc``: how well offers can be told from pairs not offered on the same day (0.5 = offered at random).

    ``weight`` is, for every lesson, the inverse chance of having been offered (clipped, mean 1), ``effective_share``
    how many equally weighted offers the weighted ones are worth, ``came`` and ``came_weighted`` the share at work
    after 30 days among offers as made and as they would be had offers fallen evenly.
    """

    auc: float
    weight: FloatArray
    effective_share: float
    came: float
    came_weighted: float


def measure_selection(market: Market, known: Lessons, *, seed: int) -> Selection:
    """Compare offers with pairs of the same day that were not offered (same workers, that day's other postings)."""
    rng = np.random.default_rng(seed)
    offers = known.at(np.sort(rng.permutation(len(known))[:MOST_OFFERS]))
    posting = _others_of_the_day(known, offers, rng)
    others = Pairs(np.repeat(offers.worker, UNOFFERED), posting.ravel())
    days = np.repeat(offers.offered, UNOFFERED).astype("datetime64[D]")
    table = np.concatenate([offers.table, read(market, others, days)])
    offered = np.concatenate([np.ones(len(offers)), np.zeros(len(others))]).astype(np.int64)
    # Directions do not bind here: offices may well have sent people to what suits them less.
    free = tuple(0 for _ in DIRECTIONS)
    model = train_single(table, offered, free, boosting=Boosting(rounds=80, rate=0.1, leaves=6), seed=seed)
    weight = np.minimum(1 / np.maximum(logistic(model.log_odds(known.table)[0]), 1e-6), CLIP)
    weight /= weight.mean()
    came = known.came_through
    told = came >= 0
    return Selection(
        auc=auc(offered, model.log_odds(table)[0]),
        weight=weight,
        effective_share=float(weight.sum() ** 2 / (weight**2).sum() / len(weight)),
        came=float(came[told].mean()),
        came_weighted=float(np.average(came[told], weights=weight[told])),
    )


def _others_of_the_day(known: Lessons, offers: Lessons, rng: np.random.Generator) -> IntArray:
    """For each offer, postings that others were offered on that day."""
    first = np.searchsorted(known.offered, offers.offered, side="left")
    last = np.searchsorted(known.offered, offers.offered, side="right")
    drawn = first[:, None] + (rng.random((len(offers), UNOFFERED)) * (last - first)[:, None]).astype(np.int64)
    return known.posting[drawn]
