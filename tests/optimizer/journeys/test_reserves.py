"""Empty seats and reserves, against counting every case by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from labor.errors import BadInput
from optimizer.journeys.reserves import assess, headcount, reserve_needed

NOBODY = (np.zeros(0), np.zeros(0, dtype=np.int64))


def units(*pairs: tuple[float, int]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([p for p, _ in pairs]), np.array([size for _, size in pairs])


def test_headcount_agrees_with_counting_every_case() -> None:
    chance, size = units((0.9, 1), (0.5, 2), (0.8, 1))
    expected = np.zeros(5)
    for comes in itertools.product((0, 1), repeat=3):
        part = np.prod([p if c else 1 - p for p, c in zip(chance, comes, strict=True)])
        expected[int(np.dot(comes, size))] += part

    assert headcount(chance, size) == pytest.approx(expected)


def test_a_couple_comes_together_or_not_at_all() -> None:
    spread = headcount(*units((0.5, 2)))

    assert list(spread) == [0.5, 0.0, 0.5]


def test_a_full_coach_of_certain_people_has_no_risk() -> None:
    risk = assess(units((1.0, 2), (1.0, 1)), NOBODY, 3)

    assert risk.any_empty_seat == 0
    assert risk.expected_aboard == 3


def test_a_reserve_person_fills_the_seat_of_one_who_stays_away() -> None:
    alone = assess(units((0.8, 1)), NOBODY, 1)
    with_reserve = assess(units((0.8, 1)), units((1.0, 1)), 1)

    assert alone.any_empty_seat == pytest.approx(0.2)
    assert with_reserve.any_empty_seat == 0
    assert with_reserve.reserve_unused == pytest.approx(0.8)


def test_a_reserve_couple_does_not_board_into_one_seat() -> None:
    risk = assess(units((1.0, 1)), units((1.0, 2)), 2)

    assert risk.expected_aboard == 1


def test_the_reserve_is_the_smallest_that_meets_the_risk() -> None:
    booked, candidates = units(*[(0.9, 1)] * 10), units(*[(0.7, 1)] * 8)

    needed = reserve_needed(booked, candidates, 10, empty_risk=0.1)

    held = [assess(booked, (candidates[0][:k], candidates[1][:k]), 10).any_empty_seat for k in (needed - 1, needed)]
    assert held[0] > 0.1 >= held[1]


def test_more_booked_people_than_seats_is_refused() -> None:
    with pytest.raises(BadInput, match="3 people are booked on 2 seats"):
        assess(units((0.1, 3)), NOBODY, 2)


def test_the_chance_of_waiting_in_vain_counts_every_reserve_once() -> None:
    risk = assess(units((0.5, 1)), units((0.6, 1), (0.6, 1)), 1)

    # Booked comes: either reserve waits (1 - 0.4 * 0.4). Booked stays away: both come, the second waits.
    assert risk.reserve_unused == pytest.approx(0.5 * (1 - 0.16) + 0.5 * 0.36)
