"""Crews on trips: all who can be seated are."""

import csv
from pathlib import Path

import numpy as np
import pytest

from optimizer.search.packing import LEFT, OpenTrips, pack

CASE = Path(__file__).parents[2] / "cases" / "bp-u120_00"


def equal(count: int, seats: int) -> OpenTrips:
    return OpenTrips([seats] * count, [1] * count)


def loads(sizes: list[int], way: list[int], trips: int) -> list[int]:
    return [sum(size for size, at in zip(sizes, way, strict=True) if at == trip) for trip in range(trips)]


def test_a_hundred_and_twenty_crews_fit_on_forty_eight_vehicles() -> None:
    with (CASE / "workers.csv").open() as file:
        sizes = sorted((int(line["size"]) for line in csv.DictReader(file)), reverse=True)

    way = pack(sizes, equal(48, 150))

    assert LEFT not in way
    assert max(loads(sizes, way, 48)) <= 150


@pytest.mark.parametrize("seed", range(30))
def test_crews_cut_from_full_vehicles_are_put_back(seed: int) -> None:
    random = np.random.default_rng(seed)
    sizes: list[int] = []
    for _ in range(8):
        cuts = np.sort(random.choice(np.arange(5, 40), 2, replace=False))
        sizes += [int(cuts[0]), int(cuts[1] - cuts[0]), int(45 - cuts[1])]
    sizes.sort(reverse=True)

    way = pack(sizes, equal(9, 45))  # one more than they were cut from

    assert LEFT not in way
    assert max(loads(sizes, way, 9)) <= 45


def test_a_trip_that_needs_people_gets_them_before_others_fill() -> None:
    assert loads([5, 4], pack([5, 4], OpenTrips([10, 9], [1, 9])), 2) == [0, 9]


def test_who_finds_no_seat_is_left() -> None:
    assert pack([7, 6, 3], equal(1, 10)) == [0, LEFT, 0]
    assert pack([12], equal(3, 10)) == [LEFT]
    assert pack([2], OpenTrips([], [])) == [LEFT]
