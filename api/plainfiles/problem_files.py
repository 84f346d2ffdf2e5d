"""A folder of workers, postings, pairs, vehicles and fares to one Problem, or every fault of it at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from api.plainfiles.cells import Cells, count
from api.plainfiles.pair_blocks import Columns, read_plain_pairs
from api.plainfiles.reading import FolderReading, Ids, ids_of, whole_file
from api.plainfiles.settings_file import PinsAndBans, read_settings
from api.plainfiles.tables import read_portions
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
    path = reading.folder / "pairs.csv"
    if workers.known and postings.known and path.is_file():
        plain = read_plain_pairs(path, workers.names, postings.names, reading.go_on)
        if plain is not None and (pairs := _in_order(len(postings.names), plain)) is not None:
            return pairs
    row, posting, value, line = [], [], [], []
    for portion in read_portions(path, reading.faults, required=("worker_id", "posting_id", "value")):
        reading.go_on()
        cells = Cells(path.name, portion, reading.faults)
        row.append(_known_ids(cells, "worker_id", workers))
        posting.append(_known_ids(cells, "posting_id", postings))
        value.append(cells.decimals("value"))
        line.append(np.array(portion.lines, dtype=np.int64))
    if not row:
        return PairTable(_no_counts(), _no_counts(), np.zeros(0))
    return _sorted_pairs(reading, len(postings.names), (np.concatenate(row), np.concatenate(posting)), (value, line))


def _in_order(postings: int, columns: Columns) -> PairTable | None:
    """Sorted by row and posting; None where a pair stands twice."""
    row, posting, value = columns
    key = row * postings + posting
    if not np.all(key[1:] > key[:-1]):
        order = np.argsort(key, kind="stable")
        key, row, posting, value = key[order], row[order], posting[order], value[order]
    return None if np.any(key[1:] == key[:-1]) else PairTable(row, posting, value)


def _sorted_pairs(
    reading: FolderReading,
    postings: int,
    ids: tuple[IntArray, IntArray],
    rest: tuple[list[np.ndarray], list[np.ndarray]],
) -> PairTable:
    """In order of row and posting; a pair that stands twice is a fault at its second line."""
    (row, posting), value, line = ids, np.concatenate(rest[0]), np.concatenate(rest[1])
    key = row * max(1, postings) + posting
    if not np.all(key[1:] > key[:-1]):
        order = np.argsort(key, kind="stable")
        key, row, posting, value, line = key[order], row[order], posting[order], value[order], line[order]
        known = (row >= 0) & (posting >= 0)
        for at in np.flatnonzero(known[1:] & (key[1:] == key[:-1])) + 1:
            reading.faults.add("pairs.csv", int(line[at]), "this pair of worker_id and posting_id stands twice")
    return PairTable(row, posting, value)


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


def _known_ids(cells: Cells, name: str, ids: Ids) -> IntArray:
    found = ids.find(cells.texts(name))
    if ids.known and len(found) and found.min() < 0:
        spaced = {one.strip(): one for one in ids.names}
        for at in np.flatnonzero(found < 0).tolist():
            one = cells.texts(name)[at]
            wrong = f"{name} {one!r} is not in {name.removesuffix('_id')}s.csv" if one else f"{name} is empty"
            if one and (near := spaced.get(one.strip())):
                wrong += f", where {near!r} stands: spaces count"
            cells.faults.add(cells.file, cells.portion.lines[at], wrong)
    return found


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


def _no_counts() -> IntArray:
    return np.zeros(0, dtype=np.int64)
