"""Who stays together: groups need a posting for everyone, couples a room of their own."""

from __future__ import annotations

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from labor.market import FEMALE, MALE, Market


def whole_group_listed(group: IntArray, worker: IntArray, posting: IntArray, kept: BoolArray) -> BoolArray:
    """Pairs whose posting is kept for everyone of the worker's group."""
    listed = np.ones(len(worker), dtype=np.bool_)
    grouped = np.flatnonzero(group[worker] >= 0)
    if not len(grouped):
        return listed
    size = np.bincount(group[group >= 0])
    key = group[worker[grouped]] * (int(posting.max()) + 1) + posting[grouped]
    _, back = np.unique(key, return_inverse=True)
    present = np.bincount(back, weights=kept[grouped])
    listed[grouped] = present[back] == size[group[worker[grouped]]]
    return listed


def within_couple_rooms(market: Market, worker: IntArray, posting: IntArray, score: FloatArray) -> BoolArray:
    """Couples who want a room of their own keep a posting only while it has one for each of them.

    The problem counts beds, not rooms. So each posting is listed for no more couples than it has couple rooms,
    those who fit it best, and a couple still counts against the ordinary beds: never too many, at times too few.
    """
    couple = _couples(market)
    kept = np.ones(len(worker), dtype=np.bool_)
    pairs = np.flatnonzero((couple[worker] >= 0) & (score >= 0))
    if not len(pairs):
        return kept
    wish, place = couple[worker[pairs]], posting[pairs]
    key, back = np.unique(place * (int(couple.max()) + 1) + wish, return_inverse=True)
    worth = np.bincount(back, weights=score[pairs])
    at_posting = key // (int(couple.max()) + 1)
    order = np.lexsort((key, -worth, at_posting))
    rank = np.empty(len(key), dtype=np.int64)
    rank[order] = np.arange(len(key)) - np.searchsorted(at_posting[order], at_posting[order])
    kept[pairs] = (rank < np.maximum(0, market.postings.couple_rooms[at_posting]))[back]
    return kept


def _couples(market: Market) -> IntArray:
    """Per worker the group number where it is a couple wanting a room of its own, else -1."""
    group, wants, sex = market.workers.group, market.workers.wants_couple_room, market.protection.sex
    couple = np.full(len(group), -1, dtype=np.int64)
    grouped = np.flatnonzero(group >= 0)
    if not len(grouped):
        return couple
    number = group[grouped]
    size, wanting = np.bincount(number), np.bincount(number, weights=wants[grouped])
    men, women = np.bincount(number, weights=sex[grouped] == MALE), np.bincount(number, weights=sex[grouped] == FEMALE)
    is_couple = (size == 2) & (wanting == 2) & (men == 1) & (women == 1)
    couple[grouped] = np.where(is_couple[number], number, -1)
    return couple
