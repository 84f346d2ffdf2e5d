"""Some units' choices as one integer model in which lanes count runs and riders; seats are given out afterwards.

Much smaller than subproblem.py, which says who sits on which run. Its linear relaxation is strong: nobody
rides a lane on which nothing runs (docs/model.md, section 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.model.options import NO_LANE, Layout
from optimizer.model.problem import NO_LIMIT
from optimizer.search.incumbent import Draft
from optimizer.search.subproblem import Rest
from optimizer.solvers.highs import MatrixModel

if TYPE_CHECKING:
    from scipy import sparse

Numbers: TypeAlias = NDArray[np.number[Any]] | NDArray[np.float64] | NDArray[np.int64] | NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class LaneModel:
    """Columns: options, then runs of ``kinds``, their riders, riders of ``kept`` kinds' running trips, teams."""

    layout: Layout
    rest: Rest
    options: IntArray
    kinds: IntArray
    kept: IntArray
    lanes: IntArray
    teams: IntArray  # postings that need a team and have none yet
    matrix: MatrixModel
    rows: RuleRows

    @property
    def runs(self) -> slice:
        """The columns that count runs."""
        return slice(len(self.options), len(self.options) + len(self.kinds))

    def values_of(self, draft: Draft) -> FloatArray:
        """The columns' values in a draft whose other units are the rest's."""
        layout, first = self.layout, self.runs.stop
        values = np.zeros(len(self.matrix.gain))
        chosen = draft.choice[layout.options.unit[self.options]] == self.options
        values[: len(self.options)] = chosen
        freed = np.setdiff1d(np.arange(len(draft.kind)), self.rest.kept)
        values[self.runs] = np.bincount(draft.kind[freed], minlength=len(layout.kinds))[self.kinds]
        unit = layout.options.unit[self.options[chosen]]
        unit = unit[draft.trip[unit] >= 0]
        trip, size = draft.trip[unit], layout.units.size[unit]
        for kinds, which in ((self.kinds, np.isin(trip, freed)), (self.kept, ~np.isin(trip, freed))):
            riders = np.bincount(draft.kind[trip[which]], size[which], len(layout.kinds))
            values[first : first + len(kinds)] = riders[kinds]
            first += len(kinds)
        posting = layout.options.posting[self.options[chosen]]
        values[first:] = np.isin(self.teams, posting)
        return values

    def taken(self, values: FloatArray) -> IntArray:
        """The options a solution takes."""
        return self.options[values[: len(self.options)] > 0.5]


@dataclass(frozen=True, slots=True)
class RuleRows:
    """Where the rows of each rule begin: one a unit, three times one a posting, and the budget last."""

    units: IntArray  # unit of each of the first rows
    places: IntArray  # posting of each of the next rows
    teams: tuple[slice, slice]  # at least the team, at most the room
    lanes: slice
    budget: int  # -1 where there is none


class Lines:
    """Collects rows of the matrix."""

    def __init__(self) -> None:
        self.parts: list[tuple[IntArray, IntArray, FloatArray]] = []
        self.low: list[FloatArray] = []
        self.high: list[FloatArray] = []
        self.count = 0

    def add(self, row: IntArray, column: IntArray, factor: Numbers, span: tuple[Numbers, Numbers]) -> slice:
        """Rows low <= factor . x <= high; ``row`` counts from 0. Where they stand."""
        self.parts.append((row + self.count, column, factor.astype(np.float64)))
        self.low.append(span[0].astype(np.float64))
        self.high.append(span[1].astype(np.float64))
        self.count += len(span[0])
        return slice(self.count - len(span[0]), self.count)

    def matrix(self, width: int) -> tuple[sparse.csr_matrix, FloatArray, FloatArray]:
        """The rows as a matrix with their limits."""
        row, column, factor = (np.concatenate([part[k] for part in self.parts]) for k in range(3))
        from scipy import sparse  # noqa: PLC0415 (half a second of start-up)

        lines = sparse.csr_matrix((factor, (row, column)), shape=(self.count, width))
        return lines, np.concatenate(self.low), np.concatenate(self.high)


def travels_alone(layout: Layout) -> bool:
    """Whether nobody travels with others and no posting asks for a team."""
    return bool(layout.units.size.max(initial=0) == 1 and layout.team.max(initial=0) <= 1)


def build_lane_model(layout: Layout, rest: Rest, options: IntArray, person: float = 0.0) -> LaneModel:
    """Model the choices of the units that ``options`` belong to; ``person`` is what placing one is worth beyond money.

    Every unit's present option must be among the options, or the model may be infeasible.
    """
    table, kinds = layout.options, layout.kinds
    lane = table.lane[options]
    most = _most_runs(layout, rest, options)
    open_kinds = np.flatnonzero(np.isin(kinds.lane, lane[lane != NO_LANE]) & (most > 0))
    kept = np.unique(rest.draft.kind[rest.kept])
    needy = np.unique(rest.draft.kind[rest.kept][rest.need > 0])
    kept = kept[np.isin(kinds.lane[kept], lane) | np.isin(kept, needy)]
    places = np.union1d(table.posting[options], np.flatnonzero((rest.here > 0) & (rest.here < layout.team)))
    teams = places[(layout.team[places] > 1) & (rest.here[places] == 0)]
    first = np.cumsum([0, len(options), len(open_kinds), len(open_kinds), len(kept), len(teams)])
    lines = Lines()
    units = _unit_rows(layout, lines, options)
    _posting_rows(layout, rest, lines, (options, places))
    team_rows = _team_rows(layout, lines, (options, teams), int(first[4]))
    lanes, lane_rows = _lane_rows(layout, lines, (options, open_kinds, kept), first)
    _link_rows(layout, lines, (options, open_kinds, kept), int(first[1]))
    cost = np.concatenate(
        (
            table.ticket[options],
            kinds.fixed[open_kinds],
            kinds.per_person[open_kinds],
            kinds.per_person[kept],
            np.zeros(len(teams)),
        )
    )
    gain = -cost
    gain[: len(options)] = table.worth[options] + person * layout.size[options]
    budget = _budget_row(lines, cost, rest.budget)
    bottom, top = _spans(layout, rest, (most[open_kinds], open_kinds, kept), first)
    whole = np.ones(len(gain), dtype=bool)
    whole[first[2] : first[4]] = False  # riders follow from the others
    model = MatrixModel(gain, bottom, top, whole, *lines.matrix(len(gain)))
    rows = RuleRows(units, places, team_rows, lane_rows, budget)
    return LaneModel(layout, rest, options, open_kinds, kept, lanes, teams, model, rows)


def _budget_row(lines: Lines, cost: FloatArray, budget: float | None) -> int:
    if budget is None:
        return -1
    paid = np.flatnonzero(cost)
    span = np.array([-np.inf]), np.array([budget])
    return int(lines.add(np.zeros(len(paid), dtype=np.int64), paid, cost[paid], span).start)


def _spans(
    layout: Layout, rest: Rest, what: tuple[IntArray, IntArray, IntArray], first: IntArray
) -> tuple[FloatArray, FloatArray]:
    """How few and how many each column may be."""
    most, open_kinds, kept = what
    bottom, top = np.zeros(first[5]), np.ones(first[5])
    top[first[1] : first[2]] = most
    top[first[2] : first[3]] = most * layout.kinds.seats[open_kinds]
    kind = rest.draft.kind[rest.kept]
    mine = np.isin(kind, kept)
    at = np.searchsorted(kept, kind[mine])
    bottom[first[3] : first[4]] = np.bincount(at, rest.need[mine], len(kept))
    top[first[3] : first[4]] = np.bincount(at, rest.seats[mine], len(kept))
    return bottom, top


def _most_runs(layout: Layout, rest: Rest, options: IntArray) -> IntArray:
    """No best plan needs more runs of a kind: two that fit together could be one."""
    table, kinds = layout.options, layout.kinds
    rides = options[table.lane[options] != NO_LANE]
    once = np.unique(table.lane[rides] * len(layout.units) + table.unit[rides])
    size = layout.units.size[once % len(layout.units)].astype(np.float64)
    people = np.bincount(once // len(layout.units), size, len(layout.lanes)).astype(np.int64)[kinds.lane]
    enough = np.minimum(people // np.maximum(1, kinds.least), 2 * people // np.maximum(1, kinds.seats) + 1)
    most: IntArray = np.where(rest.runs == NO_LIMIT, enough, np.minimum(enough, rest.runs))
    return most


def _unit_rows(layout: Layout, lines: Lines, options: IntArray) -> IntArray:
    units, row = np.unique(layout.options.unit[options], return_inverse=True)
    lines.add(row, np.arange(len(options)), np.ones(len(options)), (layout.pinned[units], np.ones(len(units))))
    return units


def _posting_rows(layout: Layout, rest: Rest, lines: Lines, what: tuple[IntArray, IntArray]) -> None:
    options, places = what
    row = np.searchsorted(places, layout.options.posting[options])
    short = (rest.here > 0) & (rest.here < layout.team)
    least = np.where(short, layout.team - rest.here, -np.inf)[places]
    free = np.full(len(places), -np.inf)
    for low, room, weight in (
        (least, rest.room, layout.size),
        (free, rest.room_m, layout.men),
        (free, rest.room_f, layout.women),
    ):
        lines.add(row, np.arange(len(options)), weight[options], (low, room[places]))


def _team_rows(layout: Layout, lines: Lines, what: tuple[IntArray, IntArray], first: int) -> tuple[slice, slice]:
    """A posting takes nobody, or at least its team."""
    options, teams = what
    at = layout.options.posting[options]
    mine = np.flatnonzero(np.isin(at, teams))
    each = np.arange(len(teams))
    row = np.concatenate((np.searchsorted(teams, at[mine]), each))
    column = np.concatenate((mine, first + each))
    none, endless = np.zeros(len(teams)), np.full(len(teams), np.inf)
    size = layout.size[options[mine]]
    least = lines.add(row, column, np.concatenate((size, -layout.team[teams])), (none, endless))
    return least, lines.add(row, column, np.concatenate((size, -layout.room[teams])), (-endless, none))


def _lane_rows(
    layout: Layout, lines: Lines, what: tuple[IntArray, IntArray, IntArray], first: IntArray
) -> tuple[IntArray, slice]:
    """Riders of a lane are those of its runs, each kind's between least and seats."""
    options, open_kinds, kept = what
    kinds, count = layout.kinds, len(open_kinds)
    mine = np.flatnonzero(layout.options.lane[options] != NO_LANE)
    lane = np.concatenate((layout.options.lane[options[mine]], kinds.lane[open_kinds], kinds.lane[kept]))
    lanes, row = np.unique(lane, return_inverse=True)
    column = np.concatenate((mine, first[2] + np.arange(count), first[3] + np.arange(len(kept))))
    factor = np.concatenate((layout.size[options[mine]], np.full(count + len(kept), -1)))
    none = np.zeros(len(lanes))
    of_lanes = lines.add(row, column, factor, (none, none))
    row = np.tile(np.arange(count), 2)
    column = np.concatenate((first[2] + np.arange(count), first[1] + np.arange(count)))
    zero, endless, ones = np.zeros(count), np.full(count, np.inf), np.ones(count)
    lines.add(row, column, np.concatenate((ones, -kinds.seats[open_kinds])), (-endless, zero))
    lines.add(row, column, np.concatenate((ones, -kinds.least[open_kinds])), (zero, endless))
    return lanes, of_lanes


def _link_rows(layout: Layout, lines: Lines, what: tuple[IntArray, IntArray, IntArray], first: int) -> None:
    """Nobody rides a lane on which nothing runs: what makes the linear relaxation strong."""
    options, open_kinds, kept = what
    kinds = layout.kinds
    lane = layout.options.lane[options]
    mine = np.flatnonzero((lane != NO_LANE) & ~np.isin(lane, kinds.lane[kept]))
    entry, row = np.unique(lane[mine] * len(layout.units) + layout.options.unit[options[mine]], return_inverse=True)
    of_lane = entry // len(layout.units)
    order = np.argsort(kinds.lane[open_kinds], kind="stable")
    sorted_lane = kinds.lane[open_kinds][order]
    begin, end = np.searchsorted(sorted_lane, of_lane), np.searchsorted(sorted_lane, of_lane, side="right")
    many = end - begin
    link = np.repeat(np.arange(len(entry)), many)
    step = np.arange(len(link)) - np.repeat(np.cumsum(many) - many, many)
    column = np.concatenate((mine, first + order[begin[link] + step]))
    factor = np.concatenate((np.ones(len(mine)), np.full(len(link), -1.0)))
    span = np.full(len(entry), -np.inf), np.zeros(len(entry))
    lines.add(np.concatenate((row, link)), column, factor, span)


def without(model: MatrixModel, dead: BoolArray) -> tuple[IntArray, MatrixModel]:
    """The model without columns that must be 0 and rows that can no longer bind; the columns kept."""
    columns = np.flatnonzero(~dead)
    part = model.matrix[:, columns]
    bottom, top = model.bottom[columns], model.top[columns]
    up, down = part.maximum(0), part.minimum(0)
    binds = (up @ top + down @ bottom > model.high + 1e-9) | (up @ bottom + down @ top < model.low - 1e-9)
    rows = np.flatnonzero(binds)
    return columns, MatrixModel(
        model.gain[columns], bottom, top, model.whole[columns], part[rows].tocsr(), model.low[rows], model.high[rows]
    )
