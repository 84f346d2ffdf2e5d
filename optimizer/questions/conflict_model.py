"""The pinned part of a problem as one CP-SAT model in which every requirement can be switched off.

Everyone who is pinned is modeled with each way of travel to the pinned posting, run by run, vehicles that cannot run
included; people who are not pinned but could fill up a team or a trip that must run are modeled too, as whole groups,
and so are those who could fill up where these go. What is switched off does not bind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np

from labor.words import Bilingual
from optimizer.model.problem import NO_LIMIT, Problem
from optimizer.model.travel_units import TravelUnits, units_of
from optimizer.model.ways import NO_WAY, Ways, days_suit, ways_of
from optimizer.recount import outside_name
from optimizer.solvers.integer_model import whole_scale
from optimizer.solvers.sat_model import SatModel, negated

OWN, FREE = -2, -3
MOST_OPTIONS: Final = 60_000
MANY_PAIRS: Final = 20_000  # beyond, those who could fill up for those who fill up are left out

TEXTS: Final = {
    "pin": Bilingual("把工人{row}固定到岗位{place}", "pin of worker {row} to posting {place}"),
    "ban": Bilingual("不许工人{row}去岗位{place}", "ban of worker {row} at posting {place}"),
    "group": Bilingual("工人{rows}同行", "group of workers {rows}"),
    "row_days": Bilingual("工人{row}能走的日子", "days of worker {row}"),
    "place_days": Bilingual("岗位{place}的到岗日期", "days of posting {place}"),
    "openings": Bilingual("岗位{place}的名额", "openings of posting {place}"),
    "beds": Bilingual("岗位{place}的床位", "beds of posting {place}"),
    "beds_m": Bilingual("岗位{place}的男床位", "beds for men of posting {place}"),
    "beds_f": Bilingual("岗位{place}的女床位", "beds for women of posting {place}"),
    "unsaid": Bilingual("岗位{place}按男女分床", "beds by sex of posting {place}"),
    "team": Bilingual("岗位{place}的最少成组人数", "smallest team of posting {place}"),
    "seats": Bilingual("车辆{vehicle}的座位", "seats of vehicle {vehicle}"),
    "load": Bilingual("车辆{vehicle}的最低乘坐人数", "minimum load of vehicle {vehicle}"),
    "runs": Bilingual("车辆{vehicle}的班次", "runs of vehicle {vehicle}"),
    "budget": Bilingual("交通预算{amount}", "budget of {amount}"),
}

Seat: TypeAlias = tuple[int, int, int]  # posting, vehicle or OWN or FREE, run
Bars: TypeAlias = list[list[Bilingual]]  # in each, one must give


@dataclass(slots=True)
class Body:
    """One row of a pinned unit, or a whole unit that could fill up. Unsaid men and women take no bed of either."""

    rows: list[int]
    people: int
    men: int
    women: int
    unsaid: bool
    seats: dict[Seat, int] = field(default_factory=dict)  # literals
    fares: dict[int, float] = field(default_factory=dict)  # by posting


def budget_words(problem: Problem) -> Bilingual:
    """The budget as a requirement."""
    if problem.names.fen_in_yuan:
        money = problem.names.money_words(problem.budget or 0.0)
        return Bilingual(TEXTS["budget"].text("zh", amount=money.zh), TEXTS["budget"].text("en", amount=money.en))
    return said("budget", amount=f"{problem.budget:g}")


class TooLarge(Exception):
    """More options than the model is made for."""


def said(kind: str, **names: object) -> Bilingual:
    """A requirement in words, in both languages."""
    text = TEXTS[kind]
    return Bilingual(text.text("zh", **names), text.text("en", **names))


class ClashModel:
    """``switches`` maps each requirement, in words, to the literal that makes it bind."""

    def __init__(self, problem: Problem, most_options: int = MOST_OPTIONS) -> None:
        self.problem, self.model, self.most_options = problem, SatModel(), most_options
        self.units: TravelUnits = units_of(problem)
        self.ways: Ways = ways_of(problem, idle_too=True)
        self.switches: dict[Bilingual, int] = {}
        self.banned = self._banned_names()
        self.pinned_at = set(problem.pairs.posting[problem.pins].tolist())
        self.pinned_units = set(self.units.of_row[problem.pairs.row[problem.pins]].tolist())
        self.pinned_pairs = set(zip(self.units.of_row[problem.pairs.row[problem.pins]].tolist(),
                                    problem.pairs.posting[problem.pins].tolist(), strict=True))  # fmt: skip
        self.needy = Needy.of(self)
        self.bodies = list(self._bodies())
        self._give_options()
        self._keep_pins_and_groups()
        self._keep_postings()
        self._keep_trips_and_budget()

    def switch(self, requirement: Bilingual) -> int:
        """The literal of a requirement, made when first asked for."""
        if requirement not in self.switches:
            self.switches[requirement] = self.model.literal()
        return self.switches[requirement]

    def row_name(self, row: int) -> str:
        """A row's outside id."""
        return outside_name(self.problem.names.rows, row)

    def place_name(self, posting: int) -> str:
        """A posting's outside id."""
        return outside_name(self.problem.names.postings, posting)

    def _banned_names(self) -> dict[tuple[int, int], Bilingual]:
        """By unit and posting, the ban as it was given."""
        pairs, banned = self.problem.pairs, {}
        for at in self.problem.bans.tolist():
            row, posting = int(pairs.row[at]), int(pairs.posting[at])
            name = said("ban", row=self.row_name(row), place=self.place_name(posting))
            banned[int(self.units.of_row[row]), posting] = name
        return banned

    def _bodies(self) -> Iterator[Body]:
        rows = self.problem.rows
        members: dict[int, list[int]] = defaultdict(list)
        concerned = list(self.pinned_units | self.needy.fillers)
        for row in np.flatnonzero(np.isin(self.units.of_row, concerned)).tolist():
            members[int(self.units.of_row[row])].append(row)
        for unit in sorted(members):
            for part in [[row] for row in members[unit]] if unit in self.pinned_units else [members[unit]]:
                men, women = rows.men[part], rows.women[part]
                known = int(np.maximum(0, men).sum()), int(np.maximum(0, women).sum())
                yield Body(part, int(rows.size[part].sum()), *known, bool((np.minimum(men, women) < 0).any()))

    def _give_options(self) -> None:
        count = 0
        before: dict[int, list[int]] = defaultdict(list)  # by vehicle, the people of bodies that may ride it
        for body in self.bodies:
            unit = int(self.units.of_row[body.rows[0]])
            best: dict[Seat, tuple[int, float, Bars]] = {}
            ways = [(posting, way) for posting, way in self._open_ways(body) if self._matters(unit, posting, way)]
            for vehicle in {way for _, way in ways if way < self.ways.vehicles}:
                before[vehicle].append(body.people)
            for posting, way in ways:
                bars = self._bars(body, posting, way)
                for seat, fare in self._seats(posting, way, before[way]):
                    # Of several ticket lines the cheapest that suits; one that does not only where none does.
                    best[seat] = min(best.get(seat, (len(bars), fare, bars)), (len(bars), fare, bars))
            count += len(best)
            if count > self.most_options:
                raise TooLarge
            for seat, (_, fare, bars) in best.items():
                self._offer(body, seat, bars)
                if seat[1] == OWN:
                    body.fares[seat[0]] = fare

    def _matters(self, unit: int, posting: int, way: int) -> bool:
        """Whether the option meets a pin or fills up what must be filled."""
        return (unit, posting) in self.pinned_pairs or posting in self.needy.postings or way in self.needy.vehicles

    def _offer(self, body: Body, seat: Seat, bars: Bars) -> None:
        if bars and int(self.units.of_row[body.rows[0]]) not in self.pinned_units:
            return
        taken = body.seats[seat] = self.model.literal()
        for bar in bars:
            self.model.any_of([negated(self.switch(name)) for name in bar], only_if=[taken])

    def _open_ways(self, body: Body) -> list[tuple[int, int]]:
        """Postings listed for all rows of the body, with the ways that serve its first row."""
        pairs, unit = self.problem.pairs, int(self.units.of_row[body.rows[0]])
        spans = [np.searchsorted(pairs.row, [row, row + 1]) for row in body.rows]
        wanted = set.intersection(*(set(pairs.posting[first:end].tolist()) for first, end in spans))
        if unit not in self.pinned_units:
            wanted = {j for j in wanted if (unit, j) not in self.banned}
        postings = np.array(sorted(wanted), dtype=np.int64)
        at, way = self.ways.of_pairs(self.problem, np.full(len(postings), body.rows[0]), postings)
        return [(int(postings[one]), int(by)) for one, by in zip(at, way, strict=True) if by != NO_WAY]

    def _seats(self, posting: int, way: int, riders: list[int]) -> Iterator[tuple[Seat, float]]:
        """Where to sit, and what a ticket costs. Runs are numbered by their first rider, so one opens no later run."""
        if way < self.ways.vehicles:
            for run in range(min(len(riders), self._runs_that_matter(way))):
                yield (posting, way, run), 0.0
        elif way == self.ways.free:
            yield (posting, FREE, 0), 0.0
        else:
            yield (posting, OWN, 0), float(self.problem.tickets.fare[way - self.ways.vehicles])

    def _runs_that_matter(self, vehicle: int) -> int:
        """Two runs that fit into one can be one: all but one are more than half full."""
        fleet = self.problem.fleet
        seats = max(1, int(fleet.seats[vehicle] - fleet.escorts[vehicle]))
        everybody = sum(body.people for body in self.bodies)
        return min(len(self.bodies), 2 * everybody // seats + 1)

    def _bars(self, body: Body, posting: int, way: int) -> Bars:
        unit, bars = int(self.units.of_row[body.rows[0]]), []
        if (unit, posting) in self.banned:
            bars.append([self.banned[unit, posting]])
        for row in body.rows:
            if days_suit(self.problem, self.ways, *(np.array([one]) for one in (row, posting, way)))[0]:
                continue
            bars.extend(self._day_bars(row, posting, way))
        return bars

    def _day_bars(self, row: int, posting: int, way: int) -> Bars:
        """Which days stand in the way; where row and posting only clash together, either one could give."""
        rows, places, fleet = self.problem.rows, self.problem.places, self.problem.fleet
        own = said("row_days", row=self.row_name(row))
        there = said("place_days", place=self.place_name(posting))
        if way >= self.ways.vehicles:
            row_alone = bool(rows.earliest[row] > rows.latest[row])
            place_alone = bool(places.start_from[posting] > places.start_by[posting])
            alone = [[own]] * row_alone + [[there]] * place_alone
            return alone or [[own, there]]
        leaves = fleet.leaves[way]
        arrives = leaves if np.isnat(fleet.arrives[way]) else fleet.arrives[way]
        bars = []
        if leaves < rows.earliest[row] or leaves > rows.latest[row]:
            bars.append([own])
        if arrives < places.start_from[posting] or arrives > places.start_by[posting]:
            bars.append([there])
        return bars

    def _keep_pins_and_groups(self) -> None:
        pairs, problem = self.problem.pairs, self.problem
        of_row = {body.rows[0]: body for body in self.bodies if len(body.rows) == 1}
        held = problem.pin_vehicle if len(problem.pin_vehicle) else np.full(len(problem.pins), -1)
        for at, vehicle in zip(problem.pins.tolist(), held.tolist(), strict=True):
            row, posting = int(pairs.row[at]), int(pairs.posting[at])
            seats = of_row[row].seats.items()
            good = [taken for seat, taken in seats if seat[0] == posting and vehicle in (-1, seat[1])]
            self.model.any_of(
                good, only_if=[self.switch(said("pin", row=self.row_name(row), place=self.place_name(posting)))]
            )
        for body in self.bodies:
            self.model.at_most_one(list(body.seats.values()))
        for unit in sorted(self.pinned_units):
            team = [body for body in self.bodies if self.units.of_row[body.rows[0]] == unit]
            for body, other in pairwise(team):
                together = self.switch(said("group", rows=", ".join(self.row_name(one.rows[0]) for one in team)))
                for seat in sorted(body.seats.keys() | other.seats.keys()):
                    both = [one.seats[seat] for one in (body, other) if seat in one.seats]
                    self.model.row(both, (1, -1)[: len(both)], (0, 0), only_if=[together])

    def _keep_postings(self) -> None:
        places = self.problem.places
        there: dict[int, list[tuple[Body, int]]] = defaultdict(list)
        for body in self.bodies:
            for seat, literal in body.seats.items():
                there[seat[0]].append((body, literal))
        for posting, taken_there in sorted(there.items()):
            taken = [literal for _, literal in taken_there]
            name, people = self.place_name(posting), [body.people for body, _ in taken_there]
            self._bind((taken, people, int(places.openings[posting])), said("openings", place=name), posting)
            for beds, of_body, word in (
                (places.beds, "people", "beds"),
                (places.beds_m, "men", "beds_m"),
                (places.beds_f, "women", "beds_f"),
            ):
                if beds[posting] != NO_LIMIT:
                    sleepers = [getattr(body, of_body) for body, _ in taken_there]
                    self._bind((taken, sleepers, int(beds[posting])), said(word, place=name), posting)
            if places.beds_m[posting] != NO_LIMIT or places.beds_f[posting] != NO_LIMIT:
                unsaid = [int(body.unsaid) for body, _ in taken_there]
                self._bind((taken, unsaid, 0), said("unsaid", place=name), posting)
            if (least := int(places.min_team[posting])) > 1:
                team = self.model.literal()
                for one in taken:
                    self.model.any_of([team], only_if=[one])
                short = [*taken, team], [*(-count for count in people), least], 0
                self._bind(short, said("team", place=name), posting)

    def _bind(self, line: tuple[list[int], list[int], int], requirement: Bilingual, posting: int) -> None:
        """At most so much; with a switch where pins are concerned, elsewhere the rule always holds."""
        literals, factors, most = line
        if sum(factor for factor in factors if factor > 0) > most:
            only_if = [self.switch(requirement)] if posting in self.pinned_at else []
            self.model.row(literals, factors, (None, most), only_if)

    def _keep_trips_and_budget(self) -> None:
        fleet = self.problem.fleet
        cost: list[tuple[int, float]] = []
        aboard: dict[tuple[int, int], list[tuple[Body, int]]] = defaultdict(list)
        for body in self.bodies:
            for seat, literal in body.seats.items():
                if seat[1] >= 0:
                    aboard[seat[1:]].append((body, literal))
                elif seat[1] == OWN:
                    cost.append((literal, body.fares[seat[0]] * body.people))
        runs = {trip: self.model.literal() for trip in sorted(aboard)}
        for (vehicle, run), riders in sorted(aboard.items()):
            runs_now = runs[vehicle, run]
            taken, people = [one for _, one in riders], [body.people for body, _ in riders]
            for one in taken:
                self.model.any_of([runs_now], only_if=[one])
            if run:
                self.model.any_of([runs[vehicle, run - 1]], only_if=[runs_now])
            self._keep_trip(vehicle, run, (runs_now, taken, people))
            cost.append((runs_now, float(fleet.fixed_cost[vehicle])))
            cost += [
                (one, float(fleet.cost_per_person[vehicle]) * count) for one, count in zip(taken, people, strict=True)
            ]
        if self.problem.budget is not None and cost:
            scale = whole_scale(np.array([*(money for _, money in cost), self.problem.budget]))
            # Costs are rounded down and the budget up, so that no plan within the budget is lost to rounding.
            steps = [int(np.floor(money * scale + 1e-6)) for _, money in cost]
            most = int(np.ceil(self.problem.budget * scale - 1e-6))
            self.model.row([one for one, _ in cost], steps, (None, most), [self.switch(budget_words(self.problem))])

    def _keep_trip(self, vehicle: int, run: int, line: tuple[int, list[int], list[int]]) -> None:
        fleet, (runs_now, taken, people) = self.problem.fleet, line
        name = outside_name(self.problem.names.vehicles, vehicle)
        seats, least = max(0, int(fleet.seats[vehicle] - fleet.escorts[vehicle])), int(fleet.min_load[vehicle])
        if sum(people) > seats:
            self.model.row(taken, people, (None, seats), [self.switch(said("seats", vehicle=name))])
        if least > 1:
            load = [*taken, runs_now], [*people, -least]
            self.model.row(*load, (0, None), [self.switch(said("load", vehicle=name))])
        if 0 <= fleet.available[vehicle] <= run:
            self.model.any_of([negated(runs_now)], only_if=[self.switch(said("runs", vehicle=name))])


@dataclass(frozen=True, slots=True)
class Needy:
    """What may have to be filled up for the pins to hold, and the units, none of them pinned, who could."""

    postings: set[int]
    vehicles: set[int]
    fillers: set[int]

    @classmethod
    def of(cls, told: ClashModel) -> Needy:
        """Teams and least loads where pinned units may go, then where those go who fill these up."""
        problem, pairs = told.problem, told.problem.pairs
        unit = told.units.of_row[pairs.row]
        at, way = told.ways.of_pairs(problem, pairs.row, pairs.posting)
        lifts = (way >= 0) & (way < told.ways.vehicles)
        at, way = at[lifts], way[lifts]
        team = problem.places.min_team > 1
        load = np.append(problem.fleet.min_load, 0) > 1
        mine = np.isin(unit, list(told.pinned_units)) & np.isin(pairs.posting, list(told.pinned_at))
        postings, vehicles, before = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), -1
        near = np.zeros(len(pairs), dtype=np.bool_)
        while before < (now := int(np.count_nonzero(mine | near))) and (before < 0 or now <= MANY_PAIRS):
            before, reached = now, mine | near
            postings = np.unique(pairs.posting[reached & team[pairs.posting]])
            vehicles = np.unique(way[reached[at] & load[way]])
            near = np.isin(pairs.posting, postings)
            near[at[np.isin(way, vehicles)]] = True
        fillers = set(unit[near].tolist()) - told.pinned_units
        return cls(set(postings.tolist()), set(vehicles.tolist()), fillers)
