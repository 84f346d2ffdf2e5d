"""Middle-sized problems as one strong linear program, sifted: promising options at first, then those that price in.

With a few hundred vehicles and some thousand people this relaxation is nearly as low as any bound; what is left to
decide is which vehicles run, and diving decides that: round a few runs, solve again (docs/model.md, section 6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.bounds.lagrangian import Prices, Relaxation
from optimizer.model.options import NO_LANE, Layout
from optimizer.search.incumbent import Draft, nobody
from optimizer.search.lane_closing import full_seat_prices
from optimizer.search.lane_model import LaneModel, build_lane_model, without
from optimizer.search.seating import read_plan
from optimizer.search.subproblem import leave_rest
from optimizer.solvers import highs

FIRST_A_UNIT, MORE_A_UNIT = 12, 8
ROUNDS = 3
ENOUGH = 5e-4  # how much of the bound another round must promise
DIVED_A_UNIT = 14  # narrower dives end tens of times farther from the first program's value
ROUNDED = 0.1  # share of the undecided runs rounded each way before the program is solved again
LAST_NODES, LAST_GAP = 1, 3e-3  # what is left is for the neighborhoods
HELD_GAP = 3e-4
_EPSILON = 1e-6
_INNER = {"solver": "ipm"}  # ten times sooner than simplex here


@dataclass(frozen=True, slots=True, eq=False)
class Sifted:
    """What the linear program says: prices, the bound they prove on all options, and what each option lacks."""

    prices: Prices
    bound: float
    lack: FloatArray  # one an option, a person: 0 or less where it pays at these prices
    person: float
    answer: tuple[LaneModel, FloatArray]  # the last program and its values


def sift(
    relaxation: Relaxation, start: Prices, least_people: int, seconds_left: Callable[[], float], person: float = 0.0
) -> Sifted | None:
    """Prices from the linear relaxation, begun with the options ``start`` speaks for; None where time ran out."""
    layout, sifted = relaxation.layout, None
    table = layout.options
    every = np.arange(len(table))
    full = np.append(full_seat_prices(layout), 0.0)
    gain = relaxation.net(relaxation.rows(every), start) - start.unit[table.unit] - full[table.lane] * layout.size
    active = best_of_each(layout, -gain / layout.size, FIRST_A_UNIT) | layout.pinned[table.unit]
    rest = leave_rest(layout, nobody(layout), np.ones(len(layout.units), dtype=bool))
    for _ in range(ROUNDS):
        model = build_lane_model(layout, rest, np.flatnonzero(active), person)
        linear = replace(model.matrix, whole=np.zeros(len(model.matrix.gain), dtype=bool))
        seconds = seconds_left()
        if seconds <= 0:
            break
        found = highs.solve(linear, highs.Effort(seconds, options=_INNER))
        if found.price is None or found.values is None or not found.proven:
            break
        prices = _prices(model, found.price, person)
        bound = relaxation.value_at(prices, least_people).bound
        lack = _lacks(relaxation, model, found.price, prices)
        if sifted is None or bound < sifted.bound:
            sifted = Sifted(prices, bound, lack, person, (model, found.values))
        missing = ~active & (lack < -_EPSILON)
        if not missing.any() or sifted.bound - found.bound <= ENOUGH * abs(found.bound):
            break
        active |= missing & best_of_each(layout, np.where(missing, lack, np.inf), MORE_A_UNIT)
    return sifted


def _prices(model: LaneModel, price: FloatArray, person: float) -> Prices:
    layout, rows = model.layout, model.rows
    places = len(layout.room)
    unit = np.zeros(len(layout.units))
    unit[rows.units] = price[: len(rows.units)]
    begin = len(rows.units)
    three = [np.zeros(places) for _ in range(3)]
    for one in three:
        one[rows.places] = price[begin : begin + len(rows.places)]
        begin += len(rows.places)
    for span in rows.teams:
        three[0][model.teams] += price[span]
    place, bed_m, bed_f = (np.maximum(0.0, one) for one in three)
    money = 0.0 if rows.budget < 0 else max(0.0, float(price[rows.budget]))
    return Prices(np.where(layout.pinned, unit, np.maximum(0.0, unit)), place, bed_m, bed_f, money, person)


def _lacks(relaxation: Relaxation, model: LaneModel, price: FloatArray, prices: Prices) -> FloatArray:
    """What each option lacks a person, with the seats of its lane and the vehicle's being there paid for."""
    layout = relaxation.layout
    table = layout.options
    seat = np.append(full_seat_prices(layout) * (1.0 + prices.money), 0.0)
    seat[model.lanes] = price[model.rows.lanes]
    net = relaxation.net(relaxation.rows(np.arange(len(table))), prices)
    lack: FloatArray = prices.unit[table.unit] + seat[table.lane] * layout.size - net
    exact = model.matrix.matrix.T @ price - model.matrix.gain
    lack[model.options] = exact[: len(model.options)]
    return lack / layout.size


def _promising(layout: Layout, lack: FloatArray, person: float) -> LaneModel:
    """The whole problem on the options that lack least."""
    count = DIVED_A_UNIT * len(layout.units)
    near = lack <= np.partition(lack, min(count, len(lack) - 1))[min(count, len(lack) - 1)]
    near |= layout.pinned[layout.options.unit]
    rest = leave_rest(layout, nobody(layout), np.ones(len(layout.units), dtype=bool))
    return build_lane_model(layout, rest, np.flatnonzero(near), person)


def draft_on_runs(layout: Layout, lack: FloatArray, runs: IntArray, seconds: float) -> Draft | None:
    """Who goes where it is known how often each kind runs; None where nobody can fill them."""
    model = _promising(layout, lack, 0.0)
    bottom, top = model.matrix.bottom.copy(), model.matrix.top.copy()
    top[model.runs] = bottom[model.runs] = np.minimum(top[model.runs], runs[model.kinds])
    held = replace(model.matrix, bottom=bottom, top=top)
    answer = _solved(model, held, highs.Effort(seconds, nodes=LAST_NODES, gap=HELD_GAP))
    return None if answer is None else read_plan(model, answer)


def dive(layout: Layout, sifted: Sifted, time_left: Callable[[], float]) -> Draft | None:
    """Round the runs of the linear program a few at a time, then say exactly who goes; None where that fails."""
    model = _promising(layout, sifted.lack, sifted.person)
    matrix = model.matrix
    linear = replace(matrix, whole=np.zeros(len(matrix.gain), dtype=bool))
    values: FloatArray | None = _carried_over(sifted, model)
    while True:
        if values is None:
            return None
        runs = values[model.runs]
        undecided = (np.abs(runs - np.rint(runs)) > _EPSILON) & (linear.bottom < linear.top)[model.runs]
        if not undecided.any():
            break
        linear = _rounded(model, linear, runs, undecided)
        values = _solved(model, linear, highs.Effort(time_left(), options=_INNER))
    # Everybody may still change places: held where the program puts them whole, they leave the others no way to fit.
    last = replace(matrix, bottom=linear.bottom, top=linear.top)
    answer = _solved(model, last, highs.Effort(time_left(), nodes=LAST_NODES, gap=LAST_GAP))
    return None if answer is None else read_plan(model, answer)


def _carried_over(sifted: Sifted, model: LaneModel) -> FloatArray:
    """Values of the last program for a model of fewer options: all it takes are among them."""
    old, old_values = sifted.answer
    values = np.zeros(len(model.matrix.gain))
    for now, before, first, begin in (
        (model.options, old.options, 0, 0),
        (model.kinds, old.kinds, model.runs.start, old.runs.start),
    ):
        _, here, there = np.intersect1d(now, before, assume_unique=True, return_indices=True)
        values[first + here] = old_values[begin + there]
    return values


def _rounded(model: LaneModel, linear: highs.MatrixModel, runs: FloatArray, undecided: BoolArray) -> highs.MatrixModel:
    """Hold the whole numbers of runs, and round those of the undecided that are nearest to whole ones."""
    bottom, top = linear.bottom.copy(), linear.top.copy()
    first = model.runs.start
    some = np.flatnonzero(undecided)
    part = runs[some] - np.floor(runs[some])
    each = max(1, int(ROUNDED * len(some)))
    up = some[np.argsort(-part, kind="stable")[:each]]
    up = up[runs[up] - np.floor(runs[up]) > 0.5]
    down = some[np.argsort(part, kind="stable")[: each if len(up) else 2 * each]]
    down = np.setdiff1d(down, up)
    held = np.flatnonzero(~undecided)
    for which, value in ((held, np.rint(runs[held])), (up, np.ceil(runs[up])), (down, np.floor(runs[down]))):
        bottom[first + which] = top[first + which] = value
    return replace(linear, bottom=bottom, top=top)


def _solved(model: LaneModel, matrix: highs.MatrixModel, effort: highs.Effort) -> FloatArray | None:
    """Values of all columns; options on lanes that may not run are left out."""
    layout = model.layout
    running = np.zeros(len(layout.lanes) + 1, dtype=bool)
    running[layout.kinds.lane[model.kinds[matrix.top[model.runs] > 0]]] = True
    running[layout.kinds.lane[model.kept]] = True
    running[NO_LANE] = True
    dead = matrix.top <= 0
    dead[: len(model.options)] |= ~running[layout.options.lane[model.options]]
    columns, part = without(matrix, dead)
    found = highs.solve(part, effort)
    if found.values is None:
        return None
    values = np.zeros(len(matrix.gain))
    values[columns] = found.values
    return values


def person_premium(layout: Layout) -> float:
    """A premium for each person that no coach's cost and no pair's value outweighs."""
    kinds = layout.kinds
    dearest = float((kinds.fixed + kinds.per_person * kinds.seats).max(initial=0.0))
    return dearest + 2.0 * float(np.abs(layout.options.worth).max(initial=0.0))


def best_of_each(layout: Layout, regret: FloatArray, most: int) -> BoolArray:
    """Marks each unit's options of least regret."""
    unit: IntArray = layout.options.unit
    order = np.lexsort((regret, unit))
    starts = np.flatnonzero(np.concatenate(([True], unit[1:] != unit[:-1]))) if len(unit) else unit
    counts = np.diff(np.append(starts, len(unit)))
    rank = np.empty(len(unit), dtype=np.int64)
    rank[order] = np.arange(len(unit)) - np.repeat(starts, counts)
    best: BoolArray = (rank < most) & np.isfinite(regret)
    return best
