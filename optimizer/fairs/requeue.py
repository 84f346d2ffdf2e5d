"""The live day: what of a timetable still holds, who takes the seats that fell free, where those who lost theirs go.

Nobody whose talks still hold is moved, so as few people as possible are told of a change. Two assignments, each the
best there is (the Hungarian method): first whoever lost a talk to the seats that are free, then whoever is here and
has fewest talks to the seats still empty. Deterministic, and well under a second for thousands of people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from scipy.optimize import linear_sum_assignment

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.fairs.draft import FairDraft
from optimizer.fairs.fair import Fair, Talks

Seat: TypeAlias = tuple[int, int]  # booth, slot
FILLED: Final = 1e9  # a seat taken counts before whoever takes it
NEEDS: Final = 1e3  # a talk fewer counts before how well it suits
SOONER: Final = 1e-3  # a slot sooner, where all else is equal
MOST_SEATS: Final = 200  # seats offered to those who are here in one go, the soonest first


@dataclass(frozen=True, slots=True, eq=False)
class DayStanding:
    """How the day stands: talks held (they count and stay), talks planned, who is here, seats that are blocked.

    ``blocked`` has a row a booth and a column a slot: interviewers who are not to be had then.
    """

    held: Talks
    planned: Talks
    here: BoolArray
    blocked: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Requeued:
    """The timetable from now on. ``lost`` are talks that no longer hold, ``moved`` those given in their place.

    ``added`` are those given to people who are here; ``empty`` counts seats that nobody here can take beside the rest.
    """

    planned: Talks
    lost: Talks
    moved: Talks
    added: Talks
    empty: int

    def changed(self, fair: Fair) -> IntArray:
        """The people to be told."""
        pairs = np.concatenate([self.lost.pair, self.moved.pair, self.added.pair])
        found: IntArray = np.unique(fair.pairs.person[pairs])
        return found


def requeue(fair: Fair, standing: DayStanding, *, freed: Sequence[Seat] = ()) -> Requeued:
    """Mend a timetable after something changed; ``fair`` says who is free and which booth is open from now on.

    ``freed`` are the seats to be filled again beside those that come free here.
    """
    draft = _draft(fair, standing)
    kept, lost = _still_holding(draft, standing)
    moved = _seated_elsewhere(draft, lost)
    seats = _open_seats(draft, [*freed, *((draft.booth[pair], slot) for pair, slot in lost)])
    added: list[Seat] = []
    while more := _filled(draft, _left_of(seats, draft, added), standing.here):
        added += more
    planned = [*kept, *moved, *added]
    return Requeued(_talks(planned), _talks(lost), _talks(moved), _talks(added), len(seats) - len(added))


def _draft(fair: Fair, standing: DayStanding) -> FairDraft:
    draft = FairDraft(fair, standing.held)
    for booth, slot in np.argwhere(standing.blocked > 0).tolist():
        draft.left[booth][slot] -= int(standing.blocked[booth, slot])
        if draft.left[booth][slot] <= 0:
            draft.open[booth] &= ~(1 << slot)
    return draft


def _still_holding(draft: FairDraft, standing: DayStanding) -> tuple[list[Seat], list[Seat]]:
    """(pair, slot) of what holds and of what does not; of too many at one booth those with most talks give way."""
    talks = standing.planned
    person = draft.fair.pairs.person[talks.pair]
    count = np.bincount(person, minlength=len(draft.held)) + np.array(
        [len(held) for held in draft.held], dtype=np.int64
    )
    order = np.lexsort((talks.pair, count[person], talks.slot))
    kept, lost = [], []
    for at in order.tolist():
        pair, slot = int(talks.pair[at]), int(talks.slot[at])
        if draft.fair.usable[pair] and draft.hours(pair) >> slot & 1:
            draft.put(pair, slot)
            kept.append((pair, slot))
        else:
            lost.append((pair, slot))
    return kept, lost


def _seated_elsewhere(draft: FairDraft, lost: Sequence[Seat]) -> list[Seat]:
    """A new talk for each person who lost one, at the same booth or another; at most one a person."""
    first = draft.fair.first_pair
    losers = sorted({draft.person[pair] for pair, _ in lost})
    value = draft.fair.pairs.value
    choices: list[dict[Seat, tuple[int, float]]] = []
    for one in losers:
        options: dict[Seat, tuple[int, float]] = {}
        for pair in range(int(first[one]), int(first[one + 1])):
            if draft.fair.usable[pair]:
                for slot in _bits(draft.hours(pair)):
                    worth = FILLED - NEEDS * len(draft.held[one]) + float(value[pair]) - SOONER * slot
                    options[draft.booth[pair], slot] = (pair, worth)
        choices.append(options)
    return _assigned(draft, choices)


def _filled(draft: FairDraft, seats: Sequence[Seat], here: BoolArray) -> list[Seat]:
    """People who are here for empty seats: as many seats as can be, those with fewest talks first."""
    by_booth: defaultdict[int, list[int]] = defaultdict(list)
    wanted = {booth for booth, _ in seats}
    pairs = np.flatnonzero(
        np.isin(draft.fair.pairs.booth, list(wanted)) & draft.fair.usable & here[draft.fair.pairs.person]
    )
    for pair in pairs.tolist():
        by_booth[draft.booth[pair]].append(pair)
    people: dict[int, dict[Seat, tuple[int, float]]] = {}
    value = draft.fair.pairs.value
    slots_of: defaultdict[int, int] = defaultdict(int)
    for booth, slot in seats:
        slots_of[booth] |= 1 << slot
    for booth in sorted(wanted):
        for pair in by_booth[booth]:
            one = draft.person[pair]
            for slot in _bits(draft.hours(pair) & slots_of[booth]):
                worth = FILLED - NEEDS * len(draft.held[one]) + float(value[pair]) - SOONER * slot
                people.setdefault(one, {})[booth, slot] = (pair, worth)
    return _assigned(draft, [people[one] for one in sorted(people)])


def _assigned(draft: FairDraft, choices: Sequence[dict[Seat, tuple[int, float]]]) -> list[Seat]:
    """The best assignment of people to seats, each person at most one; put into the draft."""
    columns: dict[tuple[int, int, int], int] = {}  # a seat and which of its interviewers
    for options in choices:
        for booth, slot in options:
            for number in range(min(draft.left[booth][slot], draft.booth_left[booth])):
                columns.setdefault((booth, slot, number), len(columns))
    if not columns:
        return []
    worth: FloatArray = np.zeros((len(choices), len(columns)))
    for row, options in enumerate(choices):
        for (booth, slot), (_, good) in options.items():
            number = 0
            while (at := columns.get((booth, slot, number))) is not None:
                worth[row, at] = good
                number += 1
    rows, chosen = linear_sum_assignment(worth, maximize=True)
    seats = list(columns)
    found = []
    for row, at in zip(rows.tolist(), chosen.tolist(), strict=True):
        booth, slot, _ = seats[at]
        if worth[row, at] > 0:
            pair = choices[row][booth, slot][0]
            if draft.hours(pair) >> slot & 1:  # a booth's talks in all may have run out meanwhile
                draft.put(pair, slot)
                found.append((pair, slot))
    return found


def _open_seats(draft: FairDraft, wanted: Sequence[Seat]) -> list[Seat]:
    """The seats asked for that are open and not taken again by now, the soonest first; one entry an interviewer."""
    asked: defaultdict[Seat, int] = defaultdict(int)
    for seat in wanted:
        asked[seat] += 1
    found = []
    for (booth, slot), count in sorted(asked.items(), key=lambda item: (item[0][1], item[0][0])):
        if draft.open[booth] >> slot & 1:
            found += [(booth, slot)] * min(count, draft.left[booth][slot])
    return found[:MOST_SEATS]


def _left_of(seats: Sequence[Seat], draft: FairDraft, added: Sequence[Seat]) -> list[Seat]:
    """The seats still to be filled."""
    taken = Counter((draft.booth[pair], slot) for pair, slot in added)
    found = []
    for seat in seats:
        if taken[seat]:
            taken[seat] -= 1
        else:
            found.append(seat)
    return found


def _bits(hours: int) -> list[int]:
    found = []
    while hours:
        lowest = hours & -hours
        found.append(lowest.bit_length() - 1)
        hours ^= lowest
    return found


def _talks(found: Sequence[Seat]) -> Talks:
    both: IntArray = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    return Talks(both[:, 0].copy(), both[:, 1].copy())
