"""Chances and contributions: whatever is printed adds up."""

from __future__ import annotations

import numpy as np

from labor.candidates import Pairs
from matching import WeightedScorer
from tests.matching.builders import past


def some_pairs() -> Pairs:
    pairs = past().pairs
    return Pairs(pairs.worker[:400], pairs.posting[:400])


def test_contributions_add_up_to_the_log_odds_of_every_stage() -> None:
    scorer, market = WeightedScorer(), past().market
    told = scorer.chances(market, some_pairs())

    log_odds = scorer.contributions(market, some_pairs()).log_odds

    for stage, chance in zip(log_odds, (told.accept, told.show_up, told.stay_30, told.stay_90), strict=True):
        np.testing.assert_allclose(1 / (1 + np.exp(-stage)), chance, rtol=1e-12)


def test_contributions_add_up_to_the_log_of_the_score() -> None:
    scorer, market = WeightedScorer(), past().market

    parts = scorer.contributions(market, some_pairs())

    log_score = parts.log_score_base + parts.to_log_score.sum(axis=1)
    np.testing.assert_allclose(np.exp(log_score), scorer.score(market, some_pairs()), rtol=1e-9)


def test_a_fact_not_known_adds_exactly_nothing() -> None:
    model = WeightedScorer().model

    added = model.added(np.full((1, len(model.edges)), np.nan))

    assert np.all(added == 0.0)
