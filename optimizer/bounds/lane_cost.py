"""What carrying k people on a lane costs at least: the staircase of full and part-full vehicles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import FloatArray, IntArray
from optimizer.model.options import NO_LANE, Layout
from optimizer.model.problem import NO_LIMIT


@dataclass(frozen=True, slots=True, eq=False)
class Staircases:
    """``cost[start[lane] + k]`` for k = 0 .. most[lane]; never falls with k, infinite beyond what runs can carry."""

    cost: FloatArray
    start: IntArray
    most: IntArray


def build_staircases(layout: Layout) -> Staircases:
    """One staircase a lane, up to the people who could use it."""
    most = _most_people(layout)
    start = np.concatenate(([0], np.cumsum(most + 1))).astype(np.int64)
    cost = np.empty(int(start[-1]))
    for lane in range(len(layout.lanes)):
        stairs = exact_stairs(layout, lane, int(most[lane]))
        # A load no set of runs can carry exactly costs what the next heavier one does: still a lower bound.
        cost[start[lane] : start[lane + 1]] = np.minimum.accumulate(stairs[::-1])[::-1]
    return Staircases(cost, start[:-1], most)


def _most_people(layout: Layout) -> IntArray:
    """People who have an option on the lane, at most the room of its postings and the seats of its runs."""
    options, lanes = layout.options, len(layout.lanes)
    by_trip = np.flatnonzero(options.lane != NO_LANE)
    lane, unit, posting = options.lane[by_trip], options.unit[by_trip], options.posting[by_trip]
    most = np.zeros(lanes, dtype=np.int64)
    if not len(by_trip):
        return most
    is_first = np.concatenate(([True], (lane[1:] != lane[:-1]) | (unit[1:] != unit[:-1])))
    np.add.at(most, lane[is_first], layout.size[by_trip][is_first])
    from scipy import sparse  # noqa: PLC0415 (half a second of start-up)

    met = sparse.csr_matrix((np.ones(len(lane), dtype=bool), (lane, posting)), (lanes, len(layout.room)))
    room: FloatArray = met @ layout.room.astype(np.float64)
    most = np.minimum(most, np.rint(room).astype(np.int64))
    kinds = layout.kinds
    seats = np.where(kinds.runs == NO_LIMIT, layout.people, np.minimum(kinds.runs * kinds.seats, layout.people))
    carried = np.bincount(kinds.lane, weights=seats, minlength=lanes)
    return np.minimum(most, np.rint(carried).astype(np.int64))


def exact_stairs(layout: Layout, lane: int, most: int) -> FloatArray:
    """The least cost of carrying exactly k single persons, k = 0 .. most; infinite where no runs can."""
    kinds = layout.lanes.kinds.row(lane).tolist()
    if len(kinds) == 2:
        return _stairs_of_two(layout, (kinds[0], kinds[1]), most)
    total = np.full(most + 1, np.inf)
    total[0] = 0.0
    for kind in kinds:
        total = least_sum(total, kind_stairs(layout, kind, most))
    return total


def _stairs_of_two(layout: Layout, kinds: tuple[int, int], most: int) -> FloatArray:
    """Two kinds: at fixed runs costs are linear in who rides which, so one kind's load is at an end of its range."""
    one, other = (kind_stairs(layout, kind, most) for kind in kinds)
    return np.minimum(
        least_sum(one, other, _ends(layout, kinds[0], most)), least_sum(other, one, _ends(layout, kinds[1], most))
    )


def _ends(layout: Layout, kind: int, most: int) -> IntArray:
    """The smallest and the largest load of each number of runs of a kind, and none at all."""
    seats, least = int(layout.kinds.seats[kind]), int(layout.kinds.least[kind])
    runs = np.arange(most // seats + 2)
    ends = np.union1d(runs * seats, np.maximum(runs * least, (runs - 1) * seats + 1))
    return ends[(ends >= 0) & (ends <= most)]


def kind_stairs(layout: Layout, kind: int, most: int) -> FloatArray:
    """Carrying exactly k people with one kind only: as few runs as hold them, each at least at its least."""
    kinds = layout.kinds
    people = np.arange(most + 1)
    seats, least = int(kinds.seats[kind]), int(kinds.least[kind])
    runs = -(-people // seats)
    fits = runs * least <= people
    if kinds.runs[kind] != NO_LIMIT:
        fits &= runs <= kinds.runs[kind]
    return np.where(fits, runs * kinds.fixed[kind] + people * kinds.per_person[kind], np.inf)


def least_sum(one: FloatArray, other: FloatArray, at: IntArray | None = None) -> FloatArray:
    """The min-plus convolution of two staircases, cut to their length; of the first only the loads ``at``."""
    if at is None:
        if np.count_nonzero(np.isfinite(one)) == 1:
            return other
        if np.count_nonzero(np.isfinite(one)) > np.count_nonzero(np.isfinite(other)):
            one, other = other, one
        at = np.arange(len(one))
    total = np.full(len(one), np.inf)
    for people in at[np.isfinite(one[at])].tolist():
        np.minimum(total[people:], one[people] + other[: len(other) - people], out=total[people:])
    return total
