"""Plans in no time: what people do by hand, as a beginning and as a measure."""

from __future__ import annotations

import numpy as np

from optimizer.fairs.draft import FairDraft, fill
from optimizer.fairs.fair import NO_LIMIT, Fair, Talks


def by_score(fair: Fair) -> Talks:
    """The best pair first, at its first free slot."""
    draft = FairDraft(fair, fair.fixed)
    order = np.argsort(-fair.pairs.value, kind="stable")
    worth_it = fair.usable & ((fair.pairs.value > 0) | (fair.aims[0] != "value"))
    fill(draft, order[worth_it[order]].tolist(), NO_LIMIT)
    return draft.talks()


def first_come(fair: Fair, rng: np.random.Generator) -> Talks:
    """First come, first served: in order of arrival each takes the first slots free, their best booths first."""
    draft = FairDraft(fair, fair.fixed)
    arrives = np.where(fair.people.free.any(axis=1), fair.people.free.argmax(axis=1), fair.slots)
    queue = np.lexsort((rng.random(len(arrives)), arrives))
    place = np.empty(len(queue), dtype=np.int64)
    place[queue] = np.arange(len(queue))
    order = np.lexsort((-fair.pairs.value, place[fair.pairs.person]))
    fill(draft, order[fair.usable[order]].tolist(), NO_LIMIT)
    return draft.talks()


def by_turns(fair: Fair) -> Talks:
    """One talk for each person before anybody's second, those with the fewest chances first."""
    draft = FairDraft(fair, fair.fixed)
    chances = np.bincount(fair.pairs.person[fair.usable], minlength=len(fair.people))
    order = np.lexsort((-fair.pairs.value, chances[fair.pairs.person]))
    order = order[fair.usable[order]]
    for level in range(1, 1 + int(fair.people.most.max(initial=0).clip(max=fair.slots))):
        before = sum(map(len, draft.held))
        fill(draft, order.tolist(), level)
        if sum(map(len, draft.held)) == before:
            break
    return draft.talks()


def as_before(fair: Fair) -> Talks:
    """What still can be held of the plan before."""
    draft = FairDraft(fair, fair.fixed)
    if fair.before is not None:
        for pair, slot in zip(fair.before.talks.pair.tolist(), fair.before.talks.slot.tolist(), strict=True):
            if fair.usable[pair] and draft.hours(pair) >> slot & 1:
                draft.put(pair, slot)
    return draft.talks()
