"""The live day: rules kept, nobody moved whose talk holds, as many seats filled as can be, the same each time."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from optimizer.fairs import DayStanding, Fair, Requeued, Talks, audit_fair, by_score, requeue
from optimizer.fairs.draft import FairDraft
from optimizer.fairs.fair_plan import AimOutcome, FairPlan
from optimizer.fairs.figures import figure
from optimizer.fairs.reasons import reasons_of
from tests.optimizer.fairs.random_fairs import draw_fair

SEEDS = range(60)


def a_day(seed: int) -> tuple[Fair, Fair, DayStanding]:
    """A fair with its plan, and the same fair with a booth gone, a slot over, somebody away, an interviewer late."""
    rng = np.random.default_rng(seed + 1000)
    fair = replace(draw_fair(seed, ("talks",)), before=None, fixed=Talks())
    plan = by_score(fair)
    over = plan.slot == 0
    booths, slots = fair.booths.open.shape
    open_ = fair.booths.open.copy()
    open_[int(rng.integers(booths))] &= rng.random() < 0.5
    free = fair.people.free.copy()
    free[:, 0] = False
    free[int(rng.integers(len(free)))] = False
    now = replace(fair, people=replace(fair.people, free=free), booths=replace(fair.booths, open=open_))
    blocked = (rng.random((booths, slots)) < 0.1).astype(np.int64)
    here = rng.random(len(free)) < 0.8
    held = Talks(plan.pair[over], plan.slot[over])
    return fair, now, DayStanding(held, Talks(plan.pair[~over], plan.slot[~over]), here, blocked)


def pairs_of(talks: Talks) -> set[tuple[int, int]]:
    return set(zip(talks.pair.tolist(), talks.slot.tolist(), strict=True))


def interviewers(fair: Fair, talks: Talks) -> np.ndarray:
    """Numbered as they come."""
    count: dict[tuple[int, int], int] = {}
    found = []
    for pair, slot in zip(talks.pair.tolist(), talks.slot.tolist(), strict=True):
        seat = (int(fair.pairs.booth[pair]), slot)
        count[seat] = count.get(seat, 0) + 1
        found.append(count[seat])
    return np.array(found, dtype=np.int64)


def audited(fair: Fair, standing: DayStanding, made: Requeued) -> None:
    """The whole day against every rule, by the audit that contains nothing of the engine."""
    held, planned = standing.held, made.planned
    talks = Talks(np.concatenate([held.pair, planned.pair]), np.concatenate([held.slot, planned.slot]))
    there = fair.people.free.copy()
    there[fair.pairs.person[held.pair], held.slot] = True
    open_ = fair.booths.open.copy()
    open_[fair.pairs.booth[held.pair], held.slot] = True
    day = replace(fair, people=replace(fair.people, free=there), booths=replace(fair.booths, open=open_))
    told = figure(day, talks, "talks")
    found = (AimOutcome("talks", told, 1e9),)
    audit_fair(day, FairPlan(talks, interviewers(day, talks), found, reasons_of(day, talks), "done"))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_rule_is_kept_and_a_talk_that_holds_stays(seed: int) -> None:
    _, now, standing = a_day(seed)

    made = requeue(now, standing)

    audited(now, standing, made)
    assert pairs_of(made.planned) == (pairs_of(standing.planned) - pairs_of(made.lost)) | pairs_of(
        made.moved
    ) | pairs_of(made.added)
    person, booth = now.pairs.person, now.pairs.booth
    losers = set(person[made.lost.pair].tolist())
    assert set(person[made.moved.pair].tolist()) <= losers
    assert len(made.moved) == len(set(person[made.moved.pair].tolist()))
    assert all(standing.here[one] for one in person[made.added.pair].tolist())
    for pair, slot in pairs_of(made.planned):
        seats = int(now.booths.interviewers[booth[pair]]) - int(standing.blocked[booth[pair], slot])
        taken = sum(booth[other] == booth[pair] and at == slot for other, at in pairs_of(made.planned))
        assert taken <= seats


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_left_empty_nobody_here_could_take(seed: int) -> None:
    _, now, standing = a_day(seed)
    booths, slots = now.booths.open.shape
    every_seat = [seat for seat in product(range(booths), range(slots)) for _ in range(3)]

    made = requeue(now, standing, freed=every_seat)

    held, planned = standing.held, made.planned
    draft = FairDraft(now, Talks(np.concatenate([held.pair, planned.pair]), np.concatenate([held.slot, planned.slot])))
    for booth, slot in np.argwhere(standing.blocked > 0).tolist():
        draft.left[booth][slot] -= int(standing.blocked[booth, slot])
        if draft.left[booth][slot] <= 0:
            draft.open[booth] &= ~(1 << slot)
    could = [
        pair for pair in np.flatnonzero(now.usable).tolist() if standing.here[draft.person[pair]] and draft.hours(pair)
    ]
    assert could == []


@pytest.mark.parametrize("seed", range(10))
def test_the_same_news_gives_the_same_timetable(seed: int) -> None:
    _, now, standing = a_day(seed)

    first, second = requeue(now, standing), requeue(now, standing)

    assert pairs_of(first.planned) == pairs_of(second.planned)
    assert first.changed(now).tolist() == second.changed(now).tolist()


@pytest.mark.parametrize("seed", range(20))
def test_nothing_new_changes_nothing(seed: int) -> None:
    fair = replace(draw_fair(seed, ("talks",)), before=None, fixed=Talks())
    plan = by_score(fair)
    nobody = np.zeros(len(fair.people), dtype=np.bool_)
    nothing = np.zeros(fair.booths.open.shape, dtype=np.int64)

    made = requeue(fair, DayStanding(Talks(), plan, nobody, nothing))

    assert pairs_of(made.planned) == pairs_of(plan)
    assert len(made.lost) == len(made.moved) == len(made.added) == made.empty == 0
