"""Small fairs drawn at random with every rule in use, and the best plan found by trying all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from optimizer.fairs import NO_LIMIT, Before, Booths, Clockwork, Fair, FairPairs, People, Talks

Plan = tuple[tuple[int, int], ...]  # (pair, slot)


def draw_fair(seed: int, aims: tuple[str, ...]) -> Fair:
    """Three or four people, three booths, four or five slots; pauses, walks, breaks, limits, bans."""
    rng = np.random.default_rng(seed)
    people, booths, slots = int(rng.integers(2, 5)), 3, int(rng.integers(3, 6))
    person, booth = np.nonzero(rng.random((people, booths)) < 0.7)
    placed = np.where(rng.random(booths) < 0.7, 1.0, np.nan)
    fair = Fair(
        clock=Clockwork(540, 540 + 15 * slots + int(rng.integers(0, 14)), 15, int(rng.integers(0, 2)), 50.0),
        people=People(rng.random((people, slots)) < 0.8, rng.integers(0, 4, people)),
        booths=Booths(
            open=rng.random((booths, slots)) < 0.85,
            interviewers=rng.integers(0, 3, booths),
            most=np.where(rng.random(booths) < 0.3, 2, NO_LIMIT),
            x=rng.integers(0, 1600, booths) * placed,
            y=rng.integers(0, 3, booths) * placed,
        ),
        pairs=FairPairs(person, booth, np.round(rng.normal(3, 3, len(person)), 2), rng.random(len(person)) < 0.1),
        aims=aims,
    )
    plans = list(every_plan(fair))
    some = plans[int(rng.integers(len(plans)))]
    fixed = some[: int(rng.integers(0, 2))]
    other = plans[int(rng.integers(len(plans)))]
    before = Before(talks_of(other), rng.random(people) < 0.1, int(rng.integers(0, 2)))
    return Fair(fair.clock, fair.people, fair.booths, fair.pairs, aims, talks_of(fixed), before)


def talks_of(plan: Plan) -> Talks:
    """As the engine has them."""
    both = np.array(plan, dtype=np.int64).reshape(-1, 2)
    return Talks(both[:, 0].copy(), both[:, 1].copy())


def every_plan(fair: Fair) -> Iterator[Plan]:
    """All plans the rules allow, told from the rules and from nothing of the engine."""
    by_person = [list(_days_of(fair, person)) for person in range(len(fair.people))]
    fixed = set(zip(fair.fixed.pair.tolist(), fair.fixed.slot.tolist(), strict=True))
    for days in product(*by_person):
        plan = tuple(talk for day in days for talk in day)
        if fixed <= set(plan) and _booths_hold(fair, plan):
            yield plan


def _days_of(fair: Fair, person: int) -> Iterator[Plan]:
    pairs = [pair for pair in range(len(fair.pairs)) if fair.pairs.person[pair] == person]
    choices: list[list[tuple[int, int] | None]] = []
    for pair in pairs:
        slots = np.flatnonzero(fair.people.free[person] & fair.booths.open[fair.pairs.booth[pair]]).tolist()
        choices.append([None, *((pair, slot) for slot in slots if not fair.pairs.banned[pair])])
    for chosen in product(*choices):
        day = tuple(talk for talk in chosen if talk is not None)
        if len(day) <= fair.people.most[person] and _apart(fair, day):
            yield day


def _apart(fair: Fair, day: Plan) -> bool:
    for one in day:
        for other in day:
            if one == other:
                continue
            between = abs(one[1] - other[1]) - 1
            a, b = fair.pairs.booth[one[0]], fair.pairs.booth[other[0]]
            walk = np.hypot(fair.booths.x[a] - fair.booths.x[b], fair.booths.y[a] - fair.booths.y[b]) / fair.clock.speed
            if between < max(0, fair.clock.pause) or (not np.isnan(walk) and walk > between * fair.clock.slot):
                return False
    return True


def _booths_hold(fair: Fair, plan: Plan) -> bool:
    for booth in range(len(fair.booths)):
        slots = [slot for pair, slot in plan if fair.pairs.booth[pair] == booth]
        if len(slots) > fair.booths.most[booth]:
            return False
        if any(slots.count(slot) > fair.booths.interviewers[booth] for slot in slots):
            return False
    return True


def best_of(fair: Fair) -> tuple[float, ...]:
    """The aims of the best plan, moves counted against."""
    return max(_aims_of(fair, plan) for plan in every_plan(fair))


def _aims_of(fair: Fair, plan: Plan) -> tuple[float, ...]:
    counts = [sum(int(fair.pairs.person[pair]) == person for pair, _ in plan) for person in range(len(fair.people))]
    value = round(sum(float(fair.pairs.value[pair]) for pair, _ in plan), 6)
    told = {"talks": float(len(plan)), "value": value, "moves": -float(_moves(fair, plan))}
    told |= {f"served{level}": float(sum(count >= level for count in counts)) for level in (1, 2, 3)}
    return tuple(told[aim] for aim in fair.aims)


def _moves(fair: Fair, plan: Plan) -> int:
    assert fair.before is not None
    before = set(zip(fair.before.talks.pair.tolist(), fair.before.talks.slot.tolist(), strict=True))
    moved = {int(fair.pairs.person[pair]) for pair, _ in before ^ set(plan)}
    return len(moved | set(np.flatnonzero(fair.before.lost).tolist())) + fair.before.gone
