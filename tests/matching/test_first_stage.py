"""The shortlist of a large market: sums by kinds are the model itself, and little of its own best is lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from labor.candidates import Pairs
from labor.market import NO, Market, Replies
from matching import WeightedScorer, shortlist
from matching.additive import Additive
from matching.first_stage import promising
from matching.kind_tables import MOST_KINDS, KindTables
from matching.two_stages import TwoStages
from policy import judge
from tests.matching.builders import present, trained

FIRST = present().window.first


def shuffled(seed: int) -> Market:
    """Columns of people and postings drawn anew, facts left out here and there: kinds of pairs no season has."""
    rng = np.random.default_rng(seed)
    market = present()
    people, jobs = market.workers, market.postings
    mixed = {
        name: getattr(people, name)[rng.permutation(len(people))]
        for name in ("county", "pickup", "wage_wanted_fen", "lodging_needed", "night_shift_ok", "can_lift_kg",
                     "wants_couple_room", "earliest")
    }  # fmt: skip
    offered = {
        name: getattr(jobs, name)[rng.permutation(len(jobs))]
        for name in ("county", "employer", "lodging", "night_shift", "couple_rooms", "start_from", "wage_low_fen")
    }
    offered["hours_a_day"] = np.where(rng.random(len(jobs)) < 0.2, np.nan, jobs.hours_a_day)
    offered["lift_kg"] = np.where(rng.random(len(jobs)) < 0.2, np.nan, jobs.lift_kg)
    return replace(market, workers=replace(people, **mixed), postings=replace(jobs, **offered))


def told_apart(
    market: Market, model: Additive, seed: int, most_kinds: int = MOST_KINDS
) -> tuple[np.ndarray, np.ndarray]:
    """Scores of random pairs by the tables and by the model."""
    rng = np.random.default_rng(seed)
    workers = rng.permutation(len(market.workers))[:200]
    tables = KindTables(market, model, FIRST, rng.permutation(len(market.postings)), most_kinds)
    at = rng.integers(200, size=4000), rng.integers(len(market.postings), size=4000)
    ours = tables.scores(workers, tables.rows(workers), at)
    return ours, model.score(market, Pairs(workers[at[0]], tables.postings[at[1]]))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("scorer", ["weights", "trained"])
def test_sums_by_kinds_are_the_model_itself(seed: int, scorer: str) -> None:
    model = WeightedScorer().model if scorer == "weights" else trained().model

    ours, theirs = told_apart(shuffled(seed), model, seed)

    np.testing.assert_allclose(ours, theirs, rtol=2e-5)


def test_more_kinds_than_a_table_holds_are_worked_out_as_they_come() -> None:
    ours, theirs = told_apart(shuffled(0), WeightedScorer().model, 0, most_kinds=3)

    np.testing.assert_allclose(ours, theirs, rtol=2e-5)


def test_about_as_many_as_asked_for_pass_and_they_are_the_largest() -> None:
    near = np.random.default_rng(0).integers(-10_000, 10_000, (50, 4000), dtype=np.int16)

    row, column = promising(near, np.ones_like(near, dtype=np.bool_), 200)

    counts = np.bincount(row)
    assert abs(counts.mean() - 200) < 20
    assert near[row, column].min() > 8000


def test_what_is_not_allowed_takes_nobodys_place() -> None:
    near = np.array([[1, 9, 5, 7]], dtype=np.int16)

    _, column = promising(near, np.array([[True, False, True, True]]), 2)

    assert column.tolist() == [2, 3]


def test_a_worker_with_few_allowed_postings_keeps_them_all() -> None:
    near = np.random.default_rng(0).integers(-10_000, 10_000, (2, 4000), dtype=np.int16)
    allowed = np.zeros_like(near, dtype=np.bool_)
    allowed[1, [5, 3000]] = True

    row, column = promising(near, allowed, 200)

    assert (row.tolist(), column.tolist()) == ([1, 1], [5, 3000])


def test_nothing_listed_breaks_a_hard_rule_a_no_included() -> None:
    market = present()
    best = shortlist(market, WeightedScorer(), postings_per_worker=1)
    refused = Replies(best.worker[::3], best.posting[::3], np.full(len(best.worker[::3]), NO))
    market = replace(market, replies=refused)

    worker, posting, _ = TwoStages(market, WeightedScorer().model, FIRST).all_listed(10)

    assert judge(market, Pairs(worker, posting), FIRST).allowed.all()


def test_little_of_the_models_own_best_is_lost_and_what_is_kept_stands_in_its_order() -> None:
    market, scorer = shuffled(1), trained()
    exact = shortlist(market, scorer, postings_per_worker=10)

    worker, posting, score = TwoStages(market, scorer.model, FIRST).all_listed(10)

    wanted = set(zip(exact.worker.tolist(), exact.posting.tolist(), strict=True))
    kept = wanted & set(zip(worker.tolist(), posting.tolist(), strict=True))
    assert len(kept) / len(wanted) > 0.98
    same = worker[1:] == worker[:-1]
    assert np.all(np.diff(worker) >= 0) and np.all(np.diff(score)[same] <= 0)
    assert np.bincount(worker).max() == 10


def test_the_same_market_gives_the_same_list_however_many_threads_look() -> None:
    stages = TwoStages(present(), trained().model, FIRST)

    one, two = (stages.all_listed(5, threads=threads) for threads in (1, 2))

    for mine, theirs in zip(one, two, strict=True):
        np.testing.assert_array_equal(mine, theirs)
