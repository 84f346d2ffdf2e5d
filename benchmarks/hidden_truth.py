"""What the hidden truth tells of a scorer: how far any scorer could come, and how it does where nobody was sent.

The truth (data/sample/hidden_model.py) is for benchmarks alone; matching/ never sees it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from data.sample.hidden_model import Latent, true_chances
from data.sample.history import STARTS_AFTER
from data.sample.season import Season
from labor.arrays import FloatArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from matching.chances import SCORED, STAGES
from matching.features import read
from matching.lessons import Lessons
from matching.metrics import ranked

# From the offer's day until an answer, an arrival, thirty and ninety days at work are known.
KNOWN_AFTER: Final = np.array([1, 0, 30, 90]) + np.array([0, 1, 1, 1]) * STARTS_AFTER.astype(np.int64)
EVIDENCE: Final = {
    "the truth, steadiness not known": (),
    "the truth, steadiness guessed from stays": (2, 3),
    "the truth, guessed from stays and arrivals": (1, 2, 3),
    "the truth, guessed from refusals too": (0, 1, 2, 3),
}
BINS: Final = 15
PEOPLE_A_DAY: Final = 400


def truth_of(season: Season, known: Lessons) -> FloatArray:
    """The true score of each lesson."""
    order = np.argsort(season.history.outcomes.offered.astype("datetime64[D]"), kind="stable")
    truth: FloatArray = season.history.true_chance[order][: len(known)]
    return truth


def ceilings(season: Season, known: Lessons) -> dict[str, FloatArray]:
    """The true chances of every lesson with the hidden steadiness of a person not known, or guessed as well as can be.

    Steadiness moves every stage and is in no register. Its best guess (Bayes, over the true formulas themselves) from
    what was known of a person on the day of each offer is the most any scorer can know: from stays alone, as law and
    courtesy allow (a no costs nothing), from arrivals as well, or from refusals too, as we do not.
    """
    market, latent = season.past_market(), season.latent
    grid = np.linspace(-2.5, 2.5, 11)
    chance = np.empty((len(grid), len(STAGES), len(known)))
    for at, value in enumerate(grid):
        same = np.full(len(latent.steadiness), value * latent.steadiness.std())
        chance[at] = true_stages(market, known, replace(latent, steadiness=same))
    likely = np.where(known.stages == 1, np.log(chance), np.where(known.stages == 0, np.log1p(-chance), 0.0))
    scores = chance[:, : len(SCORED)].prod(axis=1)
    found = {}
    for name, stages in EVIDENCE.items():
        log = np.repeat(-(grid**2)[:, None] / 2, len(known), axis=1)
        for stage in stages:
            log += _until_the_day(known, likely[:, stage], int(KNOWN_AFTER[stage]))
        weight = np.exp(log - log.max(axis=0))
        found[name] = np.einsum("gi,gi->i", weight / weight.sum(axis=0), scores)
    return found


def _until_the_day(known: Lessons, values: FloatArray, after: int) -> FloatArray:
    """Of each lesson, the sum of its worker's earlier values known by its day; ``values`` is anything x lessons."""
    day = known.worker * 100_000 + known.offered
    order = np.argsort(day, kind="stable")
    total = np.concatenate([np.zeros((len(values), 1)), np.cumsum(values[:, order], axis=1)], axis=1)
    begin = np.searchsorted(day[order], known.worker * 100_000)
    end = np.searchsorted(day[order], day - after, side="right")
    return np.asarray(total[:, np.maximum(end, begin)] - total[:, begin])


def true_stages(market: Market, some: Lessons, latent: Latent) -> FloatArray:
    """Stages x offers."""
    chances = np.empty((len(STAGES), len(some)))
    for day in np.unique(some.offered):
        rows = some.offered == day
        pairs = Pairs(some.worker[rows], some.posting[rows])
        one = true_chances(market, pairs, latent, np.datetime64(int(day), "D"))
        chances[:, rows] = one.accept, one.show_up, one.stay_30, one.stay_90
    return chances


def gap_to(truth: FloatArray, told: FloatArray) -> float:
    """Mean distance of told and true chances over fifteen equally filled parts: ECE without the luck of the dice."""
    parts = np.array_split(np.argsort(told, kind="stable"), BINS)
    return float(np.mean([abs(told[rows].mean() - truth[rows].mean()) for rows in parts]))


def true_gain(late: Lessons, truth: FloatArray, score: FloatArray) -> tuple[float, float]:
    """NDCG@10 per worker and per posting where the gain is the true chance, not what the dice made of it."""
    rows = late.came_through >= 0
    return (
        ranked(late.worker[rows], truth[rows], score[rows]).ndcg_10,
        ranked(late.posting[rows], truth[rows], score[rows]).ndcg_10,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Everyone:
    """Pairs of the held-out days whether offered or not: their features and their true scores."""

    list_of_worker: IntArray  # one number a worker and day
    posting: IntArray
    table: FloatArray
    truth: FloatArray


def everyone(season: Season, late: Lessons, *, seed: int) -> Everyone:
    """Some people of every held-out day beside all postings of that day: where nobody chose whom to send."""
    market, rng = season.past_market(), np.random.default_rng(seed)
    drawn = []
    for day in np.unique(late.offered):
        postings = np.unique(late.posting[late.offered == day])
        people = rng.permutation(len(market.workers))[:PEOPLE_A_DAY]
        size = len(people) * len(postings)
        drawn.append((np.repeat(people, len(postings)), np.tile(postings, len(people)), np.full(size, day)))
    worker, posting, days = (np.concatenate(column) for column in zip(*drawn, strict=True))
    nothing = np.zeros((len(STAGES), len(worker)), dtype=np.int64)
    table = read(market, Pairs(worker, posting), days.astype("datetime64[D]"))
    some = Lessons(table, nothing, worker, posting, days)
    truth = true_stages(market, some, season.latent)[: len(SCORED)].prod(axis=0)
    return Everyone(worker * 100_000 + days, posting, table, truth)


def new_employers(season: Season, *, pairs: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Features and true scores of random pairs of this season with employers of whom no spell of work is known."""
    market, rng = season.market(), np.random.default_rng(seed)
    known = np.bincount(market.spells.employer, minlength=len(market.employers))
    postings = np.flatnonzero(known[market.postings.employer] == 0)
    drawn = Pairs(rng.integers(len(market.workers), size=pairs), rng.choice(postings, size=pairs))
    truth = true_chances(market, drawn, season.latent, np.datetime64(season.today, "D")).at_work_after_30
    return read(market, drawn, season.today), truth
