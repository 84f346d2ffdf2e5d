"""The first look at a large market: each worker's most promising allowed postings, a block of workers at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

import numpy as np

from labor.arrays import BoolArray, IntArray
from matching.kind_tables import Floats

ROWS: Final = 64  # workers a block: 64 x 5,000 sums in single precision stay near the processor
SAMPLED: Final = 8  # one posting in eight is looked at to guess where a worker's best begin
WIDE: Final = 1024  # postings from which guessing pays
Answer = TypeVar("Answer")


def promising(near: Floats, allowed: BoolArray, count: int) -> tuple[IntArray, IntArray]:
    """Row and column of about the ``count`` largest allowed entries of each row; all where there are fewer.

    Where they begin is guessed from the first columns (the columns stand in random order): a full selection would
    cost more than the sums.
    """
    columns = near.shape[1]
    sampled = columns // SAMPLED if columns >= WIDE else columns
    some = np.where(allowed[:, :sampled], near[:, :sampled], -np.inf)
    place = max(0, sampled - max(1, count * sampled // max(columns, 1)))
    # Sorting single precision is faster here than selecting.
    begins = np.sort(some, axis=1)[:, place] if sampled else np.zeros(len(near))
    at = np.flatnonzero(((near >= begins[:, None]) & allowed).ravel())
    row = at // max(columns, 1)
    return row, at - row * columns


def in_blocks(workers: IntArray, look: Callable[[IntArray], Answer], *, threads: int = 2) -> Iterator[Answer]:
    """What ``look`` finds for each block of workers, in order."""
    blocks = [workers[begin : begin + ROWS] for begin in range(0, len(workers), ROWS)]
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(look, blocks)
