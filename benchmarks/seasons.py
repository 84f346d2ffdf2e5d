"""The score on seasons drawn anew: what one season's luck cannot tell.

    python -m benchmarks.seasons [SEASONS]      eight by default

Each season has its own people, employers, orders and dice; the recipe is the same. For each: shares of what the true
chances reach, the ceilings of any scorer that does not know a person's hidden steadiness, calibration on the held-out
fifth, what past selection does where nobody was sent, and employers nobody ever worked for.
"""

from __future__ import annotations

import sys
from typing import Final

import numpy as np

from benchmarks.hidden_truth import ceilings, everyone, gap_to, new_employers, true_gain, truth_of
from data.sample.season import Season, draw_season
from labor.arrays import FloatArray, IntArray
from matching.additive import Additive
from matching.chances import SCORED, logistic
from matching.evaluation import chance_of, free_form
from matching.lessons import Lessons, lessons, split
from matching.metrics import ece, ranked
from matching.recipe import learned
from matching.selection import measure_selection
from matching.training import score_figures

FIRST_SEED: Final = 101  # none of these seasons was looked at when the recipe was chosen
TRAIN_SEED: Final = 1
NEW_PAIRS: Final = 20_000
SHARES: Final = ("auc", "ndcg_10_worker", "mrr_worker", "ndcg_10_posting", "mrr_posting")


def main(seasons: int = 8) -> None:
    """Print each season's figures and their means with 95 % intervals over seasons."""
    rows: list[dict[str, float]] = []
    told: list[FloatArray] = []
    came: list[IntArray] = []
    for seed in range(FIRST_SEED, FIRST_SEED + seasons):
        figures, chance, truth = one(draw_season(seed=seed))
        rows.append(figures)
        told.append(chance)
        came.append(truth)
        print(f"season {seed}: " + "  ".join(f"{name} {figures[name]:.4f}" for name in figures if name[0] == "*"),
              flush=True)  # fmt: skip
    for name in rows[0]:
        values = np.array([row[name] for row in rows])
        wide = 1.96 * values.std(ddof=1) / np.sqrt(len(values)) if len(values) > 1 else float("nan")
        print(f"  {name.lstrip('*'):<66} {values.mean():.4f} ± {wide:.4f}   ({values.min():.4f} to {values.max():.4f})")
    together, chances = np.concatenate(came), np.concatenate(told)
    print(f"all {len(together)} held-out outcomes together: ECE {ece(together, chances):.4f}; "
          f"seasons within 0.02: {sum(row['*ECE'] <= 0.02 for row in rows)} of {len(rows)}")  # fmt: skip


def one(season: Season) -> tuple[dict[str, float], FloatArray, IntArray]:
    """A season's figures, and its held-out chances told and what came."""
    past = season.past_market()
    known = lessons(past, season.history.outcomes)
    parts = split(known)
    late, truth = parts.held_out, truth_of(season, known)
    model, _ = learned(parts.train, seed=TRAIN_SEED)
    told = chance_of(model, late)
    late_truth = truth[-len(late) :]
    best = score_figures(late, late_truth)
    rivals = {"free-form boosting": free_form(parts.train, late.table, seed=TRAIN_SEED)}
    rivals |= {name: score[-len(late) :] for name, score in ceilings(season, known).items()}
    figures = {f"*{name}": value for name, value in _shares(late, told, late_truth, best).items()}
    rows = late.came_through >= 0
    came = late.came_through[rows]
    figures |= _calibration(came, told[rows], late_truth[rows])
    for name, score in rivals.items():
        figures |= {f"{name}: {key}": value for key, value in _shares(late, score, late_truth, best).items()}
    figures |= _where_nobody_was_sent(season, parts.train, late, model)
    table, true = new_employers(season, pairs=NEW_PAIRS, seed=TRAIN_SEED)
    figures["employers nobody ever worked for: gap to the true chances"] = gap_to(true, _score(model, table))
    return figures, told[rows], came


def _shares(late: Lessons, score: FloatArray, truth: FloatArray, best: dict[str, float]) -> dict[str, float]:
    mine = score_figures(late, score)
    by_worker, by_posting = true_gain(late, truth, score)
    shares = {f"{name} of the truth's": mine[name] / best[name] for name in SHARES}
    return shares | {"true gain, a worker": by_worker, "true gain, a posting": by_posting}


def _calibration(came: IntArray, told: FloatArray, truth: FloatArray) -> dict[str, float]:
    rng = np.random.default_rng(TRAIN_SEED)
    luck = np.mean([ece((rng.random(len(told)) < told).astype(np.int64), told) for _ in range(50)])
    return {
        "*ECE": ece(came, told),
        "ECE of the true chances": ece(came, truth),
        "ECE chances exactly true would show by luck": float(luck),
        "gap to the true chances": gap_to(truth, told),
    }


def _where_nobody_was_sent(season: Season, early: Lessons, late: Lessons, plain: Additive) -> dict[str, float]:
    """The same model and one with past selection weighed out, on all pairs of the held-out days."""
    pairs = everyone(season, late, seed=TRAIN_SEED)
    steadiness = season.latent.steadiness / season.latent.steadiness.std()
    found = measure_selection(season.past_market(), early, seed=TRAIN_SEED)
    weighed, _ = learned(early, seed=TRAIN_SEED, weight=found.weight)
    figures = {
        "offers told from pairs not offered: AUC": found.auc,
        "largest weight of an offer": float(found.weight.max()),
        "steadiness of those offered less everybody's, standard deviations": float(
            steadiness[late.worker].mean() - steadiness.mean()
        ),
    }
    for name, model in (("as trained", plain), ("selection weighed out", weighed)):
        told = _score(model, pairs.table)
        figures |= {
            f"all pairs, {name}: told less true": float(told.mean() - pairs.truth.mean()),
            f"all pairs, {name}: gap to the true chances": gap_to(pairs.truth, told),
            f"all pairs, {name}: root mean square error": float(np.sqrt(np.mean((told - pairs.truth) ** 2))),
            f"all pairs, {name}: true gain, a worker": ranked(pairs.list_of_worker, pairs.truth, told).ndcg_10,
            f"all pairs, {name}: true gain, a posting": ranked(pairs.posting, pairs.truth, told).ndcg_10,
        }
    return figures


def _score(model: Additive, table: FloatArray) -> FloatArray:
    return np.asarray(np.prod(logistic(model.log_odds(table)[: len(SCORED)]), axis=0))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
