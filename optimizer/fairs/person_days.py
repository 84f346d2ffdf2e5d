"""The best day of one person: up to three talks that do not clash, chosen exactly by what each is worth where and when.

The order of talks is built slot by slot; of each last talk the best two talks before it are kept, so that no booth
comes twice. Work grows with pairs x pairs x slots of the person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.fairs.fair import Fair

LONGEST: Final = 3  # talks of a day chosen at once
NEVER: Final = -1e12
POSSIBLE: Final = -1e11
Day: TypeAlias = list[tuple[int, int]]  # (which of the person's pairs, slot)
Reader: TypeAlias = Callable[[int, int], Day]  # a day by its last talk


@dataclass(frozen=True, slots=True, eq=False)
class PersonDays:
    """What does not change of one person: pairs, booths, values, shared slots; when a talk before another has to begin.

    ``before`` by two pairs and a slot is the last slot for the first talk where the second begins then; ``too_late``
    marks where there is none, and a pair after itself.
    """

    pairs: IntArray
    booths: IntArray
    values: FloatArray
    suits: BoolArray
    before: IntArray
    too_late: BoolArray
    longest: int

    @classmethod
    def of(cls, fair: Fair, person: int) -> PersonDays:
        """Of the pairs this person may use."""
        pairs = np.arange(fair.first_pair[person], fair.first_pair[person + 1])
        pairs = pairs[fair.usable[pairs]]
        booths = fair.pairs.booth[pairs]
        steps = fair.steps[np.ix_(booths, booths)]
        last = np.arange(fair.slots) - steps[:, :, None]
        late = (last < 0) | np.eye(len(pairs), dtype=np.bool_)[:, :, None]
        longest = min(LONGEST, len(pairs), int(fair.people.most[person]))
        return cls(pairs, booths, fair.pairs.value[pairs], fair.suits(pairs), np.maximum(last, 0), late, longest)

    def most_talks(self) -> int:
        """How many talks a day of this person can hold, up to three, were every booth free."""
        return len(self.best(np.where(self.suits, 0.0, NEVER)))

    def best(self, worth: FloatArray) -> list[tuple[float, Day]]:
        """The best day of one talk, of two and of three, as far as there are such days; ``worth`` by pair and slot."""
        found: list[tuple[float, Day]] = []
        if self.longest < 1 or not self._add(found, worth, lambda pair, slot: [(pair, slot)]):
            return found
        if self.longest < 2:
            return found
        first = self._reached(np.broadcast_to(np.maximum.accumulate(worth, axis=1)[:, None], self.before.shape))
        before = first.argmax(axis=0)
        second = worth + np.take_along_axis(first, before[None], 0)[0]
        if not self._add(found, second, lambda pair, slot: self._two(worth, before, (pair, slot))) or self.longest < 3:
            return found
        np.put_along_axis(first, before[None], NEVER, 0)
        other = first.argmax(axis=0)
        spare = worth + np.take_along_axis(first, other[None], 0)[0]
        own = before[:, None] == np.arange(len(worth))[None, :, None]
        ends = np.where(
            own, spare[:, None], second[:, None]
        )  # two talks, the later at the first pair, none at the second
        third = self._reached(np.maximum.accumulate(ends, axis=2))
        middle = third.argmax(axis=0)

        def three(pair: int, slot: int) -> Day:
            between = int(middle[pair, slot])
            when = int(ends[between, pair, : self.before[between, pair, slot] + 1].argmax())
            firsts = other if before[between, when] == pair else before
            return [*self._two(worth, firsts, (between, when)), (pair, slot)]

        self._add(found, worth + np.take_along_axis(third, middle[None], 0)[0], three)
        return found

    def _reached(self, until: FloatArray) -> FloatArray:
        """By two pairs and the slot of the second: the best sum before it."""
        return np.where(self.too_late, NEVER, np.take_along_axis(until, self.before, 2))

    def _two(self, worth: FloatArray, before: IntArray, last: tuple[int, int]) -> Day:
        pair, slot = last
        first = int(before[pair, slot])
        return [(first, int(worth[first, : self.before[first, pair, slot] + 1].argmax())), last]

    @staticmethod
    def _add(found: list[tuple[float, Day]], sums: FloatArray, day: Reader) -> bool:
        at = int(sums.argmax())
        if sums.flat[at] <= POSSIBLE:
            return False
        found.append((float(sums.flat[at]), day(*divmod(at, sums.shape[1]))))
        return True
