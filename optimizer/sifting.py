"""Middle-sized problems as one linear program, sifted: few options at first, then every option that prices in.

With a few hundred vehicles and some thousand people the linear relaxation is nearly whole by itself; what is left to
decide is which vehicles run, and branch and bound decides that over the options the prices speak for
(docs/model.md, section 6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer import highs
from optimizer.draft import STAYS
from optimizer.opening import net_at_full_seats
from optimizer.options import NO_LANE, Layout
from optimizer.problem import NO_LIMIT

MOST_UNITS, MOST_KINDS = 6_000, 1_500  # beyond, one linear program takes longer than prices found step by step
FIRST_A_UNIT, MORE_A_UNIT = 10, 6
MOST_BRANCHED = 8_000
_EPSILON = 1e-6
Numbers: TypeAlias = NDArray[np.number[Any]] | NDArray[np.float64] | NDArray[np.int64]


@dataclass(slots=True)
class Master:
    """max gain x, low <= A x <= high, 0 <= x <= top: options first, then runs, riders (a kind each), and teams."""

    layout: Layout
    person: float = 0.0  # what a person placed is worth beyond money
    gain: FloatArray = field(init=False)
    top: FloatArray = field(init=False)
    matrix: sparse.csc_matrix = field(init=False)
    low: FloatArray = field(init=False)
    high: FloatArray = field(init=False)
    frame: int = field(init=False)  # columns that are no options: always in

    def __post_init__(self) -> None:
        layout, kinds = self.layout, self.layout.kinds
        options, count = layout.options, len(layout.options)
        teams = np.flatnonzero(layout.team > 1)
        self.frame = 2 * len(kinds) + len(teams)
        most = 2 * layout.people // np.maximum(1, kinds.seats) + 1
        runs = np.where(kinds.runs == NO_LIMIT, most, np.minimum(kinds.runs, most))
        self.gain = np.concatenate(
            (options.worth + self.person * layout.size, -kinds.fixed, -kinds.per_person, np.zeros(len(teams)))
        )
        self.top = np.concatenate((np.ones(count), runs, runs * kinds.seats, np.ones(len(teams))))
        lines = _Lines(layout, teams)
        self.matrix, self.low, self.high = lines.gather()

    @property
    def options(self) -> int:
        """How many columns are options."""
        return len(self.layout.options)

    def whole_columns(self, columns: IntArray) -> BoolArray:
        """The columns that must be whole numbers: runs and teams."""
        riders = self.options + len(self.layout.kinds)
        rides = (columns >= riders) & (columns < riders + len(self.layout.kinds))
        return (columns >= self.options) & ~rides


class _Lines:
    """Rows of the matrix, rule by rule."""

    def __init__(self, layout: Layout, teams: IntArray) -> None:
        self.layout, self.teams = layout, teams
        self.parts: list[tuple[IntArray, IntArray, FloatArray]] = []
        self.low: list[FloatArray] = []
        self.high: list[FloatArray] = []
        self.rows = 0

    def gather(self) -> tuple[sparse.csc_matrix, FloatArray, FloatArray]:
        self._units()
        self._postings()
        self._lanes()
        self._budget()
        row, column, factor = (np.concatenate([part[k] for part in self.parts]) for k in range(3))
        width = len(self.layout.options) + 2 * len(self.layout.kinds) + len(self.teams)
        matrix = sparse.csc_matrix((factor, (row, column)), shape=(self.rows, width))
        return matrix, np.concatenate(self.low), np.concatenate(self.high)

    def _add(self, row: IntArray, column: IntArray, factor: Numbers, span: tuple[Numbers, Numbers]) -> None:
        self.parts.append((row + self.rows, column, factor.astype(np.float64)))
        self.low.append(span[0].astype(np.float64))
        self.high.append(span[1].astype(np.float64))
        self.rows += len(span[0])

    def _units(self) -> None:
        options, units = self.layout.options, len(self.layout.units)
        each = np.arange(len(options))
        self._add(options.unit, each, np.ones(len(each)), (self.layout.pinned.astype(float), np.ones(units)))

    def _postings(self) -> None:
        layout, at = self.layout, self.layout.options.posting
        each, places = np.arange(len(layout.options)), len(layout.room)
        free = np.full(places, -np.inf)
        for room, weight in ((layout.room, layout.size), (layout.room_m, layout.men), (layout.room_f, layout.women)):
            self._add(at, each, weight, (free, room))
        if not len(self.teams):
            return
        number = np.full(places, -1)
        number[self.teams] = np.arange(len(self.teams))
        mine = np.flatnonzero(number[at] >= 0)
        opened = len(layout.options) + 2 * len(layout.kinds) + np.arange(len(self.teams))
        row = np.concatenate((number[at[mine]], np.arange(len(self.teams))))
        column = np.concatenate((mine, opened))
        none, endless = np.zeros(len(self.teams)), np.full(len(self.teams), np.inf)
        for limit, span in ((layout.team, (none, endless)), (layout.room, (-endless, none))):
            self._add(row, column, np.concatenate((layout.size[mine], -limit[self.teams])), span)

    def _lanes(self) -> None:
        layout, kinds = self.layout, self.layout.kinds
        count = len(kinds)
        runs = len(layout.options) + np.arange(count)
        rides = np.flatnonzero(layout.options.lane != NO_LANE)
        lane = np.concatenate((layout.options.lane[rides], kinds.lane))
        weight = np.concatenate((layout.size[rides], -np.ones(count)))
        none = np.zeros(len(layout.lanes))
        self._add(lane, np.concatenate((rides, runs + count)), weight, (none, none))
        row, column = np.tile(np.arange(count), 2), np.concatenate((runs + count, runs))
        zero, endless = np.zeros(count), np.full(count, np.inf)
        self._add(row, column, np.concatenate((np.ones(count), -kinds.seats)), (-endless, zero))
        self._add(row, column, np.concatenate((np.ones(count), -kinds.least)), (zero, endless))

    def _budget(self) -> None:
        layout, budget = self.layout, self.layout.problem.budget
        if budget is None:
            return
        cost = np.concatenate((layout.options.ticket, layout.kinds.fixed, layout.kinds.per_person))
        paid = np.flatnonzero(cost)
        self._add(np.zeros(len(paid), dtype=np.int64), paid, cost[paid], (np.array([-np.inf]), np.array([budget])))


@dataclass(frozen=True, slots=True, eq=False)
class Sifted:
    """What the linear program says: a bound on every plan, and what each column lacks at its prices."""

    bound: float
    reduced: FloatArray


def is_middle_sized(layout: Layout) -> bool:
    """Whether one linear program is the quickest way."""
    few_people = len(layout.units) <= MOST_UNITS
    return few_people and len(layout.kinds) <= MOST_KINDS and len(layout.options) > 0


def sift(master: Master, regret: FloatArray, seconds_left: Callable[[], float]) -> Sifted | None:
    """Solve the linear relaxation over all options; ``regret`` (one an option) says which to begin with.

    None where time ran out (``seconds_left`` fell to 0) before there was a bound.
    """
    count, sifted = master.options, None
    active = np.concatenate((_best_of_each(master.layout, regret, FIRST_A_UNIT), np.ones(master.frame, dtype=bool)))
    while (seconds := seconds_left()) > 0:
        columns = np.flatnonzero(active)
        price = _row_prices(master, columns, seconds)
        if price is None:
            return sifted
        reduced: FloatArray = master.gain - master.matrix.T @ price
        bound = _dual_bound(master, price, reduced)
        if sifted is None or bound < sifted.bound:
            sifted = Sifted(bound, reduced)
        missing = (reduced[:count] > _EPSILON) & ~active[:count]
        if not missing.any():
            break
        wanted = np.where(missing, -reduced[:count], np.inf)
        active[:count] |= missing & _best_of_each(master.layout, wanted, MORE_A_UNIT)
    return sifted


def branch_on_runs(master: Master, sifted: Sifted, *, nodes: int, time_s: float) -> IntArray | None:
    """Decide which vehicles run and which teams form, then who goes: one option a unit or STAYS; None if not found.

    Works on the options that lack least; ``nodes`` limits work whatever the machine's load.
    """
    count = master.options
    few = np.argsort(-sifted.reduced[:count], kind="stable")[:MOST_BRANCHED]
    columns = np.concatenate((np.sort(few), np.arange(count, len(master.gain))))
    first = _solve_whole(master, columns, master.whole_columns(columns), (nodes, time_s))
    if first is None:
        return None
    whole = master.whole_columns(columns)
    held = np.where(whole, np.rint(first), 0.0), np.where(whole, np.rint(first), master.top[columns])
    everything = whole | (columns < count)
    second = _solve_whole(master, columns, everything, (nodes, time_s), held)
    if second is None:
        return None
    choice = np.full(len(master.layout.units), STAYS, dtype=np.int64)
    taken = columns[(columns < count) & (second > 0.5)]
    choice[master.layout.options.unit[taken]] = taken
    return choice


def regret_at_full_seats(layout: Layout) -> FloatArray:
    """What each option lacks to its unit's best when every seat costs what it does in a full vehicle."""
    net = net_at_full_seats(layout)
    best = np.zeros(len(layout.units))
    np.maximum.at(best, layout.options.unit, net)
    regret: FloatArray = best[layout.options.unit] - net
    return regret


def person_premium(layout: Layout) -> float:
    """A premium for each person that no coach's cost and no pair's value outweighs."""
    kinds = layout.kinds
    dearest = float((kinds.fixed + kinds.per_person * kinds.seats).max(initial=0.0))
    return dearest + 2.0 * float(np.abs(layout.options.worth).max(initial=0.0))


def _best_of_each(layout: Layout, regret: FloatArray, most: int) -> BoolArray:
    """Marks each unit's options of least regret."""
    unit = layout.options.unit
    order = np.lexsort((regret, unit))
    starts = np.flatnonzero(np.concatenate(([True], unit[1:] != unit[:-1]))) if len(unit) else unit
    counts = np.diff(np.append(starts, len(unit)))
    rank = np.empty(len(unit), dtype=np.int64)
    rank[order] = np.arange(len(unit)) - np.repeat(starts, counts)
    best: BoolArray = (rank < most) & np.isfinite(regret)
    return best


def _row_prices(master: Master, columns: IntArray, seconds: float) -> FloatArray | None:
    """Dual prices of the rows when only these columns may be used; None where time ran out."""
    none = np.zeros(len(columns))
    found = highs.solve(_part(master, columns, none > 0, (none, master.top[columns])), highs.Effort(seconds))
    return found.price if found.proven else None


def _part(
    master: Master, columns: IntArray, whole: BoolArray, span: tuple[FloatArray, FloatArray]
) -> highs.MatrixModel:
    matrix = master.matrix[:, columns].tocsr()
    return highs.MatrixModel(master.gain[columns], *span, whole, matrix, master.low, master.high)


def _dual_bound(master: Master, price: FloatArray, reduced: FloatArray) -> float:
    """Holds for any prices of the right sign: wrong-signed rounding dust is cut off, and columns pay the rest."""
    up = np.where(np.isfinite(master.high), master.high, 0.0) * np.maximum(price, 0.0)
    down = np.where(np.isfinite(master.low), master.low, 0.0) * np.minimum(price, 0.0)
    # A price of a side that has no limit must be 0; dust there is moved into the columns' reduced gains.
    dust = np.where(price > 0, np.isinf(master.high), np.isinf(master.low)) * price
    clean = reduced + master.matrix.T @ dust if np.any(dust) else reduced
    # A unit takes one option at most: only its best reduced gain can count, once.
    units, options = len(master.layout.units), master.options
    best = np.zeros(units)
    np.maximum.at(best, master.layout.options.unit, clean[:options])
    frame = np.maximum(0.0, clean[options:]) * master.top[options:]
    total = float(up.sum() + down.sum() + best.sum() + frame.sum())
    return total + 1e-9 * abs(total)


def _solve_whole(
    master: Master,
    columns: IntArray,
    whole: BoolArray,
    limits: tuple[int, float],
    held: tuple[FloatArray, FloatArray] | None = None,
) -> FloatArray | None:
    span = held if held is not None else (np.zeros(len(columns)), master.top[columns])
    effort = highs.Effort(limits[1], nodes=limits[0], gap=1e-4)
    return highs.solve(_part(master, columns, whole, span), effort).values
