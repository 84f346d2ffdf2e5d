"""Learning a scorer from what came of earlier offers: by time, calibrated, measured on what came later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from labor.arrays import FloatArray
from labor.errors import NotTrained
from labor.market import Market
from labor.outcomes import Outcomes
from matching.additive import Additive
from matching.chances import SCORED, STAGES, logistic
from matching.drift import profile
from matching.glassbox import Boosting
from matching.lessons import Lessons, lessons, split
from matching.metrics import auc, ece, ranked
from matching.recipe import Line, curves, learned
from matching.trained import Pedigree, TrainedScorer

FEWEST_OUTCOMES = 200
FEWEST_TO_COMPARE = 1000  # offers neither model had learned from
SLACK = 0.005  # of AUC: less is what chance moves


@dataclass(frozen=True, slots=True, eq=False)
class Training:
    """A training and what it rests on: ``trial`` is the same recipe without the latest fifth, which measures it."""

    scorer: TrainedScorer
    trial: Additive
    line: Line
    known: Lessons


def train(
    market: Market, outcomes: Outcomes, *, seed: int, until: date | None = None, boosting: Boosting | None = None
) -> TrainedScorer:
    """A calibrated additive scorer; raises NotTrained when there are fewer than 200 outcomes.

    Its figures are those of the same recipe on the latest fifth, which it had not seen; the scorer handed over
    then learns from everything.
    """
    return train_on(lessons(market, outcomes, until=until), seed=seed, boosting=boosting).scorer


def train_on(known: Lessons, *, seed: int, boosting: Boosting | None = None) -> Training:
    """The same from lessons already read."""
    if len(known) < FEWEST_OUTCOMES:
        raise NotTrained(
            f"{len(known)} outcomes are too few to learn from (at least {FEWEST_OUTCOMES}): use the weights"
        )
    parts = split(known)
    trial, line = learned(parts.train, seed=seed, boosting=boosting)
    final = curves(known, seed=seed, boosting=boosting).scaled(*line)
    pedigree = Pedigree(
        first_day=str(np.datetime64(int(known.offered[0]), "D")),
        last_day=str(np.datetime64(int(known.offered[-1]), "D")),
        outcomes=len(known),
        held_out=len(parts.held_out),
        seed=seed,
        figures=figures_of(trial, parts.held_out),
        drift=profile(final, known.table),
    )
    return Training(TrainedScorer(final, pedigree), trial, line, known)


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


@dataclass(frozen=True, slots=True)
class Compared:
    """AUC of a new and an old model, on the same offers where there are enough that neither had learned from."""

    new: float
    old: float
    offers: int  # 0 = each on its own held-out offers
    behind: bool = False  # the new one's outcomes end before the old one's

    @property
    def worse(self) -> bool:
        """Whether the new one lies below the old by more than chance moves it, or knows less: then a person decides."""
        return self.behind or self.new < self.old - SLACK


def compared(training: Training, old: TrainedScorer) -> Compared:
    """Set a new training beside the model in use."""
    late = split(training.known).held_out
    since = np.datetime64(old.pedigree.last_day, "D").astype(np.int64)
    unseen = late.at((late.offered > since) & (late.came_through >= 0))
    if len(unseen) < FEWEST_TO_COMPARE:
        new = training.scorer.pedigree
        # Figures of different months do not compare: who learned from fewer months is not put first by them.
        return Compared(new.figures["auc"], old.pedigree.figures["auc"], 0, behind=new.last_day < old.pedigree.last_day)
    both = [np.prod(logistic(model.log_odds(unseen.table)[: len(SCORED)]), axis=0)
            for model in (training.trial, old.model)]  # fmt: skip
    return Compared(auc(unseen.came_through, both[0]), auc(unseen.came_through, both[1]), len(unseen))


def is_worse(new: TrainedScorer, old: TrainedScorer, *, slack: float = SLACK) -> bool:
    """Whether a new model's held-out AUC lies below the old one's by more than ``slack``: then a person decides."""
    return new.pedigree.figures["auc"] < old.pedigree.figures["auc"] - slack
