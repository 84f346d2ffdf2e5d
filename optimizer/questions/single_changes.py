"""Single changes that could open a place to someone left out: one seat, one opening, a day, a smaller minimum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from labor.words import Bilingual
from optimizer.model.problem import NO_LIMIT, Problem
from optimizer.model.travel_units import TravelUnits
from optimizer.model.ways import NO_WAY, Leftover, Ways, days_suit, price_of_joining
from optimizer.recount import outside_name

MOST_POSTINGS: Final = 6  # the row's best listed postings that are looked at

ONE_OF: Final = re.compile(r"\b(1 more opening|1 more bed|1 more seat|1 day)s\b")
TEXTS: Final = {
    "ban": Bilingual("取消对岗位{posting}的禁止", "lift the ban on posting {posting}"),
    "opening": Bilingual("岗位{posting}增加{amount}个名额", "{amount} more openings at posting {posting}"),
    "bed": Bilingual("岗位{posting}增加{amount}张床位", "{amount} more beds at posting {posting}"),
    "team": Bilingual("岗位{posting}的最少成组人数降到{amount}人", "a smallest team of {amount} at posting {posting}"),
    "seat": Bilingual("车辆{vehicle}增加{amount}个座位", "{amount} more seats on vehicle {vehicle}"),
    "run": Bilingual("车辆{vehicle}多开一班", "one more run of vehicle {vehicle}"),
    "min_load": Bilingual(
        "车辆{vehicle}的最低乘坐人数由{before}人降到{amount}人",
        "a minimum load of {amount} instead of {before} on vehicle {vehicle}",
    ),
    "leave_earlier": Bilingual("提前{amount}天出发", "leaving {amount} days earlier"),
    "leave_later": Bilingual("推迟{amount}天出发", "leaving {amount} days later"),
    "start_later": Bilingual(
        "岗位{posting}的最晚到岗日推迟{amount}天", "posting {posting} waiting {amount} days longer"
    ),
    "start_earlier": Bilingual(
        "岗位{posting}的最早到岗日提前{amount}天", "posting {posting} opening {amount} days earlier"
    ),
    "budget": Bilingual("交通预算增加{amount}", "{amount} more in the travel budget"),
    "none": Bilingual("直接安排到岗位{posting}", "a place at posting {posting} by hand"),
}


@dataclass(frozen=True, slots=True, eq=False)
class TriedChange:
    """One change: the problem as it would then stand, and the place it is meant to open."""

    kind: str
    amount: float
    text: Bilingual
    problem: Problem
    posting: int
    way: int


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Someone left out, and what the plan leaves free; asked of some postings or one vehicle alone, or of all."""

    problem: Problem
    units: TravelUnits
    ways: Ways
    left: Leftover
    unit: int
    rows: tuple[int, ...]
    postings: tuple[int, ...] = ()
    vehicle: int = -1
    everyone_anew: bool = True  # all others are free to move when a change is verified

    @property
    def people(self) -> int:
        """The whole unit's."""
        return int(self.units.people[self.unit])


def openings_for(case: Case) -> Iterator[TriedChange]:
    """Changes worth trying, each by itself: for every good posting and every way there, what is missing."""
    for posting in _best_postings(case):
        row = np.array(case.rows[:1])
        _, ways = case.ways.of_pairs(case.problem, row, np.array([posting]))
        for way in ways[(ways == case.vehicle) if case.vehicle >= 0 else (ways != NO_WAY)].tolist():
            yield from _missing(case, posting, way)


def with_min_load(case: Case, opening: TriedChange, load: int) -> TriedChange:
    """The same change with another minimum load."""
    vehicle = outside_name(case.problem.names.vehicles, opening.way)
    told: dict[str, Any] = {"vehicle": vehicle, "before": int(case.problem.fleet.min_load[opening.way]), "amount": load}
    text = Bilingual(TEXTS["min_load"].text("zh", **told), TEXTS["min_load"].text("en", **told))
    changed = _with_vehicle(case.problem, "min_load", opening.way, load)
    return replace(opening, amount=load, text=text, problem=changed)


def _best_postings(case: Case) -> list[int]:
    """Listed for everyone of the unit, best first."""
    pairs = case.problem.pairs
    worth: dict[int, list[float]] = {}
    for row in case.rows:
        first, end = np.searchsorted(pairs.row, [row, row + 1])
        for posting, value in zip(pairs.posting[first:end].tolist(), pairs.value[first:end].tolist(), strict=True):
            worth.setdefault(posting, []).append(value)
    whole = {posting: sum(values) for posting, values in worth.items() if len(values) == len(case.rows)}
    ordered = sorted(whole, key=lambda posting: (-whole[posting], posting))
    if case.postings:
        return [posting for posting in ordered if posting in case.postings][:MOST_POSTINGS]
    if case.vehicle >= 0:
        return [posting for posting in ordered if _rides_to(case, posting)][:MOST_POSTINGS]
    return ordered[:MOST_POSTINGS]


def _rides_to(case: Case, posting: int) -> bool:
    _, ways = case.ways.of_pairs(case.problem, np.array(case.rows[:1]), np.array([posting]))
    return bool((ways == case.vehicle).any())


def _missing(case: Case, posting: int, way: int) -> Iterator[TriedChange]:
    """What stands between the unit and this place; nothing where more than one thing is missing."""
    missing = [[change] for change in _posting_changes(case, posting)]
    missing += [list(_way_changes(case, way)), list(_day_changes(case, posting, way))]
    missing = [alternatives for alternatives in missing if alternatives]
    if len(missing) > 1:
        return
    changes = missing[0] if missing else []
    if not changes:
        changes = [("none", 0.0, case.problem, {})]
        if case.problem.budget is not None:
            yield from _budget_change(case, posting, way)
    for kind, amount, problem, told in changes:
        names = {"posting": outside_name(case.problem.names.postings, posting), "amount": f"{amount:g}"} | told
        english = TEXTS[kind].text("en", **names)
        if amount == 1:
            english = ONE_OF.sub(r"\1", english)
        text = Bilingual(TEXTS[kind].text("zh", **names), english)
        yield TriedChange(kind, amount, text, problem, posting, way)


Change = tuple[str, float, Problem, dict[str, Any]]


def _posting_changes(case: Case, posting: int) -> Iterator[Change]:
    problem, left, unit = case.problem, case.left, case.unit
    key = case.units.of_row[problem.pairs.row[problem.bans]], problem.pairs.posting[problem.bans]
    banned = (key[0] == unit) & (key[1] == posting)
    if banned.any():
        yield "ban", 1.0, replace(problem, bans=problem.bans[~banned]), {}
    short = case.people - int(left.openings[posting])
    if short > 0:
        yield "opening", short, _with_place(problem, "openings", posting, problem.places.openings[posting] + short), {}
    for column, need in (("beds", case.people), ("beds_m", case.units.men[unit]), ("beds_f", case.units.women[unit])):
        beds, free = getattr(problem.places, column), getattr(left, column)
        if beds[posting] != NO_LIMIT and free[posting] < need:
            lacking = int(need - free[posting])
            yield "bed", lacking, _with_place(problem, column, posting, beds[posting] + lacking), {}
    together = int(left.people[posting]) + case.people
    if together < problem.places.min_team[posting]:
        yield "team", together, _with_place(problem, "min_team", posting, together), {}


def _way_changes(case: Case, way: int) -> Iterator[Change]:
    problem, left, fleet = case.problem, case.left, case.problem.fleet
    if way >= case.ways.vehicles or left.seats_running[way] >= case.people:
        return
    told: dict[str, Any] = {"vehicle": outside_name(problem.names.vehicles, way)}
    capacity = int(fleet.seats[way] - fleet.escorts[way])
    if left.seats_new[way] >= case.people:
        if case.people < fleet.min_load[way]:
            told["before"] = int(fleet.min_load[way])
            yield "min_load", case.people, _with_vehicle(problem, "min_load", way, case.people), told
        return
    roomiest = max(int(left.seats_running[way]), int(left.seats_new[way]))
    if roomiest >= 0:
        lacking = case.people - roomiest
        yield "seat", lacking, _with_vehicle(problem, "seats", way, fleet.seats[way] + lacking), told
    if fleet.available[way] != NO_LIMIT and capacity >= case.people >= fleet.min_load[way]:
        yield "run", 1, _with_vehicle(problem, "available", way, fleet.available[way] + 1), told


def _day_changes(case: Case, posting: int, way: int) -> Iterator[Change]:
    """The fewest days by which the unit, or the posting, would have to give."""
    problem, rows = case.problem, np.array(case.rows)
    alike = np.full(len(rows), posting), np.full(len(rows), way)
    if days_suit(problem, case.ways, rows, *alike).all():
        return
    for kind, block, column, sign in (
        ("leave_later", "rows", "latest", 1),
        ("leave_earlier", "rows", "earliest", -1),
        ("start_later", "places", "start_by", 1),
        ("start_earlier", "places", "start_from", -1),
    ):
        at = rows if block == "rows" else np.array([posting])
        for days in range(1, 31):
            moved = getattr(getattr(problem, block), column).copy()
            moved[at] = moved[at] + sign * days
            told: Any = {block: replace(getattr(problem, block), **{column: moved})}
            changed = replace(problem, **told)
            if days_suit(changed, case.ways, rows, *alike).all():
                yield kind, days, changed, {}
                break


def _budget_change(case: Case, posting: int, way: int) -> Iterator[TriedChange]:
    problem = case.problem
    price = float(price_of_joining(problem, case.ways, case.left, np.array([way]), np.array([case.people]))[0])
    lacking = case.left.travel_cost + price - (problem.budget or 0.0)
    if lacking > 0:
        text, money = TEXTS["budget"], problem.names.money_words(lacking)
        filled = Bilingual(text.text("zh", amount=money.zh), text.text("en", amount=money.en))
        more = replace(problem, budget=(problem.budget or 0.0) + lacking)
        yield TriedChange("budget", lacking, filled, more, posting, way)


def _with_place(problem: Problem, column: str, posting: int, value: int) -> Problem:
    told: Any = {column: _changed(getattr(problem.places, column), posting, value)}
    return replace(problem, places=replace(problem.places, **told))


def _with_vehicle(problem: Problem, column: str, vehicle: int, value: int) -> Problem:
    told: Any = {column: _changed(getattr(problem.fleet, column), vehicle, value)}
    return replace(problem, fleet=replace(problem.fleet, **told))


def _changed(column: NDArray[Any], at: int, value: int) -> NDArray[Any]:
    changed = column.copy()
    changed[at] = value
    return changed
