"""Auditing a ranking from outside: protected traits are handed in here, and reach no score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.candidates import Candidates
from matching.features import NAMES
from matching.metrics import auc

Z_95 = 1.959964
# Features that tell sex or age (AUC over 0.65 on the sample) and stay, since the work itself asks for them.
NEEDED: Final = {
    "trade_match": "what one can do",
    "trade_kin": "work like one's trade",
    "trade_experience": "how long one has done it",
    "settled_trade": "both together",
    "text_likeness": "what one says one can do",
    "lift_margin_kg": "what one says one can lift against what the work asks",
    "wage_gain": "the pay one asks for against the pay offered",
    "low_pay_far": "the same, weighed by distance",
}
TELLING = 0.65
FEWEST = 30  # fewer people than this make no rate worth printing


@dataclass(frozen=True, slots=True)
class Rate:
    """A group's rate with its 95 % interval (Wilson for shares, normal for means)."""

    group: int
    people: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Gaps:
    """Rates by group of one trait: being selected at all, and exposure (mean of 1 / log2(1 + place))."""

    selected: tuple[Rate, ...]
    exposure: tuple[Rate, ...]

    @property
    def widest(self) -> float:
        """Highest less lowest selection rate; its intervals say whether that is more than chance."""
        rates = [rate.rate for rate in self.selected]
        return max(rates) - min(rates) if rates else 0.0


def gaps(lists: Candidates, group: IntArray, *, per_posting: int = 10) -> Gaps:
    """Selection and exposure on the postings' own lists (the first ``per_posting`` by score), by ``group``.

    ``group`` has one number a worker of the market, below 0 = not known and left out.
    """
    order = np.lexsort((lists.worker, -lists.score, lists.posting))
    posting = lists.posting[order]
    first = np.flatnonzero(np.concatenate([[True], posting[1:] != posting[:-1]])) if len(order) else order
    place = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
    top = order[place < per_posting]
    selected = np.zeros(len(group), dtype=np.bool_)
    selected[lists.worker[top]] = True
    exposure = np.zeros(len(group))
    np.add.at(exposure, lists.worker[top], 1 / np.log2(place[place < per_posting] + 2))
    members = [(int(value), group == value) for value in np.unique(group[group >= 0])]
    large = [(value, mine) for value, mine in members if mine.sum() >= FEWEST]
    return Gaps(
        tuple(_share(value, selected[mine]) for value, mine in large),
        tuple(_mean(value, exposure[mine]) for value, mine in large),
    )


def _share(group: int, selected: np.ndarray) -> Rate:
    count, share = len(selected), float(selected.mean())
    middle = (share + Z_95**2 / (2 * count)) / (1 + Z_95**2 / count)
    half = Z_95 * np.sqrt(share * (1 - share) / count + Z_95**2 / (4 * count**2)) / (1 + Z_95**2 / count)
    return Rate(group, count, share, float(middle - half), float(middle + half))


def _mean(group: int, values: FloatArray) -> Rate:
    half = Z_95 * float(values.std(ddof=1)) / np.sqrt(len(values))
    return Rate(group, len(values), float(values.mean()), float(values.mean() - half), float(values.mean() + half))


def proxies(table: FloatArray, trait: IntArray) -> dict[str, float]:
    """How well each feature alone tells a yes-no trait (AUC folded above 0.5; 0.5 = not at all).

    ``table`` is pairs x FEATURES, ``trait`` 0 or 1 a pair. A feature far above the others must be needed for the
    work to stay: docs/scoring.md lists those and why.
    """
    told = {}
    for at, name in enumerate(NAMES):
        known = ~np.isnan(table[:, at])
        value = auc(trait[known], table[known, at]) if known.any() else float("nan")
        told[name] = 0.5 if np.isnan(value) else max(value, 1 - value)
    return told
