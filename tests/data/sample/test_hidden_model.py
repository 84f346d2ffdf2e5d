"""The history follows the hidden model, and protected traits have no place in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.sample.hidden_model import chances, facts_of, true_chances
from data.sample.season import Season
from labor.candidates import Pairs
from labor.market import Protection
from labor.outcomes import NOT_KNOWN


def some_pairs(season: Season) -> Pairs:
    rng = np.random.default_rng(7)
    market = season.market()
    return Pairs(rng.integers(0, len(market.workers), 4000), rng.integers(0, len(market.postings), 4000))


def test_the_history_is_as_long_as_promised(season: Season) -> None:
    assert 50_000 < len(season.history.outcomes) < 70_000
    assert np.all(np.diff(season.history.outcomes.offered) >= np.timedelta64(0, "D"))


def test_stages_come_in_order(season: Season) -> None:
    made = season.history.outcomes

    assert np.all(made.showed_up[made.accepted == 0] == NOT_KNOWN)
    assert np.all(made.stayed_30[made.showed_up != 1] == NOT_KNOWN)
    assert np.all(made.stayed_90[made.stayed_30 != 1] == NOT_KNOWN)


def test_outcomes_come_as_often_as_the_true_chances_say(season: Season) -> None:
    stayed = season.history.outcomes.stayed_30 == 1
    true = season.history.true_chance
    known = (season.history.outcomes.showed_up != 1) | (season.history.outcomes.stayed_30 != NOT_KNOWN)

    for low, high in ((0.0, 0.1), (0.1, 0.3), (0.3, 0.6), (0.6, 1.0)):
        here = known & (true >= low) & (true < high)
        spread = 4 * np.sqrt(true[here].mean() / here.sum())
        assert stayed[here].mean() == pytest.approx(true[here].mean(), abs=spread + 0.01)


def test_the_pay_decides_more_the_further_it_is(season: Season) -> None:
    facts = facts_of(season.market(), some_pairs(season), season.latent, np.datetime64(season.today, "D"))

    def worth_of_more_pay(distance: float) -> float:
        at = replace(facts, distance=np.full(len(facts.gain), distance))
        low, high = (chances(replace(at, gain=np.full(len(facts.gain), g))).accept for g in (0.0, 0.2))
        return float(np.mean(np.log(high / (1 - high)) - np.log(low / (1 - low))))

    assert worth_of_more_pay(2.0) == pytest.approx(0.2 * 3.0 * (0.6 + 0.5 * 2.0))
    assert worth_of_more_pay(2.0) > 2 * worth_of_more_pay(0.2)


def test_sex_age_and_poverty_do_not_move_a_chance(season: Season) -> None:
    market, pairs, today = season.market(), some_pairs(season), np.datetime64(season.today, "D")
    protection = market.protection
    turned = Protection(3 - protection.sex, protection.birth - np.timedelta64(9000, "D"), ~protection.priority)

    before = true_chances(market, pairs, season.latent, today)
    after = true_chances(replace(market, protection=turned), pairs, season.latent, today)

    assert np.array_equal(before.at_work_after_30, after.at_work_after_30)


def test_there_is_something_true_to_find(season: Season) -> None:
    stayed = season.history.outcomes.stayed_30 == 1
    order = np.argsort(season.history.true_chance)
    ranks = np.empty(len(order))
    ranks[order] = np.arange(len(order))
    positives = int(stayed.sum())
    area = (ranks[stayed].sum() - positives * (positives - 1) / 2) / (positives * (len(stayed) - positives))

    assert area > 0.75
