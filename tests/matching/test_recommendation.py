"""Three different options for everyone, bounded by openings; what would raise a match is counted, not claimed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache

import numpy as np

from labor.candidates import Candidates, Pairs
from matching import WeightedScorer, shortlist
from matching.congestion import Bounds, RecommendedPairs, options_for_all
from matching.explanation import explain
from matching.features import NAMES, read
from matching.recommendation import (
    best_for_posting,
    invite_for_posting,
    message,
    recommend_for_worker,
    what_would_raise,
)
from policy import judge, opens_with
from tests.matching.builders import present


@lru_cache(maxsize=1)
def listed() -> Candidates:
    return shortlist(present(), WeightedScorer(), postings_per_worker=30)


@lru_cache(maxsize=1)
def spread_out() -> RecommendedPairs:
    return options_for_all(present(), listed(), bounds=Bounds(per_opening=4.0))


def test_recommendations_are_allowed_and_come_from_different_employers_where_there_are_some() -> None:
    market = present()

    found = recommend_for_worker(market, WeightedScorer(), 3)

    postings = np.array([one.posting for one in found])
    assert len(postings) == 3
    assert judge(market, Pairs(np.full(3, 3), postings), market.window.first).allowed.all()
    assert len(set(market.postings.employer[postings].tolist())) == 3


def test_an_expired_posting_is_never_recommended() -> None:
    market = present()
    first = recommend_for_worker(market, WeightedScorer(), 3)[0].posting
    expired = market.postings.valid_until.copy()
    expired[first] = np.datetime64(market.window.first) - 1

    later = replace(market, postings=replace(market.postings, valid_until=expired))

    assert first not in [one.posting for one in recommend_for_worker(later, WeightedScorer(), 3)]


def test_the_bound_takes_the_crowd_off_the_most_wanted_postings() -> None:
    found = spread_out()

    assert found.before.over_the_bound > 0
    assert found.after.most_per_opening < found.before.most_per_opening
    assert found.after.gini < found.before.gini
    assert found.after.postings_shown >= found.before.postings_shown


def test_everybody_keeps_as_many_options_as_they_had() -> None:
    had = np.minimum(np.bincount(listed().worker, minlength=len(present().workers)), 3)

    kept = np.bincount(spread_out().chosen.worker, minlength=len(present().workers))

    np.testing.assert_array_equal(kept, had)


def test_equal_fit_and_only_equal_fit_lets_the_listed_go_first() -> None:
    market = present()
    tied = Candidates(np.array([1, 2, 3]), np.zeros(3, dtype=np.int64), np.array([0.5, 0.5, 0.6]))
    first = np.zeros(len(market.workers), dtype=np.bool_)
    first[2] = True

    invited = invite_for_posting(market, tied, 0, count=3, first_at_equal_fit=first)

    assert invited.worker.tolist()[:2] == [3, 2]


def test_what_would_raise_a_match_is_counted_by_the_rules_themselves() -> None:
    market = present()
    someone = next(worker for worker in range(50) if what_would_raise(market, worker))

    for one in what_would_raise(market, someone):
        if one.kind == "certificate":
            assert one.opens == len(opens_with(market, someone, one.code, market.window.first))
        else:
            pairs = Pairs(np.full(one.opens, someone), np.array(one.postings))
            assert judge(market, pairs, market.window.first).blocked_only_by(one.code).all()


def test_an_explanation_gives_at_most_three_reasons_and_its_lines_add_up() -> None:
    market = present()

    told = explain(market, WeightedScorer(), listed().pairs)[:40]

    for one in told:
        assert len(one.reasons) <= 3
        total = one.log_score_base + sum(line.to_log_score for line in one.lines)
        assert np.isclose(np.exp(total), one.score)


def test_who_says_nothing_is_asked() -> None:
    market = present()
    silent = replace(market.workers, wage_wanted_fen=np.full(len(market.workers), -1, dtype=np.int64))

    told = explain(replace(market, workers=silent), WeightedScorer(), Pairs(np.array([0]), np.array([0])))

    assert told[0].question is not None


def test_a_message_says_that_a_no_costs_nothing() -> None:
    market = present()
    best = recommend_for_worker(market, WeightedScorer(), 3)[0]

    assert "不去没有任何影响" in message(market, best, place="嘉兴").zh


def test_the_best_of_a_posting_are_the_best_of_everybody_allowed() -> None:
    market = present()

    best = best_for_posting(market, WeightedScorer(), 5, count=10)

    everybody = Pairs(np.arange(len(market.workers)), np.full(len(market.workers), 5))
    allowed = judge(market, everybody, market.window.first).allowed
    scores = np.where(allowed, WeightedScorer().score(market, everybody), -1)
    np.testing.assert_allclose(best.score, np.sort(scores)[::-1][: len(best)])


def test_a_workers_page_is_bounded_by_openings_and_holds_one_of_their_own_trade() -> None:
    market = present()
    scarce = replace(market, postings=replace(market.postings, openings=np.ones_like(market.postings.openings)))
    people = np.arange(0, len(market.workers), 25)
    trade = NAMES.index("trade_match")

    shown: Counter[int] = Counter()
    for worker in people.tolist():
        found = [one.posting for one in recommend_for_worker(scarce, WeightedScorer(), worker)]
        shown.update(found)
        everything = Pairs(np.full(len(market.postings), worker), np.arange(len(market.postings)))
        match = read(scarce, everything, market.window.first)[:, trade]
        allowed = judge(scarce, everything, market.window.first).allowed
        assert not (allowed & (match == 1)).any() or (match[found] == 1).any()

    unbounded: Counter[int] = Counter()
    for worker in people.tolist():
        everywhere = np.arange(len(market.postings))
        unbounded.update(one.posting for one in recommend_for_worker(scarce, WeightedScorer(), worker, only=everywhere))
    assert max(unbounded.values()) > 2 * max(shown.values())
