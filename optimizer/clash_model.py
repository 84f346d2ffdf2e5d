"""The pinned part of a problem as one CP-SAT model in which every requirement can be switched off.

Everyone who is pinned is modeled with each way of travel, run by run; people who are not pinned but could fill
up a pinned posting's team or a pinned trip are modeled too, as whole groups. What is switched off does not bind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from ortools.sat.python import cp_model

from labor.words import Bilingual
from optimizer.ledger import outside_name
from optimizer.problem import NO_LIMIT, Problem
from optimizer.reasons import Units, units_of
from optimizer.ways import NO_WAY, Ways, days_suit, ways_of

OWN, FREE = -2, -3
MONEY_STEPS: Final = 10_000  # per unit of money: CP-SAT counts in whole numbers
MOST_OPTIONS: Final = 60_000

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


@dataclass(slots=True)
class Body:
    """One row of a pinned unit, or a whole unit that could fill up."""

    rows: list[int]
    people: int
    men: int
    women: int
    unsaid: bool
    seats: dict[Seat, cp_model.IntVar] = field(default_factory=dict)
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

    def __init__(self, problem: Problem) -> None:
        self.problem, self.model = problem, cp_model.CpModel()
        self.units: Units = units_of(problem)
        self.ways: Ways = ways_of(problem)
        self.switches: dict[Bilingual, cp_model.IntVar] = {}
        self.banned = self._banned_names()
        self.pinned_at = set(problem.pairs.posting[problem.pins].tolist())
        self.pinned_units = set(self.units.of_row[problem.pairs.row[problem.pins]].tolist())
        self.bodies = list(self._bodies())
        self._give_options()
        self._keep_pins_and_groups()
        self._keep_postings()
        self._keep_trips_and_budget()

    def switch(self, requirement: Bilingual) -> cp_model.IntVar:
        """The literal of a requirement, made when first asked for."""
        if requirement not in self.switches:
            self.switches[requirement] = self.model.new_bool_var(requirement.en)
        return self.switches[requirement]

    def row_name(self, row: int) -> str:
        """A row's outside id."""
        return outside_name(self.problem.names.rows, row)

    def place_name(self, posting: int) -> str:
        """A posting's outside id."""
        return outside_name(self.problem.names.postings, posting)

    def vehicle_name(self, vehicle: int) -> str:
        """A vehicle's outside id."""
        return outside_name(self.problem.names.vehicles, vehicle)

    def _banned_names(self) -> dict[tuple[int, int], Bilingual]:
        """By unit and posting, the ban as it was given."""
        pairs, banned = self.problem.pairs, {}
        for at in self.problem.bans.tolist():
            row, posting = int(pairs.row[at]), int(pairs.posting[at])
            name = said("ban", row=self.row_name(row), place=self.place_name(posting))
            banned[int(self.units.of_row[row]), posting] = name
        return banned

    def _bodies(self) -> Iterator[Body]:
        rows, pairs = self.problem.rows, self.problem.pairs
        near = np.isin(pairs.posting, list(self.pinned_at)) | self._shares_a_vehicle()
        fillers = set(self.units.of_row[pairs.row[near]].tolist()) - self.pinned_units
        members: dict[int, list[int]] = defaultdict(list)
        for row in np.flatnonzero(np.isin(self.units.of_row, list(self.pinned_units | fillers))).tolist():
            members[int(self.units.of_row[row])].append(row)
        for unit in sorted(members):
            for part in [[row] for row in members[unit]] if unit in self.pinned_units else [members[unit]]:
                men, women = rows.men[part], rows.women[part]
                unsaid = bool((np.minimum(men, women) < 0).any())
                yield Body(part, int(rows.size[part].sum()), int(men.sum()), int(women.sum()), unsaid)

    def _shares_a_vehicle(self) -> np.ndarray:
        """Pairs that ride on a vehicle a pinned row could ride on as well."""
        pairs, problem = self.problem.pairs, self.problem
        pinned = np.isin(self.units.of_row[pairs.row], list(self.pinned_units)) & np.isin(
            pairs.posting, list(self.pinned_at)
        )
        _, way = self.ways.of_pairs(problem, pairs.row[pinned], pairs.posting[pinned])
        lifts = np.unique(way[(way >= 0) & (way < self.ways.vehicles)])
        needy = lifts[problem.fleet.min_load[lifts] > 1]
        at, way = self.ways.of_pairs(problem, pairs.row, pairs.posting)
        shares = np.zeros(len(pairs), dtype=np.bool_)
        shares[at[np.isin(way, needy)]] = True
        return shares

    def _give_options(self) -> None:
        count = 0
        for body in self.bodies:
            pinned = int(self.units.of_row[body.rows[0]]) in self.pinned_units
            best: dict[Seat, tuple[int, float, list[list[Bilingual]]]] = {}
            for posting, way in self._open_ways(body, pinned=pinned):
                bars = self._bars(body, posting, way)
                for seat, fare in self._seats(posting, way):
                    # Of several ticket lines the cheapest that suits; one that does not only where none does.
                    best[seat] = min(best.get(seat, (len(bars), fare, bars)), (len(bars), fare, bars))
            count += len(best)
            if count > MOST_OPTIONS:
                raise TooLarge
            for seat, (_, fare, bars) in best.items():
                self._offer(body, seat, bars, pinned=pinned)
                if seat[1] == OWN:
                    body.fares[seat[0]] = fare

    def _offer(self, body: Body, seat: Seat, bars: list[list[Bilingual]], *, pinned: bool) -> None:
        if bars and not pinned:
            return
        taken = body.seats[seat] = self.model.new_bool_var("")
        for bar in bars:
            self.model.add_bool_or([~self.switch(name) for name in bar]).only_enforce_if(taken)

    def _open_ways(self, body: Body, *, pinned: bool) -> list[tuple[int, int]]:
        """Postings listed for all rows of the body, with the ways that serve its first row."""
        pairs = self.problem.pairs
        spans = [np.searchsorted(pairs.row, [row, row + 1]) for row in body.rows]
        wanted = set.intersection(*(set(pairs.posting[first:end].tolist()) for first, end in spans))
        if not pinned:
            wanted = {j for j in wanted if (int(self.units.of_row[body.rows[0]]), j) not in self.banned}
        postings = np.array(sorted(wanted), dtype=np.int64)
        at, way = self.ways.of_pairs(self.problem, np.full(len(postings), body.rows[0]), postings)
        return [(int(postings[one]), int(by)) for one, by in zip(at, way, strict=True) if by != NO_WAY]

    def _seats(self, posting: int, way: int) -> Iterator[tuple[Seat, float]]:
        """Where to sit, and what a ticket costs."""
        if way < self.ways.vehicles:
            for run in range(self._runs_that_matter(way)):
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

    def _bars(self, body: Body, posting: int, way: int) -> list[list[Bilingual]]:
        unit, bars = int(self.units.of_row[body.rows[0]]), []
        if (unit, posting) in self.banned:
            bars.append([self.banned[unit, posting]])
        for row in body.rows:
            if days_suit(self.problem, self.ways, *(np.array([one]) for one in (row, posting, way)))[0]:
                continue
            bars.extend(self._day_bars(row, posting, way))
        return bars

    def _day_bars(self, row: int, posting: int, way: int) -> list[list[Bilingual]]:
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
            name = said("pin", row=self.row_name(row), place=self.place_name(posting))
            self.model.add_bool_or([*good, ~self.switch(name)])
        for body in self.bodies:
            self.model.add_at_most_one(body.seats.values())
        for unit in sorted(self.pinned_units):
            team = [body for body in self.bodies if self.units.of_row[body.rows[0]] == unit]
            for body, other in pairwise(team):
                together = self.switch(said("group", rows=", ".join(self.row_name(one.rows[0]) for one in team)))
                for seat in sorted(body.seats.keys() | other.seats.keys()):
                    here, there = body.seats.get(seat, 0), other.seats.get(seat, 0)
                    self.model.add(here == there).only_enforce_if(together)

    def _keep_postings(self) -> None:
        places = self.problem.places
        there: dict[int, list[tuple[Body, cp_model.IntVar]]] = defaultdict(list)
        for body in self.bodies:
            for seat, taken in body.seats.items():
                there[seat[0]].append((body, taken))
        for posting, taken_there in sorted(there.items()):
            place = self.place_name(posting)
            people = sum(body.people * taken for body, taken in taken_there)
            self._bind(people <= int(places.openings[posting]), said("openings", place=place), posting)
            for beds, of_body, word in (
                (places.beds, "people", "beds"),
                (places.beds_m, "men", "beds_m"),
                (places.beds_f, "women", "beds_f"),
            ):
                if beds[posting] != NO_LIMIT:
                    sleepers = sum(getattr(body, of_body) * taken for body, taken in taken_there)
                    self._bind(sleepers <= int(beds[posting]), said(word, place=place), posting)
            if places.beds_m[posting] != NO_LIMIT or places.beds_f[posting] != NO_LIMIT:
                unsaid = sum(taken for body, taken in taken_there if body.unsaid)
                self._bind(unsaid <= 0, said("unsaid", place=place), posting)
            if places.min_team[posting] > 1:
                team = self.model.new_bool_var("")
                for _, taken in taken_there:
                    self.model.add_implication(taken, team)
                self._bind(people >= int(places.min_team[posting]) * team, said("team", place=place), posting)

    def _bind(self, constraint: object, requirement: Bilingual, posting: int) -> None:
        """A switch where pins are concerned; elsewhere the rule always holds."""
        if isinstance(constraint, bool):
            return  # nobody concerned: CP-SAT's sums of nothing are plain numbers
        bound = self.model.add(constraint)  # type: ignore[arg-type]
        if posting in self.pinned_at:
            bound.only_enforce_if(self.switch(requirement))

    def _keep_trips_and_budget(self) -> None:
        fleet = self.problem.fleet
        cost: list[cp_model.LinearExprT] = []
        aboard: dict[tuple[int, int], list[tuple[Body, cp_model.IntVar]]] = defaultdict(list)
        for body in self.bodies:
            for seat, taken in body.seats.items():
                if seat[1] >= 0:
                    aboard[seat[1:]].append((body, taken))
                elif seat[1] == OWN:
                    cost.append(_steps(body.fares[seat[0]] * body.people) * taken)
        for (vehicle, run), riders in sorted(aboard.items()):
            runs, people = self.model.new_bool_var(""), sum(body.people * taken for body, taken in riders)
            for _, taken in riders:
                self.model.add_implication(taken, runs)
            name = self.vehicle_name(vehicle)
            seats = int(fleet.seats[vehicle] - fleet.escorts[vehicle])
            self.model.add(people <= seats).only_enforce_if(self.switch(said("seats", vehicle=name)))
            least = max(1, int(fleet.min_load[vehicle]))
            self.model.add(people >= least * runs).only_enforce_if(self.switch(said("load", vehicle=name)))
            if 0 <= fleet.available[vehicle] <= run:
                self.model.add(runs == 0).only_enforce_if(self.switch(said("runs", vehicle=name)))
            cost.append(_steps(float(fleet.fixed_cost[vehicle])) * runs)
            cost.append(_steps(float(fleet.cost_per_person[vehicle])) * people)
        if self.problem.budget is not None and cost:
            within = sum(cost) <= _steps(self.problem.budget)
            self.model.add(within).only_enforce_if(self.switch(budget_words(self.problem)))


def _steps(money: float) -> int:
    return round(money * MONEY_STEPS)
