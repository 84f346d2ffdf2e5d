"""Lists that openings bound: a posting with two openings is not the first choice shown to five hundred people."""

from __future__ import annotations

from typing import Final

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.candidates import Pairs

SHOWN_AN_OPENING: Final = 4  # as matching.congestion bounds the lists of an office
LEAST_OPTIONS: Final = 3  # nobody's list falls below this for want of room


def within_openings(pairs: Pairs, score: FloatArray, openings: FloatArray, top: int) -> IntArray:
    """Rows that stay: the best first, while a posting has room and a person fewer than ``top``.

    ``openings`` is NaN where not said (no bound); a posting without openings is shown to nobody.
    """
    live = np.flatnonzero(openings[pairs.posting] != 0)
    if np.isnan(openings[pairs.posting[live]]).all():
        return live
    order = live[np.lexsort((pairs.posting[live], pairs.worker[live], -score[live]))]
    room = np.where(np.isnan(openings), np.inf, openings * SHOWN_AN_OPENING).tolist()
    had: dict[int, int] = {}
    kept, left = [], []
    for row, worker, posting in zip(
        order.tolist(), pairs.worker[order].tolist(), pairs.posting[order].tolist(), strict=True
    ):
        if had.get(worker, 0) >= top:
            continue
        if room[posting] > 0:
            room[posting] -= 1
            had[worker] = had.get(worker, 0) + 1
            kept.append(row)
        else:
            left.append((row, worker))
    for row, worker in left:
        if had.get(worker, 0) < min(LEAST_OPTIONS, top):
            had[worker] = had.get(worker, 0) + 1
            kept.append(row)
    return np.sort(np.array(kept, dtype=np.int64))
