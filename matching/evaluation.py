"""One honest table: the scorer beside simple baselines and a free-form yardstick, on later outcomes none had seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from labor.arrays import FloatArray
from labor.market import Market
from labor.outcomes import Outcomes
from matching.additive import Additive
from matching.chances import SCORED, logistic
from matching.cold import cold_starts
from matching.drift import drift, profile
from matching.features import NAMES
from matching.lessons import Lessons, lessons, split
from matching.metrics import Reliability, reliability
from matching.recipe import curves
from matching.selection import Selection, measure_selection
from matching.training import Training, figures_of, score_figures, train_on
from matching.weights import weighted_model

OURS: Final = "glass box"
CORRECTED: Final = "glass box, selection weighed out"
NEIGHBORS: Final = 20
NO_CHANCES: Final = ("text alone", "distance alone")


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Figures by scorer (docs/scoring.md names them), by stage, of cold starts, with selection and drift measured."""

    figures: dict[str, dict[str, float]]
    stages: dict[str, float]
    cold: dict[str, dict[str, float]]
    reliability: Reliability
    selection: Selection
    drift: dict[str, float]  # of the latest fifth against what came before, by feature
    first_held_out: str
    last_held_out: str


def evaluate(market: Market, outcomes: Outcomes, *, seed: int, until: date | None = None) -> Evaluation:
    """Train on the earlier, measure on the later; every scorer sees the same rows."""
    return evaluation_of(market, train_on(lessons(market, outcomes, until=until), seed=seed))


def evaluation_of(market: Market, training: Training) -> Evaluation:
    """The same for a training already done: its trial, which had not seen the latest fifth."""
    parts, seed = split(training.known), training.scorer.pedigree.seed
    late = parts.held_out
    ours = chance_of(training.trial, late)
    selection = measure_selection(market, parts.train, seed=seed)
    corrected = curves(parts.train, seed=seed, weight=selection.weight).scaled(*training.line)
    scores = {
        OURS: ours,
        CORRECTED: chance_of(corrected, late),
        **baselines(market, parts.train, late, seed=seed),
    }
    came = late.came_through
    told = came >= 0
    return Evaluation(
        figures={name: score_figures(late, score) | _no_ece(name) for name, score in scores.items()},
        stages=figures_of(training.trial, late),
        cold=cold_starts(market, training),
        reliability=reliability(came[told], ours[told]),
        selection=selection,
        drift=drift(training.trial, profile(training.trial, parts.train.table), late.table),
        first_held_out=str(np.datetime64(int(late.offered[0]), "D")),
        last_held_out=str(np.datetime64(int(late.offered[-1]), "D")),
    )


def _no_ece(name: str) -> dict[str, float]:
    """A likeness or a distance is no chance: it has an order, but nothing that could come true."""
    return {"ece": float("nan")} if name in NO_CHANCES else {}


def chance_of(model: Additive, known: Lessons) -> FloatArray:
    """The score of some lessons."""
    return np.asarray(np.prod(logistic(model.log_odds(known.table)[: len(SCORED)]), axis=0))


def baselines(market: Market, early: Lessons, late: Lessons, *, seed: int) -> dict[str, FloatArray]:
    """Scores of the held-out offers by each rival, trained on the same earlier ones."""
    table = late.table
    weighted = logistic(weighted_model().log_odds(table))
    return {
        "free-form boosting": free_form(early, table, seed=seed),
        "documented weights": np.prod(weighted[: len(SCORED)], axis=0),
        "popularity": _popularity(market, early, late),
        "item neighbors": _neighbors(early, late),
        "text alone": np.nan_to_num(table[:, NAMES.index("text_likeness")]),
        "distance alone": -np.nan_to_num(table[:, NAMES.index("distance_km")], nan=1e4) / 1e4,
    }


def free_form(early: Lessons, table: FloatArray, *, seed: int) -> FloatArray:
    """The yardstick: boosting free to let features interact in any direction; what does being explainable cost?"""
    score = np.ones(len(table))
    nobody_knows = np.isnan(early.table).all(axis=0)
    for stage in range(len(SCORED)):
        rows = early.stages[stage] >= 0
        learner = HistGradientBoostingClassifier(
            learning_rate=0.06, max_iter=150, max_leaf_nodes=15, min_samples_leaf=60, l2_regularization=5.0,
            early_stopping=False, random_state=seed,
        )  # fmt: skip
        with threadpool_limits(1, user_api="openmp"):
            model = learner.fit(np.where(nobody_knows, 0.0, early.table[rows]), early.stages[stage][rows])
            score *= model.predict_proba(np.where(nobody_knows, 0.0, table))[:, 1]
    return score


def _popularity(market: Market, early: Lessons, late: Lessons) -> FloatArray:
    """How often people came through at this employer, shrunk to the mean."""
    came = early.came_through
    told = came >= 0
    employer = market.postings.employer
    tries = np.bincount(employer[early.posting[told]], minlength=len(market.employers))
    good = np.bincount(employer[early.posting[told]], came[told], minlength=len(market.employers))
    rate = (good + 10 * came[told].mean()) / (tries + 10)
    return np.asarray(rate[employer[late.posting]])


def _neighbors(early: Lessons, late: Lessons) -> FloatArray:
    """Share who came through at this posting or its nearest ones, by the features of those offered them."""
    came = early.came_through
    told = came >= 0
    count = int(max(early.posting.max(), late.posting.max())) + 1
    rows = np.concatenate([early.posting, late.posting])
    table = np.nan_to_num(np.concatenate([early.table, late.table]))
    table = (table - table.mean(axis=0)) / np.maximum(table.std(axis=0), 1e-9)
    size = np.maximum(np.bincount(rows, minlength=count), 1)
    center = np.stack([np.bincount(rows, column, minlength=count) for column in table.T], axis=1) / size[:, None]
    good = np.bincount(early.posting[told], came[told], minlength=count)
    tries = np.bincount(early.posting[told], minlength=count)
    asked = np.unique(late.posting)
    tried = np.flatnonzero(tries)
    gap = ((center[asked, None, :] - center[None, tried, :]) ** 2).sum(axis=2)
    near = tried[np.argsort(gap, axis=1)[:, :NEIGHBORS]]
    rate = np.zeros(count)
    rate[asked] = good[near].sum(axis=1) / np.maximum(tries[near].sum(axis=1), 1)
    return np.asarray(rate[late.posting])
