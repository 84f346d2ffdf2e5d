"""Which part of a plan to free at once: trips that compete for people or postings, and those they compete for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.model.options import NO_LANE, Layout
from optimizer.search.incumbent import STAYS, Draft

if TYPE_CHECKING:
    from scipy import sparse

CLOSED_A_TRIP = 1.2  # lanes without a trip that may open, for each trip freed
FREE_A_TRIP = 20  # units that stay or travel alone, for each trip freed
OPTIONS_A_UNIT = 14  # wide: a coach to be opened fills with people for whom it is not among the very best
MOST_NEAR = 3_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Neighborhood:
    """``free`` units choose anew among ``options``; the trips on ``lanes`` that carried them may come and go."""

    free: BoolArray
    lanes: BoolArray
    options: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Claimed:
    """What neighborhoods under way have taken: units, lanes."""

    units: BoolArray
    lanes: BoolArray


@dataclass(slots=True)
class Ties:
    """Who competes with whom, by the near options; ``lack`` is what each option lacks a person at good prices."""

    layout: Layout
    lack: FloatArray
    near: IntArray = field(init=False)  # options worth trying, in order
    riders: sparse.csr_matrix = field(init=False)  # units x lanes
    seekers: sparse.csr_matrix = field(init=False)  # units x sought postings
    served: sparse.csr_matrix = field(init=False)  # lanes x sought postings: people who might ride there
    rivals: sparse.csr_matrix = field(init=False)  # lanes x lanes: people who might ride either
    contests: sparse.csr_matrix = field(init=False)  # lanes x lanes: people of one who seek what the other serves
    freed: IntArray = field(init=False)  # per lane: the draw that last freed its trips
    draws: int = 0

    def __post_init__(self) -> None:
        layout, options = self.layout, self.layout.options
        units, lanes, postings = len(layout.units), len(layout.lanes), len(layout.room)
        most = min(len(options) - 1, OPTIONS_A_UNIT * units, MOST_NEAR)
        limit = np.partition(self.lack, most)[most] if len(options) else 0.0
        near = self.near = np.flatnonzero(self.lack <= limit)
        sought = np.bincount(options.posting[near[self.lack[near] <= 0]], minlength=postings) > 0
        seek = near[sought[options.posting[near]]]
        ride = near[options.lane[near] != NO_LANE]
        both = seek[options.lane[seek] != NO_LANE]
        self.freed = np.zeros(lanes, dtype=np.int64)
        self.riders = (_count(options.unit[ride], options.lane[ride], (units, lanes)) > 0).astype(float)
        self.seekers = _count(options.unit[seek], options.posting[seek], (units, postings))
        self.served = _count(options.lane[both], options.posting[both], (lanes, postings))
        from scipy import sparse  # noqa: PLC0415 (half a second of start-up)

        demand = np.asarray(self.served.sum(axis=0)).ravel()
        self.rivals = (self.riders.T @ sparse.diags(layout.units.size.astype(float)) @ self.riders).tocsr()
        self.contests = (self.served @ sparse.diags(1.0 / np.maximum(1.0, demand)) @ self.served.T).tocsr()

    def draw(self, draft: Draft, trips: int, claimed: Claimed, random: np.random.Generator) -> Neighborhood:
        """Free so many trips, the loose units and closed lanes tied to them, and nothing that is claimed."""
        lanes, freed = self._lanes(draft, trips, claimed, random)
        free = np.append(freed, False)[draft.trip] & ~claimed.units
        loose = (draft.trip < 0) & ~claimed.units
        free |= self._tied_units(lanes, loose, FREE_A_TRIP * trips, random)
        usable = np.append(lanes, True)
        usable[self.layout.kinds.lane[draft.kind]] = True
        usable[:-1] &= ~claimed.lanes
        return Neighborhood(free, lanes, self._promising(draft, free, usable))

    def _lanes(
        self, draft: Draft, count: int, claimed: Claimed, random: np.random.Generator
    ) -> tuple[BoolArray, BoolArray]:
        """Lanes whose trips may come and go, and the trips freed: those tied to one lane, running and not."""
        lane = self.layout.kinds.lane[draft.kind]
        chosen = np.zeros(len(self.layout.lanes), dtype=bool)
        trips = np.bincount(lane, minlength=len(chosen))
        running = np.flatnonzero((trips > 0) & ~claimed.lanes)
        closed = np.flatnonzero((trips == 0) & ~claimed.lanes)
        if not len(running) + len(closed):
            return chosen, np.zeros(len(lane), dtype=bool)
        chosen[_longest_ago(running if len(running) else closed, self.freed, random)] = True
        while trips[chosen].sum() < count:
            more = _drawn(running, self._tied_to(chosen)[running], 1, random)
            if not len(more):
                break
            chosen[more] = True
        freed = np.flatnonzero(chosen[lane])
        freed = freed if len(freed) <= count else random.choice(freed, count, replace=False)
        chosen[_drawn(closed, self._tied_to(chosen)[closed], int(CLOSED_A_TRIP * count), random)] = True
        self.draws += 1
        self.freed[chosen] = self.draws
        return chosen, np.isin(np.arange(len(lane)), freed)

    def _tied_to(self, chosen: BoolArray) -> FloatArray:
        """How much each other lane competes with the chosen ones, half for people and half for postings."""
        which = np.flatnonzero(chosen)
        total = np.zeros(len(chosen))
        for matrix in (self.rivals, self.contests):
            part = np.asarray(matrix[which].sum(axis=0)).ravel()
            part[which] = 0.0
            total += part / max(1.0, part.sum())
        return total

    def _tied_units(self, lanes: BoolArray, able: BoolArray, most: int, random: np.random.Generator) -> BoolArray:
        """Some of the able units, by how many of their near options are on these lanes or where these lanes go."""
        if np.count_nonzero(able) <= most:
            return able
        which = np.flatnonzero(lanes)
        postings = np.flatnonzero(np.asarray(self.served[which].sum(axis=0)).ravel())
        weight = 2.0 * np.asarray(self.riders[:, which].sum(axis=1)).ravel()
        weight += np.asarray(self.seekers[:, postings].sum(axis=1)).ravel()
        tied = np.zeros(len(able), dtype=bool)
        tied[_drawn(np.arange(len(able)), np.where(able, weight, 0.0), most, random)] = True
        return tied

    def _promising(self, draft: Draft, free: BoolArray, usable: BoolArray) -> IntArray:
        """The near options of the free units by usable lanes or none; their present ones always among them."""
        options = self.layout.options
        near = self.near[free[options.unit[self.near]] & usable[options.lane[self.near]]]
        present = draft.choice[free]
        return np.union1d(near, present[present != STAYS])


def _count(row: IntArray, column: IntArray, shape: tuple[int, int]) -> sparse.csr_matrix:
    from scipy import sparse  # noqa: PLC0415

    return sparse.csr_matrix((np.ones(len(row)), (row, column)), shape=shape)


def _longest_ago(pool: IntArray, when: IntArray, random: np.random.Generator) -> int:
    oldest = pool[when[pool] == when[pool].min()]
    return int(random.choice(oldest))


def _drawn(pool: IntArray, weight: FloatArray, most: int, random: np.random.Generator) -> IntArray:
    """Up to so many of the pool, each with a chance by its weight, none twice."""
    able = min(most, int(np.count_nonzero(weight)))
    if not able:
        return pool[:0]
    return random.choice(pool, able, replace=False, p=weight / weight.sum())
