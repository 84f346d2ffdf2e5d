"""Why a vehicle on offer carries nobody, or nobody more: the first thing that binds, in figures of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from labor.arrays import IntArray
from labor.plan import OWN, Plan
from labor.words import Bilingual
from optimizer.model.problem import Problem
from optimizer.model.ways import Ways, days_suit, leftover_of, ways_of

TEXTS: Final = {
    "full": Bilingual("已坐满：{people}人，一个空位也没有", "full: {people} people and no seat left"),
    "runs": Bilingual("开行：{people}人，还有{free}个空位", "runs with {people} people and {free} seats free"),
    "out": Bilingual("不开：报价里没有可用的班次", "does not run: the offer has no runs left"),
    "no_rider": Bilingual("不开：没有人从{here}上车", "does not run: nobody boards at {here}"),
    "no_posting": Bilingual("不开：{there}没有可去的岗位", "does not run: no posting lies at {there}"),
    "no_pair": Bilingual(
        "不开：从{here}上车的人里，没有人能去{there}的岗位（意愿、资格或名额不合）",
        "does not run: of those who board at {here} nobody may or would go to a posting at {there}",
    ),
    "no_day": Bilingual(
        "不开：从{here}去{there}的{people}人，出发日或到岗日都对不上这一班",
        "does not run: {people} could go from {here} to {there}, no day of this run suits them or their postings",
    ),
    "too_few": Bilingual(
        "不开：最多只有{people}人能坐，至少要{load}人才开",
        "does not run: at most {people} could ride, and it takes {load}",
    ),
    "group": Bilingual(
        "不开：能坐的人要和同伴一起走，最小的一组有{people}人，只有{seats}个座位",
        "does not run: those who could ride travel together, the smallest party is {people}, and it has {seats} seats",
    ),
    "budget": Bilingual(
        "不开：要{cost}，预算{budget}，其他安排用去后只剩{rest}",
        "does not run: it costs {cost}, of the budget of {budget} the rest of the plan leaves {rest}",
    ),
    "no_pay": Bilingual(
        "不开：要{cost}；能坐的{people}人里，它让计划多值{worth}，差{short}",
        "does not run: it costs {cost}; the {people} who could ride are worth {worth} to the plan, {short} too little",
    ),
    "others": Bilingual(
        "不开：能坐的{people}人已由别的车或车票送到，或这样安排更划算",
        "does not run: the {people} who could ride go by other vehicles or tickets, or stand better as planned",
    ),
}


@dataclass(frozen=True, slots=True)
class Use:
    """What became of one vehicle of the offer; ``kind`` is a word of TEXTS."""

    kind: str
    text: Bilingual


def uses_of(problem: Problem, plan: Plan) -> tuple[Use, ...]:
    """One a vehicle of the fleet, in its order."""
    asked = _Asked(problem, plan)
    return tuple(asked.about(vehicle) for vehicle in range(len(problem.fleet)))


class _Asked:
    """A problem and its plan, laid out by corridor once for all vehicles."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.ways: Ways = ways_of(problem, idle_too=True)
        self.left = leftover_of(problem, plan.assignments, plan.trips)
        pairs = problem.pairs
        corridor = problem.rows.origin[pairs.row] * self.ways.hubs + problem.places.destination[pairs.posting]
        corridor[problem.bans] = -1
        self.order = np.argsort(corridor, kind="stable")
        self.corridor = corridor[self.order]
        self.travel = np.full(len(problem.rows), -1, dtype=np.int64)
        self.travel[plan.assignments.row] = plan.assignments.travel
        self.posting = np.full(len(problem.rows), -1, dtype=np.int64)
        self.posting[plan.assignments.row] = plan.assignments.posting

    def about(self, vehicle: int) -> Use:
        trips, fleet = self.plan.trips, self.problem.fleet
        seats = int(fleet.seats[vehicle] - fleet.escorts[vehicle])
        ran = np.flatnonzero(trips.vehicle == vehicle)
        if len(ran):
            people = int(trips.people[ran].sum())
            free = seats * len(ran) - people
            return _use("runs" if free else "full", people=people, free=free)
        if fleet.available[vehicle] == 0:
            return _use("out")
        return self._of_corridor(vehicle, fleet.origins.row(vehicle), fleet.destinations.row(vehicle), seats)

    def _of_corridor(self, vehicle: int, here: IntArray, there: IntArray, seats: int) -> Use:
        """Nobody there, nothing to go to, nobody suited, no day; else what binds those who could ride."""
        names = {"here": self._names(here), "there": self._names(there)}
        if not np.isin(self.problem.rows.origin, here).any():
            return _use("no_rider", **names)
        if not np.isin(self.problem.places.destination, there).any():
            return _use("no_posting", **names)
        pair = self._pairs(here, there)
        if not len(pair):
            return _use("no_pair", **names)
        pairs = self.problem.pairs
        suits = days_suit(self.problem, self.ways, pairs.row[pair], pairs.posting[pair], np.full(len(pair), vehicle))
        if not suits.any():
            return _use("no_day", people=self._people(np.unique(pairs.row[pair])), **names)
        return self._of_riders(vehicle, pair[suits], seats)

    def _of_riders(self, vehicle: int, pair: IntArray, seats: int) -> Use:
        """Somebody could ride: too few, a party too large, the money, or it does not pay."""
        problem, fleet = self.problem, self.problem.fleet
        rows = np.unique(problem.pairs.row[pair])
        people = self._people(rows)
        load = max(1, int(fleet.min_load[vehicle]))
        if people < load:
            return _use("too_few", people=people, load=load)
        smallest = self._smallest_party(rows)
        if smallest > seats:
            return _use("group", people=smallest, seats=max(0, seats))
        cost = float(fleet.fixed_cost[vehicle])
        money = problem.names.money_words
        if problem.budget is not None and self.left.travel_cost + cost > problem.budget + 1e-9:
            words = {"cost": cost, "budget": problem.budget, "rest": problem.budget - self.left.travel_cost}
            return _use("budget", **{name: money(amount) for name, amount in words.items()})
        worth = self._worth(vehicle, pair, seats)
        if worth <= cost:
            told = {"cost": money(cost), "worth": money(worth), "short": money(cost - worth)}
            return _use("no_pay", people=people, **told)
        return _use("others", people=people)

    def _worth(self, vehicle: int, pair: IntArray, seats: int) -> float:
        """At most what the plan could gain: places for those at home, fares saved for those with tickets."""
        problem, pairs = self.problem, self.problem.pairs
        row = pairs.row[pair]
        gain = np.where(self.travel[row] < 0, pairs.value[pair], 0.0)
        own = np.flatnonzero((self.travel[row] == OWN) & (self.posting[row] == pairs.posting[pair]))
        gain[own] = self._fares(row[own], pairs.posting[pair][own])
        gain -= problem.fleet.cost_per_person[vehicle] * problem.rows.size[row]
        best = np.zeros(len(problem.rows))
        np.maximum.at(best, row, gain)
        return float(np.sort(best)[::-1][: max(0, seats)].sum())

    def _fares(self, row: IntArray, posting: IntArray) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        fare = np.zeros(len(row))
        at, way = self.ways.of_pairs(self.problem, row, posting)
        lines = (way >= self.ways.vehicles) & (way < self.ways.free)
        np.maximum.at(fare, at[lines], self.problem.tickets.fare[way[lines] - self.ways.vehicles])
        result: np.ndarray[tuple[int], np.dtype[np.float64]] = fare * self.problem.rows.size[row]
        return result

    def _pairs(self, here: IntArray, there: IntArray) -> IntArray:
        keys = (here[:, None] * self.ways.hubs + there[None, :]).ravel()
        spans = [self.order[slice(*np.searchsorted(self.corridor, [key, key + 1]))] for key in np.unique(keys).tolist()]
        return np.concatenate(spans) if spans else np.zeros(0, dtype=np.int64)

    def _people(self, rows: IntArray) -> int:
        return int(self.problem.rows.size[rows].sum())

    def _smallest_party(self, rows: IntArray) -> int:
        group, size = self.problem.rows.group, self.problem.rows.size
        of_group = np.bincount(group[group >= 0], weights=size[group >= 0]) if (group >= 0).any() else np.zeros(1)
        parties = np.where(group[rows] >= 0, of_group[np.maximum(group[rows], 0)], size[rows])
        return int(parties.min())

    def _names(self, hubs: IntArray) -> str:
        known = self.problem.names.hubs
        return "、".join(known[hub] if hub < len(known) else str(hub) for hub in hubs.tolist())


def _use(kind: str, **values: object) -> Use:
    zh = {name: value.zh if isinstance(value, Bilingual) else value for name, value in values.items()}
    en = {name: value.en if isinstance(value, Bilingual) else value for name, value in values.items()}
    return Use(kind, Bilingual(TEXTS[kind].text("zh", **zh), TEXTS[kind].text("en", **en)))
