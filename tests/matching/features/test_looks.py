"""Each look against the fact itself: the sample's own reading where there is one, hand-made cases where not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.sample.hidden_model import ChanceFacts, facts_of
from labor.arrays import FloatArray
from labor.candidates import Pairs
from labor.market import NO, Market, Replies, Spells
from matching.features import FEATURES, NAMES, read
from tests.matching.builders import past, present

DAY = np.datetime64("2025-06-01", "D")
SIZE = 4000


def pairs_of(market: Market, seed: int = 0) -> Pairs:
    rng = np.random.default_rng(seed)
    return Pairs(rng.integers(len(market.workers), size=SIZE), rng.integers(len(market.postings), size=SIZE))


def column(market: Market, name: str, pairs: Pairs | None = None) -> FloatArray:
    return read(market, pairs or pairs_of(market), DAY.astype(object))[:, NAMES.index(name)]


def facts() -> ChanceFacts:
    return facts_of(past().market, pairs_of(past().market), past().latent, DAY)


def test_looks_see_what_the_sample_holds_to_be_true() -> None:
    market, true = past().market, facts()
    said = market.workers.wage_wanted_fen[pairs_of(market).worker] > 0

    np.testing.assert_allclose(column(market, "wage_gain")[said], true.gain[said], atol=1e-9)
    np.testing.assert_allclose(column(market, "distance_km") / 1000, true.distance, atol=1e-6)
    np.testing.assert_array_equal(column(market, "worked_there"), true.returning)
    np.testing.assert_array_equal(column(market, "couple_room"), true.room - true.no_room)
    np.testing.assert_array_equal(column(market, "night_shift"), -true.night)
    wished = column(market, "region_wished")
    np.testing.assert_array_equal(wished[~np.isnan(wished)], true.wished[~np.isnan(wished)])


def test_fellow_villagers_are_counted_without_oneself_and_only_two_years_back() -> None:
    near = column(past().market, "fellow_villagers")

    known = ~np.isnan(near)
    assert known.mean() > 0.9
    np.testing.assert_allclose(near[known], facts().fellows[known], atol=1e-9)


@pytest.mark.parametrize(
    ("name", "field", "silence"),
    [("wage_gain", "wage_wanted_fen", -1), ("lift_margin_kg", "can_lift_kg", np.nan)],
)
def test_who_did_not_say_is_not_known_rather_than_bad(name: str, field: str, silence: float) -> None:
    market = past().market
    silent = np.full_like(getattr(market.workers, field), silence)

    told = column(replace(market, workers=replace(market.workers, **{field: silent})), name)

    asks = market.postings.lift_kg[pairs_of(market).posting] != 0
    assert np.isnan(told[asks] if name == "lift_margin_kg" else told).all()


def test_nothing_that_happened_after_the_day_is_seen() -> None:
    market = past().market
    spells = market.spells
    # Whoever is still there after a quarter is known to have lasted it; all else is known when a spell ends.
    before = (spells.ended <= DAY) | (spells.ended - spells.days + 90 <= DAY)
    known_then = Spells(*(getattr(spells, name)[before] for name in Spells.__dataclass_fields__))
    pairs = pairs_of(market)

    now = read(market, pairs, DAY.astype(object))
    then = read(replace(market, spells=known_then), pairs, DAY.astype(object))

    assert 0.2 < before.mean() < 0.9
    np.testing.assert_allclose(now, then, atol=1e-9)


def test_stay_rates_wait_until_a_spell_could_have_lasted_a_quarter() -> None:
    market = present()
    ended = np.array(["2025-05-20"], dtype="datetime64[D]")
    short = Spells(np.array([7]), np.array([0]), np.array([5]), ended)
    one = replace(market, spells=short)
    pair = Pairs(np.array([7]), np.array([0]))

    young, old = (read(one, pair, day)[0, NAMES.index("own_stays")] for day in (DAY.astype(object), ended[0] + 90))

    assert young == pytest.approx(0.7)
    assert old == pytest.approx((5 / 90 + 0.7 * 3) / 4)


def test_a_refused_offer_moves_no_feature() -> None:
    market, pairs = present(), pairs_of(present())
    refused = Replies(pairs.worker, pairs.posting, np.full(SIZE, NO))

    before, after = read(market, pairs, market.window.first), read(replace(market, replies=refused), pairs,
                                                                     market.window.first)  # fmt: skip

    np.testing.assert_array_equal(before, after)


def test_each_pair_may_have_its_own_day_and_reads_the_same_as_alone() -> None:
    market, pairs = past().market, pairs_of(past().market)
    days = DAY + np.random.default_rng(1).integers(0, 3, size=SIZE) * 100

    together = read(market, pairs, days)

    for day in np.unique(days):
        rows = days == day
        alone = read(market, Pairs(pairs.worker[rows], pairs.posting[rows]), day.astype(object))
        np.testing.assert_array_equal(together[rows], alone)


def test_every_feature_is_a_named_look_that_differs_between_pairs_of_the_season() -> None:
    market = present()
    table = read(market, pairs_of(market), market.window.first)

    for at, feature in enumerate(FEATURES):
        assert feature.look.__name__ == feature.name and feature.look.__doc__
        assert len(np.unique(table[~np.isnan(table[:, at]), at])) > 1, feature.name


def test_who_stayed_at_good_houses_and_bad_ones_raises_and_lowers_the_employers_record() -> None:
    market = present()
    ended = np.full(40, "2024-12-01", dtype="datetime64[D]")
    days = np.where(np.arange(40) < 20, 200, 3)
    spells = Spells(np.arange(40), np.where(np.arange(40) < 20, 0, 1), days, ended)
    posting = [int(np.flatnonzero(market.postings.employer == at)[0]) for at in (0, 1)]

    told = column(replace(market, spells=spells), "employer_stays", Pairs(np.array([99, 99]), np.array(posting)))

    assert told[0] == pytest.approx((20 + 0.7 * 8) / 28) and told[1] == pytest.approx((20 * 3 / 90 + 0.7 * 8) / 28)
