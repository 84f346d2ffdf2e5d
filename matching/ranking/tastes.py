"""What a person did up to a moment: the context a pair is looked at in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from labor.arrays import IntArray, Ragged
from matching.ranking.tables import Clicks

# How much an outcome says that two postings go together.
GRADES = {0.0: 0.0, 1.0: 1.0, 2.0: 1.5, 3.0: 2.0, 4.0: 3.0}
LATEST = 12  # likes looked back at: what came before says little more


@dataclass(frozen=True, slots=True, eq=False)
class Tastes:
    """Contexts: a worker each, and the distinct postings liked before, earliest first (the latest twelve)."""

    worker: IntArray
    liked: Ragged

    def __len__(self) -> int:
        return len(self.worker)

    def matrix(self, postings: int) -> sparse.csr_matrix:
        """Contexts x postings, 1 where liked."""
        ones = np.ones(len(self.liked.items))
        return sparse.csr_matrix((ones, (self.liked.owners, self.liked.items)), shape=(len(self), postings))


def sequences(history: Clicks, workers: int) -> list[list[int]]:
    """Distinct postings each worker liked and has not turned from since, in the order of the latest time."""
    rows: list[dict[int, None]] = [{} for _ in range(workers)]
    for worker, posting, liking in zip(history.worker, history.posting, history.liking, strict=True):
        rows[worker].pop(int(posting), None)
        if liking > 0:
            rows[worker][int(posting)] = None
    return [list(row) for row in rows]


def graded_likes(history: Clicks, liked: sparse.csr_matrix) -> sparse.csr_matrix:
    """The likes of a people x postings matrix by how far each went at best: who stayed says more than who looked."""
    key = history.worker * liked.shape[1] + history.posting
    order = np.lexsort((history.liking, key))
    last = np.flatnonzero(np.append(key[order][1:] != key[order][:-1], True)) if len(key) else order
    kept = order[last]
    grade = np.array([GRADES[max(liking, 0.0)] for liking in history.liking[kept].tolist()])
    best = sparse.csr_matrix((grade, (history.worker[kept], history.posting[kept])), shape=liked.shape)
    return sparse.csr_matrix(liked.multiply(best))


def tastes_now(history: Clicks, workers: int) -> Tastes:
    """Every worker's context after the whole history."""
    liked = [row[-LATEST:] for row in sequences(history, workers)]
    return Tastes(np.arange(workers, dtype=np.int64), Ragged.of(liked))


def lessons_of(history: Clicks, workers: int, *, latest: int = 5) -> tuple[Tastes, IntArray]:
    """For learning: each of a worker's latest likes, with what the same worker liked apart from it.

    A context holds the others' order too: what is learned is to find one like from the rest.
    """
    owner, target, rest = [], [], []
    for worker, row in enumerate(sequences(history, workers)):
        for at in range(max(0, len(row) - latest), len(row)):
            owner.append(worker)
            target.append(row[at])
            rest.append((row[:at] + row[at + 1 :])[-LATEST:])
    return Tastes(np.array(owner, dtype=np.int64), Ragged.of(rest)), np.array(target, dtype=np.int64)
