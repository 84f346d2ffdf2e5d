"""Who talks where and when as one whole-number model for CP-SAT: of a whole small fair, or of some of its people.

A variable for each pair and slot. Two talks of one person that lie too near exclude each other; they are written as
cliques: of booths that all lie s slots apart from one another, one talk in any s slots running.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from labor.arrays import IntArray
from optimizer.fairs.fair import LEVELS, Fair, Talks
from optimizer.solvers.sat_model import SatModel


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """What booths have left: talks by booth and slot, and in all."""

    at_once: IntArray
    in_all: IntArray

    @classmethod
    def of(cls, fair: Fair) -> Room:
        """Nothing taken."""
        return cls(np.where(fair.booths.open, fair.booths.interviewers[:, None], 0), fair.booths.most.copy())

    def without(self, fair: Fair, talks: Talks) -> Room:
        """What these talks leave."""
        at_once, in_all = self.at_once.copy(), self.in_all.copy()
        booth = fair.pairs.booth[talks.pair]
        np.subtract.at(at_once, (booth, talks.slot), 1)
        np.subtract.at(in_all, booth, 1)
        return Room(at_once, in_all)

    def limits(self, booth: IntArray, slot: IntArray) -> Iterator[tuple[IntArray, int]]:
        """Options (by position) of which no more than so many hold together: by booth and slot, then by booth."""
        for group in groups_of(booth * self.at_once.shape[1] + slot):
            yield group, int(self.at_once[booth[group[0]], slot[group[0]]])
        for group in groups_of(booth):
            yield group, int(self.in_all[booth[group[0]]])


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One aim within a model: more is better; ``rest`` is what does not vary."""

    variables: list[int]
    factors: list[int]
    rest: int = 0


@dataclass(slots=True)
class Timetable:
    """The model, its options, and the aims as terms; ``unit`` is how many steps of a term make one of value."""

    fair: Fair
    people: IntArray
    room: Room
    unit: float
    model: SatModel = field(default_factory=SatModel)
    pair: IntArray = field(init=False)
    slot: IntArray = field(init=False)
    terms: dict[str, Term] = field(init=False)

    def __post_init__(self) -> None:
        self._lay_out()
        self._hold_booths()
        sums: dict[int, list[int]] = {}
        for person, options in self._by_person():
            self._keep_apart(options)
            sums[person] = options.tolist()
            self.model.row(sums[person], [1] * len(options), (None, int(self.fair.people.most[person])))
        self.terms = {aim: self._term(aim, sums) for aim in self.fair.aims}

    def _lay_out(self) -> None:
        """The options, and those that are fixed."""
        fair, first = self.fair, self.fair.first_pair
        pairs = [np.arange(first[one], first[one + 1]) for one in self.people.tolist()]
        pair = np.concatenate(pairs) if pairs else np.zeros(0, dtype=np.int64)
        pair = pair[fair.usable[pair]]
        booth = fair.pairs.booth[pair]
        open_ = fair.suits(pair) & (self.room.at_once[booth] > 0) & (self.room.in_all[booth] > 0)[:, None]
        at, self.slot = np.nonzero(open_)
        self.pair = pair[at]
        fixed = set((fair.fixed.pair * fair.slots + fair.fixed.slot).tolist())
        keys = (self.pair * fair.slots + self.slot).tolist()
        for key in keys:
            self.model.whole(int(key in fixed), 1)
        for group in groups_of(self.pair):
            self.model.at_most_one(group.tolist())

    def _hold_booths(self) -> None:
        """Rule 3."""
        for group, left in self.room.limits(self.fair.pairs.booth[self.pair], self.slot):
            if left == 1:
                self.model.at_most_one(group.tolist())
            elif left < len(group):
                self.model.row(group.tolist(), [1] * len(group), (None, left))

    def _by_person(self) -> Iterator[tuple[int, IntArray]]:
        person = self.fair.pairs.person[self.pair]
        for group in groups_of(person):
            yield int(person[group[0]]), group

    def _keep_apart(self, options: IntArray) -> None:
        """Rules 2 and 4 for one person."""
        booth = self.fair.pairs.booth[self.pair[options]]
        for near in too_near(self.fair, booth, self.slot[options]):
            self.model.at_most_one(options[near].tolist())

    def _term(self, aim: str, sums: dict[int, list[int]]) -> Term:
        """The variables an aim counts."""
        if aim == "talks":
            return Term(list(range(len(self.pair))), [1] * len(self.pair))
        if aim == "value":
            steps = np.rint(self.fair.pairs.value[self.pair] * self.unit).astype(np.int64).tolist()
            return Term(list(range(len(self.pair))), steps)
        if aim == "moves":
            return self._kept(sums)
        level = LEVELS[aim]
        served = []
        for options in sums.values():
            if len(options) >= level:
                served.append(self.model.literal())
                self.model.row([*options, served[-1]], [1] * len(options) + [-level], (0, None))
        return Term(served, [1] * len(served))

    def _kept(self, sums: dict[int, list[int]]) -> Term:
        """People whose talks are those before, told as less moves."""
        fair, before = self.fair, self.fair.before
        if before is None:
            return Term([], [])
        number = dict(zip((self.pair * fair.slots + self.slot).tolist(), range(len(self.pair)), strict=True))
        had: dict[int, list[int]] = {}
        for pair, slot in zip(before.talks.pair.tolist(), before.talks.slot.tolist(), strict=True):
            had.setdefault(int(fair.pairs.person[pair]), []).append(number.get(pair * fair.slots + slot, -1))
        kept, always = [], 0
        for person in self.people.tolist():
            talks, options = had.get(person, []), sums.get(person, [])
            if before.lost[person] or -1 in talks:
                continue
            if not options:
                always += 1
                continue
            kept.append(self.model.literal())
            for talk in talks:
                self.model.any_of([talk], only_if=[kept[-1]])
            self.model.row(options, [1] * len(options), (None, len(talks)), only_if=[kept[-1]])
        return Term(kept, [1] * len(kept), always - len(self.people) - before.gone)

    def values_of(self, talks: Talks) -> list[int]:
        """A hint: the options these talks are, the rest open."""
        keys = self.pair * self.fair.slots + self.slot
        held: IntArray = np.isin(keys, talks.pair * self.fair.slots + talks.slot).astype(np.int64)
        return [int(one) for one in held.tolist()]

    def talks_of(self, values: IntArray) -> Talks:
        """The talks of a solution."""
        chosen = values[: len(self.pair)] > 0
        return Talks(self.pair[chosen], self.slot[chosen])


def groups_of(keys: IntArray) -> list[IntArray]:
    """Positions of equal keys, together."""
    if not len(keys):
        return []
    order = np.argsort(keys, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(keys[order])) + 1)


def too_near(fair: Fair, booth: IntArray, slot: IntArray) -> Iterator[IntArray]:
    """Options of one person (by position) that exclude each other: those of a clique within its slots running."""
    for clique, steps in cliques_of(fair, np.unique(booth)):
        mine = np.flatnonzero(np.isin(booth, clique))
        when = slot[mine]
        for first in range(max(1, fair.slots - steps + 1)):
            near = mine[(when >= first) & (when < first + steps)]
            if len(near) > 1:
                yield near


def cliques_of(fair: Fair, booths: IntArray) -> Iterator[tuple[Sequence[int], int]]:
    """Booths any two of which need so many slots from one beginning to the next; every two stand in one."""
    steps = fair.steps[np.ix_(booths, booths)].copy()
    np.fill_diagonal(steps, np.iinfo(np.int64).max)
    covered = np.zeros_like(steps)
    for least in sorted(set(steps[steps < np.iinfo(np.int64).max].tolist()), reverse=True):
        for at in range(len(booths)):
            while len(lacking := np.flatnonzero((steps[at] >= least) & (covered[at] < least))) > 1 or (
                len(lacking) == 1 and lacking[0] != at
            ):
                clique = [at]
                for other in [*lacking.tolist(), *range(len(booths))]:
                    if other not in clique and (steps[other, clique] >= least).all():
                        clique.append(other)
                covered[np.ix_(clique, clique)] = np.maximum(covered[np.ix_(clique, clique)], least)
                yield booths[clique].tolist(), least
