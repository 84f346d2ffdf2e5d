from itertools import pairwise, permutations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sample.market import market_of
from data.sample.season import TODAY, draw_season
from labor.errors import BadInput
from labor.words import Bilingual
from optimizer.journeys.driving_hours import TransportTerms
from optimizer.journeys.stop_order import (
    Errand,
    Stop,
    VehicleCrew,
    _first_leaving,
    _leaving,
    best_order,
    feeder_runs,
    round_of,
    timetable,
)
from policy.driving_hours import driving_hours

TERMS = TransportTerms()
LAW = driving_hours(TODAY)
COACH = VehicleCrew("coach", 2)


def errand(points: list[float], boarding: list[int], *, safe: bool = True) -> Errand:
    """Stops on a line, an hour per unit; who does not board gets off."""
    at = np.array(points)
    minutes = np.ceil(np.abs(at[:, None] - at[None, :]) * 60).astype(np.int64)
    board = np.array(boarding)
    off = np.where(board > 0, 0, board.sum())
    return Errand(np.arange(len(at)), board, off, np.full(len(at), safe), minutes, minutes * 80 / 60, LAW)


def scattered(seed: int, pickups: int, drops: int) -> Errand:
    rng = np.random.default_rng(seed)
    at = rng.random((pickups + drops, 2)) * 2
    minutes = np.ceil(np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1)) * 60).astype(np.int64)
    board = np.array([*rng.integers(1, 20, pickups), *([0] * drops)])
    return Errand(
        np.arange(len(at)), board, np.where(board > 0, 0, 5), rng.random(len(at)) < 0.5, minutes, minutes * 1.3, LAW
    )


def ends(told: Errand, order: Any, leaves: int) -> int:
    """When the last stop is left, driving straight on."""
    now = _first_leaving(told, order[0], leaves)
    for here, there in pairwise(order):
        now = _leaving(told, there, now + int(told.drive_min[here, there]))
    return now


def stops_of(told: Errand, order: list[int], leaves: int) -> tuple[Stop, ...]:
    stops = timetable(told, order, leaves, COACH)
    assert not isinstance(stops, Bilingual)
    return stops


def test_the_round_calls_on_the_way() -> None:
    assert best_order(errand([1, 0, 2, 5], [9, 9, 9, 0]), 8 * 60) == [1, 0, 2, 3]


def test_pick_ups_come_before_drop_offs() -> None:
    assert best_order(errand([0, 3, 1, 2], [9, 9, 0, 0]), 8 * 60)[-2:] in ([2, 3], [3, 2])


@pytest.mark.parametrize("seed", range(8))
def test_no_order_ends_earlier(seed: int) -> None:
    told = scattered(seed, 4, 2)
    leaves = 4 * 60 + 30  # before 06:00, where half of the stops are not safe

    order = best_order(told, leaves)

    every = (first + last for first, last in product(permutations(range(4)), permutations(range(4, 6))))
    assert ends(told, order, leaves) == min(ends(told, one, leaves) for one in every)


@pytest.mark.parametrize("seed", range(4))
def test_many_stops_are_routed_within_reach_of_the_best(seed: int) -> None:
    told = scattered(seed, 9, 2)
    exact = ends(told, best_order(told, 8 * 60), 8 * 60)

    routed = best_order(told, 8 * 60, exact_stops=0)

    assert sorted(routed) == list(range(11))
    assert set(routed[-2:]) == {9, 10}
    assert exact <= ends(told, routed, 8 * 60) <= exact * 1.1


def test_nobody_waits_before_six_where_it_is_not_safe() -> None:
    told = errand([0, 1, 5], [9, 9, 0], safe=False)

    first, second, _ = stops_of(told, [0, 1, 2], 5 * 60)

    assert (first.be_there_minute, first.leaves_minute) == (6 * 60, 6 * 60 + 5)
    assert second.be_there_minute == 7 * 60 + 5 - 15


def test_a_safe_place_may_be_used_early() -> None:
    first, *_ = stops_of(errand([0, 5], [10, 0]), [0, 1], 5 * 60)

    assert (first.be_there_minute, first.arrives_minute, first.leaves_minute) == (4 * 60 + 45, 4 * 60 + 55, 5 * 60)


def test_nobody_is_set_down_in_the_small_hours_where_it_is_not_safe() -> None:
    unsafe, sheltered = (errand([0, 4], [10, 0], safe=safe) for safe in (False, True))

    (*_, rested), (*_, straight) = (stops_of(told, [0, 1], 21 * 60) for told in (unsafe, sheltered))

    assert 25 * 60 <= straight.arrives_minute < 26 * 60
    assert rested.arrives_minute == 30 * 60  # at six in the morning: it rests on the way


def test_the_stated_hour_is_when_the_vehicle_leaves_with_everyone_aboard() -> None:
    first, *_ = stops_of(errand([0, 5], [40, 0]), [0, 1], 8 * 60)  # forty people board in twenty minutes

    assert (first.be_there_minute, first.leaves_minute) == (7 * 60 + 40, 8 * 60)


def test_boarding_for_an_early_hour_begins_at_six_where_waiting_is_not_safe() -> None:
    first, *_ = stops_of(errand([0, 5], [40, 0], safe=False), [0, 1], 6 * 60 + 10)

    assert (first.be_there_minute, first.leaves_minute) == (6 * 60, 6 * 60 + 20)


def test_breaks_of_the_law_delay_the_stops_after_them() -> None:
    *_, last = stops_of(errand([0, 5], [10, 0]), [0, 1], 8 * 60)  # five hours of driving

    assert last.arrives_minute == 8 * 60 + 300 + 20


def test_a_round_that_outlasts_its_drivers_says_so() -> None:
    refused = timetable(errand([0, 18], [10, 0]), [0, 1], 8 * 60, COACH)

    assert isinstance(refused, Bilingual)
    assert "18.0 h" in refused.en


def test_the_round_of_a_coach_of_the_season() -> None:
    market = market_of(draw_season(workers=200).register, TODAY)
    vehicle = int(np.argmax(np.diff(market.vehicles.origins.offsets)))
    origins, (destination, *_) = market.vehicles.origins.row(vehicle), market.vehicles.destinations.row(vehicle)
    riders = {(int(hub), int(destination)): 4 for hub in origins}

    stops = round_of(market, vehicle, riders, TransportTerms(nights_on_the_way=1))

    assert not isinstance(stops, Bilingual)
    assert sorted(stop.hub for stop in stops if stop.boarding) == sorted(origins.tolist())
    assert stops[-1].hub == destination
    assert [stop.arrives_minute for stop in stops] == sorted(stop.arrives_minute for stop in stops)


def test_a_train_calls_in_the_order_of_its_line_and_boards_through_many_doors() -> None:
    market = market_of(draw_season(workers=200).register, TODAY)
    train = int(np.flatnonzero(market.vehicles.mode == "train")[0])
    origins, ends = market.vehicles.origins.row(train).tolist(), market.vehicles.destinations.row(train).tolist()
    riders = {(hub, ends[-1]): 300 for hub in origins} | {(origins[0], hub): 10 for hub in ends}

    stops = round_of(market, train, riders, TERMS)

    assert not isinstance(stops, Bilingual)
    assert [stop.hub for stop in stops] == [*origins, *ends]
    assert stops[0].leaves_minute - stops[0].arrives_minute < 15


def test_a_hub_where_nobody_boards_is_not_called_at() -> None:
    market = market_of(draw_season(workers=200).register, TODAY)
    vehicle = int(np.argmax(np.diff(market.vehicles.origins.offsets)))
    origin, destination = market.vehicles.origins.row(vehicle)[0], market.vehicles.destinations.row(vehicle)[0]

    stops = round_of(market, vehicle, {(int(origin), int(destination)): 9}, TransportTerms(nights_on_the_way=1))

    assert not isinstance(stops, Bilingual)
    assert [stop.hub for stop in stops] == [origin, destination]


@given(parties=st.lists(st.integers(1, 7), max_size=40))
def test_a_feeder_van_never_carries_more_than_its_seats(parties: list[int]) -> None:
    runs = feeder_runs(parties, 7)

    assert sorted(party for run in runs for party in run) == list(range(len(parties)))
    assert all(sum(parties[party] for party in run) <= 7 for run in runs)
    assert len(runs) <= -(-11 * -(-sum(parties) // 7) // 9) + len(parties) // 2 + 1


def test_a_party_larger_than_the_van_is_refused() -> None:
    with pytest.raises(BadInput):
        feeder_runs([9], 7)
