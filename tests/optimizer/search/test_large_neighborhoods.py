"""Freeing part of a plan and solving it: rules hold, nothing is lost, and two parts at once never share anything."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.random_instances import Shape
from optimizer.model.options import NO_LANE, Layout
from optimizer.search.incumbent import STAYS, Draft, nobody, weigh
from optimizer.search.large_neighborhoods import Claimed, Improvement, Ties, fits
from tests.optimizer.search.test_column_sifting import SHAPES, keeps_the_rules, sifted, value_problem

MANY_TRIPS = Shape(rows=120, postings=12, vehicles=30, pins=0)


def improved(layout: Layout, seed: int, at_once: int, tries: int = 8) -> list[Draft]:
    found = sifted(layout)
    assert found is not None
    drafts = []
    with closing(Improvement(layout, nobody(layout), seed, found.lack, at_once)) as improvement:
        for _ in range(tries):
            improvement.try_once(60.0)
            drafts.append(improvement.draft)
    return drafts


@pytest.mark.parametrize("at_once", [1, 2])
@pytest.mark.parametrize("seed", range(6))
def test_improving_keeps_the_rules_and_never_loses(seed: int, at_once: int) -> None:
    layout = value_problem(seed, SHAPES[seed % 3])

    drafts = improved(layout, seed, at_once)

    worths = [weigh(layout, draft).net for draft in drafts]
    assert all(keeps_the_rules(layout, draft) for draft in drafts)
    assert worths == sorted(worths)
    assert worths[-1] > 0


@pytest.mark.parametrize("seed", range(3))
def test_the_same_neighborhoods_side_by_side_give_the_same_plan(seed: int) -> None:
    layout = value_problem(seed, MANY_TRIPS)

    first, second = (improved(layout, seed, 2, tries=6)[-1] for _ in range(2))

    assert np.array_equal(first.choice, second.choice) and np.array_equal(first.trip, second.trip)


def test_work_under_way_is_dropped_at_the_end() -> None:
    layout = value_problem(0, MANY_TRIPS)
    found = sifted(layout)
    assert found is not None
    with closing(Improvement(layout, nobody(layout), 0, found.lack, 2)) as improvement:
        improvement.try_once(60.0)

    assert not improvement.under_way


@pytest.mark.parametrize("seed", range(5))
def test_a_neighborhood_frees_nothing_that_another_has_claimed(seed: int) -> None:
    layout = value_problem(seed, MANY_TRIPS)
    found = sifted(layout)
    assert found is not None
    draft, random = improved(layout, seed, 1)[-1], np.random.default_rng(seed)
    ties = Ties(layout, found.lack)
    nothing = Claimed(np.zeros(len(layout.units), dtype=bool), np.zeros(len(layout.lanes), dtype=bool))
    one = ties.draw(draft, 3, nothing, random)

    other = ties.draw(draft, 3, Claimed(one.free, one.lanes), random)

    lane = layout.options.lane[other.options]
    assert one.free.any() and not np.any(one.free & other.free)
    assert not np.any(one.lanes[lane[lane != NO_LANE]])


@pytest.mark.parametrize("seed", range(5))
def test_whoever_is_freed_may_keep_what_they_have(seed: int) -> None:
    layout = value_problem(seed, MANY_TRIPS)
    found = sifted(layout)
    assert found is not None
    draft = improved(layout, seed, 1)[-1]
    nothing = Claimed(np.zeros(len(layout.units), dtype=bool), np.zeros(len(layout.lanes), dtype=bool))

    freed = Ties(layout, found.lack).draw(draft, 3, nothing, np.random.default_rng(seed))

    present = draft.choice[freed.free]
    assert np.all(np.isin(present[present != STAYS], freed.options))


def test_two_answers_that_count_on_the_same_last_place_run_or_yuan_do_not_fit() -> None:
    layout = value_problem(0, MANY_TRIPS)
    draft = improved(layout, 0, 1)[-1]
    taken = draft.choice[draft.choice != STAYS]
    used = np.bincount(layout.options.posting[taken], layout.size[taken], len(layout.room)).astype(np.int64)
    full = int(np.argmax(used))
    fewer = used.copy()
    fewer[full] -= 1
    runs = np.bincount(draft.kind, minlength=len(layout.kinds))
    none_left = np.where(np.arange(len(runs)) == draft.kind[0], runs - 1, layout.kinds.runs)
    spent = weigh(layout, draft).travel_cost

    assert fits(layout, draft)
    assert not fits(replace(layout, room=fewer), draft)
    assert not fits(replace(layout, room_m=np.full(len(used), -1)), draft)
    assert not fits(replace(layout, room_f=np.full(len(used), -1)), draft)
    assert not fits(replace(layout, kinds=replace(layout.kinds, runs=none_left)), draft)
    assert fits(replace(layout, problem=replace(layout.problem, budget=spent)), draft)
    assert not fits(replace(layout, problem=replace(layout.problem, budget=spent - 1.0)), draft)
