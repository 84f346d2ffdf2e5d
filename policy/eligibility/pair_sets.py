"""Pairs with something on record, such as a no or a health check."""

from __future__ import annotations

import numpy as np

from labor.arrays import BoolArray, IntArray


class PairSet:
    """A set of pairs that answers for whole arrays at once."""

    def __init__(self, worker: IntArray, posting: IntArray, workers: int, postings: int) -> None:
        self._postings = max(postings, 1)
        self._keys = np.unique(worker.astype(np.int64) * self._postings + posting)
        self.worker_mask = np.zeros(workers, dtype=np.bool_)
        self.worker_mask[worker] = True

    def holds(self, worker: IntArray, posting: IntArray) -> BoolArray:
        """Which of these pairs are in the set."""
        if not len(self._keys):
            return np.zeros(len(worker), dtype=np.bool_)
        keys = worker.astype(np.int64) * self._postings + posting
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        found: BoolArray = self._keys[at] == keys
        return found
