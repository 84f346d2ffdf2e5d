"""A fair as arrays: people, booths, pairs that may talk, aims. Rules by number as in docs/formats-fair.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray, same_length

NO_LIMIT: Final = 1 << 50
AIMS: Final = ("talks", "served1", "served2", "served3", "value", "moves")
LEVELS: Final = {"served1": 1, "served2": 2, "served3": 3}
USUAL_AIMS: Final = ("served1", "served2", "served3", "value")
SLACK: Final = 1e-9  # minutes: distances are square roots, and a walk of exactly the gap is in time


def _none() -> IntArray:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Clockwork:
    """When talks can begin, in minutes since midnight, and what lies between two of one person."""

    start: int
    end: int
    slot: int  # minutes of a talk
    pause: int = 0  # free slots between two talks
    speed: float = 50.0  # metres a minute

    @property
    def slots(self) -> int:
        """How many talks fit one after the other."""
        return max(0, (self.end - self.start) // self.slot)

    def begins(self) -> IntArray:
        """The minute each slot begins."""
        return self.start + self.slot * np.arange(self.slots, dtype=np.int64)

    def within(self, opens: IntArray, closes: IntArray) -> BoolArray:
        """One row an opening, one column a slot: whether the slot lies within."""
        begins = self.begins()
        return (begins >= opens[:, None]) & (begins + self.slot <= closes[:, None])


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """One row a person; ``free`` has a column a slot."""

    free: BoolArray
    most: IntArray

    def __len__(self) -> int:
        return len(self.most)


@dataclass(frozen=True, slots=True, eq=False)
class Booths:
    """One row a booth; ``open`` has a column a slot; x and y are NaN where not both are given."""

    open: BoolArray
    interviewers: IntArray
    most: IntArray
    x: FloatArray
    y: FloatArray

    def __len__(self) -> int:
        return len(self.most)


@dataclass(frozen=True, slots=True, eq=False)
class FairPairs:
    """Who may talk where, in order of person and booth, each pair once."""

    person: IntArray
    booth: IntArray
    value: FloatArray
    banned: BoolArray

    def __post_init__(self) -> None:
        same_length(self, "person", "booth", "value", "banned")

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, slots=True, eq=False)
class Talks:
    """One row a talk: a pair, and the slot."""

    pair: IntArray = field(default_factory=_none)
    slot: IntArray = field(default_factory=_none)

    def __post_init__(self) -> None:
        same_length(self, "pair", "slot")

    def __len__(self) -> int:
        return len(self.pair)


@dataclass(frozen=True, slots=True, eq=False)
class Before:
    """The plan to stay near: what of it can be held again, and who moves in any case.

    ``lost`` marks people one of whose talks is no listed pair or at no slot any more; ``gone`` counts people who had
    talks and are not there now.
    """

    talks: Talks
    lost: BoolArray
    gone: int = 0


@dataclass(frozen=True, eq=False)
class Fair:
    """The whole of what is planned."""

    clock: Clockwork
    people: People
    booths: Booths
    pairs: FairPairs
    aims: tuple[str, ...] = USUAL_AIMS
    fixed: Talks = field(default_factory=Talks)
    before: Before | None = None

    @property
    def slots(self) -> int:
        """How many slots the fair has."""
        return self.clock.slots

    @cached_property
    def steps(self) -> IntArray:
        """By two booths: how many slots later the other talk of one person begins at the earliest (rule 4)."""
        return steps_between(self.clock, self.booths)

    @cached_property
    def first_pair(self) -> IntArray:
        """Where each person's pairs begin, and one entry more."""
        return np.searchsorted(self.pairs.person, np.arange(len(self.people) + 1)).astype(np.int64)

    @cached_property
    def usable(self) -> BoolArray:
        """By pair: not banned, and with an hour, an interviewer and a talk to spend."""
        return ~self.pairs.banned & (self.people.most > 0)[self.pairs.person] & self.has_hour & self._staffed

    @cached_property
    def has_hour(self) -> BoolArray:
        """By pair: whether some slot suits both."""
        both = self.people.free.astype(np.float32) @ self.booths.open.T.astype(np.float32)
        return both[self.pairs.person, self.pairs.booth] > 0

    @property
    def _staffed(self) -> BoolArray:
        booths = self.booths
        return ((booths.interviewers > 0) & (booths.most > 0))[self.pairs.booth]

    def suits(self, pair: IntArray) -> BoolArray:
        """One row a pair asked for, one column a slot: whether both are there."""
        return self.people.free[self.pairs.person[pair]] & self.booths.open[self.pairs.booth[pair]]


def steps_between(clock: Clockwork, booths: Booths) -> IntArray:
    """Slots from the beginning of one talk to the earliest of the next, by booth and booth."""
    far = np.hypot(booths.x[:, None] - booths.x, booths.y[:, None] - booths.y)
    walk = np.where(np.isnan(far), 0.0, far) / clock.speed
    free = np.ceil((walk - SLACK) / clock.slot)
    steps: IntArray = 1 + np.maximum(clock.pause, np.clip(free, 0, clock.slots)).astype(np.int64)
    return steps
