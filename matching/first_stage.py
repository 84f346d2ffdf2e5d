"""The first look at a large market: each worker's most promising allowed postings, a block of workers at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

import numpy as np

from labor.arrays import BoolArray, IntArray
from matching.kind_tables import Steps

ROWS: Final = 64  # workers a block: 64 x 5,000 sums of sixteen bits stay near the processor
SAMPLED: Final = 8  # one posting in eight is looked at to guess where a worker's best begin
LOWEST: Final = np.int16(np.iinfo(np.int16).min)
WIDE: Final = 1024  # postings from which guessing pays
Answer = TypeVar("Answer")


def promising(near: Steps, allowed: BoolArray, count: int) -> tuple[IntArray, IntArray]:
    """Row and column of about the ``count`` largest allowed entries of each row; all where there are fewer.

    Where they begin is guessed from every eighth column (alike ones stand together, so these are spread evenly): a
    full selection would cost more than the sums.
    """
    columns = near.shape[1]
    every = slice(None, None, SAMPLED if columns >= WIDE else 1)
    some = np.where(allowed[:, every], near[:, every], LOWEST)
    place = max(0, some.shape[1] - max(1, count * some.shape[1] // max(columns, 1)))
    # Sorting short numbers is faster here than selecting, which stumbles over the many equal ones.
    begins = np.sort(some, axis=1)[:, place] if columns else np.zeros(len(near), dtype=near.dtype)
    passed = near >= begins[:, None]
    passed &= allowed
    at = np.flatnonzero(passed.ravel())
    row = at // max(columns, 1)
    return row, at - row * columns


def in_blocks(workers: IntArray, look: Callable[[IntArray], Answer], *, threads: int = 2) -> Iterator[Answer]:
    """What ``look`` finds for each block of workers, in order."""
    blocks = [workers[begin : begin + ROWS] for begin in range(0, len(workers), ROWS)]
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(look, blocks)
