from itertools import combinations, permutations, product

import numpy as np
import pytest

from optimizer.fairs.fair import Fair
from optimizer.fairs.person_days import NEVER, PersonDays
from tests.optimizer.fairs.random_fairs import draw_fair


@pytest.mark.parametrize("seed", range(40))
def test_the_best_day_is_the_best_of_all_days_of_one_two_and_three_talks(seed: int) -> None:
    fair = draw_fair(seed, ("value",))
    rng = np.random.default_rng(seed)
    for person in range(len(fair.people)):
        mine = PersonDays.of(fair, person)
        worth = np.where(mine.suits, np.round(rng.normal(0, 3, mine.suits.shape), 2), NEVER)

        found = mine.best(worth)

        assert [sum_ for sum_, _ in found] == pytest.approx(_all_days(fair, mine, worth))
        for count, (total, day) in enumerate(found, start=1):
            assert len({pair for pair, _ in day}) == count
            assert total == pytest.approx(sum(worth[pair, slot] for pair, slot in day))
            assert all(_apart(fair, mine, *two) for two in combinations(day, 2))


def test_a_person_without_a_slot_has_no_day() -> None:
    fair = draw_fair(3, ("value",))
    mine = PersonDays.of(fair, 0)

    assert mine.best(np.full(mine.suits.shape, NEVER)) == []


def _all_days(fair: Fair, mine: PersonDays, worth: np.ndarray) -> list[float]:
    best = []
    for count in range(1, mine.longest + 1):
        sums = [
            sum(worth[talk] for talk in day)
            for pairs in permutations(range(len(mine.pairs)), count)
            for slots in product(range(fair.slots), repeat=count)
            if (day := list(zip(pairs, slots, strict=True)))
            and all(mine.suits[talk] for talk in day)
            and all(_apart(fair, mine, one, other) for one, other in combinations(day, 2))
        ]
        if not sums:
            break
        best.append(max(sums))
    return best


def _apart(fair: Fair, mine: PersonDays, one: tuple[int, int], other: tuple[int, int]) -> bool:
    between = abs(one[1] - other[1]) - 1
    a, b = mine.booths[one[0]], mine.booths[other[0]]
    walk = np.hypot(fair.booths.x[a] - fair.booths.x[b], fair.booths.y[a] - fair.booths.y[b]) / fair.clock.speed
    return between >= fair.clock.pause and bool(np.isnan(walk) or walk <= between * fair.clock.slot)
