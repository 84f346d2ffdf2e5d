"""Why each person without a talk has none: the first reason that holds."""

from __future__ import annotations

from functools import partial

import numpy as np

from optimizer.fairs.fair import Fair, Talks
from optimizer.fairs.figures import talks_each


def reasons_of(fair: Fair, talks: Talks) -> tuple[str, ...]:
    """One word a person, "" for those with a talk."""
    full = full_slots(fair, talks)
    counts = talks_each(fair, talks).tolist()
    return tuple("" if count else _reason(fair, full, person) for person, count in enumerate(counts))


def full_slots(fair: Fair, talks: Talks) -> np.ndarray:
    """By booth and slot: whether no further talk is possible there."""
    booth = fair.pairs.booth[talks.pair]
    taken = np.zeros(fair.booths.open.shape, dtype=np.int64)
    np.add.at(taken, (booth, talks.slot), 1)
    full: np.ndarray = taken >= fair.booths.interviewers[:, None]
    full |= (taken.sum(axis=1) >= fair.booths.most)[:, None]
    return full


def _reason(fair: Fair, full: np.ndarray, person: int) -> str:
    pairs = np.arange(fair.first_pair[person], fair.first_pair[person + 1])
    if not len(pairs):
        return "no_pair"
    pairs = pairs[~fair.pairs.banned[pairs]]
    if not len(pairs):
        return "banned"
    suits = fair.suits(pairs)
    if not suits.any():
        return "hours"
    left = suits & ~full[fair.pairs.booth[pairs]]
    if not left.any():
        return "booths_full"
    at, slot = np.nonzero(left)
    if fair.people.most[person] and any(map(partial(_betters, fair, person), pairs[at].tolist(), slot.tolist())):
        return "not_found_in_time"
    return "clash"


def _betters(fair: Fair, person: int, pair: int, slot: int) -> bool:
    """Whether this talk, for a person without any, would make a better plan by the aims."""
    for aim in fair.aims:
        more = _more(fair, aim, person, (pair, slot))
        if more:
            return more > 0
    return False


def _more(fair: Fair, aim: str, person: int, talk: tuple[int, int]) -> float:
    """What the first talk of a person adds to an aim."""
    if aim == "value":
        return float(fair.pairs.value[talk[0]])
    if aim != "moves" or fair.before is None:
        return float(aim in ("talks", "served1"))
    before = fair.before
    had = fair.pairs.person[before.talks.pair] == person
    if before.lost[person] or had.sum() > 1:
        return 0.0
    if not had.any():
        return -1.0
    return float((before.talks.pair[had][0], before.talks.slot[had][0]) == talk)
