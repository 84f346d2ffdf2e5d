"""Learning a scorer from what came of earlier offers: by time, calibrated, measured on what came later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from labor.candidates import Pairs
from labor.errors import NotTrained
from labor.market import Market
from labor.outcomes import NOT_KNOWN, Outcomes
from matching.additive import Additive
from matching.chances import SCORED, STAGES, logistic
from matching.drift import profile
from matching.features import read
from matching.glassbox import Boosting, calibrated, train_additive
from matching.metrics import auc, ece, ranked
from matching.trained import Pedigree, TrainedScorer

FEWEST_OUTCOMES = 200
MOST_WAITING = 0.1
TRAIN_SHARE, CALIBRATE_SHARE = 0.7, 0.1  # the rest, the latest fifth, is held out


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Outcomes ready to learn from, earliest first: features as known on the day of each offer."""

    table: FloatArray
    stages: IntArray  # STAGES x rows
    worker: IntArray
    posting: IntArray
    offered: IntArray  # days since 1970-01-01

    def __len__(self) -> int:
        return len(self.worker)

    def at(self, rows: slice) -> Lessons:
        """Some of the rows."""
        return Lessons(
            self.table[rows], self.stages[:, rows], self.worker[rows], self.posting[rows], self.offered[rows]
        )

    @property
    def came_through(self) -> IntArray:
        """1 at work after thirty days, 0 not, NOT_KNOWN where it is not known yet."""
        accept, show_up, stay = self.stages[: len(SCORED)]
        lost = (accept == 0) | (show_up == 0) | (stay == 0)
        told = ~_half_told(self.offered, show_up, stay)
        return np.where(told & (stay == 1), 1, np.where(told & lost, 0, NOT_KNOWN))


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Lessons in order of time; no offer of a day stands on both sides of a cut."""

    train: Lessons
    calibrate: Lessons
    held_out: Lessons


def lessons(market: Market, outcomes: Outcomes, *, until: date | None = None) -> Lessons:
    """Read the features of every offer made before ``until``, as known on its day."""
    days = outcomes.offered.astype("datetime64[D]")
    rows = np.argsort(days, kind="stable")
    if until is not None:
        rows = rows[days[rows] < np.datetime64(until, "D")]
    pairs = Pairs(outcomes.worker[rows], outcomes.posting[rows])
    table = read(market, pairs, days[rows])
    stages = np.stack([outcomes.accepted, outcomes.showed_up, outcomes.stayed_30, outcomes.stayed_90])[:, rows]
    offered = days[rows].astype(np.int64)
    for at in range(1, len(STAGES)):
        stages[at, _half_told(offered, stages[at - 1], stages[at])] = NOT_KNOWN
    return Lessons(table, stages, pairs.worker, pairs.posting, offered)


def _half_told(offered: IntArray, before: IntArray, stage: IntArray) -> BoolArray:
    """Offers of days whose outcome is not yet known for over a tenth of those it concerns.

    Of recent offers one knows only who left early: learning from these alone would make everybody look like leaving.
    """
    _, day = np.unique(offered, return_inverse=True)
    concerned = np.bincount(day, before == 1)
    waiting = np.bincount(day, (before == 1) & (stage == NOT_KNOWN))
    return np.asarray((waiting > MOST_WAITING * concerned)[day])


def split(known: Lessons) -> Split:
    """The earliest seven tenths to learn, the next tenth to calibrate, the latest fifth held out."""
    first = _cut(known, TRAIN_SHARE)
    second = _cut(known, TRAIN_SHARE + CALIBRATE_SHARE)
    return Split(known.at(slice(0, first)), known.at(slice(first, second)), known.at(slice(second, len(known))))


def _cut(known: Lessons, share: float) -> int:
    at = min(int(len(known) * share), len(known) - 1)
    return int(np.searchsorted(known.offered, known.offered[at], side="left"))


def train(
    market: Market, outcomes: Outcomes, *, seed: int, until: date | None = None, boosting: Boosting | None = None
) -> TrainedScorer:
    """A calibrated additive scorer; raises NotTrained when there are fewer than 200 outcomes.

    Its figures are those of the same recipe on the latest fifth, which it had not seen; the scorer handed over
    then learns from all but the latest fifth and is calibrated on that.
    """
    known = lessons(market, outcomes, until=until)
    if len(known) < FEWEST_OUTCOMES:
        raise NotTrained(
            f"{len(known)} outcomes are too few to learn from (at least {FEWEST_OUTCOMES}): use the weights"
        )
    parts = split(known)
    trial = calibrated(
        train_additive(parts.train.table, parts.train.stages, seed=seed, boosting=boosting),
        parts.calibrate.table,
        parts.calibrate.stages,
    )
    earlier = known.at(slice(0, len(known) - len(parts.held_out)))
    final = calibrated(
        train_additive(earlier.table, earlier.stages, seed=seed, boosting=boosting),
        parts.held_out.table,
        parts.held_out.stages,
    )
    pedigree = Pedigree(
        first_day=str(np.datetime64(int(known.offered[0]), "D")),
        last_day=str(np.datetime64(int(known.offered[-1]), "D")),
        outcomes=len(known),
        held_out=len(parts.held_out),
        seed=seed,
        figures=figures_of(trial, parts.held_out),
        drift=profile(final, known.table),
    )
    return TrainedScorer(final, pedigree)


def figures_of(model: Additive, held_out: Lessons) -> dict[str, float]:
    """AUC and ECE by stage and of the whole, and the ranking of postings per worker and of workers per posting."""
    stages = logistic(model.log_odds(held_out.table))
    figures: dict[str, float] = {}
    for at, name in enumerate(STAGES):
        rows = held_out.stages[at] >= 0
        figures[f"auc_{name}"] = auc(held_out.stages[at][rows], stages[at][rows])
        figures[f"ece_{name}"] = ece(held_out.stages[at][rows], stages[at][rows])
    figures |= score_figures(held_out, np.prod(stages[: len(SCORED)], axis=0))
    return figures


def score_figures(held_out: Lessons, score: FloatArray) -> dict[str, float]:
    """The same for any score of the held-out offers."""
    came = held_out.came_through
    rows = came >= 0
    yes, told = came[rows], score[rows]
    by_worker = ranked(held_out.worker[rows], yes.astype(np.float64), told)
    by_posting = ranked(held_out.posting[rows], yes.astype(np.float64), told)
    return {
        "auc": auc(yes, told),
        "ece": ece(yes, np.clip(told, 0, 1)),
        "ndcg_10_worker": by_worker.ndcg_10,
        "mrr_worker": by_worker.mrr,
        "recall_10_worker": by_worker.recall_10,
        "ndcg_10_posting": by_posting.ndcg_10,
        "mrr_posting": by_posting.mrr,
        "recall_10_posting": by_posting.recall_10,
        "outcomes": float(rows.sum()),
    }


def is_worse(new: TrainedScorer, old: TrainedScorer, *, slack: float = 0.005) -> bool:
    """Whether a new model's held-out AUC lies below the old one's by more than ``slack``: then a person decides."""
    return new.pedigree.figures["auc"] < old.pedigree.figures["auc"] - slack


def with_figures(scorer: TrainedScorer, more: dict[str, float]) -> TrainedScorer:
    """The same scorer with further figures on its pedigree."""
    figures = {**scorer.pedigree.figures, **more}
    return replace(scorer, pedigree=replace(scorer.pedigree, figures=figures))
