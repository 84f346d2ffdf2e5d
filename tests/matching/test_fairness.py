"""Protected traits move nothing: not read, not guessed, and audited from outside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labor.arrays import IntArray
from labor.candidates import Candidates, Pairs
from labor.market import Market, Protection
from matching import WeightedScorer, shortlist
from matching.explanation import explain
from matching.fairness import NEEDED, TELLING, gaps, proxies
from matching.features import FEATURES, NAMES, read
from matching.two_stages import TwoStages
from tests.matching.builders import past, present


class Sealed:
    """Stands where protection stands and tells whoever looks."""

    def __getattribute__(self, name: str) -> object:
        raise AssertionError(f"matching looked at protection.{name}")


def sealed(market: Market) -> Market:
    copy = replace(market)
    object.__setattr__(copy, "protection", Sealed())
    return copy


def test_scoring_and_explaining_never_look_at_a_protected_trait() -> None:
    market = sealed(past().market)
    pairs = Pairs(past().outcomes.worker[:50], past().outcomes.posting[:50])

    assert len(WeightedScorer().score(market, pairs)) == 50
    assert len(explain(market, WeightedScorer(), pairs)) == 50


def test_the_seal_of_this_test_is_real() -> None:
    with pytest.raises(AssertionError):
        _ = sealed(present()).protection.sex


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_twins_who_differ_in_a_protected_trait_score_alike(seed: int) -> None:
    market = present()
    rng = np.random.default_rng(seed)
    count = len(market.workers)
    days = market.protection.birth + rng.integers(-4000, 4000, count).astype("timedelta64[D]")
    other = Protection(rng.integers(1, 3, count), days, rng.random(count) < 0.5)
    pairs = Pairs(rng.integers(count, size=500), rng.integers(len(market.postings), size=500))

    twin = replace(market, protection=other)

    np.testing.assert_array_equal(WeightedScorer().score(market, pairs), WeightedScorer().score(twin, pairs))


def test_twins_whom_no_law_parts_get_the_same_list() -> None:
    market = present()
    # Everybody a man of thirty or of forty-five, priority or not: no rule of law tells these apart.
    lists = [shortlist(everyone(market, birth, priority), WeightedScorer(), postings_per_worker=10)
             for birth, priority in (("1996-01-01", False), ("1981-01-01", True))]  # fmt: skip

    np.testing.assert_array_equal(lists[0].posting, lists[1].posting)
    np.testing.assert_array_equal(lists[0].score, lists[1].score)


def everyone(market: Market, birth: str, priority: bool) -> Market:
    count = len(market.workers)
    traits = Protection(np.ones(count, dtype=np.int64), np.full(count, np.datetime64(birth, "D")),
                        np.full(count, priority))  # fmt: skip
    return replace(market, protection=traits)


def test_the_two_stages_of_a_large_market_look_at_no_trait_either() -> None:
    market = everyone(present(), "1990-01-01", False)
    twin = everyone(present(), "1985-01-01", True)

    one, other = (TwoStages(m, WeightedScorer().model, m.window.first).all_listed(5) for m in (market, twin))

    for mine, theirs in zip(one, other, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_no_feature_tells_sex_or_age_but_those_the_work_needs() -> None:
    market = past().market
    pairs = Pairs(past().outcomes.worker[:20_000], past().outcomes.posting[:20_000])
    table = read(market, pairs, past().outcomes.offered[:20_000])
    traits = {
        "sex": (market.protection.sex == 2).astype(np.int64),
        "age": (market.protection.birth < np.datetime64("1981-01-01")).astype(np.int64),
    }
    for trait in traits.values():
        told = proxies(table, trait[pairs.worker])
        assert {name for name, value in told.items() if value > TELLING} <= set(NEEDED)


def test_every_feature_says_its_direction_and_its_words() -> None:
    assert len(set(NAMES)) == len(FEATURES)
    assert all(feature.weight * feature.direction > 0 for feature in FEATURES)


def test_a_planted_gap_is_found_with_its_interval() -> None:
    group: IntArray = np.repeat([1, 2], 200)
    women = np.arange(200, 260)
    lists = Candidates(np.concatenate([np.arange(160), women]), np.arange(220) % 22, np.full(220, 0.5))

    found = gaps(lists, group)

    assert [round(rate.rate, 2) for rate in found.selected] == [0.8, 0.3]
    assert found.selected[1].high < found.selected[0].low
    assert found.widest == pytest.approx(0.5)


def test_groups_too_small_to_tell_are_not_reported() -> None:
    lists = Candidates(np.arange(3), np.zeros(3, dtype=np.int64), np.full(3, 0.5))

    assert gaps(lists, np.array([1, 1, 2])).selected == ()
