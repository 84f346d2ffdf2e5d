"""The shortlist: allowed pairs only, best first, the same as looking at every pair."""

from __future__ import annotations

import numpy as np

from labor.candidates import Pairs
from matching import WeightedScorer, shortlist
from policy import judge
from tests.matching.builders import every_pair, present


def test_no_pair_on_the_shortlist_breaks_a_hard_rule() -> None:
    market = present()

    listed = shortlist(market, WeightedScorer(), postings_per_worker=20)

    assert len(listed) > 0
    assert judge(market, listed.pairs, market.window.first).allowed.all()


def test_the_shortlist_is_what_looking_at_every_pair_finds() -> None:
    market, scorer = present(), WeightedScorer()
    pairs = every_pair(market)
    allowed = judge(market, pairs, market.window.first).allowed
    scores = np.where(allowed, scorer.score(market, pairs), -1.0).reshape(len(market.workers), -1)

    listed = shortlist(market, scorer, postings_per_worker=10)

    for worker in (0, 7, 400):
        mine = listed.score[listed.worker == worker]
        best = np.sort(scores[worker])[::-1][:10]
        np.testing.assert_allclose(mine, best[best >= 0])


def test_each_worker_gets_no_more_than_asked_for_best_first() -> None:
    listed = shortlist(present(), WeightedScorer(), postings_per_worker=5)

    counts = np.bincount(listed.worker)
    same = listed.worker[1:] == listed.worker[:-1]
    assert counts.max() == 5
    assert np.all(listed.score[1:][same] <= listed.score[:-1][same])


def test_a_score_does_not_depend_on_what_else_is_asked() -> None:
    market, scorer = present(), WeightedScorer()
    listed = shortlist(market, scorer, postings_per_worker=5)

    alone = scorer.score(market, Pairs(listed.worker[3:4], listed.posting[3:4]))

    assert alone[0] == listed.score[3]
