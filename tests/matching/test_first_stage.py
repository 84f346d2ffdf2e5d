"""The first stage: what passes, and how little of the model's own best is lost."""

from __future__ import annotations

import numpy as np

from matching import WeightedScorer, shortlist
from matching.embedding import embed
from matching.first_stage import above, promising
from policy import judge
from tests.matching.builders import present


def test_about_as_many_as_asked_for_pass_and_they_are_the_largest() -> None:
    near = np.random.default_rng(0).random((50, 4000), dtype=np.float32)

    row, column = above(near, 200)

    counts = np.bincount(row)
    assert abs(counts.mean() - 200) < 20
    assert near[row, column].min() > 0.9


def test_small_markets_select_exactly() -> None:
    near = np.array([[0.1, 0.9, 0.5, 0.7]], dtype=np.float32)

    _, column = above(near, 2)

    assert column.tolist() == [1, 3]


def test_nothing_that_passes_breaks_a_hard_rule() -> None:
    market = present()
    embedding = embed(market, WeightedScorer(), today=market.window.first, width=32)

    for pairs in promising(market, embedding, today=market.window.first, count=60):
        assert judge(market, pairs, market.window.first).allowed.all()


def test_the_first_stage_keeps_the_models_own_best() -> None:
    market, scorer = present(), WeightedScorer()
    exact = shortlist(market, scorer, postings_per_worker=10)
    embedding = embed(market, scorer, today=market.window.first, width=48)

    passed = {
        (worker, posting)
        for pairs in promising(market, embedding, today=market.window.first, count=60)
        for worker, posting in zip(pairs.worker.tolist(), pairs.posting.tolist(), strict=True)
    }

    kept = [pair in passed for pair in zip(exact.worker.tolist(), exact.posting.tolist(), strict=True)]
    assert np.mean(kept) > 0.97
