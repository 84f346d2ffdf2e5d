"""Person after person and booth after booth: each one's best day where there is room, then each booth's best people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from optimizer.fairs.booth_steps import BoothSteps
from optimizer.fairs.draft import FairDraft, fill, rows_of
from optimizer.fairs.fair import NO_LIMIT, Fair, Talks
from optimizer.fairs.figures import is_better, worth
from optimizer.fairs.person_days import LONGEST, NEVER, PersonDays

SHUFFLE: Final = 1e-4  # of the largest value: among days alike, another hour may let somebody else in
ROUNDS: Final = 30
IN_VAIN: Final = 3
LOOK: Final = 50  # people between two looks at the clock


def settle_days(fair: Fair, days: list[PersonDays], talks: Talks, seed: int, stop: Callable[[], bool]) -> Talks:
    """No person's day alone, and no booth alone, can be bettered; nobody has fewer talks than before."""
    rng = np.random.default_rng(seed)
    draft = FairDraft(fair, talks)
    _add_talks(draft)
    booths = BoothSteps(fair, draft)
    best, reached, idle = talks, worth(fair, talks), 0
    fixed = set(fair.pairs.person[fair.fixed.pair].tolist())
    movable = np.array([one for one in range(len(days)) if one not in fixed], dtype=np.int64)
    for _ in range(ROUNDS):
        for at, person in enumerate(rng.permutation(movable).tolist()):
            if at % LOOK == 0 and stop():
                break
            _better_day(draft, days[person], person, rng)
        booths.sweep(rng.permutation(len(fair.booths)).tolist(), None, stop)
        _add_talks(draft)
        now = draft.talks()
        idle += 1
        if is_better(figures := worth(fair, now), reached):
            best, reached, idle = now, figures, 0
        if idle == IN_VAIN or stop():
            break
    return best


def _better_day(draft: FairDraft, mine: PersonDays, person: int, rng: np.random.Generator) -> None:
    """The best day for one person where there is room, of at least as many talks and worth at least as much."""
    before = dict(draft.held[person])
    if not 0 < len(before) <= LONGEST:
        return
    for pair in before:
        draft.take(pair)
    value = draft.fair.pairs.value
    spread = float(np.abs(mine.values).max(initial=0.0)) or 1.0
    free = rows_of(
        [draft.open[booth] if draft.booth_left[booth] > 0 else 0 for booth in mine.booths.tolist()], draft.fair.slots
    )
    gain = mine.values[:, None] + SHUFFLE * spread * rng.random(mine.suits.shape)
    found = mine.best(np.where(mine.suits & free, gain, NEVER))[len(before) - 1 :]
    day = max(found, key=lambda one: one[0])[1] if found else []
    talks = {int(mine.pairs[at]): slot for at, slot in day}
    if not talks or sum(mine.values[at] for at, _ in day) < sum(value[pair] for pair in before) - 1e-9 * spread:
        talks = before
    for pair, slot in talks.items():
        draft.put(pair, slot)


def _add_talks(draft: FairDraft) -> None:
    """Further talks where there is room, the best first."""
    fair = draft.fair
    order = np.argsort(-fair.pairs.value, kind="stable")
    gains = fair.usable & ((fair.pairs.value > 0) | ("talks" in fair.aims))
    fill(draft, order[gains[order]].tolist(), NO_LIMIT)
