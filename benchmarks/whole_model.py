"""The whole problem as one integer model, for rivals and for checking: written apart from optimizer/ on purpose.

Variables, in this order: one binary a unit (a row alone, or a whole group), posting and way of travel; for each
possible run of a vehicle a binary (it runs) and a whole number (single people aboard). Single people choose a
vehicle and the runs share them out, which keeps the model small; crews and groups choose the run itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from labor.arrays import BoolArray, FloatArray, IntArray
from labor.plan import FREE, OWN, TRIP
from optimizer.model.problem import NO_HUB, NO_LIMIT, Problem

ANY_RUN = -1


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """One row a unit, posting and way of travel that the rules allow for that unit alone."""

    unit: IntArray
    posting: IntArray
    travel: IntArray
    vehicle: IntArray  # -1 for own and free travel
    run: IntArray  # index into Runs, ANY_RUN where single people choose a vehicle only
    value: FloatArray
    fare: FloatArray  # travel cost of the unit, fixed costs of trips apart


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """What is placed as one: people, men, women (-1 not said), and the unit of each row."""

    of_row: IntArray
    people: IntArray
    rows: IntArray
    men: IntArray
    women: IntArray
    said: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Possible journeys, vehicle by vehicle."""

    vehicle: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class WholeModel:
    """max gain·x, low <= A x <= high, 0 <= x <= top, all whole numbers."""

    problem: Problem
    units: Units
    choices: Choices
    runs: Runs
    gain: FloatArray
    matrix: sparse.csr_matrix
    low: FloatArray
    high: FloatArray
    top: FloatArray


def units_of(problem: Problem) -> Units:
    """Rows with one group number become one unit."""
    rows = problem.rows
    key = np.where(rows.group >= 0, rows.group, rows.group.max(initial=0) + 1 + np.arange(len(rows)))
    _, of_row = np.unique(key, return_inverse=True)
    count = int(of_row.max(initial=-1)) + 1
    men_said = (rows.men >= 0) & (rows.women >= 0)

    def total(weights: IntArray) -> IntArray:
        return np.bincount(of_row, weights=weights, minlength=count).astype(np.int64)

    said = total((~men_said).astype(np.int64)) == 0
    ones = np.ones(len(rows), dtype=np.int64)
    men, women = (total(np.maximum(side, 0)) for side in (rows.men, rows.women))
    return Units(of_row.astype(np.int64), total(rows.size), total(ones), men, women, said)


def _days(values: np.ndarray, missing: int) -> IntArray:
    days = values.astype("datetime64[D]").astype(np.int64)
    return np.where(np.isnat(values), missing, days)


def _ways(problem: Problem) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
    """(pair, travel, vehicle, cost a person) for every pair and way that suits in place and days."""
    rows, places, pairs, fleet = problem.rows, problem.places, problem.pairs, problem.fleet
    origin, goal = rows.origin[pairs.row], places.destination[pairs.posting]
    far = 1 << 40
    early, late = _days(rows.earliest, -far)[pairs.row], _days(rows.latest, far)[pairs.row]
    first, last = _days(places.start_from, -far)[pairs.posting], _days(places.start_by, far)[pairs.posting]
    free = (origin == NO_HUB) | (goal == NO_HUB) | (origin == goal) | problem.travel_is_free
    own_day = free & (np.maximum(early, first) <= np.minimum(late, last))
    found = [(np.flatnonzero(own_day), FREE, NO_LIMIT, np.zeros(int(own_day.sum())))]
    named = (origin, goal, problem.tickets.origin, problem.tickets.destination)
    hubs = 1 + max(int(hub.max(initial=0)) for hub in named)
    corridor = np.where(free, -1, origin * hubs + goal)
    order = np.argsort(corridor, kind="stable")
    ranked = corridor[order]

    def on(key: int) -> IntArray:
        return order[np.searchsorted(ranked, key) : np.searchsorted(ranked, key, side="right")]

    for v in range(len(fleet)):
        leaves, arrives = fleet.leaves[v], fleet.arrives[v]
        keys = {
            int(o) * hubs + int(d)
            for o in fleet.origins.row(v)
            for d in fleet.destinations.row(v)
            if o < hubs and d < hubs
        }
        at = np.concatenate([on(key) for key in sorted(keys)]) if keys else np.zeros(0, dtype=np.int64)
        if not np.isnat(leaves):
            day = int(leaves.astype("datetime64[D]").astype(np.int64))
            there = day if np.isnat(arrives) else int(arrives.astype("datetime64[D]").astype(np.int64))
            at = at[(early[at] <= day) & (day <= late[at]) & (first[at] <= there) & (there <= last[at])]
        found.append((np.sort(at), TRIP, v, np.full(len(at), fleet.cost_per_person[v])))
    for t in range(len(problem.tickets)):
        days = int(problem.tickets.days[t])
        at = on(int(problem.tickets.origin[t]) * hubs + int(problem.tickets.destination[t]))
        at = at[np.maximum(early[at], first[at] - days) <= np.minimum(late[at], last[at] - days)]
        found.append((np.sort(at), OWN, NO_LIMIT, np.full(len(at), problem.tickets.fare[t])))
    pair = np.concatenate([f[0] for f in found])
    travel = np.concatenate([np.full(len(f[0]), f[1]) for f in found])
    vehicle = np.concatenate([np.full(len(f[0]), f[2]) for f in found])
    cost = np.concatenate([f[3] for f in found])
    # Of several fare lines that suit, a person takes the cheapest.
    cheap = np.lexsort((cost, vehicle, travel, pair))
    pair, travel, vehicle, cost = pair[cheap], travel[cheap], vehicle[cheap], cost[cheap]
    again = (pair[1:] == pair[:-1]) & (travel[1:] == travel[:-1]) & (vehicle[1:] == vehicle[:-1])
    keep = np.concatenate([np.ones(min(1, len(pair)), dtype=bool), ~again])
    return pair[keep], travel[keep], vehicle[keep], cost[keep]


def _unit_choices(problem: Problem, units: Units) -> Choices:
    """Ways that suit every row of a unit, bans taken out, beds without said sex taken out."""
    pair, travel, vehicle, cost = _ways(problem)
    pairs, places = problem.pairs, problem.places
    unit, posting = units.of_row[pairs.row[pair]], pairs.posting[pair]
    banned = set(zip(units.of_row[pairs.row[problem.bans]].tolist(), pairs.posting[problem.bans].tolist(), strict=True))
    sexed = (places.beds_m != NO_LIMIT) | (places.beds_f != NO_LIMIT)
    ways = len(problem.fleet) + 2
    way = np.where(travel == TRIP, vehicle + 2, np.where(travel == OWN, 1, 0))
    key, where, count = np.unique((unit * len(places) + posting) * ways + way, return_inverse=True, return_counts=True)
    unit, posting, way = key // ways // len(places), key // ways % len(places), key % ways
    value = np.bincount(where, weights=pairs.value[pair])
    fare = np.bincount(where, weights=cost * problem.rows.size[pairs.row[pair]])
    keep = (count == units.rows[unit]) & ~(sexed[posting] & ~units.said[unit])
    if banned:
        keep &= np.array([pair not in banned for pair in zip(unit.tolist(), posting.tolist(), strict=True)], dtype=bool)
    unit, posting, way, value, fare = unit[keep], posting[keep], way[keep], value[keep], fare[keep]
    travel = np.where(way >= 2, TRIP, np.where(way == 1, OWN, FREE))
    vehicle = np.where(way >= 2, way - 2, NO_LIMIT)
    return Choices(unit, posting, travel, vehicle, np.full(len(unit), ANY_RUN), value, fare)


def _runs(problem: Problem, units: Units, choices: Choices) -> Runs:
    """No two runs of one vehicle need both be at most half full: they could share one, which is cheaper."""
    fleet, found = problem.fleet, []
    room = fleet.seats - fleet.escorts
    aboard = choices.vehicle >= 0
    riders = np.unique(choices.vehicle[aboard] * len(units.people) + choices.unit[aboard])
    vehicle, unit = riders // len(units.people), riders % len(units.people)
    count = np.bincount(vehicle, minlength=len(fleet))
    people = np.bincount(vehicle, weights=units.people[unit], minlength=len(fleet)).astype(np.int64)
    for v in np.flatnonzero((room > 0) & (people > 0)):
        most = min(int(count[v]), 2 * int(people[v]) // int(room[v]) + 1)
        allowed = most if fleet.available[v] == NO_LIMIT else min(most, int(fleet.available[v]))
        found += [int(v)] * allowed
    return Runs(np.array(found, dtype=np.int64))


def _with_runs(choices: Choices, units: Units, runs: Runs) -> Choices:
    """Crews and groups choose among runs; single people keep ANY_RUN."""
    many = (choices.travel == TRIP) & (units.people[choices.unit] > 1)
    gone = (choices.travel == TRIP) & ~np.isin(choices.vehicle, runs.vehicle)
    first = np.searchsorted(runs.vehicle, choices.vehicle)
    copies = np.where(many, np.searchsorted(runs.vehicle, choices.vehicle, side="right") - first, 1)
    copies[gone] = 0
    source = np.repeat(np.arange(len(copies)), copies)
    step = np.arange(len(source)) - np.repeat(np.cumsum(copies) - copies, copies)
    run = np.where(many[source], first[source] + step, ANY_RUN)
    c = choices
    return Choices(
        c.unit[source], c.posting[source], c.travel[source], c.vehicle[source], run, c.value[source], c.fare[source]
    )


def build(problem: Problem) -> WholeModel:
    """The model of one problem; "placed_then_value" becomes a weight no plan's value can outdo."""
    units = units_of(problem)
    plain = _unit_choices(problem, units)
    runs = _runs(problem, units, plain)
    choices = _with_runs(plain, units, runs)
    lines = _Lines(problem, units, choices, runs)
    lines.one_choice_each()
    lines.pins()
    lines.openings_and_teams()
    lines.beds()
    lines.trips()
    lines.budget()
    net = choices.value - choices.fare
    fixed = problem.fleet.fixed_cost[runs.vehicle]
    if problem.objective == "placed_then_value":
        weight = 2 * (np.abs(choices.value).sum() + choices.fare.sum() + fixed.sum()) + 1
        net = net + weight * units.people[choices.unit]
    teams = lines.teams
    gain = np.concatenate([net, -fixed, np.zeros(len(runs.vehicle) + teams)])
    room = (problem.fleet.seats - problem.fleet.escorts)[runs.vehicle]
    top = np.concatenate([np.ones(len(net)), np.ones(len(fixed)), room.astype(float), np.ones(teams)])
    matrix, low, high = lines.matrix(len(gain))
    return WholeModel(problem, units, choices, runs, gain, matrix, low, high, top)


class _Lines:
    """Collects the rows of the matrix, rule by rule."""

    def __init__(self, problem: Problem, units: Units, choices: Choices, runs: Runs) -> None:
        self.problem, self.units, self.choices, self.runs = problem, units, choices, runs
        self.people = units.people[choices.unit].astype(float)
        self.n, self.r = len(choices.unit), len(runs.vehicle)
        self.entries: list[tuple[IntArray, IntArray, FloatArray]] = []
        self.low: list[FloatArray] = []
        self.high: list[FloatArray] = []
        self.count = 0
        team = problem.places.min_team
        self.team_of = np.flatnonzero((team > 1) & np.isin(np.arange(len(team)), choices.posting))
        self.teams = len(self.team_of)

    def add(self, row: IntArray, column: IntArray, weight: FloatArray, low: FloatArray, high: FloatArray) -> None:
        self.entries.append((row + self.count, column, weight))
        self.low.append(np.asarray(low, dtype=float))
        self.high.append(np.asarray(high, dtype=float))
        self.count += len(low)

    def one_choice_each(self) -> None:
        used, row = np.unique(self.choices.unit, return_inverse=True)
        self.add(row, np.arange(self.n), np.ones(self.n), np.full(len(used), -np.inf), np.ones(len(used)))

    def pins(self) -> None:
        pairs = self.problem.pairs
        for at, pin in enumerate(self.problem.pins):
            unit, posting = self.units.of_row[pairs.row[pin]], pairs.posting[pin]
            chosen = (self.choices.unit == unit) & (self.choices.posting == posting)
            if len(self.problem.pin_vehicle) and self.problem.pin_vehicle[at] >= 0:
                chosen &= self.choices.vehicle == self.problem.pin_vehicle[at]
            column = np.flatnonzero(chosen)
            self.add(np.zeros(len(column), dtype=np.int64), column, np.ones(len(column)), np.ones(1), np.ones(1))

    def openings_and_teams(self) -> None:
        places, posting = self.problem.places, self.choices.posting
        nothing = np.full(len(places), -np.inf)
        self.add(posting, np.arange(self.n), self.people, nothing, places.openings.astype(float))
        if not self.teams:
            return
        at = np.searchsorted(self.team_of, posting)
        mine = (at < self.teams) & (self.team_of[np.minimum(at, self.teams - 1)] == posting)
        column = np.flatnonzero(mine)
        flags = self.n + 2 * self.r + np.arange(self.teams)
        row = np.concatenate([at[mine], np.arange(self.teams)])
        columns = np.concatenate([column, flags])
        for bound, low, high in (
            (places.min_team, np.zeros(self.teams), np.full(self.teams, np.inf)),
            (places.openings, np.full(self.teams, -np.inf), np.zeros(self.teams)),
        ):
            weight = np.concatenate([self.people[mine], -bound[self.team_of].astype(float)])
            self.add(row, columns, weight, low, high)

    def beds(self) -> None:
        places, units, unit = self.problem.places, self.units, self.choices.unit
        for beds, weight in (
            (places.beds, self.people),
            (places.beds_m, units.men[unit].astype(float)),
            (places.beds_f, units.women[unit].astype(float)),
        ):
            high = np.where(beds == NO_LIMIT, np.inf, beds)
            self.add(self.choices.posting, np.arange(self.n), weight, np.full(len(places), -np.inf), high)

    def trips(self) -> None:
        """Aboard a run: between its minimum load and its room when it runs, nobody when it doesn't."""
        fleet, vehicle, n, r = self.problem.fleet, self.runs.vehicle, self.n, self.r
        if not r:
            return
        crew = np.flatnonzero(self.choices.run >= 0)
        runs = np.arange(r)
        row = np.concatenate([self.choices.run[crew], runs, runs])
        column = np.concatenate([crew, n + r + runs, n + runs])
        room = (fleet.seats - fleet.escorts)[vehicle].astype(float)
        least = np.maximum(1, fleet.min_load[vehicle]).astype(float)
        aboard = np.concatenate([self.people[crew], np.ones(r)])
        self.add(row, column, np.concatenate([aboard, -room]), np.full(r, -np.inf), np.zeros(r))
        self.add(row, column, np.concatenate([aboard, -least]), np.zeros(r), np.full(r, np.inf))
        alone = np.flatnonzero((self.choices.vehicle >= 0) & (self.choices.run < 0))
        row = np.concatenate([self.choices.vehicle[alone], vehicle])
        weight = np.concatenate([np.ones(len(alone)), -np.ones(r)])
        zero = np.zeros(len(fleet))
        self.add(row, np.concatenate([alone, n + r + runs]), weight, zero, zero)
        twin = np.flatnonzero(vehicle[1:] == vehicle[:-1])  # runs of one vehicle are alike: the first runs first
        pair = np.concatenate([np.arange(len(twin))] * 2)
        column = np.concatenate([n + twin, n + twin + 1])
        sign = np.concatenate([np.ones(len(twin)), -np.ones(len(twin))])
        self.add(pair, column, sign, np.zeros(len(twin)), np.full(len(twin), np.inf))

    def budget(self) -> None:
        if self.problem.budget is None:
            return
        cost = np.concatenate([self.choices.fare, self.problem.fleet.fixed_cost[self.runs.vehicle]])
        column = np.flatnonzero(cost)
        self.add(
            np.zeros(len(column), dtype=np.int64),
            column,
            cost[column],
            np.array([-np.inf]),
            np.array([self.problem.budget]),
        )

    def matrix(self, width: int) -> tuple[sparse.csr_matrix, FloatArray, FloatArray]:
        row, column, weight = (np.concatenate([entry[k] for entry in self.entries]) for k in range(3))
        lines = sparse.csr_matrix((weight, (row, column)), shape=(self.count, width))
        low, high = np.concatenate(self.low), np.concatenate(self.high)
        return lines, low, high
