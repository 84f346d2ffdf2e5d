"""The first look at a large market: each worker's most promising allowed postings by inner product."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from labor.arrays import IntArray
from labor.candidates import Pairs
from labor.market import Market
from matching.embedding import Embedding
from policy import judge

ROWS = 256  # workers a block: 256 x 5,000 products in single precision stay near the processor's cache
EVERY = 8  # postings looked at to guess where a worker's best begin


def promising(market: Market, embedding: Embedding, *, today: date, count: int, threads: int = 2) -> Iterator[Pairs]:
    """Blocks of allowed pairs, about ``count`` a worker before the hard rules, in the order of the workers."""
    look = partial(_block, market, embedding, today, count)
    blocks = range(0, len(market.workers), ROWS)
    judge(market, Pairs(np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)), today)  # look-ups before threads
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(look, blocks)


def _block(market: Market, embedding: Embedding, today: date, count: int, begin: int) -> Pairs:
    near = embedding.workers[begin : begin + ROWS] @ embedding.postings.T
    worker, posting = above(near, count)
    pairs = Pairs(worker + begin, posting)
    allowed = judge(market, pairs, today).allowed
    return Pairs(pairs.worker[allowed], pairs.posting[allowed])


def above(near: NDArray[np.float32], count: int) -> tuple[IntArray, IntArray]:
    """Row and column of about the ``count`` largest of each row.

    Where they begin is guessed from every eighth column: a full selection would cost more than the products.
    """
    columns = near.shape[1]
    if columns <= 2 * count or columns < 64 * EVERY:
        kept = np.argpartition(-near, min(count, columns) - 1, axis=1)[:, : min(count, columns)]
        return np.repeat(np.arange(len(near)), kept.shape[1]), np.sort(kept, axis=1).ravel()
    some = near[:, ::EVERY]
    place = some.shape[1] - max(1, count // EVERY)
    begins = np.partition(some, place, axis=1)[:, place]
    at = np.flatnonzero((near >= begins[:, None]).ravel())
    return at // columns, at % columns
