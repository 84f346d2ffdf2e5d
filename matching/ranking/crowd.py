"""What other people's clicks say: what goes together, from where to where, and how sought-after a posting is."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from labor.arrays import FloatArray, IntArray
from matching.ranking.tables import Clicks, Tables, prefix_ids
from matching.ranking.tastes import sequences

SMOOTH = 3.0


class Crowd:
    """Counts over one set of clicks; people learned from must not be among them, or they would find themselves."""

    def __init__(self, tables: Tables, clicks: Clicks, keys: IntArray) -> None:
        postings = len(tables.postings)
        rows = sequences(clicks, len(tables.workers))
        owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        item = np.array([posting for row in rows for posting in row], dtype=np.int64)
        seen = sparse.csr_matrix((np.ones(len(item)), (owner, item)), shape=(len(rows), postings))
        self.viewers = np.asarray(seen.sum(axis=0)).ravel()
        together = (seen.T @ seen).tocsr()
        together.setdiag(0)
        together.eliminate_zeros()
        scale = sparse.diags_array(1 / np.sqrt(self.viewers + SMOOTH))
        self.together = (scale @ together @ scale).tocsr()
        self.of_key = np.bincount(keys[item], minlength=int(keys.max(initial=0)) + 1)
        self.keys = keys
        self._places(tables, seen)

    def _places(self, tables: Tables, seen: sparse.csr_matrix) -> None:
        """How much more often than by chance people of one place, or who liked one place, like another."""
        self.lifts: list[tuple[IntArray, IntArray, FloatArray, FloatArray]] = []
        for depth in (0, 1):
            homes, sites = prefix_ids([tables.workers, tables.postings], depth)
            count = int(max(homes.max(initial=-1), sites.max(initial=-1))) + 1
            if not 0 < count <= 6000:
                continue
            at = sites >= 0
            site = sparse.csr_matrix((np.ones(at.sum()), (np.flatnonzero(at), sites[at])), shape=(len(sites), count))
            liked = (seen @ site).tocsr()
            home_rows = np.flatnonzero(homes >= 0)
            home = sparse.csr_matrix(
                (np.ones(len(home_rows)), (home_rows, homes[home_rows])), shape=(len(homes), count)
            )
            both = (liked > 0).astype(float)
            self.lifts.append((homes, sites, _lift(home.T @ liked), _lift(both.T @ both)))

    def co_liked(self, liked: sparse.csr_matrix, context: IntArray, posting: IntArray) -> FloatArray:
        """Sum of the scaled co-views of a posting with what the context liked."""
        reach = (liked @ self.together).tocsr()
        return np.asarray(reach[context, posting]).ravel()


def _lift(count: sparse.spmatrix) -> FloatArray:
    """Log of counts over what chance would give, smoothed; small tables only."""
    table = np.asarray(count.todense())
    total = max(table.sum(), 1.0)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / total
    return np.asarray(np.log((table + 0.5) / (expected + 0.5)), dtype=np.float64)
