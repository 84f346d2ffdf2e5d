"""What came of earlier offers: a person's own no, and how it went for others; fixed weights, not learned from likes."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from labor.arrays import FloatArray, IntArray
from matching.additive import Additive
from matching.ranking.tables import LIKES, Clicks

# Log-odds: a person's own latest no or departure puts a posting last; one where everybody stays rises, or falls.
OWN_NO: Final = -20.0
WENT_WELL: Final = 1.5
EVEN: Final = 5.0  # outcomes at which what is known of a posting counts half


class HistoryOutcomes:
    """Refusals, departures and stays of one history."""

    def __init__(self, history: Clicks, postings: int) -> None:
        self._postings = postings
        latest: dict[int, float] = {}
        keys = history.worker * postings + history.posting
        for key, liking in zip(keys.tolist(), history.liking.tolist(), strict=True):
            latest[key] = liking
        self._denied = np.array(sorted(key for key, liking in latest.items() if liking < 0), dtype=np.int64)
        # A look is no outcome.
        known = history.liking != LIKES["viewed"]
        told = np.where(history.liking < 0, -1.0, np.where(history.liking >= LIKES["stayed"], 1.0, 0.0))
        total = np.bincount(history.posting[known], told[known], minlength=postings)
        count = np.bincount(history.posting[known], minlength=postings)
        self._went = total / (count + EVEN)

    def read(self, worker: IntArray, posting: IntArray) -> dict[str, FloatArray]:
        """1 where this person said no or left there last; how it went there, -1 to 1."""
        key = worker * self._postings + posting
        at = np.minimum(np.searchsorted(self._denied, key), max(len(self._denied) - 1, 0))
        own = self._denied[at] == key if len(self._denied) else np.zeros(len(key), dtype=np.bool_)
        return {"own_no": own.astype(np.float64), "went_well": self._went[posting]}


def with_outcomes(ranker: Additive, names: tuple[str, ...]) -> Additive:
    """The same ranker with the fixed curves of ``own_no`` and ``went_well`` in their columns."""
    edges, steps = list(ranker.edges), list(ranker.steps)
    cuts = np.linspace(-1, 1, 41)
    middles = np.concatenate([[-1.0], (cuts[1:] + cuts[:-1]) / 2, [1.0]])
    for name, at, curve in (
        ("own_no", np.array([0.5]), np.array([0.0, OWN_NO])),
        ("went_well", cuts, WENT_WELL * middles),
    ):
        column = names.index(name)
        edges[column], steps[column] = at, np.append(curve, 0.0)[None]
    return replace(ranker, edges=tuple(edges), steps=tuple(steps))
