"""Frozen blocks check themselves once."""

import numpy as np
import pytest

from labor.arrays import Ragged
from labor.candidates import Candidates


def test_ragged_rows_come_back_as_they_went_in() -> None:
    ragged = Ragged.of([[3, 1], [], [7]])

    assert [list(ragged.row(i)) for i in range(len(ragged))] == [[3, 1], [], [7]]
    assert list(ragged.owners) == [0, 0, 2]


def test_ragged_refuses_offsets_that_miss_items() -> None:
    with pytest.raises(ValueError, match="offsets"):
        Ragged(np.array([0, 1]), np.array([1, 2]))


def test_an_empty_ragged_of_words_keeps_its_type() -> None:
    assert Ragged.of([[], []], dtype="U8").items.dtype == np.dtype("U8")


def test_candidates_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="lengths differ"):
        Candidates(np.array([0]), np.array([0, 1]), np.array([0.5]))


def test_a_score_above_one_is_not_a_chance() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Candidates(np.array([0]), np.array([0]), np.array([1.5]))
