"""A folder of workers, postings, pairs, vehicles and fares to one Problem, or every fault of it at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from api.plainfiles.cells import Cells, count
from api.plainfiles.pair_table import PairSide, read_pair_table
from api.plainfiles.reading import FolderReading, Ids, ids_of, whole_file
from api.plainfiles.settings_file import PinsAndBans, read_settings
from api.plainfiles.workers_file import read_workers
from labor.arrays import IntArray, Ragged
from optimizer import NO_LIMIT, Fleet, Names, PairTable, PostingTable, Problem, Tickets

POSTINGS: Final = ("destination", "min_team", "beds", "beds_m", "beds_f", "start_from", "start_by")
VEHICLES: Final = ("cost_per_person", "min_load", "escorts", "available", "date", "arrives")


def read_problem(folder: Path, go_on: Callable[[], None] = lambda: None) -> Problem:
    """Read a folder as docs/formats.md says.

    ``go_on`` is asked between portions and may raise to end the reading. Raises FaultyFolder with all faults.
    """
    reading = FolderReading(folder, go_on)
    if not folder.is_dir():
        reading.faults.add(str(folder), 1, "is not a folder")
        reading.faults.refuse_any()
    workers, rows = read_workers(reading)
    postings, places = _read_postings(reading)
    pairs = _read_pairs(reading, workers, postings)
    vehicles, fleet = _read_vehicles(reading)
    tickets = _read_fares(reading)
    settings = read_settings(folder / "settings.json", reading.faults)
    pins = _pair_positions(reading, settings, "pins", (workers, postings, pairs))
    bans = _pair_positions(reading, settings, "bans", (workers, postings, pairs))
    reading.faults.refuse_any()
    return Problem(
        rows=rows,
        places=places,
        pairs=pairs,
        fleet=fleet,
        tickets=tickets,
        travel_is_free=not (folder / "vehicles.csv").exists() and not (folder / "fares.csv").exists(),
        objective=settings.objective,
        budget=settings.budget,
        pins=pins,
        bans=bans,
        names=Names(workers.names, postings.names, vehicles.names, tuple(reading.hubs)),
    )


def _read_postings(reading: FolderReading) -> tuple[Ids, PostingTable]:
    cells = whole_file(reading, "postings.csv", ("posting_id", "openings"), POSTINGS)
    return ids_of(cells, "posting_id"), PostingTable(
        openings=cells.counts("openings", None),
        min_team=cells.counts("min_team", 0),
        destination=np.array([reading.hub(name) for name in cells.texts("destination")], dtype=np.int64),
        beds=cells.counts("beds", NO_LIMIT),
        beds_m=cells.counts("beds_m", NO_LIMIT),
        beds_f=cells.counts("beds_f", NO_LIMIT),
        start_from=cells.days("start_from"),
        start_by=cells.days("start_by"),
    )


def _read_pairs(reading: FolderReading, workers: Ids, postings: Ids) -> PairTable:
    sides = (PairSide("worker_id", "workers.csv", workers), PairSide("posting_id", "postings.csv", postings))
    return PairTable(*read_pair_table(reading, sides))


def _read_vehicles(reading: FolderReading) -> tuple[Ids, Fleet]:
    required = ("vehicle_id", "origin", "destination", "seats", "fixed_cost")
    cells = whole_file(reading, "vehicles.csv", required, VEHICLES, may_lack=True)
    return ids_of(cells, "vehicle_id"), Fleet(
        origins=_stops(reading, cells, "origin"),
        destinations=_stops(reading, cells, "destination"),
        seats=cells.counts("seats", None),
        fixed_cost=cells.amounts("fixed_cost", None),
        cost_per_person=cells.amounts("cost_per_person", 0.0),
        min_load=cells.counts("min_load", 0),
        escorts=cells.counts("escorts", 0),
        available=cells.counts("available", 1, _runs),
        leaves=cells.days("date"),
        arrives=cells.days("arrives"),
    )


def _read_fares(reading: FolderReading) -> Tickets:
    cells = whole_file(reading, "fares.csv", ("origin", "destination", "fare"), ("days",), may_lack=True)
    first_line: dict[tuple[str, str], int] = {}
    ends = zip(cells.texts("origin"), cells.texts("destination"), strict=True)
    for line, (origin, destination) in zip(cells.portion.lines, ends, strict=True):
        for name, hub in (("origin", origin), ("destination", destination)):
            if not hub:
                cells.faults.add(cells.file, line, f"{name} is empty")
        if first_line.setdefault((origin, destination), line) != line:
            cells.faults.add(cells.file, line, f"a fare from {origin!r} to {destination!r} stands twice")
    return Tickets(
        origin=np.array([reading.hub(name) for name in cells.texts("origin")], dtype=np.int64),
        destination=np.array([reading.hub(name) for name in cells.texts("destination")], dtype=np.int64),
        fare=cells.amounts("fare", None),
        days=cells.counts("days", 0),
    )


def _stops(reading: FolderReading, cells: Cells, name: str) -> Ragged:
    stops = []
    for line, cell in zip(cells.portion.lines, cells.texts(name), strict=True):
        hubs = cell.split("|")
        if not all(hubs):
            cells.faults.add(cells.file, line, f"{name} {cell!r} names no hub, or an empty one")
        stops.append([reading.hub(hub) for hub in dict.fromkeys(hubs)])
    return Ragged.of(stops)


def _runs(cell: str) -> int:
    return NO_LIMIT if cell == "*" else count(cell)


def _pair_positions(
    reading: FolderReading, settings: PinsAndBans, kind: str, tables: tuple[Ids, Ids, PairTable]
) -> IntArray:
    """Where pins or bans stand in pairs; a ban of a pair that is not listed changes nothing and is left out."""
    workers, postings, pairs = tables
    key = pairs.row * max(1, len(postings.names)) + pairs.posting
    found = []
    for worker, posting, line in settings.pins if kind == "pins" else settings.bans:
        unknown = [
            f"{kind}: {name} {one!r} is not in {name.removesuffix('_id')}s.csv"
            for name, one, ids in (("worker_id", worker, workers), ("posting_id", posting, postings))
            if ids.known and one not in ids.position
        ]
        for wrong in unknown:
            reading.faults.add("settings.json", line, wrong)
        if unknown or not (workers.known and postings.known):
            continue
        wanted = workers.position[worker] * len(postings.names) + postings.position[posting]
        at = int(np.searchsorted(key, wanted))
        if at < len(key) and key[at] == wanted:
            found.append(at)
        elif kind == "pins":
            reading.faults.add("settings.json", line, f"pins: [{worker}, {posting}] is not a listed pair")
    return np.array(sorted(set(found)), dtype=np.int64)
