"""Measures, against cases worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from matching.metrics import auc, ece, gini, ranked


def test_auc_counts_pairs_in_the_right_order_and_ties_half() -> None:
    assert auc(np.array([0, 1, 0, 1]), np.array([0.1, 0.9, 0.5, 0.5])) == pytest.approx(3.5 / 4)


def test_auc_of_one_kind_of_outcome_is_not_a_number() -> None:
    assert np.isnan(auc(np.array([1, 1]), np.array([0.1, 0.2])))


def test_told_a_half_and_came_a_half_is_no_error() -> None:
    truth = np.tile([0, 1], 500)

    assert ece(truth, np.full(1000, 0.5), bins=1) == pytest.approx(0.0)
    assert ece(truth, np.full(1000, 0.8), bins=1) == pytest.approx(0.3)


def test_ndcg_and_mrr_of_a_list_with_its_one_good_entry_in_second_place() -> None:
    found = ranked(np.zeros(3, dtype=np.int64), np.array([0.0, 1.0, 0.0]), np.array([0.9, 0.5, 0.1]))

    assert found.ndcg_10 == pytest.approx(1 / np.log2(3))
    assert found.mrr == pytest.approx(0.5)
    assert found.recall_10 == 1.0


def test_lists_that_cannot_tell_an_order_are_left_out() -> None:
    owner = np.array([0, 0, 1, 1])

    found = ranked(owner, np.array([1.0, 1.0, 0.0, 1.0]), np.array([0.1, 0.2, 0.3, 0.4]))

    assert found.lists == 1


def test_gini_is_zero_for_equal_shares_and_near_one_for_one_owner() -> None:
    assert gini(np.ones(10)) == pytest.approx(0.0)
    assert gini(np.array([0.0] * 99 + [5.0])) == pytest.approx(0.99)
