"""A written plan recounted rule by rule from the CSV files alone, as an outside referee would."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

from tests.soak.referee import Folder, Line, cents, lines, whole

REASONS = (
    "banned", "no_pair", "dates", "no_travel", "group", "no_bed", "postings_full", "team_too_small", "seats_full",
    "trip_too_empty", "budget", "worth_less_than_travel", "not_found_in_time",
)  # fmt: skip


def recount(folder: Folder, out: Path) -> tuple[int, int]:
    """People placed and net value in hundredths; raises AssertionError at the first rule that is broken."""
    placed = {one["worker_id"]: one for one in lines(out / "assignments.csv")}
    home = {one["worker_id"]: one for one in lines(out / "unplaced.csv")}
    trips = {one["trip_id"]: one for one in lines(out / "trips.csv")}
    assert sorted([*placed, *home]) == sorted(one["worker_id"] for one in folder.workers)
    assert len(placed) + len(home) == sum(len(lines(out / f"{name}.csv")) for name in ("assignments", "unplaced"))
    assert all(one["reason"] in REASONS and one["detail"] for one in home.values())
    _reasons(folder, home)
    value = sum(folder.values[worker, one["posting_id"]] for worker, one in placed.items())
    for unit in folder.units:
        _unit(folder, unit, placed, trips)
    _postings(folder, placed)
    cost = _trips(folder, placed, trips) + _tickets(folder, placed)
    if folder.settings.get("budget") is not None:
        assert cost <= cents(folder.settings["budget"])
    people = sum(folder.people(unit) for unit in folder.units if unit[0]["worker_id"] in placed)
    _summary(out, (people, value - cost, cost), (len(placed), len(trips)))
    return people, value - cost


def _reasons(folder: Folder, home: dict[str, Line]) -> None:
    """The reasons that need no plan to be judged hold exactly where they are given."""
    for unit in folder.units:
        for one in unit:
            if one["worker_id"] not in home:
                continue
            reason = home[one["worker_id"]]["reason"]
            listed = {posting for worker, posting in folder.values if worker == one["worker_id"]}
            assert (reason == "no_pair") == (not listed)
            assert (reason == "banned") == (bool(listed) and listed <= folder.marked("bans", unit))
            assert reason != "budget" or folder.settings.get("budget") is not None
            by_value = folder.settings.get("objective") != "placed_then_value"
            assert reason != "worth_less_than_travel" or by_value
            assert reason != "group" or len(unit) > 1


def _unit(folder: Folder, unit: list[Line], placed: dict[str, Line], trips: dict[str, Line]) -> None:
    """Rules 3, 5, 6, 7, 9 and 10 for those who go together."""
    found = [placed.get(one["worker_id"]) for one in unit]
    pins, bans = folder.marked("pins", unit), folder.marked("bans", unit)
    if all(one is None for one in found):
        assert not pins
        return
    posting, trip, travel = {(one["posting_id"], one["trip_id"], one["travel"]) for one in found if one}.pop()
    assert all(one and (one["posting_id"], one["trip_id"], one["travel"]) == (posting, trip, travel) for one in found)
    assert posting not in bans and pins in (set(), {posting})
    place = folder.postings[posting]
    if place.get("beds_m") or place.get("beds_f"):
        assert folder.by_sex(unit, "M", "men") is not None
    ways = list(folder.ways(unit, place, len(folder.units)))
    assert bool(trip) == (travel == "trip")
    if travel == "trip":
        assert trips[trip]["vehicle_id"] in {folder.vehicles[way[1]]["vehicle_id"] for way in ways if way[0] == "trip"}
    else:
        assert travel in {way[0] for way in ways}


def _postings(folder: Folder, placed: dict[str, Line]) -> None:
    """Rules 4 and 5."""
    there: dict[str, list[Line]] = defaultdict(list)
    for one in folder.workers:
        if one["worker_id"] in placed:
            there[placed[one["worker_id"]]["posting_id"]].append(one)
    for name, who in there.items():
        posting, people = folder.postings[name], folder.people(who)
        assert whole(posting, "min_team", 0) <= people <= int(posting["openings"])
        assert people <= whole(posting, "beds", people)
        for column, letter, of in (("beds_m", "M", "men"), ("beds_f", "F", "women")):
            if posting.get(column):
                count = folder.by_sex(who, letter, of)
                assert count is not None and count <= int(posting[column])


def _trips(folder: Folder, placed: dict[str, Line], trips: dict[str, Line]) -> int:
    """Rule 7; what the trips cost."""
    vehicles = {one["vehicle_id"]: one for one in folder.vehicles}
    aboard: Counter[str] = Counter()
    for one in folder.workers:
        if placed.get(one["worker_id"], {}).get("trip_id"):
            aboard[placed[one["worker_id"]]["trip_id"]] += whole(one, "size", 1)
    runs = Counter(one["vehicle_id"] for one in trips.values())
    assert set(aboard) == set(trips)
    total = 0
    for number, one in trips.items():
        vehicle, people = vehicles[one["vehicle_id"]], aboard[number]
        assert people + whole(vehicle, "escorts", 0) <= int(vehicle["seats"]) == int(one["seats"])
        assert people >= max(1, whole(vehicle, "min_load", 0)) and people == int(one["people"])
        assert vehicle.get("available") == "*" or runs[one["vehicle_id"]] <= whole(vehicle, "available", 1)
        assert (one["date"] or "") == (vehicle.get("date") or "")
        cost = cents(vehicle["fixed_cost"]) + cents(vehicle.get("cost_per_person", "")) * people
        assert cents(one["cost"]) == cost
        total += cost
    return total


def _tickets(folder: Folder, placed: dict[str, Line]) -> int:
    """Rule 8."""
    total = 0
    for one in folder.workers:
        told = placed.get(one["worker_id"])
        if told and told["travel"] == "own":
            fare = folder.fares[one["origin"], folder.postings[told["posting_id"]]["destination"]]
            total += cents(fare["fare"]) * whole(one, "size", 1)
    return total


def _summary(out: Path, figures: tuple[int, int, int], counts: tuple[int, int]) -> None:
    """Rules 11 and 12, and every figure of the summary."""
    told = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    people, net, cost = figures
    assert (told["placed_people"], told["placed_rows"], told["trips"]) == (people, *counts)
    assert abs(told["objective"] * 100 - net) < 1e-3 and abs(told["travel_cost"] * 100 - cost) < 1e-3
    closed = told["bound"] - told["objective"] <= max(1e-4, 1e-9 * abs(told["objective"]))
    assert told["status"] == ("optimal" if closed else "feasible")
    assert told["bound"] >= told["objective"] - 1e-6
    assert abs(told["gap"] - (told["bound"] - told["objective"]) / max(1.0, abs(told["bound"]))) < 1e-12
    assert told["audit"] == "passed" and told["stopped"] in ("done", "gap", "iterations", "time", "signal")
    assert {"wall_s", "peak_memory_mb", "seed", "threads"} <= told.keys()
