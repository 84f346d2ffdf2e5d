"""Reach beyond direct co-clicks, by ids alone: walks over postings and people, and factors of the clicks."""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from labor.arrays import FloatArray, IntArray

MOST_NEIGHBORS: Final = 300  # of a posting that a walk goes on to; the rest carry next to nothing
WIDTH: Final = 32
_CONTEXTS: Final = 512  # walked together: the end of a walk may be any posting


class Walks:
    """Where walks over one set of clicks lead: posting to person to posting, steps by share of clicks."""

    def __init__(self, seen: sparse.csr_matrix) -> None:
        people = np.asarray(seen.sum(axis=1)).ravel()
        postings = np.asarray(seen.sum(axis=0)).ravel()
        to_people = sparse.diags_array(1 / np.maximum(postings, 1e-9)) @ seen.T
        to_postings = sparse.diags_array(1 / np.maximum(people, 1e-9)) @ seen
        self.step = _strongest(sparse.csr_matrix(to_people @ to_postings))
        scale = sparse.diags_array(1 / np.sqrt(np.maximum(people, 1e-9)))
        even = sparse.diags_array(1 / np.sqrt(np.maximum(postings, 1e-9)))
        width = min(WIDTH, min(seen.shape) - 1)
        self.factors: FloatArray = np.zeros((seen.shape[1], 1))
        if width >= 1 and seen.nnz:
            self.factors = np.asarray(randomized_svd(scale @ seen @ even, width, random_state=0)[2]).T

    def ends(self, liked: sparse.csr_matrix, context: IntArray, posting: IntArray) -> dict[str, FloatArray]:
        """Log share of walks of three and of five steps that end at the posting, and its fit by factors."""
        told = {name: np.full(len(context), np.nan) for name in ("walk_three", "walk_five", "factors")}
        rows, at = np.unique(context, return_inverse=True)
        order = np.argsort(at, kind="stable")
        bounds = np.searchsorted(at[order], np.arange(0, len(rows) + _CONTEXTS, _CONTEXTS))
        for block, (begin, end) in enumerate(itertools.pairwise(bounds.tolist())):
            pairs = order[begin:end]
            mine = liked[rows[block * _CONTEXTS : (block + 1) * _CONTEXTS]]
            some = np.asarray(mine.sum(axis=1)).ravel()
            start = sparse.csr_matrix(sparse.diags_array(1 / np.maximum(some, 1)) @ mine)
            three = sparse.csr_matrix(start @ self.step)
            five = (three @ self.step).toarray()
            near = (start @ self.factors) @ self.factors.T
            row, column = at[pairs] - block * _CONTEXTS, posting[pairs]
            known = some[row] > 0
            told["walk_three"][pairs] = np.where(known, _log(three.toarray()[row, column]), np.nan)
            told["walk_five"][pairs] = np.where(known, _log(five[row, column]), np.nan)
            told["factors"][pairs] = np.where(known, near[row, column], np.nan)
        return told


def _log(share: FloatArray) -> FloatArray:
    return np.asarray(np.log(share + 1e-6))


def _strongest(step: sparse.csr_matrix) -> sparse.csr_matrix:
    """Each row's largest entries only, so that a popular posting does not make the product dense."""
    sizes = np.diff(step.indptr)
    if not len(sizes) or sizes.max(initial=0) <= MOST_NEIGHBORS:
        return step
    owner = np.repeat(np.arange(len(sizes)), sizes)
    order = np.lexsort((step.indices, -step.data, owner))
    place = np.arange(len(order)) - np.repeat(step.indptr[:-1], sizes)
    kept = order[place < MOST_NEIGHBORS]
    return sparse.csr_matrix((step.data[kept], (owner[kept], step.indices[kept])), shape=step.shape)
