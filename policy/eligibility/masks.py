"""Judging only the pairs that a rule touches, all others allowed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeAlias

import numpy as np

from labor.arrays import BoolArray, IntArray, Ragged
from labor.candidates import Pairs

Check: TypeAlias = Callable[[IntArray, IntArray], BoolArray]


def names_any(rows: Ragged, wanted: Collection[str]) -> BoolArray:
    """Which rows hold at least one of the wanted codes."""
    held = np.zeros(len(rows), dtype=np.bool_)
    if wanted and len(rows.items):
        held[rows.owners[np.isin(rows.items, sorted(wanted))]] = True
    return held


def where_posting(mask: BoolArray, pairs: Pairs, check: Check) -> BoolArray:
    """Allowed everywhere but where the posting is masked: there ``check`` decides."""
    return _where(mask, pairs.posting, pairs, check)


def where_worker(mask: BoolArray, pairs: Pairs, check: Check) -> BoolArray:
    """Allowed everywhere but where the worker is masked: there ``check`` decides."""
    return _where(mask, pairs.worker, pairs, check)


def _where(mask: BoolArray, side: IntArray, pairs: Pairs, check: Check) -> BoolArray:
    allowed = np.ones(len(pairs), dtype=np.bool_)
    if mask.any():
        at = np.flatnonzero(mask[side])
        allowed[at] = check(pairs.worker[at], pairs.posting[at])
    return allowed
