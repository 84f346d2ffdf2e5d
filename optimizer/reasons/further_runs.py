"""Whoever could only ride a further run, judged with all who could ride it too: too few, too dear, over the budget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.model.problem import NO_LIMIT
from optimizer.model.travel_units import TravelUnits
from optimizer.reasons.options import LeftOutPairs
from optimizer.reasons.rules import CODE, FEWEST_GAIN, FinishedPlan

SCANNED_A_SEAT: Final = 50  # of the best parties that may fill one seat
PartyLine = tuple[int, int, float]  # unit, posting, gain
JudgedRun = tuple[int, int, float, float]  # rules, riders, what they are worth, and that less the fixed cost


@dataclass(frozen=True, slots=True, eq=False)
class Rides:
    """The best further run of each unit asked about: its rules as bits, its riders and what they are worth."""

    known: BoolArray
    count: IntArray
    rules: IntArray
    posting: IntArray
    vehicle: IntArray
    people: IntArray
    worth: FloatArray


class FurtherRuns:
    """Who could ride a further run of each vehicle if only it ran."""

    def __init__(self, standing: FinishedPlan, units: TravelUnits) -> None:
        self.standing, self.units = standing, units
        self.portions: list[tuple[IntArray, IntArray, IntArray, FloatArray]] = []

    def take(self, options: LeftOutPairs, open_: BoolArray) -> None:
        """Note who of a portion finds everything in order but the run itself."""
        standing = self.standing
        at = np.flatnonzero(open_ & (options.way >= 0) & (options.way < standing.ways.vehicles))
        v, people = options.way[at], self.units.people[options.unit[at]]
        gain = options.value[at] - standing.problem.fleet.cost_per_person[v] * people
        rides = (standing.left.seats_running[v] < people) & (standing.left.seats_new[v] >= people)
        rides &= (gain > FEWEST_GAIN) | (standing.problem.objective != "value")
        at, v, gain = at[rides], v[rides], gain[rides]
        self.portions.append((v, options.unit[at], options.posting[at], gain))

    def best_for(self, unit: IntArray) -> Rides:
        """For each unit the run that the fewest rules keep from leaving, of those the one worth the most."""
        none = np.zeros(0, dtype=np.int64)
        noted = self.portions or [(none, none, none, np.zeros(0))]
        vehicle, of, posting, gain = (np.concatenate(column) for column in zip(*noted, strict=True))
        order = np.lexsort((posting, of, -gain, vehicle))
        vehicle, of, posting, gain = vehicle[order], of[order], posting[order], gain[order]
        starts = np.flatnonzero(np.append(True, vehicle[1:] != vehicle[:-1])[: len(vehicle)])
        runs: list[JudgedRun] = []
        for first, end in pairwise([*starts.tolist(), len(vehicle)]):
            lines = zip(of[first:end].tolist(), posting[first:end].tolist(), gain[first:end].tolist(), strict=True)
            runs.append(self._run(int(vehicle[first]), lines))
        run = np.repeat(np.arange(len(runs)), np.diff(np.append(starts, len(vehicle))))
        rules, people = (np.array([one[at] for one in runs], dtype=np.int64)[run] for at in (0, 1))
        worth, surplus = (np.array([one[at] for one in runs], dtype=np.float64)[run] for at in (2, 3))
        count = np.bitwise_count(rules).astype(np.int64)
        best = np.lexsort((-gain, -surplus, count, of))
        best = best[np.append(True, of[best][1:] != of[best][:-1])[: len(best)]]  # the first line of each unit
        at = np.searchsorted(of[best], unit)
        known = np.append(of[best], -1)[at] == unit
        line = np.append(best, 0)[at][known]

        def of_unit(column: IntArray) -> IntArray:
            told = np.zeros(len(unit), dtype=np.int64)
            told[known] = column[line]
            return told

        value = np.zeros(len(unit))
        value[known] = worth[line]
        return Rides(known, of_unit(count), of_unit(rules), of_unit(posting), of_unit(vehicle), of_unit(people), value)

    def _run(self, vehicle: int, lines: Iterable[PartyLine]) -> JudgedRun:
        """Fill one run with the parties worth the most, and say what keeps it from leaving."""
        problem, left = self.standing.problem, self.standing.left
        chosen = self._filled(vehicle, lines)
        people, worth = sum(size for size, _ in chosen), sum(gain for _, gain in chosen)
        cost = float(problem.fleet.fixed_cost[vehicle])
        spent = left.travel_cost + cost + float(problem.fleet.cost_per_person[vehicle]) * people
        rules = 0
        if people < problem.fleet.min_load[vehicle]:
            rules |= 1 << CODE["trip_too_empty"]
        if problem.budget is not None and spent > problem.budget + 1e-9:
            rules |= 1 << CODE["budget"]
        if problem.objective == "value" and worth - cost <= FEWEST_GAIN:
            rules |= 1 << CODE["worth_less_than_travel"]
        return rules, people, worth, worth - cost

    def _filled(self, vehicle: int, lines: Iterable[PartyLine]) -> list[tuple[int, float]]:
        """People and gain of each party aboard: greedily, so it tells at least what the run is worth."""
        left, units = self.standing.left, self.units
        room: dict[int, list[int]] = {}
        seats = int(left.seats_new[vehicle])
        aboard: set[int] = set()
        chosen: list[tuple[int, float]] = []
        for unit, posting, gain in islice(lines, SCANNED_A_SEAT * max(1, seats)):
            people = int(units.people[unit])
            need = (people, people, int(units.men[unit]), int(units.women[unit]))
            free = room.setdefault(
                posting, [int(x[posting]) for x in (left.openings, left.beds, left.beds_m, left.beds_f)]
            )
            fits = need[0] <= free[0] and all(b == NO_LIMIT or n <= b for n, b in zip(need[1:], free[1:], strict=True))
            if unit in aboard or people > seats or not fits:
                continue
            aboard.add(unit)
            chosen.append((people, gain))
            seats -= people
            room[posting] = [
                free[0] - people,
                *(b if b == NO_LIMIT else b - n for n, b in zip(need[1:], free[1:], strict=True)),
            ]
        return chosen
