"""Who goes together: couples, and crews of one village."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.sample.people import Person


def pair_up(rng: np.random.Generator, people: list[Person]) -> list[Person]:
    """Couples (a tenth of all) and crews of three to five (a twentieth), each within one village."""
    paired = list(people)
    free: dict[str, list[int]] = {}
    for at, person in enumerate(people):
        if person.willing and not person.near_only:
            free.setdefault(person.township + person.village, []).append(at)
    group = 0
    for village in sorted(free):
        members = [free[village][int(i)] for i in rng.permutation(len(free[village]))]
        couples, crews = round(0.055 * len(members)), round(0.05 * len(members) / 4)
        for _ in range(couples):
            pair = _take_couple(paired, members)
            if pair is None:
                break
            _join(paired, pair, group, wants_room=bool(rng.random() < 0.8))
            group += 1
        for _ in range(crews):
            crew = [members.pop() for _ in range(min(int(rng.integers(3, 6)), len(members)))]
            if len(crew) > 1:
                _join(paired, crew, group, wants_room=False)
                group += 1
    return paired


def _take_couple(people: list[Person], members: list[int]) -> list[int] | None:
    """A man and a woman whose ages lie within six years, taken out of ``members``."""
    for him in members:
        if people[him].sex != 1:
            continue
        for her in members:
            apart = abs((people[him].birth - people[her].birth).days)
            if people[her].sex == 2 and apart < 6 * 365 and people[her].birth.year < 2005 > people[him].birth.year:
                members.remove(him)
                members.remove(her)
                return [him, her]
    return None


def _join(people: list[Person], members: list[int], group: int, *, wants_room: bool) -> None:
    """Those who go together leave on the same days and to the same places: the first one's."""
    lead = people[members[0]]
    for at in members:
        people[at] = replace(
            people[at],
            group=group,
            couple_room=wants_room,
            wish=lead.wish,
            earliest=lead.earliest,
            latest=lead.latest,
            home_by=lead.home_by,
        )
