"""An outside referee: recounts a written plan, and finds the best one, from docs/formats.md and the CSV files alone.

Nothing of the engine is imported. Money is counted in hundredths, so instances must have at most two decimals.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ortools.sat.python import cp_model

CENTS = 100
Line = dict[str, str]
Way = tuple[Any, ...]  # ("free",), ("own", cents), ("trip", vehicle position, run)


def lines(path: Path) -> list[Line]:
    """The lines of a CSV file, none where it is missing."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [dict(one) for one in csv.DictReader(file)]


def cents(cell: str, default: float = 0.0) -> int:
    """Money in hundredths."""
    return round(float(cell or default) * CENTS)


def whole(line: Line, name: str, default: int) -> int:
    """A count."""
    return int(line.get(name) or default)


def day(line: Line, name: str) -> int | None:
    """A day's number, None where not given."""
    return date.fromisoformat(line[name]).toordinal() if line.get(name) else None


@dataclass
class Folder:
    """The tables of one folder, and who goes together."""

    workers: list[Line]
    postings: dict[str, Line]
    values: dict[tuple[str, str], int]
    vehicles: list[Line]
    fares: dict[tuple[str, str], Line]
    free: bool
    settings: dict[str, Any]
    units: list[list[Line]] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> Folder:
        """Read it all."""
        settings = folder / "settings.json"
        told = cls(
            workers=lines(folder / "workers.csv"),
            postings={one["posting_id"]: one for one in lines(folder / "postings.csv")},
            values={(one["worker_id"], one["posting_id"]): cents(one["value"]) for one in lines(folder / "pairs.csv")},
            vehicles=lines(folder / "vehicles.csv"),
            fares={(one["origin"], one["destination"]): one for one in lines(folder / "fares.csv")},
            free=not (folder / "vehicles.csv").exists() and not (folder / "fares.csv").exists(),
            settings=json.loads(settings.read_text(encoding="utf-8")) if settings.exists() else {},
        )
        groups: dict[str, list[Line]] = defaultdict(list)
        for one in told.workers:
            groups[f"group {one['group_id']}" if one.get("group_id") else f"alone {one['worker_id']}"].append(one)
        told.units = list(groups.values())
        return told

    def marked(self, key: str, unit: list[Line]) -> set[str]:
        """Postings pinned or banned for anyone of a unit."""
        ids = {one["worker_id"] for one in unit}
        return {posting for worker, posting in self.settings.get(key) or () if worker in ids}

    def people(self, unit: list[Line]) -> int:
        """How many."""
        return sum(whole(one, "size", 1) for one in unit)

    def by_sex(self, unit: list[Line], letter: str, column: str) -> int | None:
        """Men or women of a unit; None where somebody does not say."""
        total = 0
        for one in unit:
            if one.get("sex"):
                total += one["sex"] == letter
            elif one.get(column):
                total += int(one[column])
            else:
                return None
        return total

    def ways(self, unit: list[Line], posting: Line, most_runs: int) -> Iterator[Way]:
        """Rules 6 to 9: every way this unit may travel there."""
        origin, goal = unit[0].get("origin") or "", posting.get("destination") or ""
        if self.free or not origin or not goal or origin == goal:
            if all(self.some_day(one, posting, 0) for one in unit):
                yield ("free",)
            return
        for at, vehicle in enumerate(self.vehicles):
            if origin in vehicle["origin"].split("|") and goal in vehicle["destination"].split("|"):
                runs = most_runs if vehicle.get("available") == "*" else whole(vehicle, "available", 1)
                if all(self.suits(vehicle, one, posting) for one in unit):
                    yield from (("trip", at, run) for run in range(min(runs, most_runs)))
        fare = self.fares.get((origin, goal))
        if fare and all(self.some_day(one, posting, whole(fare, "days", 0)) for one in unit):
            yield ("own", cents(fare["fare"]) * self.people(unit))

    def suits(self, vehicle: Line, worker: Line, posting: Line) -> bool:
        """Rule 9 for trips."""
        leaves = day(vehicle, "date")
        if leaves is None:
            return True
        arrives = day(vehicle, "arrives") or leaves
        early, late = day(worker, "earliest"), day(worker, "latest")
        begin, end = day(posting, "start_from"), day(posting, "start_by")
        return (early or leaves) <= leaves <= (late or leaves) and (begin or arrives) <= arrives <= (end or arrives)

    def some_day(self, worker: Line, posting: Line, days: int) -> bool:
        """Rule 9 for own tickets and free travel."""
        early = [one for one in (day(worker, "earliest"), shifted(posting, "start_from", days)) if one is not None]
        late = [one for one in (day(worker, "latest"), shifted(posting, "start_by", days)) if one is not None]
        return not early or not late or max(early) <= min(late)


def shifted(posting: Line, name: str, days: int) -> int | None:
    """A posting's day less the days of travel."""
    known = day(posting, name)
    return None if known is None else known - days


def best(folder: Folder, *, seconds: float = 60.0) -> tuple[int, int] | None:
    """People and net value (hundredths) of a best plan by rule 11; None where pins and budget leave none."""
    model, people, net = _model(folder)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 1, seconds
    most = None
    if folder.settings.get("objective") == "placed_then_value":
        model.maximize(people)
        if solver.solve(model) == cp_model.INFEASIBLE:
            return None
        most = round(solver.objective_value)
        model.add(people == most)
    model.maximize(net)
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise TimeoutError("the referee could not prove its own optimum")
    return solver.value(people), solver.value(net)


def _model(folder: Folder) -> tuple[cp_model.CpModel, Any, Any]:
    model = cp_model.CpModel()
    there: dict[str, list[tuple[list[Line], Any]]] = defaultdict(list)
    aboard: dict[tuple[int, int], list[tuple[int, Any]]] = defaultdict(list)
    value: list[Any] = []
    cost: list[Any] = []
    for unit in folder.units:
        choices = []
        pins, bans = folder.marked("pins", unit), folder.marked("bans", unit)
        for name, posting in folder.postings.items():
            listed = all((one["worker_id"], name) in folder.values for one in unit)
            if not listed or name in bans or (pins and pins != {name}):
                continue
            for way in folder.ways(unit, posting, len(folder.units)):
                taken = model.new_bool_var("")
                choices.append(taken)
                there[name].append((unit, taken))
                value.append(sum(folder.values[one["worker_id"], name] for one in unit) * taken)
                if way[0] == "own":
                    cost.append(way[1] * taken)
                elif way[0] == "trip":
                    aboard[way[1], way[2]].append((folder.people(unit), taken))
        model.add(sum(choices) == 1) if pins else model.add(sum(choices) <= 1)
    people = sum(folder.people(unit) * taken for takers in there.values() for unit, taken in takers)
    for name, takers in there.items():
        _keep_posting(model, folder, folder.postings[name], takers)
    cost += _keep_trips(model, folder, aboard)
    if folder.settings.get("budget") is not None:
        model.add(sum(cost) <= cents(folder.settings["budget"]))
    return model, people, sum(value) - sum(cost)


def _keep_posting(model: cp_model.CpModel, folder: Folder, posting: Line, takers: list[tuple[list[Line], Any]]) -> None:
    here = sum(folder.people(unit) * taken for unit, taken in takers)
    team = model.new_bool_var("")
    model.add(here <= int(posting["openings"]) * team)
    model.add(here >= whole(posting, "min_team", 0) * team)
    if posting.get("beds"):
        model.add(here <= int(posting["beds"]))
    for column, letter, of in (("beds_m", "M", "men"), ("beds_f", "F", "women")):
        if not posting.get(column):
            continue
        count = [(folder.by_sex(unit, letter, of), taken) for unit, taken in takers]
        model.add(sum((known or 0) * taken for known, taken in count) <= int(posting[column]))
        model.add(sum(taken for known, taken in count if known is None) == 0)


def _keep_trips(model: cp_model.CpModel, folder: Folder, aboard: dict[tuple[int, int], list[tuple[int, Any]]]) -> Any:
    for (at, run), riders in aboard.items():
        vehicle = folder.vehicles[at]
        runs, load = model.new_bool_var(""), sum(people * taken for people, taken in riders)
        seats = int(vehicle["seats"]) - whole(vehicle, "escorts", 0)
        model.add(load <= max(0, seats) * runs)
        model.add(load >= max(1, whole(vehicle, "min_load", 0)) * runs)
        if (at, run - 1) in aboard:  # equal runs: the fuller first
            model.add(sum(people * taken for people, taken in aboard[at, run - 1]) >= load)
        yield cents(vehicle["fixed_cost"]) * runs + cents(vehicle.get("cost_per_person", "")) * load
