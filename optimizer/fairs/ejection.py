"""More people served: whoever lacks talks takes the places of others, who are planned anew or wait in turn.

Guided ejection search (Nagata and Bräysy 2009, for vehicle routes): a person who could not be helped without pushing
others out weighs more from then on, so that the search does not go in circles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Final

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.fairs.draft import FairDraft, rows_of
from optimizer.fairs.fair import Fair, Talks
from optimizer.fairs.figures import is_better, worth
from optimizer.fairs.person_days import NEVER, POSSIBLE, Day, PersonDays

VALUE: Final = 20.0  # of the largest value, beside one person pushed out
NOISE: Final = 0.1
IN_VAIN: Final = 2_000  # people pushed in without a better plan, after which it ends
LOOK: Final = 50  # people pushed in between two looks at the aims


class Ejection:
    """``prices`` by booth and slot are what a place is worth to all; people with fixed talks stay as they are."""

    def __init__(self, fair: Fair, days: list[PersonDays], prices: FloatArray | None = None) -> None:
        self.fair, self.days = fair, days
        spread = float(np.abs(fair.pairs.value).max(initial=0.0)) or 1.0
        self.scale = VALUE / spread if "value" in fair.aims else 0.0
        self.prices = np.zeros((len(fair.booths), fair.slots)) if prices is None else prices
        self.held_fast = set(fair.pairs.person[fair.fixed.pair].tolist())

    def serve(self, talks: Talks, wanted: IntArray, seed: int, stop: Callable[[], bool]) -> Talks:
        """The best plan met while all are to have as many talks as ``wanted`` says; as good as ``talks`` at least."""
        self.rng = np.random.default_rng(seed)
        self.draft, self.wanted = FairDraft(self.fair, talks), wanted.tolist()
        self.weight = np.ones(len(self.fair.people))
        self.there: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        self.cost = np.full(self.prices.shape, -NEVER)  # of pushing somebody out, by booth and slot
        for person in range(len(self.days)):
            for pair, slot in self.draft.held[person].items():
                self._enter(person, self.draft.booth[pair], slot)
        best, reached = talks, worth(self.fair, talks)
        pool = [person for person in range(len(self.days)) if self._lacks(person)]
        tries = idle = 0
        while pool and idle < IN_VAIN and not (tries % LOOK == 0 and stop()):
            tries, idle = tries + 1, idle + 1
            self._help(pool, pool.pop(int(self.rng.integers(len(pool)))))
            if tries % LOOK == 0 or not pool:
                now = self.draft.talks()
                if is_better(figures := worth(self.fair, now), reached):
                    best, reached, idle = now, figures, 0
        return best

    def _lacks(self, person: int) -> bool:
        return len(self.draft.held[person]) < self.wanted[person] and person not in self.held_fast

    def _help(self, pool: list[int], person: int) -> None:
        """Give this person their talks, if need be at the cost of others."""
        if not self._lacks(person) or self._replan(person):
            return
        self.weight[person] += 1
        before = self._clear(person)
        day = self._best(person, pushing=True)
        if day is None:
            self._hold(person, before)
            return
        pushed = []
        for at, slot in day:
            booth = int(self.days[person].booths[at])
            if self.draft.left[booth][slot] <= 0 or self.draft.booth_left[booth] <= 0:
                pushed.append(self._push_out(booth, slot))
            self._put(person, int(self.days[person].pairs[at]), slot)
        pool += [other for other in dict.fromkeys(pushed) if self._lacks(other) and not self._replan(other)]

    def _replan(self, person: int) -> bool:
        """A whole day for one person where there is room; False leaves their talks as they were."""
        before = self._clear(person)
        day = self._best(person, pushing=False)
        if day is None:
            self._hold(person, before)
            return False
        for at, slot in day:
            self._put(person, int(self.days[person].pairs[at]), slot)
        return True

    def _best(self, person: int, *, pushing: bool) -> Day | None:
        """The best day with as many talks as wanted."""
        mine, count = self.days[person], self.wanted[person]
        gain = self.scale * (mine.values[:, None] - self.prices[mine.booths])
        gain = np.where(mine.suits, gain + NOISE * self.rng.random(mine.suits.shape), NEVER)
        gain = np.where(self._full(mine), np.maximum(gain - self.cost[mine.booths], NEVER) if pushing else NEVER, gain)
        found = mine.best(gain)
        return found[count - 1][1] if len(found) >= count and found[count - 1][0] > POSSIBLE else None

    def _full(self, mine: PersonDays) -> BoolArray:
        """By pair and slot: whether somebody has to leave first."""
        draft = self.draft
        left = [draft.open[booth] if draft.booth_left[booth] > 0 else 0 for booth in mine.booths.tolist()]
        return ~rows_of(left, self.fair.slots)

    def _push_out(self, booth: int, slot: int) -> int:
        there = sorted(self.there[booth, slot])
        lightest = self.weight[there] + 0.5 * self.rng.random(len(there))
        person = there[int(lightest.argmin())]
        self._take(person, next(pair for pair in self.draft.held[person] if self.draft.booth[pair] == booth))
        return person

    def _clear(self, person: int) -> dict[int, int]:
        before = dict(self.draft.held[person])
        for pair in before:
            self._take(person, pair)
        return before

    def _hold(self, person: int, talks: dict[int, int]) -> None:
        for pair, slot in talks.items():
            self._put(person, pair, slot)

    def _put(self, person: int, pair: int, slot: int) -> None:
        self.draft.put(pair, slot)
        self._enter(person, self.draft.booth[pair], slot)

    def _enter(self, person: int, booth: int, slot: int) -> None:
        if person not in self.held_fast:
            self.there[booth, slot].add(person)
            self._weigh(booth, slot)

    def _take(self, person: int, pair: int) -> None:
        booth, slot = self.draft.booth[pair], self.draft.take(pair)
        self.there[booth, slot].discard(person)
        self._weigh(booth, slot)

    def _weigh(self, booth: int, slot: int) -> None:
        there = self.there[booth, slot]
        self.cost[booth, slot] = min((float(self.weight[one]) for one in there), default=-NEVER)
