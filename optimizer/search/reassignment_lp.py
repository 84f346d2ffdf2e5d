"""Everybody chooses anew among the vehicles that run: one linear program over those who are all but undecided.

Prices alone leave a lane a few people over or short, since those at the margin of two lanes tip together. Who is clear
stays; the others' places and seats are shared out by a linear program (interior point, the fastest on such
degenerate ones), and those it tears take what fits, the largest part first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.model.options import NO_LANE, Layout
from optimizer.search.incumbent import STAYS, Draft
from optimizer.solvers import highs

MOST_COLUMNS = 30_000
_LEAST_PART = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Reseating:
    """What may be chosen: seats and least loads of the running vehicles a lane, places left, options near the best."""

    layout: Layout
    worth: FloatArray  # of each option, less what a seat costs beyond the vehicle
    seats: IntArray  # per lane
    regret: FloatArray  # of each option, at prices that nearly clear the market

    def choose(self, choice: IntArray, time_s: float, seed: int) -> IntArray:
        """A new choice for every unit, as good as the linear program's but for rounding; ``choice`` is the present."""
        options = self.layout.options
        columns = self._near(choice)
        clear = (np.bincount(options.unit[columns], minlength=len(choice)) == 1) & (choice != STAYS)
        clear &= ~self._would_rather_stay(choice)
        kept = columns[clear[options.unit[columns]]]
        columns = columns[~clear[options.unit[columns]]]
        part = self._solve(columns, kept, highs.Effort(time_s, seed=seed, options={"solver": "ipm"}))
        if part is None:
            return choice
        new = np.full(len(choice), STAYS, dtype=np.int64)
        new[options.unit[kept]] = kept
        self._round(new, columns, part)
        return new

    def _round(self, choice: IntArray, columns: IntArray, part: FloatArray) -> None:
        """Take columns while they fit, those first of which the linear program takes most."""
        layout, options = self.layout, self.layout.options
        left = [limit.astype(np.int64).tolist() for limit in self._left(choice[choice != STAYS])]
        needs = (layout.size, layout.men, layout.women)
        for place in np.argsort(-part, kind="stable").tolist():
            if part[place] < _LEAST_PART:
                break
            one = int(columns[place])
            unit, posting, lane = int(options.unit[one]), int(options.posting[one]), int(options.lane[one])
            if choice[unit] != STAYS or any(need[one] > room[posting] for need, room in zip(needs, left, strict=False)):
                continue
            if lane != NO_LANE:
                if left[3][lane] < layout.size[one]:
                    continue
                left[3][lane] -= int(layout.size[one])
            for need, room in zip(needs, left, strict=False):
                room[posting] -= int(need[one])
            choice[unit] = one

    def _would_rather_stay(self, choice: IntArray) -> BoolArray:
        """Units that lose by travelling at these prices: they are no clear cases."""
        lacking = np.zeros(len(choice))
        placed = choice != STAYS
        lacking[placed] = self.regret[choice[placed]]
        return lacking > 0

    def _near(self, choice: IntArray) -> IntArray:
        """Everyone's present option and those of least regret, as many as the linear program can take."""
        options = self.layout.options
        on_running = np.append(self.seats > 0, np.True_)[options.lane]
        able = np.flatnonzero(on_running)
        most = len(choice) + MOST_COLUMNS
        if len(able) > most:
            able = able[self.regret[able] <= np.partition(self.regret[able], most)[most]]
        return np.union1d(able, choice[choice != STAYS])

    def _solve(self, columns: IntArray, held: IntArray, effort: highs.Effort) -> FloatArray | None:
        """How much of each column is taken beside those held."""
        layout, options = self.layout, self.layout.options
        units, unit = np.unique(options.unit[columns], return_inverse=True)
        lane = options.lane[columns]
        by_trip = np.flatnonzero(lane != NO_LANE)
        parts = [
            (unit, np.arange(len(columns)), np.ones(len(columns))),
            (options.posting[columns], np.arange(len(columns)), layout.size[columns]),
            (options.posting[columns], np.arange(len(columns)), layout.men[columns]),
            (options.posting[columns], np.arange(len(columns)), layout.women[columns]),
            (lane[by_trip], by_trip, layout.size[columns[by_trip]]),
        ]
        limits = [np.ones(len(units)), *self._left(held)]
        offsets = np.cumsum([0, *(len(limit) for limit in limits)])
        from scipy import sparse  # noqa: PLC0415 (half a second of start-up)

        matrix = sparse.csr_matrix(
            (
                np.concatenate([factor for *_, factor in parts]).astype(np.float64),
                (
                    np.concatenate([row + offset for (row, *_), offset in zip(parts, offsets, strict=False)]),
                    np.concatenate([column for _, column, _ in parts]),
                ),
            ),
            shape=(int(offsets[-1]), len(columns)),
        )
        high = np.concatenate(limits)
        low = np.full(len(high), -np.inf)
        low[: len(units)][layout.pinned[units]] = 1.0
        used = np.diff(matrix.indptr) > 0
        model = highs.MatrixModel(
            gain=self.worth[columns],
            bottom=np.zeros(len(columns)),
            top=np.ones(len(columns)),
            whole=np.zeros(len(columns), dtype=bool),
            matrix=matrix[used],
            low=low[used],
            high=high[used],
        )
        return highs.solve(model, effort).values

    def _left(self, held: IntArray) -> list[FloatArray]:
        layout, options = self.layout, self.layout.options
        posting, lane = options.posting[held], options.lane[held]
        riding = lane != NO_LANE
        weights = (layout.size, layout.men, layout.women)
        taken = [np.bincount(posting, weight[held], len(layout.room)) for weight in weights]
        seated = np.bincount(lane[riding], layout.size[held[riding]], len(self.seats))
        rooms = (layout.room, layout.room_m, layout.room_f)
        return [room - used for room, used in zip((*rooms, self.seats), (*taken, seated), strict=True)]


def seats_of(layout: Layout, draft: Draft) -> IntArray:
    """Seats of the running vehicles, lane by lane."""
    kinds = layout.kinds
    seats = np.bincount(kinds.lane[draft.kind], kinds.seats[draft.kind].astype(np.float64), len(layout.lanes))
    return np.rint(seats).astype(np.int64)
