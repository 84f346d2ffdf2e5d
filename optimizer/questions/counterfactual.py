"""What would have placed someone who stays home: the smallest single changes, each verified by planning again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from labor.candidates import Tidings, Watcher, nobody_watches
from labor.errors import AuditFailed, EndedTooEarly, Infeasible
from labor.plan import FREE, NO_TRIP, OWN, TRIP, Assignments, Plan, Trips
from labor.words import Bilingual
from optimizer.audit import audit_assignments
from optimizer.model.problem import PlanParams, Problem
from optimizer.model.travel_units import units_of
from optimizer.model.ways import leftover_of, ways_of
from optimizer.planning import plan
from optimizer.questions.companions import come_along
from optimizer.questions.single_changes import Case, TriedChange, openings_for, with_min_load

EXACT_PAIRS: Final = 2_000
GAIN_TOLERANCE: Final = 1e-6
ORDER: Final = (
    "seat", "opening", "bed", "min_load", "leave_earlier", "leave_later", "start_later", "start_earlier",
    "team", "run", "budget", "ban", "none",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One change that places the row. ``gain`` is what the whole plan's net value then gains; below 0 it costs.

    ``kind`` is a word of single_changes.py ("none": no change but a pin by hand); ``amount`` counts seats,
    openings, days … ; ``everyone_anew`` says whether all others were free to move when it was verified.
    """

    kind: str
    amount: float
    text: Bilingual
    posting: int
    gain: float
    everyone_anew: bool

    @property
    def at_no_loss(self) -> bool:
        """Whether the plan as a whole is worth no less."""
        return self.gain >= -GAIN_TOLERANCE


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Whom to place: a row with its group, at one of these postings (none: any), by this vehicle (-1: any way).

    Up to ``exact_pairs`` in the problem everyone is planned anew; beyond, all others keep their places.
    """

    row: int
    postings: tuple[int, ...] = ()
    vehicle: int = -1
    most: int = 5
    exact_pairs: int = EXACT_PAIRS


def what_would_place(
    problem: Problem, made: Plan, inquiry: Inquiry, params: PlanParams, watch: Watcher = nobody_watches
) -> tuple[WhatIf, ...]:
    """The smallest changes that would have placed a row (with its group), those at no loss first.

    Each is verified: small problems are planned anew with the row pinned; in large ones everyone else keeps their
    place and the audit recounts. ``params`` limits each planning. Empty where no single change suffices; where
    ``watch`` asks to stop, what was found by then.
    """
    units = units_of(problem)
    unit = int(units.of_row[inquiry.row])
    rows = tuple(np.flatnonzero(units.of_row == unit).tolist())
    left = leftover_of(problem, made.assignments, made.trips)
    exact = len(problem.pairs) <= inquiry.exact_pairs
    case = Case(problem, units, ways_of(problem), left, unit, rows, inquiry.postings, inquiry.vehicle, exact)
    found: dict[tuple[str, str], WhatIf] = {}
    openings = list(openings_for(case))
    for tried_before, tried in enumerate(openings):
        if watch(Tidings("asking", done=tried_before / len(openings))):
            break
        opening = _largest_load(case, made, tried, params)
        key = (opening.kind, opening.text.en)
        gain = _gain(case, made, opening, params)
        if gain is not None and (key not in found or gain > found[key].gain):
            found[key] = WhatIf(opening.kind, opening.amount, opening.text, opening.posting, gain, exact)
    ordered = sorted(found.values(), key=lambda one: (not one.at_no_loss, ORDER.index(one.kind), one.amount, -one.gain))
    return tuple(ordered[: inquiry.most])


def _gain(case: Case, made: Plan, opening: TriedChange, params: PlanParams) -> float | None:
    """What the plan's net value gains once the unit is placed there; None where it cannot be."""
    if case.everyone_anew:
        return _planned_anew(case, made, opening, params)
    return _put_beside_the_others(case, made, opening)


def _largest_load(case: Case, made: Plan, opening: TriedChange, params: PlanParams) -> TriedChange:
    """The least cut of a minimum load that still places the unit at no loss: others may come along."""
    if opening.kind != "min_load":
        return opening
    if not case.everyone_anew:
        return with_min_load(case, opening, case.people + sum(people for *_, people in come_along(case, made, opening)))
    best, low, high = opening, int(opening.amount) + 1, int(case.problem.fleet.min_load[opening.way]) - 1
    while low <= high:
        middle = (low + high) // 2
        tried = with_min_load(case, opening, middle)
        gain = _planned_anew(case, made, tried, params)
        if gain is not None and gain >= -GAIN_TOLERANCE:
            best, low = tried, middle + 1
        else:
            high = middle - 1
    return best


def _planned_anew(case: Case, made: Plan, opening: TriedChange, params: PlanParams) -> float | None:
    pairs, held = opening.problem.pairs, opening.problem.pin_vehicle
    pin = np.flatnonzero((pairs.row == case.rows[0]) & (pairs.posting == opening.posting))
    pinned = replace(
        opening.problem,
        pins=np.append(opening.problem.pins, pin),
        pin_vehicle=np.append(held, -1) if len(held) else held,
    )
    try:
        return plan(pinned, params).objective - made.objective
    except (Infeasible, EndedTooEarly):
        return None


def _put_beside_the_others(case: Case, made: Plan, opening: TriedChange) -> float | None:
    """Everyone keeps their place and the unit takes the one that opened; the audit recounts.

    Where a smaller minimum load lets a vehicle run, those who stayed home and can ride it come along.
    """
    problem, old, vehicle = opening.problem, made.assignments, made.trips.vehicle
    trip, travel = NO_TRIP, FREE if opening.way == case.ways.free else OWN
    if opening.way < case.ways.vehicles:
        travel, trip = TRIP, _roomiest_trip(case, made, opening)
        if trip == len(vehicle):
            vehicle = np.append(vehicle, opening.way)
    joining = [(row, opening.posting) for row in case.rows]
    if opening.kind == "min_load":
        joining += [(row, posting) for row, posting, _ in come_along(case, made, opening)]
    row, posting = (np.array(side, dtype=np.int64) for side in zip(*joining, strict=True))
    count = len(joining)
    columns = (np.append(old.trip, np.full(count, trip)), np.append(old.travel, np.full(count, travel)))
    assignments = Assignments(np.append(old.row, row), np.append(old.posting, posting), *columns)
    rides = assignments.trip != NO_TRIP
    sizes = problem.rows.size[assignments.row[rides]]
    people = np.bincount(assignments.trip[rides], weights=sizes, minlength=len(vehicle)).astype(np.int64)
    cost = problem.fleet.fixed_cost[vehicle] + problem.fleet.cost_per_person[vehicle] * people
    trips = Trips(vehicle, people, cost)
    try:
        audit_assignments(problem, assignments, trips)
    except AuditFailed:
        return None
    pairs, width = problem.pairs, len(problem.places)
    gained = np.isin(pairs.row * width + pairs.posting, row * width + posting)
    spent = leftover_of(problem, assignments, trips).travel_cost - made.travel_cost
    return float(pairs.value[gained].sum()) - spent


def _roomiest_trip(case: Case, made: Plan, opening: TriedChange) -> int:
    """The running trip of the vehicle with the most seats free, if they suffice; else the number of a new one."""
    fleet, trips = opening.problem.fleet, made.trips
    free = np.where(trips.vehicle == opening.way, (fleet.seats - fleet.escorts)[trips.vehicle] - trips.people, -1)
    return int(free.argmax()) if len(free) and free.max() >= case.people else len(trips)
