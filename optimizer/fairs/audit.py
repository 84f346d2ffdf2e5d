"""Recheck a plan of a fair rule by rule, with no solver and nothing of the engine: the first breach raises.

Rules by number as in docs/formats-fair.md. A rule is written twice on purpose: once where planning uses it, once here.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final, TypeAlias

from labor.errors import AuditFailed
from optimizer.fairs.fair import Fair
from optimizer.fairs.fair_plan import FairPlan

Talk: TypeAlias = tuple[int, int, int]  # person, booth, slot
STOPPED: Final = ("done", "gap", "time", "signal")


def audit_fair(fair: Fair, plan: FairPlan) -> None:
    """Recheck the whole plan, every figure of it, and who is said to have no talk and why."""
    held = _held(fair, plan)
    _within_hours(fair, held)
    _each_person_within_bounds(fair, held)
    _each_booth_within_bounds(fair, held, plan.interviewer.tolist())
    _fixed_and_banned(fair, plan)
    _figures(fair, plan, held)
    _reasons(fair, plan, held)


def _held(fair: Fair, plan: FairPlan) -> list[Talk]:
    """The talks, of pairs and slots that exist."""
    held = []
    for pair, slot in zip(plan.talks.pair.tolist(), plan.talks.slot.tolist(), strict=True):
        if not (0 <= pair < len(fair.pairs) and 0 <= slot < fair.clock.slots):
            raise AuditFailed("rule 1", f"no such pair {pair} or slot {slot}")
        held.append((int(fair.pairs.person[pair]), int(fair.pairs.booth[pair]), slot))
    return held


def _within_hours(fair: Fair, held: Sequence[Talk]) -> None:
    for person, booth, slot in held:
        if not fair.people.free[person, slot]:
            raise AuditFailed("rule 1", f"person {person} is not there in slot {slot}")
        if not fair.booths.open[booth, slot]:
            raise AuditFailed("rule 1", f"booth {booth} is closed in slot {slot}")


def _each_person_within_bounds(fair: Fair, held: Sequence[Talk]) -> None:
    """Rules 2 and 4."""
    by_person: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for person, booth, slot in held:
        by_person[person].append((slot, booth))
    for person, talks in by_person.items():
        if len(talks) > fair.people.most[person]:
            raise AuditFailed("rule 2", f"person {person} has {len(talks)} talks")
        if len({booth for _, booth in talks}) < len(talks):
            raise AuditFailed("rule 2", f"person {person} talks twice at one booth")
        talks.sort()
        for at, (slot, booth) in enumerate(talks):
            for later, other in talks[at + 1 :]:
                _far_enough(fair, person, (slot, booth), (later, other))


def _far_enough(fair: Fair, person: int, first: tuple[int, int], second: tuple[int, int]) -> None:
    clock, booths = fair.clock, fair.booths
    between = second[0] - first[0] - 1
    if between < 0:
        raise AuditFailed("rule 2", f"person {person} has two talks in slot {first[0]}")
    if between < clock.pause:
        raise AuditFailed("rule 4", f"person {person} has no pause after slot {first[0]}")
    one, other = first[1], second[1]
    metres = math.dist((booths.x[one], booths.y[one]), (booths.x[other], booths.y[other]))
    if not math.isnan(metres) and metres / clock.speed > between * clock.slot + 1e-6:
        raise AuditFailed("rule 4", f"person {person} cannot walk {metres:.0f} m after slot {first[0]}")


def _each_booth_within_bounds(fair: Fair, held: Sequence[Talk], interviewers: Sequence[int]) -> None:
    """Rule 3, and that nobody of a booth talks to two people at once."""
    if len(interviewers) != len(held):
        raise AuditFailed("rule 3", "not every talk has an interviewer")
    at_once = Counter(((booth, slot, number) for (_, booth, slot), number in zip(held, interviewers, strict=True)))
    for (booth, slot, number), talks in at_once.items():
        if talks > 1 or not 1 <= number <= fair.booths.interviewers[booth]:
            raise AuditFailed("rule 3", f"booth {booth}, slot {slot}: {talks} talks with interviewer {number}")
    for booth, talks in Counter(booth for _, booth, _ in held).items():
        if talks > fair.booths.most[booth]:
            raise AuditFailed("rule 3", f"booth {booth} holds {talks} talks")


def _fixed_and_banned(fair: Fair, plan: FairPlan) -> None:
    """Rule 5."""
    planned = set(zip(plan.talks.pair.tolist(), plan.talks.slot.tolist(), strict=True))
    for pair, slot in zip(fair.fixed.pair.tolist(), fair.fixed.slot.tolist(), strict=True):
        if (pair, slot) not in planned:
            raise AuditFailed("rule 5", f"the fixed talk of pair {pair} in slot {slot} is not held")
    for pair, _ in planned:
        if fair.pairs.banned[pair]:
            raise AuditFailed("rule 5", f"pair {pair} is banned")


def _figures(fair: Fair, plan: FairPlan, held: Sequence[Talk]) -> None:
    """Rules 6 and 7."""
    counts = Counter(person for person, _, _ in held)
    told = {
        "talks": len(held),
        "value": math.fsum(float(fair.pairs.value[pair]) for pair in plan.talks.pair.tolist()),
        "moves": _moves(fair, plan),
        **{f"served{level}": sum(count >= level for count in counts.values()) for level in (1, 2, 3)},
    }
    if tuple(one.aim for one in plan.outcomes) != fair.aims:
        raise AuditFailed("rule 6", "the aims told are not those asked for")
    for one in plan.outcomes:
        slack = 1e-6 + 1e-9 * abs(one.value)
        if abs(told[one.aim] - one.value) > slack:
            raise AuditFailed("rule 6", f"{one.aim} is {told[one.aim]}, not {one.value}")
        if (one.bound - one.value if one.aim == "moves" else one.value - one.bound) > slack:
            raise AuditFailed("rule 7", f"{one.aim}: the bound {one.bound} is worse than {one.value}")
    if plan.stopped not in STOPPED:
        raise AuditFailed("rule 13", f"a run cannot have stopped by {plan.stopped!r}")


def _moves(fair: Fair, plan: FairPlan) -> int:
    if fair.before is None:
        return 0
    before = set(zip(fair.before.talks.pair.tolist(), fair.before.talks.slot.tolist(), strict=True))
    now = set(zip(plan.talks.pair.tolist(), plan.talks.slot.tolist(), strict=True))
    moved = {int(fair.pairs.person[pair]) for pair, _ in before ^ now}
    moved |= {person for person, lost in enumerate(fair.before.lost.tolist()) if lost}
    return len(moved) + fair.before.gone


def _reasons(fair: Fair, plan: FairPlan, held: Sequence[Talk]) -> None:
    """A reason for each person without a talk and for nobody else; those that can be seen from the tables hold."""
    talking = {person for person, _, _ in held}
    if len(plan.reason) != len(fair.people):
        raise AuditFailed("reasons", "not every person stands in the list")
    listed: defaultdict[int, list[int]] = defaultdict(list)
    for pair, person in enumerate(fair.pairs.person.tolist()):
        if person not in talking:
            listed[person].append(pair)
    for person, reason in enumerate(plan.reason):
        if (person in talking) != (reason == ""):
            raise AuditFailed("reasons", f"person {person}: {reason or 'no reason'}")
        if reason and (seen := _seen(fair, listed[person])) != reason and (seen or reason in _SEEN):
            raise AuditFailed("reasons", f"person {person} has no talk for {seen or 'another reason'}, not {reason}")


_SEEN: Final = ("no_pair", "banned", "hours")


def _seen(fair: Fair, pairs: Sequence[int]) -> str:
    if not pairs:
        return "no_pair"
    allowed = [pair for pair in pairs if not fair.pairs.banned[pair]]
    if not allowed:
        return "banned"
    hours = (fair.people.free[fair.pairs.person[pair]] & fair.booths.open[fair.pairs.booth[pair]] for pair in allowed)
    return "" if any(one.any() for one in hours) else "hours"
