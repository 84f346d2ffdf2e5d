"""Scarce openings are kept for those who fit them best."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.replay import Stream, replay, season, waiting_at
from labor.errors import BadInput
from optimizer import plan
from optimizer.model.opening_prices import Arrivals, keep_back, opening_prices
from optimizer.model.problem import PairTable, PlanParams, Problem


def one_future(posting: list[int], net: list[float]) -> Arrivals:
    rows = np.arange(len(posting))
    return Arrivals(rows, np.array(posting), np.array(net), np.ones(len(posting), dtype=np.int64))


@pytest.fixture
def two_wait() -> Problem:
    """Two people for one scarce opening (posting 0) and plenty elsewhere (posting 1)."""
    problem, _ = season(0, Stream(departures=1, people_a_departure=2, postings=2, scarce_postings=1))
    pairs = PairTable(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([520.0, 500.0, 510.0, 500.0]))
    return waiting_at_no_cost(problem, pairs)


def waiting_at_no_cost(problem: Problem, pairs: PairTable) -> Problem:
    import dataclasses

    places = dataclasses.replace(problem.places, openings=np.array([1, 9]))
    return dataclasses.replace(problem, pairs=pairs, places=places, travel_is_free=True)


def test_an_opening_someone_better_will_want_carries_a_price(two_wait: Problem) -> None:
    prices = opening_prices(two_wait, [one_future([0], [900.0])])

    assert 20 <= prices[0] <= 900
    assert prices[1] == 0


def test_prices_average_over_the_futures(two_wait: Problem) -> None:
    rich, poor = one_future([0], [900.0]), one_future([1], [900.0])

    both = opening_prices(two_wait, [rich, poor])

    each = [opening_prices(two_wait, [future])[0] for future in (rich, poor)]
    assert both[0] == pytest.approx(sum(each) / 2)


def test_the_scarce_opening_stays_empty_for_the_one_to_come(two_wait: Problem) -> None:
    prices = opening_prices(two_wait, [one_future([0], [900.0])])

    today = plan(keep_back(two_wait, prices), PlanParams(time_limit_s=10))

    assert list(today.assignments.posting) == [1, 1]


def test_prices_without_a_future_are_refused(two_wait: Problem) -> None:
    with pytest.raises(BadInput, match="future"):
        opening_prices(two_wait, [])


def test_only_todays_vehicles_and_people_stand_in_todays_problem() -> None:
    problem, comes = season(1, Stream(departures=3, people_a_departure=4))

    today = waiting_at(problem, 0, np.zeros(12, dtype=bool), problem.places.openings)

    assert set(comes[np.unique(today.pairs.row)]) == {0}


@pytest.mark.slow
def test_a_replayed_season_beats_planning_each_batch_alone() -> None:
    stream, params = Stream(departures=6, people_a_departure=15, postings=8, scarce_postings=3), PlanParams(5.0)
    problem, _ = season(2, stream)
    learned = [season(900 + k, stream) for k in range(4)]

    greedy, ahead = (replay(problem, 6, past, params) for past in ([], learned))

    assert ahead > 1.05 * greedy
