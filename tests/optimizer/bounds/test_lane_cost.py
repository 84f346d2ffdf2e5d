"""What carrying so many people on a lane costs at least, against trying every split."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.bounds.lane_cost import build_staircases, exact_stairs, kind_stairs, least_sum
from optimizer.model.options import Layout, lay_out
from tests.optimizer.builders import Toy

PEOPLE = 60


def lane_of(seed: int, kinds: int) -> Layout:
    """One lane with kinds of random seats, least loads, costs and runs."""
    random = np.random.default_rng(seed)
    fleet = []
    for _ in range(kinds):
        seats = int(random.integers(2, 20))
        fleet.append(
            {
                "origins": "a",
                "destinations": "b",
                "seats": seats,
                "min_load": int(random.integers(0, seats + 1)),
                "fixed_cost": float(random.integers(0, 100)),
                "cost_per_person": float(random.integers(0, 8)),
                "available": int(random.choice([-1, 1, 2, 5])),
            }
        )
    rows = [{"origin": "a"}] * PEOPLE
    places = [{"openings": PEOPLE, "destination": "b"}]
    return lay_out(Toy(rows, places, [(row, 0, 1.0) for row in range(PEOPLE)], fleet).problem())


@pytest.mark.parametrize("kinds", [1, 2, 3])
@pytest.mark.parametrize("seed", range(30))
def test_a_staircase_is_the_cheapest_of_all_splits(seed: int, kinds: int) -> None:
    layout = lane_of(seed, kinds)
    cheapest = np.full(PEOPLE + 1, np.inf)
    cheapest[0] = 0.0
    for kind in layout.lanes.kinds.row(0).tolist():
        own = kind_stairs(layout, kind, PEOPLE)
        splits = [[cheapest[k - load] + own[load] for load in range(k + 1)] for k in range(PEOPLE + 1)]
        cheapest = np.array([min(costs) for costs in splits])

    assert np.array_equal(exact_stairs(layout, 0, PEOPLE), cheapest)


@pytest.mark.parametrize("seed", range(10))
def test_a_bound_never_falls_with_the_load(seed: int) -> None:
    stairs = build_staircases(lane_of(seed, 2))

    assert np.all(stairs.cost[1:] >= stairs.cost[:-1])


def test_a_sum_over_all_loads_is_the_same_either_way_round() -> None:
    layout = lane_of(4, 2)
    one, other = (kind_stairs(layout, kind, PEOPLE) for kind in layout.lanes.kinds.row(0).tolist())

    assert np.array_equal(least_sum(one, other), least_sum(other, one))
