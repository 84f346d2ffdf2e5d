"""Whether talks that are fixed can all be held (rule 5)."""

from __future__ import annotations

from collections import Counter, defaultdict

from optimizer.fairs.fair import Fair


def broken_by_fixed(fair: Fair) -> list[tuple[int, str]]:
    """Each fixed talk that breaks a rule alone or with those before it, by its position, and which rule."""
    broken = []
    held: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    at_once: Counter[tuple[int, int]] = Counter()
    in_all: Counter[int] = Counter()
    for at, (pair, slot) in enumerate(zip(fair.fixed.pair.tolist(), fair.fixed.slot.tolist(), strict=True)):
        person, booth = int(fair.pairs.person[pair]), int(fair.pairs.booth[pair])
        others = held[person]
        wrong = _alone(fair, pair, slot) or _beside(fair, (booth, slot), others)
        if not wrong and len(others) >= fair.people.most[person]:
            wrong = f"is one talk more than this person's most, {fair.people.most[person]}"
        if not wrong and at_once[booth, slot] >= fair.booths.interviewers[booth]:
            wrong = f"needs one interviewer more than the booth's {fair.booths.interviewers[booth]}"
        if not wrong and in_all[booth] >= fair.booths.most[booth]:
            wrong = f"is one talk more than this booth's most, {fair.booths.most[booth]}"
        if wrong:
            broken.append((at, wrong))
        others.append((booth, slot))
        at_once[booth, slot] += 1
        in_all[booth] += 1
    return broken


def _alone(fair: Fair, pair: int, slot: int) -> str:
    if fair.pairs.banned[pair]:
        return "is banned too"
    if not fair.people.free[fair.pairs.person[pair], slot]:
        return "lies outside this person's arrival and leaving"
    if not fair.booths.open[fair.pairs.booth[pair], slot]:
        return "lies outside this booth's hours or over one of its breaks"
    return ""


def _beside(fair: Fair, talk: tuple[int, int], others: list[tuple[int, int]]) -> str:
    booth, slot = talk
    for other, when in others:
        if other == booth:
            return "is this person's second fixed talk at the booth"
        if abs(when - slot) < fair.steps[booth, other]:
            return "is too near to another fixed talk of this person (same slot, pause or walk)"
    return ""
