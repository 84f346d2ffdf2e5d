"""Whole rows at once say what the rules say pair by pair, whatever the market looks like."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from data.sample.season import draw_season
from labor.arrays import Ragged
from labor.candidates import Pairs
from labor.market import Market, Protection, Replies
from policy.eligibility import RULES, judge
from policy.eligibility.rows import AllowedRows, kinds_of

SEASON = draw_season(workers=300)
SINGLE = np.uint32(sum(1 << at for at, rule in enumerate(RULES) if rule.of_single_pairs))
OF_KINDS = {rule.id for rule in RULES if not rule.of_single_pairs}


def shuffled(seed: int) -> Market:
    """The season with every column of people and postings drawn anew: kinds of pairs no season has."""
    rng = np.random.default_rng(seed)
    market = SEASON.market()
    people, jobs = market.workers, market.postings
    count, open_to = len(people), len(jobs)
    first = np.datetime64(market.window.first)
    mixed = {
        name: getattr(people, name)[rng.permutation(count)]
        for name in ("county", "max_distance_km", "lodging_needed", "night_shift_ok", "can_lift_kg", "height_ok")
    }
    mixed |= {
        "earliest": first + rng.integers(-20, 40, count),
        "latest": first + rng.integers(-5, 60, count),
        "home_by": np.where(rng.random(count) < 0.5, np.datetime64("NaT"), first + rng.integers(20, 200, count)),
    }
    offered = {
        name: getattr(jobs, name)[rng.permutation(open_to)]
        for name in ("county", "lodging", "night_shift", "lift_kg", "work_at_height", "employer")
    }
    offered["agency_employment"] = rng.random(open_to) < 0.1
    low = rng.random(open_to) < 0.1
    offered |= {name: np.where(low, 90_000, getattr(jobs, name)) for name in ("wage_low_fen", "wage_high_fen")}
    named = [["shanghai_construction_age"] if one < 0.2 else [] for one in rng.random(open_to)]
    offered["site_rules"] = Ragged.of(named, dtype=np.str_)
    firms = market.employers
    licence = np.where(rng.random(len(firms)) < 0.2, first + 10, firms.licence_to)
    born = market.protection.birth + rng.integers(-9000, 9000, count)
    traits = Protection(rng.integers(0, 3, count), born, np.zeros(count, dtype=np.bool_))
    said = Replies(rng.integers(count, size=90), rng.integers(open_to, size=90), rng.integers(1, 3, 90))
    return replace(market, workers=replace(people, **mixed), postings=replace(jobs, **offered),
                   employers=replace(firms, licence_to=licence), protection=traits, replies=said)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("later", [0, 45])
def test_rows_say_what_the_rules_say_of_every_pair(seed: int, later: int) -> None:
    market, today = shuffled(seed), SEASON.today + timedelta(days=later)
    workers, postings = len(market.workers), len(market.postings)
    pairs = Pairs(np.repeat(np.arange(workers), postings), np.tile(np.arange(postings), workers))
    blocks = judge(market, pairs, today).blocks.reshape(workers, postings) & ~SINGLE

    rows = AllowedRows(market, today)
    told = np.zeros((workers, postings), dtype=np.bool_)
    told[:, rows.postings] = rows.of(np.arange(workers))

    np.testing.assert_array_equal(told, blocks == 0)


def test_the_shuffled_markets_put_nearly_every_rule_to_the_test() -> None:
    market = shuffled(0)
    workers, postings = len(market.workers), len(market.postings)
    pairs = Pairs(np.repeat(np.arange(workers), postings), np.tile(np.arange(postings), workers))

    counts = judge(market, pairs, SEASON.today).counts()

    assert sum(count > 0 for rule, count in counts.items() if rule in OF_KINDS) >= len(OF_KINDS) - 1


def test_every_rule_says_what_it_reads_or_that_it_speaks_of_single_pairs() -> None:
    reads = {rule.id: rule.of_worker is not None or rule.of_posting is not None for rule in RULES}

    assert reads == {rule.id: not rule.of_single_pairs for rule in RULES}


def test_kinds_are_told_apart_by_all_their_columns() -> None:
    first, kind = kinds_of((np.array([1, 1, 2, 1]), np.array(["a", "b", "a", "a"])), 4)

    assert len(first) == 3
    assert kind[0] == kind[3] and len({kind[0], kind[1], kind[2]}) == 3


def test_a_market_with_nobody_in_it_has_no_rows() -> None:
    rows = AllowedRows(SEASON.market(), date(2026, 2, 23))

    assert rows.of(np.zeros(0, dtype=np.int64)).shape == (0, len(rows.postings))
