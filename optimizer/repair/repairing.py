"""Mend a plan after drop-outs, cut orders, lost vehicles and late joiners, moving as few people as possible.

First what no longer holds is mended by the fewest people moved (fewest_moves.py). Then everyone placed is held
where they are, down to the run of the vehicle, and what is free is filled by the planner with those not placed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from labor.errors import Infeasible
from labor.limits import USUAL_TIME_LIMIT_S
from labor.plan import NO_TRIP, TRIP, Assignments, Plan, Trips
from optimizer.audit import audit
from optimizer.model.problem import NO_LIMIT, PairTable, PlanParams, Problem
from optimizer.model.travel_units import units_of
from optimizer.planning import plan
from optimizer.repair.completion import filled_up
from optimizer.repair.fewest_moves import MendingModel
from optimizer.repair.kept_plan import (
    KeptPlaces,
    Place,
    Sick,
    pinned_places,
    sick_parts,
    stands_as_pinned,
    still_lawful,
)

SHORTEST_S: Final = 0.2
MENDING_SHARE: Final = 0.5  # of the time; the rest is for filling up


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened since the plan was made: rows gone, openings left at cut postings, lost trips of the old plan.

    ``displaced_rows`` had a place by what the problem no longer knows (a vehicle withdrawn, a posting closed), so the
    old plan cannot tell it; they come before those who never had one.
    """

    gone_rows: Sequence[int] = ()
    openings: Mapping[int, int] | None = None
    lost_trips: Sequence[int] = ()
    displaced_rows: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One row whose place is another than before; -1 where there is none or none known. Trips are the new plan's."""

    row: int
    what: str  # "gone", "moved", "dropped", "joined"
    old_posting: int
    posting: int
    trip: int


@dataclass(frozen=True, slots=True, eq=False)
class Repair:
    """The mended plan, the problem it answers, and everyone whose place is another."""

    problem: Problem
    plan: Plan
    changes: tuple[Change, ...]

    @property
    def people_moved(self) -> int:
        """People placed before, still with us, whose place is another."""
        moved = [change.row for change in self.changes if change.what in ("moved", "dropped")]
        return int(self.problem.rows.size[moved].sum()) if moved else 0


def repair(problem: Problem, old: tuple[Assignments, Trips], changes: Changes, params: PlanParams) -> Repair:
    """Mend ``old``, told in the positions of ``problem`` (rows that joined since stand in it, unplaced).

    The plan's bound is a simple one (everyone at their best); `price_of_stability` plans anew to compare.
    Raises Infeasible where pins and budget leave no way, EndedTooEarly where time was too short.
    """
    began = time.monotonic()
    seconds = params.time_limit_s if params.time_limit_s is not None else USUAL_TIME_LIMIT_S
    standing, homeless = _standing(after(problem, changes), old, changes)
    sick = sick_parts(standing, homeless)
    if sick.units:
        standing = _mended(standing, sick, homeless, (MENDING_SHARE * seconds, params.seed))
    left_s = max(0.3, seconds - (time.monotonic() - began) - 0.5)  # reasons and audit come after
    made = filled_up(standing, replace(params, time_limit_s=left_s))
    audit(standing.problem, made)
    return Repair(standing.problem, made, tuple(_told(standing, old[0], made.assignments, changes)))


def _mended(standing: KeptPlaces, sick: Sick, homeless: set[int], effort: tuple[float, int]) -> KeptPlaces:
    """The standing with its sick parts mended: by those concerned alone, or where that cannot be by everybody."""
    seconds, seed = effort
    until = time.monotonic() + seconds
    for everybody in (False, True):
        model = MendingModel(standing, sick, homeless, everybody=everybody)
        try:
            mended = model.solve(max(SHORTEST_S, until - time.monotonic()), seed=seed)
        except Infeasible:
            if everybody:
                raise
            continue
        place = {unit: there for unit, there in standing.place.items() if unit not in model.taken} | mended
        break
    return KeptPlaces.of(standing.problem, place, model.vehicle, model.next_trip)


def price_of_stability(repaired: Repair, params: PlanParams) -> float:
    """What keeping everyone in place costs against planning anew (which takes the planner's time)."""
    return max(0.0, plan(repaired.problem, params).objective - repaired.plan.objective)


def after(problem: Problem, changes: Changes) -> Problem:
    """The problem without those gone (the rest of their group stays a group), with openings cut and runs lost."""
    gone = np.zeros(len(problem.rows), dtype=np.bool_)
    gone[list(changes.gone_rows)] = True
    openings = problem.places.openings.copy()
    for posting, left in (changes.openings or {}).items():
        openings[posting] = left
    kept = ~gone[problem.pairs.row]
    position = np.cumsum(kept) - 1
    held = problem.pin_vehicle if len(problem.pin_vehicle) else np.full(len(problem.pins), -1, dtype=np.int64)
    return replace(
        problem,
        rows=replace(problem.rows, group=np.where(gone, -1, problem.rows.group)),
        places=replace(problem.places, openings=openings),
        pairs=PairTable(problem.pairs.row[kept], problem.pairs.posting[kept], problem.pairs.value[kept]),
        pins=position[problem.pins[kept[problem.pins]]],
        pin_vehicle=held[kept[problem.pins]],
        bans=position[problem.bans[kept[problem.bans]]],
    )


def _standing(now: Problem, old: tuple[Assignments, Trips], changes: Changes) -> tuple[KeptPlaces, set[int]]:
    """Where everyone stands who can, and the units who lost their place or are pinned to another."""
    assignments, trips = old
    lost = set(changes.lost_trips)
    now = _without_lost_runs(now, trips, changes.lost_trips)
    unit_of, gone = units_of(now).of_row, set(changes.gone_rows)
    homeless = set(unit_of[[row for row in changes.displaced_rows if row not in gone]].tolist())
    place: dict[int, Place] = {}
    columns = (assignments.row, assignments.posting, assignments.travel, assignments.trip)
    lawful = still_lawful(now, assignments, trips)
    for row, posting, travel, trip, holds in zip(*(one.tolist() for one in columns), lawful.tolist(), strict=True):
        if row in gone:
            continue
        unit = int(unit_of[row])
        parted = place.setdefault(unit, (posting, travel, trip)) != (posting, travel, trip)
        if parted or not holds or (travel == TRIP and trip in lost):
            homeless.add(unit)
    vehicle = {trip: int(one) for trip, one in enumerate(trips.vehicle.tolist()) if trip not in lost}
    place = {unit: there for unit, there in place.items() if unit not in homeless}
    standing = KeptPlaces.of(now, place, vehicle, len(trips))
    for unit, pin in pinned_places(now).items():
        if not stands_as_pinned(standing, unit, pin):
            homeless.add(unit)
            place.pop(unit, None)
    _leave_those_who_cannot_join(standing, homeless)
    return standing, homeless


def _leave_those_who_cannot_join(standing: KeptPlaces, homeless: set[int]) -> None:
    """Whoever joined a group stands where it stands; where they may not, the group is to be placed anew."""
    lines = [(row, *there) for unit, there in standing.place.items() for row in standing.rows[unit]]
    if not lines:
        return
    row, posting, travel, trip = (np.array(side, dtype=np.int64) for side in zip(*lines, strict=True))
    numbers = np.array([standing.vehicle.get(at, NO_TRIP) for at in range(standing.next_trip)], dtype=np.int64)
    trips = Trips(numbers, np.zeros(len(numbers), dtype=np.int64), np.zeros(len(numbers)))
    lawful = still_lawful(standing.problem, Assignments(row, posting, trip, travel), trips)
    for unit in np.unique(standing.units.of_row[row[~lawful]]).tolist():
        homeless.add(unit)
        del standing.place[unit]


def _without_lost_runs(now: Problem, trips: Trips, lost: Sequence[int]) -> Problem:
    """A lost run does not come back."""
    fleet = now.fleet
    runs = np.bincount(trips.vehicle[list(lost)], minlength=len(fleet))
    fewer = np.where(fleet.available == NO_LIMIT, NO_LIMIT, np.maximum(0, fleet.available - runs))
    return replace(now, fleet=replace(fleet, available=fewer))


def _told(standing: KeptPlaces, old: Assignments, new: Assignments, changes: Changes) -> Iterator[Change]:
    """Everyone whose posting, way of travel or trip is another than before, in order of rows."""
    units, gone, displaced = standing.units.of_row, set(changes.gone_rows), set(changes.displaced_rows)
    columns = (old.row, old.posting, old.travel, old.trip)
    before: dict[int, tuple[int, ...]] = dict.fromkeys(displaced, (-1,))
    before |= {row: tuple(place) for row, *place in zip(*(column.tolist() for column in columns), strict=True)}
    now = dict(zip(new.row.tolist(), zip(new.posting.tolist(), new.trip.tolist(), strict=True), strict=True))
    for row in sorted(before.keys() | now.keys()):
        posting, trip = now.get(row, (-1, NO_TRIP))
        if row in gone:
            yield Change(row, "gone", before[row][0], -1, NO_TRIP)
        elif row not in before:
            yield Change(row, "joined", -1, posting, trip)
        elif posting < 0:
            yield Change(row, "dropped", before[row][0], -1, NO_TRIP)
        elif standing.place.get(int(units[row])) != before[row]:
            yield Change(row, "moved", before[row][0], posting, trip)
