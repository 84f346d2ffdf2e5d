"""The scorer against the hidden truth of the sample, its rivals on the same rows, and its speed.

    python -m benchmarks.scoring

LightGBM's ranker (learning to rank directly) runs here only; the other baselines are matching.evaluation's own.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from data.sample.market import Register, market_of
from data.sample.season import TODAY, draw_season
from labor.arrays import FloatArray
from labor.candidates import Pairs
from labor.market import Market
from labor.outcomes import Outcomes
from matching import train
from matching.evaluation import evaluate
from matching.recommendation import recommend_for_worker
from matching.training import Lessons, lessons, score_figures, split

SEED = 1
SHOWN = ("auc", "ece", "ndcg_10_worker", "mrr_worker", "recall_10_worker", "ndcg_10_posting", "outcomes")


def main() -> None:
    """Print every figure of docs/scoring.md."""
    season = draw_season()
    register, history = season.register, season.history
    past = market_of(
        Register(register.people, register.employers, history.orders, (), ()), TODAY, spells=history.spells
    )
    known = lessons(past, history.outcomes)
    parts = split(known)
    order = np.argsort(history.outcomes.offered.astype("datetime64[D]"), kind="stable")
    truth = score_figures(parts.held_out, history.true_chance[order][-len(parts.held_out) :])
    found = evaluate(past, history.outcomes, seed=SEED)
    _print("the truth itself", truth)
    for name, figures in found.figures.items():
        _print(name, figures)
    _print("LightGBM ranker", score_figures(parts.held_out, _lightgbm(parts.train, parts.held_out)))
    for name, figures in found.cold.items():
        _print(name, figures)
    chosen = found.selection
    print(f"selection: AUC {chosen.auc:.3f}, came {chosen.came:.3f}, evenly offered {chosen.came_weighted:.3f}")
    _speed(past, history.outcomes, market_of(register, TODAY, spells=history.spells))


def _print(name: str, figures: dict[str, float]) -> None:
    print(f"{name:<22}" + "  ".join(f"{key} {figures[key]:.4f}" for key in SHOWN))


def _lightgbm(early: Lessons, late: Lessons) -> FloatArray:
    """LambdaRank over each worker's offers."""
    import lightgbm  # noqa: PLC0415

    told = early.came_through >= 0
    order = np.argsort(early.worker[told], kind="stable")
    sizes = np.unique(early.worker[told], return_counts=True)[1]
    ranker = lightgbm.LGBMRanker(n_estimators=200, learning_rate=0.05, num_leaves=15, random_state=SEED, verbose=-1)
    ranker.fit(early.table[told][order], early.came_through[told][order], group=sizes)
    raw = np.asarray(ranker.predict(late.table))
    return np.asarray(1 / (1 + np.exp(-raw)))


def _speed(past: Market, outcomes: Outcomes, market: Market) -> None:
    """One worker's page against 5,000 postings, and training on a million outcomes (the history repeated)."""
    scorer = train(past, outcomes, seed=SEED)
    times = 5000 // len(market.postings)
    more = np.tile(np.arange(len(market.postings)), times)
    postings = replace(market.postings, **{
        name: column[more] for name in market.postings.__dataclass_fields__
        if isinstance(column := getattr(market.postings, name), np.ndarray)
    } | {
        name: type(column).of([column.row(at).tolist() for at in more.tolist()], dtype=column.items.dtype)
        for name in ("hazards", "certificates", "site_rules")
        for column in [getattr(market.postings, name)]
    } | {"text": tuple(market.postings.text[at] for at in more.tolist())})  # fmt: skip
    large = replace(market, postings=postings)
    recommend_for_worker(large, scorer, 0)
    took = []
    for worker in range(1, 101):
        began = time.perf_counter()
        recommend_for_worker(large, scorer, worker)
        took.append(time.perf_counter() - began)
    print(f"one worker's three of {len(large.postings)}: p95 {1000 * float(np.quantile(took, 0.95)):.0f} ms")
    rows = np.tile(np.arange(len(outcomes)), -(-1_000_000 // len(outcomes)))[:1_000_000]
    million = Outcomes(*(getattr(outcomes, name)[rows] for name in Outcomes.__dataclass_fields__))
    began = time.perf_counter()
    train(past, million, seed=SEED)
    print(f"training on {len(million)} outcomes: {time.perf_counter() - began:.0f} s")
    assert len(Pairs(million.worker, million.posting)) == len(million)


if __name__ == "__main__":
    main()
