"""Any scorer as an inner product: short vectors of workers and postings whose product tells the log score roughly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import qr

from labor.arrays import FloatArray, IntArray
from labor.candidates import Pairs, Scorer
from labor.market import Market
from policy import judge

FLOOR = 1e-6
BLOCKED = 0.7  # what a blocked pair loses in log score: the vectors learn eligibility, roughly, along with fit
TELLING = 4
ROWS_AT_ONCE = 2048


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """``workers[i] @ postings[j]`` is roughly the log score of the pair, blocked pairs lowered; single precision."""

    workers: NDArray[np.float32]
    postings: NDArray[np.float32]


def embed(market: Market, scorer: Scorer, *, today: date, width: int = 192, seed: int = 0) -> Embedding:
    """Vectors from a sample: postings by the singular vectors of sampled workers' scores, workers by least squares.

    Each worker is scored on TELLING x ``width`` telling postings (chosen by pivoted QR) instead of on all.
    """
    rng = np.random.default_rng(seed)
    workers, postings = len(market.workers), len(market.postings)
    sample = np.sort(rng.choice(workers, min(workers, 8 * width), replace=False))
    everything = np.arange(postings, dtype=np.int64)
    seen = _told(market, scorer, (sample, everything), today)
    width = min(width, *seen.shape)
    # The right singular vectors by way of the small square of the sample: far cheaper than a whole SVD.
    _, left = np.linalg.eigh(seen @ seen.T)
    vectors = seen.T @ left[:, ::-1][:, :width] / np.sqrt(len(sample))
    telling = np.sort(qr(vectors.T, mode="economic", pivoting=True)[2][: min(TELLING * width, postings)])
    solve = np.linalg.pinv(vectors[telling], rcond=1e-6).T
    mine = np.empty((workers, width), dtype=np.float32)
    for begin in range(0, workers, ROWS_AT_ONCE):
        some = np.arange(begin, min(begin + ROWS_AT_ONCE, workers), dtype=np.int64)
        mine[begin : begin + ROWS_AT_ONCE] = _told(market, scorer, (some, telling), today) @ solve
    return Embedding(mine, np.ascontiguousarray(vectors, dtype=np.float32))


def _told(market: Market, scorer: Scorer, grid: tuple[IntArray, IntArray], today: date) -> FloatArray:
    """Log scores of a grid of workers and postings, blocked pairs lowered."""
    workers, postings = grid
    pairs = Pairs(np.repeat(workers, len(postings)), np.tile(postings, len(workers)))
    log_score = np.log(np.maximum(scorer.score(market, pairs), FLOOR))
    log_score -= np.where(judge(market, pairs, today).allowed, 0.0, BLOCKED)
    return np.asarray(log_score.reshape(len(workers), len(postings)))
