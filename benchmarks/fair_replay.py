"""A day of a fair replayed: people stay away, talks run long, booths fill up or leave, and the timetable follows.

`python -m benchmarks.fair_replay`; beside the mended day stands one planned with hindsight.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from benchmarks.fair_instances import Size, draw_sized
from labor.arrays import BoolArray, IntArray
from optimizer.fairs import DayStanding, Fair, Requeued, Talks, figure, plan_fair, requeue
from optimizer.fairs.first_plans import by_turns
from optimizer.model.problem import PlanParams

DAY: Final = Size(5_000, 200, 8, 10, 3)
PLAN_S: Final = 60.0
NO_SHOWS: Final = 0.1
MINUTES: Final = (8.0, 2.5)  # of a talk: mean and deviation
LATE: Final = 0.5  # of a slot: from then on the next talk is given to somebody else's seat
FULL, GONE = 3, 1


@dataclass(slots=True)
class Told:
    """What a day came to."""

    seconds: list[float] = field(default_factory=list)
    freed: int = 0
    filled: int = 0
    empty: int = 0
    most_moves: int = 0  # of one person in one change
    waits: list[float] = field(default_factory=list)
    held: Talks = field(default_factory=Talks)
    hindsight: Fair | None = None
    double: int = 0


class Day:
    """The hall as it is: who came, whose interviewers run late, which booths still talk."""

    def __init__(self, fair: Fair, planned: Talks, seed: int) -> None:
        self.fair, self.planned, self.told = fair, planned, Told()
        self.rng = np.random.default_rng(seed)
        people, booths = len(fair.people), len(fair.booths)
        self.stays_away: BoolArray = self.rng.random(people) < NO_SHOWS
        self.absent = np.zeros(people, dtype=np.bool_)  # as far as the hall knows
        self.arrives = np.where(fair.people.free.any(axis=1), fair.people.free.argmax(axis=1), fair.slots)
        self.ends = np.full(booths, fair.slots, dtype=np.int64)  # a booth talks no more from this slot on
        leaving = self.rng.choice(booths // 4, FULL + GONE, replace=False)
        self.leaves = dict(
            zip(
                leaving.tolist(),
                self.rng.integers(fair.slots // 4, fair.slots * 3 // 4, FULL + GONE).tolist(),
                strict=True,
            )
        )
        self.ready = [[0.0] * int(one) for one in fair.booths.interviewers]
        self.late = np.zeros((booths, fair.slots), dtype=np.int64)
        self.held: list[tuple[int, int]] = []

    def run(self) -> Told:
        """Slot after slot."""
        for slot in range(self.fair.slots):
            self._talk(slot)
            self._follow(slot)
        both = np.array(sorted(self.held), dtype=np.int64).reshape(-1, 2)
        self.told.held = Talks(both[:, 0], both[:, 1])
        self.told.hindsight = self._known_before()
        return self.told

    def _talk(self, slot: int) -> None:
        """The talks of this slot: those who came sit down when an interviewer is ready."""
        now = self.planned.slot == slot
        minutes = self.rng.normal(*MINUTES, int(now.sum())).clip(2.0)
        begin = slot * self.fair.clock.slot
        for pair, length in zip(self.planned.pair[now].tolist(), minutes.tolist(), strict=True):
            person, booth = int(self.fair.pairs.person[pair]), int(self.fair.pairs.booth[pair])
            if self.stays_away[person]:
                self.absent[person] = True
                continue
            who = int(np.argmin(self.ready[booth]))
            starts = max(float(begin), self.ready[booth][who])
            self.told.waits.append(starts - begin)
            self.ready[booth][who] = starts + length
            self.held.append((pair, slot))

    def _follow(self, slot: int) -> None:
        """What the hall learned in this slot, each kind of news mended on its own."""
        nxt = slot + 1
        gone = [booth for booth, at in self.leaves.items() if at == slot]
        if gone:
            self.ends[gone] = nxt
            self._mend(nxt)
        away = self.absent[self.fair.pairs.person[self.planned.pair]] & (self.planned.slot >= nxt)
        if away.any():
            freed = [
                (int(self.fair.pairs.booth[pair]), int(at))
                for pair, at in zip(self.planned.pair[away], self.planned.slot[away], strict=True)
            ]
            self.planned = Talks(self.planned.pair[~away], self.planned.slot[~away])
            self._mend(nxt, freed)
        behind = self._behind(nxt)
        if nxt < self.fair.slots and behind.any():
            self.late[:, nxt] += behind
            self._mend(nxt)

    def _behind(self, slot: int) -> IntArray:
        """By booth: interviewers who will be late for this slot."""
        begin, width = slot * self.fair.clock.slot, self.fair.clock.slot
        return np.array([sum(one > begin + LATE * width for one in ready) for ready in self.ready], dtype=np.int64)

    def _mend(self, slot: int, freed: list[tuple[int, int]] | None = None) -> None:
        from_now = np.arange(self.fair.slots) >= slot
        fair = replace(
            self.fair,
            people=replace(self.fair.people, free=self.fair.people.free & from_now & ~self.absent[:, None]),
            booths=replace(
                self.fair.booths, open=self.fair.booths.open & (np.arange(self.fair.slots) < self.ends[:, None])
            ),
        )
        ahead = self.planned.slot >= slot
        held = np.array(self.held, dtype=np.int64).reshape(-1, 2)
        here = (self.arrives <= slot) & ~self.stays_away
        standing = DayStanding(
            Talks(held[:, 0], held[:, 1]), Talks(self.planned.pair[ahead], self.planned.slot[ahead]), here, self.late
        )
        began = time.perf_counter()
        mended = requeue(fair, standing, freed=freed or ())
        self.told.seconds.append(time.perf_counter() - began)
        self._count(mended, slot)
        past = Talks(self.planned.pair[~ahead], self.planned.slot[~ahead])
        self.planned = Talks(
            np.concatenate([past.pair, mended.planned.pair]), np.concatenate([past.slot, mended.planned.slot])
        )

    def _count(self, mended: Requeued, slot: int) -> None:
        told, person = self.told, self.fair.pairs.person
        told.filled += len(mended.added)
        told.empty += mended.empty
        told.freed += len(mended.added) + mended.empty
        moves = np.bincount(person[mended.moved.pair]) if len(mended.moved) else np.zeros(1, dtype=np.int64)
        told.most_moves = max(told.most_moves, int(moves.max()))
        mine = person[mended.planned.pair] * self.fair.slots + mended.planned.slot
        told.double += len(mine) - len(np.unique(mine))
        assert (mended.planned.slot >= slot).all()

    def _known_before(self) -> Fair:
        """The same fair, had everybody known in the morning who stays away and which booths leave when."""
        fair = self.fair
        open_ = fair.booths.open & (np.arange(fair.slots) < self.ends[:, None])
        return replace(
            fair,
            people=replace(fair.people, free=fair.people.free & ~self.stays_away[:, None]),
            booths=replace(fair.booths, open=open_),
        )


def replayed(size: Size, planned_in_s: float = 0.0, seed: int = 7) -> tuple[Fair, Told]:
    """One fair planned and lived through; without seconds the plan is the one in no time."""
    fair = draw_sized(size)
    first = plan_fair(fair, PlanParams(time_limit_s=planned_in_s)).talks if planned_in_s else by_turns(fair)
    return fair, Day(fair, first, seed).run()


def main() -> int:
    """Replay the day and print what came of it."""
    fair, told = replayed(DAY, PLAN_S)
    seconds = np.array(told.seconds)
    assert told.hindsight is not None
    best = plan_fair(told.hindsight, PlanParams(time_limit_s=PLAN_S)).talks
    print(f"{len(fair.people):,} people, {len(fair.booths)} booths, {len(seconds)} changes mended")
    print(
        f"  seconds a change: median {np.median(seconds):.3f}, p95 {np.quantile(seconds, 0.95):.3f}, "
        f"most {seconds.max():.3f}"
    )
    print(f"  seats that fell free {told.freed}: {told.filled} filled again, {told.empty} that nobody here could take")
    print(f"  moved talks of one person in one change: {told.most_moves} at most; double bookings {told.double}")
    print(f"  wait: median {np.median(told.waits):.1f} min, p95 {np.quantile(told.waits, 0.95):.1f} min")
    for name in ("talks", "served1", "served2", "value"):
        print(
            f"  {name}: {figure(fair, told.held, name):,.1f}, with hindsight {figure(told.hindsight, best, name):,.1f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
