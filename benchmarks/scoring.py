"""The scorer against the hidden truth of the sample, its rivals on the same rows, and its speed.

    python -m benchmarks.scoring [FOLDER]      with a folder (docs) also its model card and pictures

LightGBM's ranker (learning to rank directly) runs here only; the other baselines are matching.evaluation's own.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.hidden_truth import ceilings, gap_to, truth_of
from data.sample.season import draw_season
from labor.arrays import FloatArray, IntArray, Ragged
from labor.market import Market, Postings
from labor.outcomes import Outcomes
from matching import TrainedScorer, shortlist, train
from matching.congestion import options_for_all
from matching.evaluation import Evaluation, chance_of, evaluation_of
from matching.features import NAMES
from matching.lessons import Lessons, lessons, split
from matching.metrics import ece
from matching.model_card import curve_svg, model_card, reliability_svg
from matching.recommendation import recommend_for_worker, what_would_raise
from matching.training import Training, score_figures, train_on

SEED, MILLION = 1, 1_000_000
SHOWN = ("auc", "ece", "ndcg_10_worker", "mrr_worker", "recall_10_worker", "ndcg_10_posting", "mrr_posting",
         "recall_10_posting", "outcomes")  # fmt: skip


def main(folder: Path | None = None) -> None:
    """Print every figure of docs/scoring.md and draw its pictures."""
    season = draw_season()
    past, outcomes = season.past_market(), season.history.outcomes
    training = train_on(lessons(past, outcomes), seed=SEED)
    parts = split(training.known)
    late = parts.held_out
    truth = truth_of(season, training.known)[-len(late) :]
    found = evaluation_of(past, training)
    _print("the truth itself", score_figures(late, truth))
    for name, score in ceilings(season, training.known).items():
        _print(name, score_figures(late, score[-len(late) :]))
    for name, figures in found.figures.items():
        _print(name, figures)
    for name, owner in (("worker", parts.train.worker), ("posting", parts.train.posting)):
        figures = score_figures(late, _lightgbm(parts.train, owner, late))
        _print(f"LightGBM ranker, lists a {name}", figures | {"ece": float("nan")})
    for name, figures in found.cold.items():
        _print(name, figures)
    chosen = found.selection
    print(f"selection: AUC {chosen.auc:.3f}, came {chosen.came:.3f}, evenly offered {chosen.came_weighted:.3f}")
    _calibration(training, truth)
    if folder:
        _drawn(folder, training, found)
    _congestion(season.market(), training.scorer)
    _speed(past, outcomes, season.market(), training.scorer)


def _calibration(training: Training, truth: FloatArray) -> None:
    """ECE with what chance alone would show, and the gap to the true chances themselves."""
    late = split(training.known).held_out
    came = late.came_through
    known = came >= 0
    told, truth, came = chance_of(training.trial, late)[known], truth[known], came[known]
    rng = np.random.default_rng(SEED)
    draws = [rng.integers(len(told), size=len(told)) for _ in range(200)]
    low, high = np.quantile([ece(came[rows], told[rows]) for rows in draws], [0.025, 0.975])
    luck = np.mean([ece((rng.random(len(told)) < told).astype(np.int64), told) for _ in range(200)])
    print(f"ECE {ece(came, told):.4f} (resampled {low:.4f} to {high:.4f}; chances exactly true would show {luck:.4f} "
          f"by luck); the gap to the true chances themselves {gap_to(truth, told):.4f}")  # fmt: skip


def _congestion(market: Market, scorer: TrainedScorer) -> None:
    options = options_for_all(market, shortlist(market, scorer))
    for name, spread in (("before", options.before), ("after", options.after)):
        print(f"options {name} the bound: {spread.workers_with_all} people with three, {spread.workers_with_some} with "
              f"any, {spread.postings_shown} postings shown, Gini {spread.gini:.3f}, at most "
              f"{spread.most_per_opening:.1f} people an opening, {spread.over_the_bound} postings over it")  # fmt: skip


def _drawn(folder: Path, training: Training, found: Evaluation) -> None:
    """The model card, and the pictures of docs/scoring.md."""
    (folder / "model-card.html").write_text(model_card(training.scorer, found, synthetic=True), encoding="utf-8")
    pictures = folder / "pictures"
    (pictures / "scoring-reliability.svg").write_text(reliability_svg(found.reliability), encoding="utf-8")
    for name in ("wage_gain", "distance_km", "fellow_villagers", "employer_stays"):
        drawn = curve_svg(training.scorer, NAMES.index(name))
        (pictures / f"scoring-{name.replace('_', '-')}.svg").write_text(drawn, encoding="utf-8")
    print(f"wrote {folder / 'model-card.html'} and pictures")


def _print(name: str, figures: dict[str, float]) -> None:
    print(f"{name:<42}" + "  ".join(f"{key} {figures[key]:.4f}" for key in SHOWN))


def _lightgbm(early: Lessons, owner: IntArray, late: Lessons) -> FloatArray:
    """LambdaRank over each owner's offers."""
    import lightgbm  # noqa: PLC0415

    told = early.came_through >= 0
    order = np.argsort(owner[told], kind="stable")
    sizes = np.unique(owner[told], return_counts=True)[1]
    ranker = lightgbm.LGBMRanker(n_estimators=200, learning_rate=0.05, num_leaves=15, random_state=SEED, verbose=-1)
    ranker.fit(early.table[told][order], early.came_through[told][order], group=sizes)
    return np.asarray(ranker.predict(late.table))


def _speed(past: Market, outcomes: Outcomes, market: Market, scorer: TrainedScorer) -> None:
    """One worker's page against 5,000 postings, and training on a million outcomes."""
    more = np.tile(np.arange(len(market.postings)), -(-5000 // len(market.postings)))[:5000]
    large = replace(market, postings=_rows_of(market.postings, more))
    took = []
    for worker in range(101):
        began = np.array([time.perf_counter(), time.process_time()])
        recommend_for_worker(large, scorer, worker)
        what_would_raise(large, worker)
        took.append(1000 * (np.array([time.perf_counter(), time.process_time()]) - began))
    # The first reads the market's texts and places, once.
    p95, busy = (float(np.quantile([one[at] for one in took[1:]], 0.95)) for at in (0, 1))
    print(f"one worker's page of {len(more)} postings: p95 {p95:.0f} ms by the clock, {busy:.0f} ms of processor time, "
          f"the first {took[0][0]:.0f} ms", flush=True)  # fmt: skip
    rows = np.tile(np.arange(len(outcomes)), -(-MILLION // len(outcomes)))[:MILLION]
    million = Outcomes(*(getattr(outcomes, name)[rows] for name in Outcomes.__dataclass_fields__))
    start = time.perf_counter()
    train(past, million, seed=SEED)
    print(f"training on {MILLION} outcomes (the history over and over): {time.perf_counter() - start:.0f} s")


def _rows_of(postings: Postings, rows: IntArray) -> Postings:
    columns: dict[str, Any] = {}
    for name in Postings.__dataclass_fields__:
        column = getattr(postings, name)
        if isinstance(column, Ragged):
            columns[name] = Ragged.of([column.row(at).tolist() for at in rows.tolist()], dtype=column.items.dtype)
        elif isinstance(column, tuple):
            columns[name] = tuple(column[at] for at in rows.tolist())
        else:
            columns[name] = column[rows]
    return Postings(**columns)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
