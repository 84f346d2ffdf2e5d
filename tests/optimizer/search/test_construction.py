"""Whole vehicles: seat prices that fill them, and one linear program for those who are all but undecided."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from benchmarks.instances import Shape, plain
from labor.candidates import nobody_watches
from optimizer.bounds.lagrangian import Prices, by_lane_then_gain
from optimizer.model.options import NO_LANE, Layout, lay_out
from optimizer.model.problem import PlanParams
from optimizer.search.construction import Drafting, is_mostly_thick
from optimizer.search.core_problem import FEW_TO_DRAFT, Core, sampled
from optimizer.search.feasible_rounding import within_rooms
from optimizer.search.incumbent import STAYS
from optimizer.search.lane_closing import LaneContest, linear_flow, net_at_full_seats, prices_of
from optimizer.search.min_cost_flow import gather_arcs
from optimizer.search.reassignment_lp import Reseating, seats_of
from optimizer.search.run import Run
from optimizer.search.vehicle_filling import Loading
from tests.optimizer.random_problems import random_problem

THICK = Shape(people=2_400, origins=2, destinations=4, postings=60, pairs=12, seed=7)
THIN = Shape(people=600, origins=12, destinations=20, postings=60, pairs=12, seed=7)


@cache
def _core(shape: Shape) -> tuple[Run, Core]:
    run = Run(lay_out(plain(shape)), PlanParams(time_limit_s=None), nobody_watches, started=time.monotonic())
    core = Core(run.layout)
    run.tighten(core.descend(40, 0.0, run.interrupted))
    return run, core


def _drafting(shape: Shape) -> Drafting:
    run, core = _core(shape)
    return Drafting(run, core, LaneContest(core.layout, core.relaxation.stairs, core.arcs, core.ascent.best))


def _loading(shape: Shape) -> Loading:
    opening = _drafting(shape).opening
    return Loading(opening, np.ones(len(opening.layout.lanes), dtype=bool))


def test_lanes_of_several_vehicles_are_told_from_thin_ones() -> None:
    assert is_mostly_thick(_core(THICK)[1])
    assert not is_mostly_thick(_core(THIN)[1])


def test_seat_prices_bring_loads_closer_to_whole_vehicles() -> None:
    loading = _loading(THICK)

    first, *_, last = loading.search(None, 8, lambda: False)

    def off(aim: object, load: object) -> int:
        return int(np.abs(np.subtract(load, aim)).sum())

    assert off(last.aim, loading.load_of(last.flow)) < off(last.aim, loading.load_of(first.flow))
    assert set((last.aim % 49).tolist()) <= {0, 37}


def test_nobody_rides_beyond_the_aim_of_their_lane() -> None:
    loading = _loading(THICK)
    *_, loads = loading.search(None, 2, lambda: False)

    choice = loading.within_aims(loads)

    options = loading.opening.layout.options
    lane = options.lane[choice[choice != STAYS]]
    assert np.all(np.bincount(lane[lane != NO_LANE], minlength=len(loads.aim)) <= loads.aim)


def test_seats_that_stay_empty_become_free() -> None:
    loading = _loading(THICK)
    seats = np.full(len(loading.opening.layout.lanes), 980)

    loads = loading.fill(seats, 12, lambda: False)

    empty = loading.load_of(loads.flow) < seats
    assert empty.any()
    assert np.all(loads.seat[empty] == 0)


def test_a_draft_on_thick_lanes_leaves_few_seats_empty_and_comes_close_to_its_bound() -> None:
    drafting = _drafting(THICK)

    drafting.load_whole_vehicles()

    seated = int((drafting.best.trip >= 0).sum())
    assert seated >= 0.97 * int(seats_of(drafting.core.layout, drafting.best).sum())
    assert drafting.worth.net >= 0.995 * drafting.core.ascent.bound


def test_choosing_anew_keeps_seats_and_places_and_gains() -> None:
    drafting, loading = _drafting(THICK), _loading(THICK)
    *_, loads = loading.search(None, 2, lambda: False)
    drafting._offer(loading.within_aims(loads))
    layout, before = drafting.core.layout, drafting.worth.net
    seats = seats_of(layout, drafting.best)

    new = Reseating(layout, drafting.opening.worth, seats, loading.regret(loads)).choose(drafting.best.choice, 30.0, 0)

    taken = new[new != STAYS]
    lane = layout.options.lane[taken]
    assert np.all(np.bincount(lane[lane != NO_LANE], minlength=len(seats)) <= seats)
    assert np.all(np.bincount(layout.options.posting[taken], minlength=len(layout.room)) <= layout.room)
    drafting._offer(new)
    assert drafting.worth.net > before


@pytest.mark.parametrize("shape", [THICK, THIN])
def test_a_stopped_draft_still_leaves_what_was_found(shape: Shape) -> None:
    drafting = _drafting(shape)
    drafting.run = Run(drafting.run.layout, PlanParams(time_limit_s=1e-6), nobody_watches, started=time.monotonic() - 9)

    drafting.load_whole_vehicles()
    drafting.close_lanes()

    assert np.all(drafting.best.choice == STAYS)


def test_what_all_take_in_the_linear_program_is_where_whole_vehicles_begin() -> None:
    core, loading = _core(THICK)[1], _loading(THICK)

    known, sought = (next(loading.search(flow, 1, lambda: False)) for flow in (core.flow, None))

    assert core.flow is not None
    assert np.array_equal(known.flow.choice, sought.flow.choice)
    assert np.array_equal(known.aim, sought.aim)


def test_a_sample_of_the_people_prices_places_nearly_as_everybody_does() -> None:
    layout = lay_out(plain(replace(THICK, people=12_000)))
    some = sampled(layout, 4)

    all_prices = prices_of(linear_flow(layout, gather_arcs(layout))).place
    sample_prices = prices_of(linear_flow(some, gather_arcs(some))).place

    assert len(some.options) < 0.4 * len(layout.options)
    assert np.corrcoef(all_prices, sample_prices)[0, 1] > 0.9
    assert abs(sample_prices.mean() / all_prices.mean() - 1.0) < 0.1


@pytest.mark.parametrize("seed", range(40))
def test_postings_keep_those_of_most_gain_that_openings_and_beds_hold(seed: int) -> None:
    random = np.random.default_rng(seed)
    problem = random_problem(seed)
    layout = lay_out(replace(problem, pins=problem.pins[:0], pin_vehicle=problem.pin_vehicle[:0]))
    gain = random.random(len(layout.units))
    choice = np.full(len(layout.units), STAYS, dtype=np.int64)
    for option in random.permutation(len(layout.options)).tolist():
        choice[layout.options.unit[option]] = option

    kept = within_rooms(layout, choice, gain)

    expected = choice.copy()
    left = np.stack((layout.room, layout.room_m, layout.room_f))
    for unit in np.argsort(-gain / layout.units.size, kind="stable").tolist():
        option = choice[unit]
        if option == STAYS:
            continue
        needs = np.array([layout.size[option], layout.men[option], layout.women[option]])
        at = layout.options.posting[option]
        if np.all(needs <= left[:, at]):
            left[:, at] -= needs
        else:
            expected[unit] = STAYS
    assert np.array_equal(kept, expected)


@pytest.mark.parametrize(("people", "postings"), [(60, 8_000), (4_000, 120)])
def test_few_people_before_many_postings_are_priced_without_a_sample_too(people: int, postings: int) -> None:
    layout = lay_out(plain(Shape(people, origins=2, destinations=4, postings=postings, pairs=postings, seed=3)))

    core = Core(layout)

    assert len(layout.options) > FEW_TO_DRAFT
    assert core.layout is not layout
    best = float(linear_value(layout, core.ascent.best))
    assert best <= 1.001 * float(linear_value(layout, prices_of(linear_flow(layout, gather_arcs(layout)))))


def linear_value(layout: Layout, prices: Prices) -> float:
    """What these prices prove for the linear relaxation: each at their best, and the places."""
    options = layout.options
    net = net_at_full_seats(layout) - prices.place[options.posting] * layout.size
    best = np.zeros(len(layout.units))
    np.maximum.at(best, options.unit, net)
    return float(best.sum() + layout.room @ prices.place)


@pytest.mark.parametrize("smallest", [1.0, 1e-6, 1e-14])
def test_the_best_of_each_lane_come_first_however_far_gains_lie_apart(smallest: float) -> None:
    random = np.random.default_rng(5)
    lane = np.sort(random.integers(0, 50_000, 200_000))
    each = np.where(random.random(len(lane)) < 0.5, smallest * random.random(len(lane)), 1e6 * random.random(len(lane)))
    each = np.maximum(each, 1e-300)

    assert np.array_equal(by_lane_then_gain(lane, each), np.lexsort((-each, lane)))
