"""Measures of a ranking and of told chances, as plain functions over arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from labor.arrays import FloatArray, IntArray


def auc(truth: IntArray, score: FloatArray) -> float:
    """Chance that a yes scores above a no (ties count half); NaN when there are only yeses or only noes."""
    yes = int(np.sum(truth == 1))
    no = len(truth) - yes
    if not yes or not no:
        return float("nan")
    ranks = rankdata(score)
    return float((ranks[truth == 1].sum() - yes * (yes + 1) / 2) / (yes * no))


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """What was told and what came, in equally filled bins."""

    told: FloatArray
    came: FloatArray
    count: IntArray

    @property
    def ece(self) -> float:
        """Expected calibration error: the mean gap between told and come, weighted by bin size."""
        return float(np.sum(np.abs(self.told - self.came) * self.count) / max(self.count.sum(), 1))


def reliability(truth: IntArray, chance: FloatArray, *, bins: int = 15) -> Reliability:
    """Bins of equal size along the told chance."""
    order = np.argsort(chance, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return Reliability(
        np.array([chance[part].mean() for part in parts]),
        np.array([truth[part].mean() for part in parts]),
        np.array([len(part) for part in parts]),
    )


def ece(truth: IntArray, chance: FloatArray, *, bins: int = 15) -> float:
    """Expected calibration error over equally filled bins."""
    return reliability(truth, chance, bins=bins).ece


@dataclass(frozen=True, slots=True)
class RankingMeans:
    """Means over the lists that hold both something good and something else to be ranked."""

    ndcg_10: float
    mrr: float
    recall_10: float
    lists: int


NO_LISTS = RankingMeans(float("nan"), float("nan"), float("nan"), 0)


def ranked(owner: IntArray, gain: FloatArray, score: FloatArray) -> RankingMeans:
    """NDCG@10, mean reciprocal rank and recall@10 of lists that share an owner.

    ``gain`` is what each entry is worth (0 or 1, or a true chance); a list whose gains are all equal says nothing
    about order and is left out. Ties in score are broken by position, the same for every scorer.
    """
    if not len(owner):
        return NO_LISTS
    order = np.lexsort((-score, owner))
    ideal = np.lexsort((-gain, owner))
    first = np.flatnonzero(np.concatenate([[True], owner[order][1:] != owner[order][:-1]]))
    sizes = np.diff(np.append(first, len(owner)))
    place = np.arange(len(owner)) - np.repeat(first, sizes)
    discount = np.where(place < 10, 1 / np.log2(place + 2), 0.0)
    got, best = gain[order], gain[ideal]
    dcg, idcg = (np.add.reduceat(part * discount, first) for part in (got, best))
    good = got >= np.repeat(np.maximum.reduceat(got, first), sizes)
    hit = np.where(good & (got > 0), 1 / (place + 1), 0.0)
    reciprocal = np.maximum.reduceat(hit, first)
    recall = np.add.reduceat(got * (place < 10), first) / np.maximum(np.add.reduceat(got, first), 1e-12)
    tells = np.maximum.reduceat(got, first) > np.minimum.reduceat(got, first)
    if not tells.any():
        return NO_LISTS
    return RankingMeans(
        float((dcg[tells] / idcg[tells]).mean()),
        float(reciprocal[tells].mean()),
        float(recall[tells].mean()),
        int(tells.sum()),
    )


def gini(counts: FloatArray) -> float:
    """0 = everyone has the same, towards 1 = one has all."""
    ordered = np.sort(np.asarray(counts, dtype=np.float64))
    total = ordered.sum()
    if not len(ordered) or total <= 0:
        return 0.0
    place = np.arange(1, len(ordered) + 1)
    return float((2 * place - len(ordered) - 1) @ ordered / (len(ordered) * total))
