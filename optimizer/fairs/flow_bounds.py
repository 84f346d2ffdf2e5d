"""What no plan can better: whom by flow, where a person's own talks may overlap.

People flow to booths and slots; a person's levels (first talk, second …) are arcs of falling worth. Left out is only
that two talks of one person exclude each other in time, of which the most talks a stay can hold are kept. So the flow
is worth at least as much as any plan. One flow maximizes a weighted sum of the aims; with those before held at what
they reached it bounds the last of them, whatever the weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.fairs.fair import LEVELS, Fair
from optimizer.solvers.interruptible import least_cost_flow

STEPS: Final = 6  # worths of two and of three talks are spread over them in whole numbers
LARGEST_COST: Final = 10**11
FEW_ARCS: Final = 20_000  # more take longer than anybody who stops the run should wait


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """weights . aims <= most, for every plan; ``pairs`` are those the flow uses."""

    weights: FloatArray
    most: float
    pairs: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class FairNetwork:
    """Arcs by kind; ``usable`` are the pairs the second kind stands for."""

    fair: Fair
    usable: IntArray
    most_talks: IntArray
    pair_head: IntArray
    tail: IntArray
    head: IntArray
    capacity: IntArray
    nodes: int

    @classmethod
    def of(cls, fair: Fair) -> FairNetwork:
        """Nodes: source, sink, people, booths, then the stays at each booth and its slots."""
        usable = np.flatnonzero(fair.usable)
        people, booths = len(fair.people), len(fair.booths)
        first_booth, first_stay = 2 + people, 2 + people + booths
        suits = fair.suits(usable)
        stay, stays, of_stay = _stays(fair, usable, suits)
        first_slot = first_stay + len(stays)
        at, slot = np.nonzero(stays)
        slot_node = first_slot + of_stay[at] * fair.slots + slot
        booth, when = np.nonzero(fair.booths.open)
        tails = (first_stay + at, first_slot + booth * fair.slots + when, first_booth + np.arange(booths))
        heads = (slot_node, first_booth + booth, np.ones(booths, dtype=np.int64))
        in_all = fair.booths.open.sum(axis=1) * np.minimum(fair.booths.interviewers, people)
        holds = (
            np.full(len(at), people),
            np.minimum(fair.booths.interviewers[booth], people),
            np.minimum(fair.booths.most, in_all),
        )
        nodes = first_slot + booths * fair.slots
        tail, head, capacity = (np.concatenate(one).astype(np.int64) for one in (tails, heads, holds))
        most = most_talks_each(fair, usable, suits)
        return cls(fair, usable, most, first_stay + stay, tail, head, capacity, nodes)

    def cut(self, weights: FloatArray, unit: float) -> Cut | None:
        """The most a weighted sum of the aims can be; None where the numbers grow too large to be exact."""
        fair, aims = self.fair, self.fair.aims
        value = dict(zip(aims, weights.tolist(), strict=True)).get("value", 0.0)
        gain = np.ceil(fair.pairs.value[self.usable] * value * unit - 1e-6) * STEPS
        person, length, each = levels(fair, weights, self.most_talks)
        worth = np.ceil(each * STEPS * unit - 1e-6)
        if max(np.abs(gain).max(initial=0.0), np.abs(worth).max(initial=0.0)) > LARGEST_COST:
            return None
        everything = int(length.sum())
        tail = np.concatenate(([0], np.zeros(len(person)), 2 + fair.pairs.person[self.usable], self.tail))
        head = np.concatenate(([1], 2 + person, self.pair_head, self.head))
        capacity = np.concatenate(([everything], length, np.ones(len(self.usable)), self.capacity))
        cost = np.concatenate(([0.0], -worth, -gain, np.zeros(len(self.tail))))
        supply = np.zeros(self.nodes, dtype=np.int64)
        supply[0], supply[1] = everything, -everything
        arrays = (np.asarray(one).astype(np.int64) for one in (tail, head, capacity, cost, supply))
        flow = least_cost_flow(*arrays, few_arcs=FEW_ARCS)
        assert flow is not None, "all may go past the booths"
        pairs = np.zeros(len(fair.pairs), dtype=np.bool_)
        begins = 1 + len(person)
        pairs[self.usable] = flow[begins : begins + len(self.usable)] > 0
        return Cut(weights, -float((flow * cost).sum()) / (STEPS * unit), pairs)


def _stays(fair: Fair, usable: IntArray, suits: BoolArray) -> tuple[IntArray, BoolArray, IntArray]:
    """The different slots people share with a booth: of each pair its stay; of each stay its slots and its booth."""
    packed = np.packbits(suits, axis=1)
    key = np.concatenate((fair.pairs.booth[usable].astype(">i4").view(np.uint8).reshape(-1, 4), packed), axis=1)
    key = np.ascontiguousarray(key).view([("", np.void, key.shape[1])]).ravel()
    _, first, stay = np.unique(key, return_index=True, return_inverse=True)
    return stay.ravel().astype(np.int64), suits[first], fair.pairs.booth[usable[first]]


def most_talks_each(fair: Fair, usable: IntArray, suits: BoolArray) -> IntArray:
    """How many talks each person's stay can hold, at the least steps between any two booths of theirs."""
    most = np.zeros(len(fair.people), dtype=np.int64)
    person = fair.pairs.person[usable]
    begins = np.searchsorted(person, np.arange(len(fair.people) + 1)).tolist()
    for one, (first, end) in enumerate(pairwise(begins)):
        if first == end:
            continue
        booths = fair.pairs.booth[usable[first:end]]
        steps = fair.steps[np.ix_(booths, booths)]
        least = int(steps[~np.eye(len(booths), dtype=np.bool_)].min(initial=fair.slots + 1))
        talks, after = 0, 0
        for slot in np.flatnonzero(suits[first:end].any(axis=0)).tolist():
            if slot >= after:
                talks, after = talks + 1, slot + least
        most[one] = min(talks, end - first, int(fair.people.most[one]))
    return most


def levels(fair: Fair, weights: FloatArray, most: IntArray) -> tuple[IntArray, IntArray, FloatArray]:
    """Arcs to people: who, how many talks of it, and what each is worth, falling from level to level."""
    per_talk = _step_worths(fair, weights)
    person, length, worth = [], [], []
    for last in np.unique(most).tolist():
        who = np.flatnonzero(most == last)
        for talks, each in falling_slopes(per_talk, last):
            person.append(who)
            length.append(np.full(len(who), talks))
            worth.append(np.full(len(who), each))
    if not person:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    return np.concatenate(person), np.concatenate(length), np.concatenate(worth)


def _step_worths(fair: Fair, weights: FloatArray) -> list[float]:
    """What a first, second, third and each further talk adds to the weighted counts."""
    steps = [0.0] * 4
    for aim, weight in zip(fair.aims, weights.tolist(), strict=True):
        if aim == "talks":
            steps = [one + weight for one in steps]
        elif aim in LEVELS:
            steps[LEVELS[aim] - 1] += weight
    return steps


def falling_slopes(steps: list[float], last: int) -> list[tuple[int, float]]:
    """The least concave sums above those of ``steps`` up to ``last`` talks, as (talks, worth of each)."""
    found: list[tuple[int, float]] = []
    for at in range(min(last, 4)):
        talks, each = (1 if at < 3 else last - 3), steps[at]
        while found and found[-1][1] < each:
            before, lower = found.pop()
            each = (before * lower + talks * each) / (before + talks)
            talks += before
        found.append((talks, each))
    return found
