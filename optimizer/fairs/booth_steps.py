"""One booth after the other: who talks there and when, the best there is while all other booths stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from labor.arrays import FloatArray, IntArray
from optimizer.fairs.draft import FairDraft, rows_of
from optimizer.fairs.fair import Fair
from optimizer.fairs.weighing import Weighing

MOST_CHANGES = 400


class BoothSteps:
    """Improves a draft booth by booth; ``allowed`` narrows the pairs it may use."""

    def __init__(self, fair: Fair, draft: FairDraft) -> None:
        self.fair, self.draft = fair, draft
        self.weighing = Weighing.of(fair, MOST_CHANGES)
        usable = np.flatnonzero(fair.usable)
        order = usable[np.argsort(fair.pairs.booth[usable], kind="stable")]
        edges = np.searchsorted(fair.pairs.booth[order], np.arange(len(fair.booths) + 1)).tolist()
        self.pairs = [order[first:end] for first, end in pairwise(edges)]
        self.value = fair.pairs.value.tolist()
        self.before = _plans_before(fair)

    def sweep(self, booths: Sequence[int], allowed: np.ndarray | None, stop: Callable[[], bool]) -> int:
        """Settle each of these booths anew; how many became better."""
        better = 0
        for booth in booths:
            if stop():
                break
            pairs = self.pairs[booth]
            better += self.settle(booth, pairs if allowed is None else pairs[allowed[pairs]])
        return better

    def settle(self, booth: int, pairs: IntArray) -> bool:
        """The best assignment of people to the slots of one booth; True where it is better than what was."""
        draft = self.draft
        movable = [pair for pair in pairs.tolist() if pair not in draft.fixed]
        held = {pair: draft.take(pair) for pair in movable if pair in draft.held[draft.person[pair]]}
        slots = _seats(draft.left[booth], len(movable))
        room = min(draft.booth_left[booth], len(slots))
        before = sum(self._gain(pair, slot) for pair, slot in held.items())
        if not movable or room <= 0:
            return False
        gains = self._gains(movable, slots)
        rows, columns = linear_sum_assignment(gains, maximize=True)
        won = gains[rows, columns]
        best = np.argsort(-won, kind="stable")[:room]
        best = best[won[best] > 0]
        after = float(won[best].sum())
        if after < before - 1e-9 * abs(before):
            for pair, slot in held.items():
                draft.put(pair, slot)
            return False
        for at in best.tolist():
            draft.put(movable[rows[at]], int(slots[columns[at]]))
        return after > before + 1e-9 * abs(before)

    def _gains(self, movable: Sequence[int], slots: IntArray) -> FloatArray:
        """By pair and seat: what the talk is worth, 0 where it is worth nothing or cannot be."""
        draft = self.draft
        hours, gain = [], []
        for pair in movable:
            possible = draft.hours(pair)
            hours.append(possible)
            gain.append(self._gain(pair, -1) if possible else 0.0)
        bits = rows_of(hours, self.fair.slots)[:, slots]
        gains = np.where(bits, np.maximum(0.0, np.array(gain))[:, None], 0.0)
        if self.weighing.kept:
            self._add_kept(gains, movable, slots, bits)
        return gains

    def _gain(self, pair: int, slot: int) -> float:
        """What a talk adds to its person's other talks; the slot counts where people should stay as they were."""
        person = self.draft.person[pair]
        held, weighing = self.draft.held[person], self.weighing
        gain = weighing.talk(len(held)) + weighing.value * self.value[pair]
        if weighing.kept and slot >= 0:
            gain += self._kept(person, pair, slot)
        return float(gain)

    def _kept(self, person: int, pair: int, slot: int) -> float:
        was = self.before[person]
        if was is None:
            return 0.0
        held = self.draft.held[person]
        return self.weighing.kept * (int(was == {**held, pair: slot}) - int(was == held))

    def _add_kept(self, gains: FloatArray, movable: Sequence[int], slots: IntArray, bits: np.ndarray) -> None:
        for at, pair in enumerate(movable):
            if self.before[self.draft.person[pair]] is None:
                continue
            base = self._gain(pair, -1)
            whole = [base + self._kept(self.draft.person[pair], pair, slot) for slot in slots.tolist()]
            gains[at] = np.where(bits[at], np.maximum(0.0, whole), 0.0)


def _plans_before(fair: Fair) -> list[dict[int, int] | None]:
    """Each person's talks before, None where they move in any case or nobody asks."""
    before = fair.before
    if before is None or "moves" not in fair.aims:
        return [None] * len(fair.people)
    plans: list[dict[int, int] | None] = [None if lost else {} for lost in before.lost.tolist()]
    for pair, slot in zip(before.talks.pair.tolist(), before.talks.slot.tolist(), strict=True):
        was = plans[int(fair.pairs.person[pair])]
        if was is not None:
            was[pair] = slot
    return plans


def _seats(left: Sequence[int], people: int) -> IntArray:
    """Each slot as often as there are interviewers free in it."""
    return np.repeat(np.arange(len(left), dtype=np.int64), np.minimum(left, people))
