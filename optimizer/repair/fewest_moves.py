"""The fewest people moved: an exact model of the part of a plan that no longer holds.

Trips below their minimum load, teams below their size, postings above their openings and people whose trip is
lost need mending. Whoever is concerned may stay, move or drop out; people elsewhere may move only to help out, and
people not placed may fill up. Everyone else is a constant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias

import numpy as np
from ortools.sat.python import cp_model

from labor.arrays import BoolArray, IntArray
from labor.errors import EndedTooEarly, Infeasible
from labor.plan import NO_TRIP, OWN, TRIP
from optimizer.model.lawful_moves import open_ways
from optimizer.model.problem import NO_LIMIT
from optimizer.repair.kept_plan import KeptPlaces, Place, Sick, pinned_places, sick_parts, stands_as_pinned
from optimizer.repair.warm_start import FirstAid
from optimizer.solvers.interruptible import search

MONEY_STEPS: Final = 100
MANY_PLACES: Final = 10_000
NEW_RUNS: Final = 3  # further runs of one vehicle that mending may open

Expr: TypeAlias = Any  # a linear expression: CP-SAT's own type lets numpy scalars in, which mypy cannot add up


class MendingModel:
    """CP-SAT: one literal for each unit and place it may take."""

    def __init__(self, standing: KeptPlaces, sick: Sick, homeless: set[int], *, everybody: bool = False) -> None:
        self.standing, self.sick, self.homeless, self.everybody = standing, sick, homeless, everybody
        self.problem = standing.problem
        self.model = cp_model.CpModel()
        self.taken: dict[int, dict[Place, cp_model.IntVar]] = {}
        self.value: dict[tuple[int, int], float] = {}  # by unit and posting
        self.fare: dict[tuple[int, int], float] = {}  # own tickets alike
        self.vehicle, self.next_trip = dict(standing.vehicle), standing.next_trip
        self.new_runs = self._new_runs()
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
        places, aid = self._where_the_sick_leave(), self._first_aid()
        if aid is not None:
            places = aid
        solver = self._solver(seconds / 2, seed)
        self._hint(places)
        self.model.minimize(self.changed)
        status = search(solver, self.model)
        if status == cp_model.INFEASIBLE:
            raise Infeasible("no mending meets the pins and the budget")
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            places = self._read(solver)
        elif aid is None and self.sick.units & self.pinned.keys():
            raise EndedTooEarly("time ran out before the plan was mended")
        self._hint(places)
        self.model.add(self.changed <= self._moved(places))
        self.model.maximize(self._net_value())
        if search(solver, self.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            places = self._read(solver)
        return places

    def _solver(self, seconds: float, seed: int) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed, parameters.num_workers = seed, 1
        parameters.max_deterministic_time = parameters.max_time_in_seconds = seconds
        if sum(map(len, self.taken.values())) > MANY_PLACES:  # there presolving in full would take all the time
            parameters.cp_model_probing_level = parameters.symmetry_level = 0
            parameters.max_presolve_iterations = 1
        return solver

    def _hint(self, places: Mapping[int, Place]) -> None:
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for unit, options in self.taken.items():
            for place, literal in options.items():
                self.model.add_hint(literal, places.get(unit) == place)

    def _moved(self, places: Mapping[int, Place]) -> int:
        standing = self.standing
        moved = [unit for unit in self.taken if standing.place.get(unit, places.get(unit)) != places.get(unit)]
        return sum(map(standing.people, moved))

    def _first_aid(self) -> dict[int, Place] | None:
        """A quick mending of the units concerned; None where it breaks a rule it does not look at."""
        standing = self.standing
        open_to = {unit: set(places) for unit, places in self.taken.items()}
        place = FirstAid(standing, self.sick, open_to, set(self.pinned)).give()
        after = replace(standing, place=place, vehicle=self.vehicle, next_trip=self.next_trip)
        sick = sick_parts(after, set())
        held = all(stands_as_pinned(after, unit, pin) for unit, pin in self.pinned.items())
        if sick.units or sick.trips or sick.postings or not held:
            return None
        return {unit: there for unit, there in place.items() if unit in self.taken}

    def _where_the_sick_leave(self) -> dict[int, Place]:
        """Whoever may leave does, the others stay: allowed wherever none of them is pinned."""
        stay = self.taken.keys() - self.sick.units
        return {unit: place for unit, place in self.standing.place.items() if unit in stay}

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
        for unit, places in sorted(self._open_places().items()):
            pin = self.pinned.get(unit)
            kept = places if pin is None else {place for place in places if self._is_as_pinned(place, pin)}
            self.taken[unit] = {place: self.model.new_bool_var("") for place in sorted(kept)}
            chosen = self.taken[unit].values()
            if unit in self.pinned:
                self.model.add_exactly_one(chosen)
            else:
                self.model.add_at_most_one(chosen)

    def _open_places(self) -> dict[int, set[Place]]:
        """Where each unit concerned may go: the sick anywhere, the others to where people may be short, or stay."""
        standing, pairs = self.standing, self.problem.pairs
        near = np.ones(len(pairs), dtype=np.bool_) if self.everybody else self._helps()
        wanted = np.zeros(len(standing.units.people), dtype=np.bool_)
        wanted[standing.units.of_row[pairs.row[near]]] = True
        wanted[list(self.sick.units)] = True
        trips_of: dict[int, list[int]] = defaultdict(list)
        for trip, vehicle in sorted(self.vehicle.items()):
            trips_of[vehicle].append(trip)
        found: dict[int, set[Place]] = {unit: set() for unit in np.flatnonzero(wanted).tolist()}
        ways = open_ways(self.problem, standing.units, standing.ways, wanted)
        columns = (ways.unit, ways.posting, ways.travel, ways.vehicle, ways.value, ways.fare)
        for unit, posting, travel, vehicle, value, fare in zip(*(one.tolist() for one in columns), strict=True):
            self.value[unit, posting] = value
            if travel == OWN:
                self.fare[unit, posting] = fare
            free_to_go = self.everybody or unit in self.sick.units
            for trip in trips_of[vehicle] if travel == TRIP else [NO_TRIP]:
                if free_to_go or self._is_short((posting, travel, trip)):
                    found[unit].add((posting, travel, trip))
        for unit, places in found.items():
            if unit in standing.place:
                places.add(standing.place[unit])
        return found

    def _helps(self) -> BoolArray:
        """Pairs that lead to a posting that may fall short of people, or ride on the vehicle of such a trip."""
        pairs = self.problem.pairs
        helps = np.isin(pairs.posting, list(self.sick.short_postings))
        vehicles = np.unique([self.vehicle[trip] for trip in self.sick.short_trips])
        if len(vehicles):
            at, way = self.standing.ways.of_pairs(self.problem, pairs.row, pairs.posting)
            helps[at[np.isin(way, vehicles)]] = True
        return helps

    def _is_as_pinned(self, place: Place, pin: tuple[int, int]) -> bool:
        return place[0] == pin[0] and (pin[1] < 0 or self.vehicle.get(place[2]) == pin[1])

    def _is_short(self, place: Place) -> bool:
        return place[0] in self.sick.short_postings or place[2] in self.sick.short_trips

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
                    cost.append(_steps(self.fare[unit, posting]) * literal)
        fixed: dict[int, list[int]] = defaultdict(list)
        for unit, (posting, travel, trip) in standing.place.items():
            if unit not in self.taken and travel == TRIP:
                fixed[trip].append(unit)
            elif unit not in self.taken and travel == OWN and self.problem.budget is not None:
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
        largest = float(np.abs(pairs.value).max(initial=0)) + float(fleet.fixed_cost.max(initial=0))
        worth: list[Expr] = []
        for unit, options in self.taken.items():
            promised = 10 * largest if unit in standing.place or unit in self.homeless else 0.0
            for (posting, _, _), literal in options.items():
                worth.append(_steps(self.value[unit, posting] + promised * standing.people(unit)) * literal)
        return sum(worth) - self.cost


def _load(takers: Sequence[tuple[int, cp_model.IntVar]], fixed: Sequence[int], amount: IntArray) -> Expr:
    return sum(int(amount[unit]) * literal for unit, literal in takers) + sum(int(amount[unit]) for unit in fixed)


def _steps(money: float) -> int:
    return round(money * MONEY_STEPS)
