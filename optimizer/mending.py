"""The fewest people moved: an exact model of the part of a plan that no longer holds.

Trips below their minimum load, teams below their size, postings above their openings and people whose trip is
lost need mending. Whoever is concerned may stay, move or drop out; people elsewhere may move only to help out, and
people not placed may fill up. Everyone else is a constant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from ortools.sat.python import cp_model

from labor.arrays import BoolArray, IntArray
from labor.errors import EndedTooEarly, Infeasible
from labor.plan import FREE, NO_TRIP, OWN, TRIP
from optimizer.problem import NO_LIMIT
from optimizer.solver_calls import search
from optimizer.standing import Place, Sick, Standing, pinned_places
from optimizer.ways import NO_WAY, days_suit

MONEY_STEPS: Final = 100
NEW_RUNS: Final = 3  # further runs of one vehicle that mending may open

Expr: TypeAlias = Any  # a linear expression: CP-SAT's own type lets numpy scalars in, which mypy cannot add up


class MendingModel:
    """CP-SAT: one literal for each unit and place it may take."""

    def __init__(self, standing: Standing, sick: Sick, homeless: set[int], *, everybody: bool = False) -> None:
        self.standing, self.sick, self.homeless, self.everybody = standing, sick, homeless, everybody
        self.problem = standing.problem
        self.model = cp_model.CpModel()
        self.taken: dict[int, dict[Place, cp_model.IntVar]] = {}
        self.vehicle, self.next_trip = dict(standing.vehicle), standing.next_trip
        self.new_runs = self._new_runs()
        self.banned = {
            (int(standing.units.of_row[self.problem.pairs.row[at]]), int(self.problem.pairs.posting[at]))
            for at in self.problem.bans.tolist()
        }
        self.pinned = pinned_places(self.problem)
        self._give_places()
        self._keep_postings()
        self.cost = self._keep_trips()
        placed = [unit for unit in self.taken if unit in standing.place]
        self.changed = sum(standing.people(unit) * (1 - self._stays(unit)) for unit in placed)

    def solve(self, seconds: float, *, seed: int) -> dict[int, Place]:
        """New places of the units concerned, fewest people moved, then the highest net value.

        Raises Infeasible where pins and budget leave no way, EndedTooEarly where time was too short.
        """
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = seed
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = seconds / 2
        solver.parameters.max_time_in_seconds = seconds / 2
        self.model.minimize(self.changed)
        status = search(solver, self.model)
        if status == cp_model.INFEASIBLE:
            raise Infeasible("no mending meets the pins and the budget")
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise EndedTooEarly("time ran out before the plan was mended")
        places, fewest = self._read(solver), round(solver.objective_value)
        self.model.add(self.changed <= fewest)
        self.model.maximize(self._net_value())
        if search(solver, self.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            places = self._read(solver)
        return places

    def _read(self, solver: cp_model.CpSolver) -> dict[int, Place]:
        return {
            unit: place
            for unit, places in self.taken.items()
            for place, literal in places.items()
            if solver.boolean_value(literal)
        }

    def _stays(self, unit: int) -> Expr:
        return self.taken[unit].get(self.standing.place[unit], 0)

    def _new_runs(self) -> dict[int, list[int]]:
        """Trip numbers of further runs by vehicle."""
        fleet, runs = self.problem.fleet, defaultdict(list)
        used = np.bincount(list(self.vehicle.values()), minlength=len(fleet)) if self.vehicle else np.zeros(len(fleet))
        for vehicle in range(len(fleet)):
            more = NEW_RUNS if fleet.available[vehicle] == NO_LIMIT else int(fleet.available[vehicle] - used[vehicle])
            for _ in range(min(NEW_RUNS, more)):
                runs[vehicle].append(self.next_trip)
                self.vehicle[self.next_trip] = vehicle
                self.next_trip += 1
        return runs

    def _give_places(self) -> None:
        standing = self.standing
        pairs = self.problem.pairs
        near = np.ones(len(pairs), dtype=np.bool_) if self.everybody else self._helps()
        units = set(standing.units.of_row[pairs.row[near]].tolist()) | self.sick.units
        trips_of: dict[int, list[int]] = defaultdict(list)
        for trip, vehicle in sorted(self.vehicle.items()):
            trips_of[vehicle].append(trip)
        for unit in sorted(units):
            free_to_go = self.everybody or unit in self.sick.units
            places = {place for place in self._places(unit, trips_of) if free_to_go or self._is_sick(place)}
            home = standing.place.get(unit)
            if home is not None:
                places.add(home)
            if unit in self.pinned:
                places = {place for place in places if self._is_as_pinned(place, self.pinned[unit])}
            self.taken[unit] = {place: self.model.new_bool_var("") for place in sorted(places)}
            chosen = self.taken[unit].values()
            if unit in self.pinned:
                self.model.add_exactly_one(chosen)
            else:
                self.model.add_at_most_one(chosen)

    def _helps(self) -> BoolArray:
        """Pairs that lead to a sick posting, or ride on the vehicle of a sick trip."""
        pairs = self.problem.pairs
        helps = np.isin(pairs.posting, list(self.sick.postings))
        vehicles = np.unique([self.vehicle[trip] for trip in self.sick.trips])
        if len(vehicles):
            at, way = self.standing.ways.of_pairs(self.problem, pairs.row, pairs.posting)
            helps[at[np.isin(way, vehicles)]] = True
        return helps

    def _is_as_pinned(self, place: Place, pin: tuple[int, int]) -> bool:
        return place[0] == pin[0] and (pin[1] < 0 or self.vehicle.get(place[2]) == pin[1])

    def _is_sick(self, place: Place) -> bool:
        return place[0] in self.sick.postings or place[2] in self.sick.trips

    def _places(self, unit: int, trips_of: dict[int, list[int]]) -> list[Place]:
        """Everywhere the unit may go by rules 2, 3, 6, 9 and the bans."""
        standing, rows = self.standing, self.standing.rows[unit]
        listed = set.intersection(*(self._listed(row) for row in rows))
        wanted = np.array(sorted(j for j in listed if (unit, j) not in self.banned), dtype=np.int64)
        at, way = standing.ways.of_pairs(self.problem, np.full(len(wanted), rows[0]), wanted)
        places: list[Place] = []
        for posting, by in zip(wanted[at].tolist(), way.tolist(), strict=True):
            if by == NO_WAY:
                continue
            if standing.ways.vehicles <= by < standing.ways.free:
                if np.isfinite(standing.own_fare(unit, posting)):
                    places.append((posting, OWN, NO_TRIP))
            elif self._suits(rows, posting, by):
                trips = [(posting, TRIP, trip) for trip in trips_of[by]]
                places.extend(trips if by < standing.ways.vehicles else [(posting, FREE, NO_TRIP)])
        return places

    def _listed(self, row: int) -> set[int]:
        pairs = self.problem.pairs
        first, end = np.searchsorted(pairs.row, [row, row + 1])
        return set(pairs.posting[first:end].tolist())

    def _suits(self, rows: Sequence[int], posting: int, way: int) -> bool:
        alike = np.full(len(rows), posting), np.full(len(rows), way)
        return bool(days_suit(self.problem, self.standing.ways, np.array(rows), *alike).all())

    def _keep_postings(self) -> None:
        places, units = self.problem.places, self.standing.units
        there: dict[int, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
        for unit, options in self.taken.items():
            for (posting, _, _), literal in options.items():
                there[posting].append((unit, literal))
        fixed: dict[int, list[int]] = defaultdict(list)
        for unit, (posting, _, _) in self.standing.place.items():
            if unit not in self.taken:
                fixed[posting].append(unit)
        for posting, takers in sorted(there.items()):
            for limit, amount in (
                (places.openings, units.people),
                (places.beds, units.people),
                (places.beds_m, units.men),
                (places.beds_f, units.women),
            ):
                if limit[posting] != NO_LIMIT:
                    self.model.add(_load(takers, fixed[posting], amount) <= int(limit[posting]))
            if places.beds_m[posting] != NO_LIMIT or places.beds_f[posting] != NO_LIMIT:
                self.model.add_bool_and([~literal for unit, literal in takers if units.unsaid[unit]])
            if places.min_team[posting] > 1:
                self._all_or_none(takers, fixed[posting], int(places.min_team[posting]))

    def _keep_trips(self) -> Expr:
        """Seats, minimum loads and budget; the cost of all travel concerned, in MONEY_STEPS."""
        fleet, standing = self.problem.fleet, self.standing
        aboard: dict[int, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
        cost: list[Expr] = []
        for unit, options in self.taken.items():
            for (posting, travel, trip), literal in options.items():
                if travel == TRIP:
                    aboard[trip].append((unit, literal))
                elif travel == OWN:
                    cost.append(_steps(standing.own_fare(unit, posting)) * literal)
        fixed: dict[int, list[int]] = defaultdict(list)
        for unit, (posting, travel, trip) in standing.place.items():
            if unit not in self.taken and travel == TRIP:
                fixed[trip].append(unit)
            elif unit not in self.taken and travel == OWN:
                cost.append(_steps(standing.own_fare(unit, posting)))
        runs_of: dict[int, list[Expr]] = defaultdict(list)
        for trip in sorted(aboard.keys() | fixed.keys()):
            vehicle, riders = self.vehicle[trip], aboard[trip]
            people = _load(riders, fixed[trip], standing.units.people)
            runs: Expr = 1
            if riders:
                self.model.add(people <= int(fleet.seats[vehicle] - fleet.escorts[vehicle]))
                runs = self._all_or_none(riders, fixed[trip], max(1, int(fleet.min_load[vehicle])))
            runs_of[vehicle].append(runs)
            cost.append(_steps(float(fleet.fixed_cost[vehicle])) * runs)
            cost.append(_steps(float(fleet.cost_per_person[vehicle])) * people)
        for vehicle, runs in runs_of.items():
            if 0 <= fleet.available[vehicle] < len(runs):
                self.model.add(sum(runs) <= int(fleet.available[vehicle]))
        if self.problem.budget is not None and cost:
            self.model.add(sum(cost) <= int(self.problem.budget * MONEY_STEPS))
        return sum(cost)

    def _all_or_none(self, takers: Sequence[tuple[int, cp_model.IntVar]], fixed: Sequence[int], least: int) -> Expr:
        """At least so many people, or nobody; the literal that says which, or 1 where someone is fixed there."""
        people = _load(takers, fixed, self.standing.units.people)
        if fixed:
            self.model.add(people >= least)
            return 1
        used = self.model.new_bool_var("")
        for _, literal in takers:
            self.model.add_implication(literal, used)
        self.model.add(people >= least * used)
        return used

    def _net_value(self) -> Expr:
        """Value less travel, and on top of it ten times the best pair for everyone placed before who stays placed."""
        pairs, standing, fleet = self.problem.pairs, self.standing, self.problem.fleet
        listed = pairs.row * len(self.problem.places) + pairs.posting
        largest = float(np.abs(pairs.value).max(initial=0)) + float(fleet.fixed_cost.max(initial=0))
        worth: list[Expr] = []
        for unit, options in self.taken.items():
            promised = 10 * largest if unit in standing.place or unit in self.homeless else 0.0
            for (posting, _, _), literal in options.items():
                key = np.array(standing.rows[unit]) * len(self.problem.places) + posting
                value = float(pairs.value[np.searchsorted(listed, key)].sum())
                worth.append(_steps(value + promised * standing.people(unit)) * literal)
        return sum(worth) - self.cost


def _load(takers: Sequence[tuple[int, cp_model.IntVar]], fixed: Sequence[int], amount: IntArray) -> Expr:
    return sum(int(amount[unit]) * literal for unit, literal in takers) + sum(int(amount[unit]) for unit in fixed)


def _steps(money: float) -> int:
    return round(money * MONEY_STEPS)
