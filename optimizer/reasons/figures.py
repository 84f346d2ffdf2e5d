"""What the sentence about each row left out tells: the rules that bind, with the names and figures they bind by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from labor.arrays import IntArray
from labor.reason_sentences import TOGETHER, WITH_FIGURES
from labor.words import Bilingual
from optimizer.model.problem import NO_HUB, NO_LIMIT, Problem
from optimizer.model.travel_units import TravelUnits
from optimizer.model.ways import NO_WAY
from optimizer.reasons.binding import WhatBinds, rules_in
from optimizer.reasons.rules import CODE, POSTING_DAYS, FinishedPlan
from optimizer.recount import outside_name

Value = int | Bilingual
NOT_SAID = Bilingual("未写", "not given")
STOPPED_ZH: Final = {
    "done": "算完", "gap": "达到差距要求", "iterations": "到工作量上限", "time": "到时间", "signal": "人工停下",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeftOutCase:
    """One row, the option its sentence speaks of, and the rules in the way as bits."""

    row: int
    rules: int
    posting: int
    way: int
    vehicle: int  # -1 for tickets and free travel
    people: int
    riders: int
    worth: float
    seats: int  # the most left on one run of the vehicle
    no_way: str  # how a lack of travel is told


class ReasonFacts:
    """What a plan and its problem say about any case."""

    def __init__(self, standing: FinishedPlan, units: TravelUnits) -> None:
        self.standing, self.units = standing, units
        corridor = standing.ways.corridor
        self.left_from = set((corridor // standing.ways.hubs).tolist())
        self.led_to = set((corridor % standing.ways.hubs).tolist())

    def case(self, row: int, found: WhatBinds, at: int) -> LeftOutCase:
        """The case of a row from its place in ``found``."""
        posting, way, left = int(found.posting[at]), int(found.way[at]), self.standing.left
        vehicle = way if NO_WAY < way < self.standing.ways.vehicles else -1
        seats = max(int(left.seats_running[vehicle]), int(left.seats_new[vehicle])) if vehicle >= 0 else 0
        no_way = "no_travel"
        if int(self.standing.problem.rows.origin[row]) not in self.left_from:
            no_way = "nothing_leaves"
        elif int(self.standing.problem.places.destination[posting]) not in self.led_to:
            no_way = "nothing_arrives"
        figures = int(found.people[at]), int(found.riders[at]), float(found.worth[at])
        return LeftOutCase(row, int(found.rules[at]), posting, way, vehicle, *figures, seats, no_way)

    def figures(self, case: LeftOutCase) -> dict[str, Value]:
        """Everything a sentence may name, in both languages."""
        if case.posting < 0:
            return {}
        places, left, problem = self.standing.problem.places, self.standing.left, self.standing.problem
        load = max(1, int(problem.fleet.min_load[case.vehicle])) if case.vehicle >= 0 else 0
        headcount = case.riders or case.people
        count = "1 person" if case.people == 1 else f"{case.people} people"
        place = outside_name(problem.names.postings, case.posting)
        return {
            "place": Bilingual(f"岗位{place}", f"posting {place}"),
            "by": self._by(case),
            "people": Bilingual(f"{case.people}人", count),
            "party": int(self.units.people[self.units.of_row[case.row]]),
            "openings": max(0, int(left.openings[case.posting])),
            "team": int(places.min_team[case.posting]),
            "together": int(left.people[case.posting]) + case.people,
            "load": load,
            "headcount": headcount,
            "short": load - headcount,
            "riders": case.riders,
            "seats": case.seats,
            "beds": self._beds(case),
            "here": self._hub(int(problem.rows.origin[case.row])),
            "there": self._hub(int(places.destination[case.posting])),
            **self._days(case),
            **self._money(case),
        }

    def _money(self, case: LeftOutCase) -> dict[str, Value]:
        problem, words = self.standing.problem, self.standing.problem.names.money_words
        budget = problem.budget or 0.0
        return {
            "price": words(self._price(case)),
            "worth": words(case.worth + self._seat(case) * case.riders),
            "budget": words(budget),
            "rest": words(max(0.0, budget - self.standing.left.travel_cost)),
        }

    def _price(self, case: LeftOutCase) -> float:
        """Of the whole further run where others would ride it too, else what the party adds."""
        problem, ways = self.standing.problem, self.standing.ways
        if case.vehicle >= 0:
            seat = self._seat(case)
            fixed = float(problem.fleet.fixed_cost[case.vehicle])
            if case.riders:
                return fixed + seat * case.riders
            running = int(self.standing.left.seats_running[case.vehicle])
            joins = running >= case.people or (running >= 0 and case.rules >> CODE["seats_full"] & 1)
            return seat * case.people + (0.0 if joins else fixed)
        if ways.vehicles <= case.way < ways.free:
            return float(problem.tickets.fare[case.way - ways.vehicles]) * case.people
        return 0.0

    def _seat(self, case: LeftOutCase) -> float:
        return float(self.standing.problem.fleet.cost_per_person[case.vehicle]) if case.vehicle >= 0 else 0.0

    def _days(self, case: LeftOutCase) -> dict[str, Value]:
        rows, places, fleet = self.standing.problem.rows, self.standing.problem.places, self.standing.problem.fleet
        told_days: dict[str, Value] = {
            "days": _span(rows.earliest[case.row], rows.latest[case.row]),
            "window": _span(places.start_from[case.posting], places.start_by[case.posting]),
        }
        if case.vehicle >= 0:
            leaves, arrives = fleet.leaves[case.vehicle], fleet.arrives[case.vehicle]
            told_days["leaves"] = Bilingual(str(leaves), str(leaves))
            told_days["arrives"] = Bilingual(*(str(leaves if np.isnat(arrives) else arrives),) * 2)
        return told_days

    def _beds(self, case: LeftOutCase) -> Bilingual:
        """Which beds run short, and by how many."""
        rows, places, left = self.standing.problem.rows, self.standing.problem.places, self.standing.left
        unit, at = int(self.units.of_row[case.row]), case.posting
        men, women, unsaid = int(self.units.men[unit]), int(self.units.women[unit]), bool(self.units.unsaid[unit])
        if case.rules >> CODE["group"] & 1:
            men, women = max(0, int(rows.men[case.row])), max(0, int(rows.women[case.row]))
            unsaid = min(int(rows.men[case.row]), int(rows.women[case.row])) < 0
        zh, en = [], []
        if unsaid and max(int(places.beds_m[at]), int(places.beds_f[at])) != NO_LIMIT:
            zh.append("床位分男女，而名册没写性别")
            en.append("beds are by sex and the register does not say theirs")
        for free, need, whose in (
            (int(left.beds_f[at]), women, ("女床位", "beds for women")),
            (int(left.beds_m[at]), men, ("男床位", "beds for men")),
            (int(left.beds[at]), case.people, ("床位", "beds")),
        ):
            if free != NO_LIMIT and free < need:
                zh.append(f"{whose[0]}只剩{max(0, free)}张，需要{need}张")
                en.append(f"{max(0, free)} {whose[1]} left of the {need} needed")
        return Bilingual("，".join(zh), ", ".join(en)) if zh else NOT_SAID

    def _by(self, case: LeftOutCase) -> Bilingual:
        problem, ways = self.standing.problem, self.standing.ways
        if case.vehicle >= 0:
            name = outside_name(problem.names.vehicles, case.vehicle)
            return Bilingual(f"乘{name}", f"vehicle {name}")
        if case.way in (ways.free, NO_WAY):
            return Bilingual("就近", "free travel")
        beside = problem.tickets.beside[case.way - ways.vehicles] if len(problem.tickets.beside) else 0.0
        if not beside:
            return Bilingual("自行购票", "own ticket")
        sum_ = problem.names.money_words(float(beside))
        return Bilingual(
            f"自行购票（含集中输送优先每人{sum_.zh}）",
            f"own ticket ({sum_.en} a head of it the preference for organized trips)",
        )

    def _hub(self, hub: int) -> Bilingual:
        names = self.standing.problem.names.hubs
        if hub == NO_HUB:
            return NOT_SAID
        name = names[hub] if hub < len(names) else str(hub)
        return Bilingual(name, name)


def told(text: Bilingual, values: Mapping[str, Value]) -> Bilingual:
    """A text with its figures in both languages."""
    zh = {name: value.zh if isinstance(value, Bilingual) else value for name, value in values.items()}
    en = {name: value.en if isinstance(value, Bilingual) else value for name, value in values.items()}
    return Bilingual(text.text("zh", **zh), text.text("en", **en))


def _span(first: np.datetime64, last: np.datetime64) -> Bilingual:
    if np.isnat(first) and np.isnat(last):
        return Bilingual("不限", "on any day")
    if np.isnat(last):
        return Bilingual(f"{first}起", f"from {first} on")
    if np.isnat(first):
        return Bilingual(f"{last}及以前", f"by {last}")
    return Bilingual(f"{first}至{last}" if first != last else f"{first}", f"from {first} to {last}")


def sentences(
    standing: FinishedPlan, units: TravelUnits, row: IntArray, found: WhatBinds, stopped: str
) -> tuple[Bilingual, ...]:
    """One sentence a row left out; like cases are worded once. Money stands as ``problem.names.money`` writes it."""
    facts = ReasonFacts(standing, units)
    first, back = _alike(_what_is_told(standing.problem, units, row, found))
    worded = []
    for at in first.tolist():
        case = facts.case(int(row[at]), found, at)
        values = facts.figures(case) | {"stopped": Bilingual(STOPPED_ZH[stopped], stopped)}
        parts = [told(WITH_FIGURES[name], values) for name in _parts(case)]
        worded.append(parts[0] if len(parts) == 1 else _together(parts))
    return tuple(worded[at] for at in back.tolist())


def _parts(case: LeftOutCase) -> list[str]:
    """The sentences that one case is told by."""
    if case.posting < 0:
        return ["no_pair"]
    names = {code: reason for reason, code in CODE.items()}
    return [_FINER.get(code, lambda _, code=code: names[code])(case) for code in rules_in(case.rules)] or [
        "not_found_in_time"
    ]


_FINER: Final[dict[int, Callable[[LeftOutCase], str]]] = {
    CODE["dates"]: lambda case: "dates" if case.vehicle >= 0 else "dates_by_ticket",
    POSTING_DAYS: lambda case: "posting_days" if case.vehicle >= 0 else "posting_days_by_ticket",
    CODE["no_travel"]: lambda case: case.no_way,
    CODE["seats_full"]: lambda case: "group_seats" if case.people > 1 and case.seats > 0 else "seats_full",
    CODE["worth_less_than_travel"]: lambda case: "run_worth_less" if case.riders else "worth_less_than_travel",
}


def _together(parts: list[Bilingual]) -> Bilingual:
    return Bilingual(
        TOGETHER.text("zh", all="；".join(one.zh for one in parts)),
        TOGETHER.text("en", all="; ".join(one.en for one in parts)),
    )


def _what_is_told(problem: Problem, units: TravelUnits, row: IntArray, found: WhatBinds) -> list[IntArray]:
    """Columns in which two rows differ if their sentences may; a row's own facts only where its sentence tells them."""
    rows, unit = problem.rows, units.of_row[row]

    def where(rule: int, column: IntArray) -> IntArray:
        return np.where(found.rules >> rule & 1, column, -2)

    days = [where(CODE["dates"], day[row].astype(np.int64)) for day in (rows.earliest, rows.latest)]
    sexes = [
        where(CODE["no_bed"], column) for column in (units.men[unit], units.women[unit], rows.men[row], rows.women[row])
    ]
    party, here = where(CODE["group"], units.people[unit]), where(CODE["no_travel"], rows.origin[row])
    return [found.rules, found.posting, found.way, found.people, found.riders, *days, *sexes, party, here]


def _alike(columns: list[IntArray]) -> tuple[IntArray, IntArray]:
    """The first row of each kind, and every row's kind."""
    back = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        if not len(column) or column.min() == column.max():
            continue
        _, dense = np.unique(column, return_inverse=True)
        _, back = np.unique(back * (int(dense.max()) + 1) + dense, return_inverse=True)
    _, first, back = np.unique(back, return_index=True, return_inverse=True)
    return first, back
