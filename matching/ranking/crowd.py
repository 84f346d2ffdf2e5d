"""What other people's clicks say: what goes together, from where to where, and how sought-after a posting is."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from labor.arrays import FloatArray, IntArray
from matching.ranking.tables import Clicks, Tables, prefix_ids
from matching.ranking.tastes import graded_likes, sequences
from matching.ranking.walks import Walks

SMOOTH = 3.0


class Crowd:
    """Counts over one set of clicks; people learned from must not be among them, or they would find themselves."""

    def __init__(self, tables: Tables, clicks: Clicks, keys: IntArray) -> None:
        postings = len(tables.postings)
        rows = sequences(clicks, len(tables.workers))
        owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        item = np.array([posting for row in rows for posting in row], dtype=np.int64)
        seen = sparse.csr_matrix((np.ones(len(item)), (owner, item)), shape=(len(rows), postings))
        graded = graded_likes(clicks, seen)
        self.viewers = np.asarray(graded.sum(axis=0)).ravel()
        self.walks = Walks(graded)
        together = (graded.T @ graded).tocsr()
        together.setdiag(0)
        together.eliminate_zeros()
        scale = sparse.diags_array(1 / np.sqrt(self.viewers + SMOOTH))
        self.together = (scale @ together @ scale).tocsr()
        self.of_key = np.bincount(keys[item], minlength=int(keys.max(initial=0)) + 1)
        self.keys = keys
        self.titles = sparse.csr_matrix((np.ones(postings), (np.arange(postings), keys)))
        self.title_likes = (seen @ self.titles).tocsr()
        self.title_likes.data[:] = 1
        often = np.asarray(self.title_likes.sum(axis=0)).ravel()
        shrink = sparse.diags_array(1 / np.sqrt(often + SMOOTH))
        alike = (shrink @ (self.title_likes.T @ self.title_likes) @ shrink).tolil()
        alike.setdiag(0)
        self.title_together = alike.tocsr()
        self._places(tables, seen)

    def _places(self, tables: Tables, seen: sparse.csr_matrix) -> None:
        """How much more often than by chance people of one place, or who liked one place, like another."""
        self.place: tuple[IntArray, IntArray, FloatArray] | None = None  # of the narrowest kind
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
            both = ((liked + sparse.diags_array((homes >= 0).astype(float)) @ home) > 0).astype(float)
            self.lifts.append((homes, sites, _lift(home.T @ liked), _lift(both.T @ both)))
            self.place = homes, sites, _vectors(both.T @ both)

    def co_liked(self, liked: sparse.csr_matrix, context: IntArray, posting: IntArray) -> FloatArray:
        """Sum of the scaled co-views of a posting with what the context liked."""
        rows, at = np.unique(context, return_inverse=True)
        reach = (liked[rows] @ self.together).tocsr()
        return np.asarray(reach[at, posting]).ravel()

    def co_titled(self, liked: sparse.csr_matrix, context: IntArray, posting: IntArray) -> FloatArray:
        """The same between titles: it also tells of a posting nobody has looked at yet."""
        rows, at = np.unique(context, return_inverse=True)
        reach = (liked[rows] @ self.titles @ self.title_together).tocsr()
        return np.asarray(reach[at, self.keys[posting]]).ravel()

    def spoken_for(self, words: sparse.csr_matrix, worker: IntArray, posting: IntArray) -> FloatArray:
        """How much the words of people who liked a title sound like this person's."""
        voices = (self.title_likes.T @ words).tocsr()
        lengths = np.sqrt(np.asarray(voices.multiply(voices).sum(axis=1)).ravel())
        # A title few people liked speaks softly.
        voices = sparse.diags_array(1 / (lengths + SMOOTH)) @ voices
        heard = np.empty(len(worker))
        for begin in range(0, len(worker), 1 << 15):
            part = slice(begin, begin + (1 << 15))
            product = words[worker[part]].multiply(voices.tocsr()[self.keys[posting[part]]])
            heard[part] = np.asarray(product.sum(axis=1)).ravel()
        return heard


def _lift(count: sparse.spmatrix) -> FloatArray:
    """Log of counts over what chance would give, smoothed; small tables only."""
    table = np.asarray(count.todense())
    total = max(table.sum(), 1.0)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / total
    return np.asarray(np.log((table + 0.5) / (expected + 0.5)), dtype=np.float64)


def _vectors(count: sparse.spmatrix) -> FloatArray:
    """Places as unit vectors: near where the same people look, also where nobody looked at just these two."""
    table = np.maximum(_lift(count), 0.0)
    width = min(48, table.shape[0] - 1)
    if width < 1:
        return np.ones((table.shape[0], 1))
    left, size, _ = randomized_svd(table, width, random_state=0)
    vectors = left * np.sqrt(size)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths))
