"""Small problems and plans in a line each: everything not said has its neutral default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from labor.arrays import Ragged
from labor.plan import NO_TRIP, TRAVEL_WORDS, Assignments, Plan, Trips, Unplaced
from optimizer.model.problem import (
    NO_HUB,
    NO_LIMIT,
    UNSAID,
    Fleet,
    Names,
    Objective,
    PairTable,
    PostingTable,
    Problem,
    Rows,
    Tickets,
)
from optimizer.search.run import Reach

Line = Mapping[str, Any]


@dataclass
class Toy:
    """A problem being told: lists of what differs from the default, hubs by name."""

    rows: Sequence[Line] = ()
    places: Sequence[Line] = ()
    pairs: Sequence[tuple[int, int, float]] = ()
    fleet: Sequence[Line] | None = None
    tickets: Sequence[Line] | None = None
    objective: Objective = "value"
    budget: float | None = None
    pins: Sequence[tuple[int, int]] = ()
    bans: Sequence[tuple[int, int]] = ()
    pin_vehicle: Sequence[int] = ()
    hubs: dict[str, int] = field(default_factory=dict)

    def hub(self, name: str | None) -> int:
        return NO_HUB if name is None else self.hubs.setdefault(name, len(self.hubs))

    def problem(self) -> Problem:
        pairs = sorted(self.pairs)
        where = {(row, posting): at for at, (row, posting, _) in enumerate(pairs)}
        return Problem(
            rows=self._rows(),
            places=self._places(),
            pairs=PairTable(
                ints([row for row, _, _ in pairs]),
                ints([posting for _, posting, _ in pairs]),
                np.array([value for _, _, value in pairs], dtype=np.float64),
            ),
            fleet=self._fleet(),
            tickets=self._tickets(),
            travel_is_free=self.fleet is None and self.tickets is None,
            objective=self.objective,
            budget=self.budget,
            pins=ints([where[pin] for pin in self.pins]),
            bans=ints([where[ban] for ban in self.bans]),
            pin_vehicle=ints(self.pin_vehicle),
            names=Names(hubs=tuple(self.hubs)),
        )

    def _rows(self) -> Rows:
        rows = self.rows
        return Rows(
            size=column(rows, "size", 1),
            men=column(rows, "men", UNSAID),
            women=column(rows, "women", UNSAID),
            group=column(rows, "group", -1),
            origin=ints([self.hub(row.get("origin")) for row in rows]),
            earliest=days(rows, "earliest"),
            latest=days(rows, "latest"),
        )

    def _places(self) -> PostingTable:
        places = self.places
        return PostingTable(
            openings=column(places, "openings", 1),
            min_team=column(places, "min_team", 0),
            destination=ints([self.hub(place.get("destination")) for place in places]),
            beds=column(places, "beds", NO_LIMIT),
            beds_m=column(places, "beds_m", NO_LIMIT),
            beds_f=column(places, "beds_f", NO_LIMIT),
            start_from=days(places, "start_from"),
            start_by=days(places, "start_by"),
        )

    def _fleet(self) -> Fleet:
        fleet = self.fleet or ()
        return Fleet(
            origins=Ragged.of([[self.hub(name) for name in one["origins"].split("|")] for one in fleet]),
            destinations=Ragged.of([[self.hub(name) for name in one["destinations"].split("|")] for one in fleet]),
            seats=column(fleet, "seats", 4),
            fixed_cost=floats(fleet, "fixed_cost"),
            cost_per_person=floats(fleet, "cost_per_person"),
            min_load=column(fleet, "min_load", 0),
            escorts=column(fleet, "escorts", 0),
            available=column(fleet, "available", 1),
            leaves=days(fleet, "leaves"),
            arrives=days(fleet, "arrives"),
        )

    def _tickets(self) -> Tickets:
        tickets = self.tickets or ()
        return Tickets(
            origin=ints([self.hub(one["origin"]) for one in tickets]),
            destination=ints([self.hub(one["destination"]) for one in tickets]),
            fare=floats(tickets, "fare"),
            days=column(tickets, "days", 0),
        )


def assigned(*lines: tuple[int, int, str] | tuple[int, int, str, int]) -> Assignments:
    """Assignments from (row, posting, way of travel[, trip])."""
    return Assignments(
        row=ints([line[0] for line in lines]),
        posting=ints([line[1] for line in lines]),
        trip=ints([line[3] if len(line) == 4 else NO_TRIP for line in lines]),
        travel=ints([TRAVEL_WORDS.index(line[2]) for line in lines]),
    )


def trips_of(*lines: tuple[int, int, float]) -> Trips:
    """Trips from (vehicle, people, cost)."""
    return Trips(
        ints([line[0] for line in lines]),
        ints([line[1] for line in lines]),
        np.array([line[2] for line in lines], dtype=np.float64),
    )


def unplaced_of(*lines: tuple[int, str]) -> Unplaced:
    """Unplaced rows from (row, reason)."""
    return Unplaced(
        ints([row for row, _ in lines]), np.array([why for _, why in lines], dtype=np.str_), ("why",) * len(lines)
    )


def plan_of(assignments: Assignments, trips: Trips, unplaced: Unplaced, **figures: Any) -> Plan:
    """A plan with figures as given, 0 where not."""
    known = {"objective": 0.0, "bound": 0.0, "travel_cost": 0.0, "placed_people": len(assignments), "stopped": "done"}
    return Plan(assignments, trips, unplaced, **(known | figures))


NO_EXACT_MODEL = Reach(whole_at_once=0, whole_at_last=0, lane_model=0)  # as if every problem were too large for one
HEURISTICS = replace(NO_EXACT_MODEL, linear_units=-1)  # and for one linear program


def ints(values: Sequence[int]) -> Any:
    return np.array(values, dtype=np.int64)


def column(lines: Sequence[Line], name: str, default: int) -> Any:
    return ints([line.get(name, default) for line in lines])


def floats(lines: Sequence[Line], name: str) -> Any:
    return np.array([line.get(name, 0.0) for line in lines], dtype=np.float64)


def days(lines: Sequence[Line], name: str) -> Any:
    return np.array([line.get(name, "NaT") for line in lines], dtype="datetime64[D]")
