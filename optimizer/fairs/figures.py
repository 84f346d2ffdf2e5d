"""What a set of talks is worth by each aim."""

from __future__ import annotations

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.fairs.fair import LEVELS, Fair, Talks


def talks_each(fair: Fair, talks: Talks) -> IntArray:
    """How many talks each person has."""
    return np.bincount(fair.pairs.person[talks.pair], minlength=len(fair.people))


def worth(fair: Fair, talks: Talks) -> FloatArray:
    """The aims in order, each so that more is better: moves count against."""
    return np.array([(-1 if aim == "moves" else 1) * figure(fair, talks, aim) for aim in fair.aims])


def figure(fair: Fair, talks: Talks, aim: str) -> float:
    """One aim as it is told."""
    if aim == "talks":
        return float(len(talks))
    if aim == "value":
        return float(np.sort(fair.pairs.value[talks.pair]).sum())
    if aim == "moves":
        return float(moved(fair, talks).sum() + (fair.before.gone if fair.before else 0))
    return float((talks_each(fair, talks) >= LEVELS[aim]).sum())


def moved(fair: Fair, talks: Talks) -> BoolArray:
    """By person: whether any talk differs from the plan before, in booth or time."""
    before = fair.before
    if before is None:
        return np.zeros(len(fair.people), dtype=np.bool_)
    slots = max(1, fair.slots)
    changed = np.setxor1d(before.talks.pair * slots + before.talks.slot, talks.pair * slots + talks.slot)
    moves = before.lost.copy()
    moves[fair.pairs.person[changed // slots]] = True
    return moves


def is_better(one: FloatArray, other: FloatArray) -> bool:
    """Whether the first aim that differs is better."""
    for mine, theirs in zip(one, other, strict=True):
        if abs(mine - theirs) > 1e-9 * max(1.0, abs(theirs)):
            return bool(mine > theirs)
    return False
