"""A folder of workers, postings, pairs, vehicles and fares to one Problem, or every fault of it at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import Final

import numpy as np

from api.plainfiles.cells import Cells, count, headcount
from api.plainfiles.faults import Faults
from api.plainfiles.pair_blocks import Columns, read_plain_pairs
from api.plainfiles.settings_file import Settings, read_settings
from api.plainfiles.tables import Portion, read_portions, read_table
from labor.arrays import IntArray, Ragged
from optimizer.problem import (
    NO_HUB,
    NO_LIMIT,
    UNSAID,
    Fleet,
    Names,
    PairTable,
    Places,
    Problem,
    Rows,
    Tickets,
)

WORKERS: Final = ("size", "group_id", "origin", "sex", "men", "women", "earliest", "latest")
POSTINGS: Final = ("destination", "min_team", "beds", "beds_m", "beds_f", "start_from", "start_by")
VEHICLES: Final = ("cost_per_person", "min_load", "escorts", "available", "date", "arrives")


@dataclass(slots=True)
class Ids:
    """The ids of one file by position; ``known`` is False where the file could not be read."""

    names: tuple[str, ...] = ()
    position: dict[str, int] = field(default_factory=dict)
    known: bool = False

    def find(self, cells: Sequence[str]) -> IntArray:
        """Positions, -1 for an id that is not there."""
        return np.array(list(map(self.position.get, cells, repeat(-1))), dtype=np.int64)


@dataclass(slots=True)
class Reading:
    """What is carried from file to file while a folder is read."""

    folder: Path
    go_on: Callable[[], None]  # raises when the run should end
    faults: Faults = field(default_factory=Faults)
    hubs: dict[str, int] = field(default_factory=dict)

    def hub(self, name: str) -> int:
        """A hub's number, NO_HUB for none."""
        return self.hubs.setdefault(name, len(self.hubs)) if name else NO_HUB


def read_problem(folder: Path, go_on: Callable[[], None] = lambda: None) -> Problem:
    """Read a folder as docs/formats.md says.

    ``go_on`` is asked between portions and may raise to end the reading. Raises FaultyFolder with all faults.
    """
    reading = Reading(folder, go_on)
    if not folder.is_dir():
        reading.faults.add(str(folder), 1, "is not a folder")
        reading.faults.refuse_any()
    workers, rows = _read_workers(reading)
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


def _read_workers(reading: Reading) -> tuple[Ids, Rows]:
    cells = _whole_file(reading, "workers.csv", ("worker_id",), WORKERS)
    ids = _ids(cells, "worker_id")
    size = cells.counts("size", 1, headcount)
    men, women = _men_and_women(cells, size)
    groups: dict[str, int] = {}
    group = [groups.setdefault(name, len(groups)) if name else -1 for name in cells.texts("group_id")]
    rows = Rows(
        size=size,
        men=men,
        women=women,
        group=np.array(group, dtype=np.int64),
        origin=np.array([reading.hub(name) for name in cells.texts("origin")], dtype=np.int64),
        earliest=cells.days("earliest"),
        latest=cells.days("latest"),
    )
    _groups_have_one_origin(cells, rows)
    return ids, rows


def _read_postings(reading: Reading) -> tuple[Ids, Places]:
    cells = _whole_file(reading, "postings.csv", ("posting_id", "openings"), POSTINGS)
    return _ids(cells, "posting_id"), Places(
        openings=cells.counts("openings", None),
        min_team=cells.counts("min_team", 0),
        destination=np.array([reading.hub(name) for name in cells.texts("destination")], dtype=np.int64),
        beds=cells.counts("beds", NO_LIMIT),
        beds_m=cells.counts("beds_m", NO_LIMIT),
        beds_f=cells.counts("beds_f", NO_LIMIT),
        start_from=cells.days("start_from"),
        start_by=cells.days("start_by"),
    )


def _read_pairs(reading: Reading, workers: Ids, postings: Ids) -> PairTable:
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
    reading: Reading, postings: int, ids: tuple[IntArray, IntArray], rest: tuple[list[np.ndarray], list[np.ndarray]]
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


def _read_vehicles(reading: Reading) -> tuple[Ids, Fleet]:
    required = ("vehicle_id", "origin", "destination", "seats", "fixed_cost")
    cells = _whole_file(reading, "vehicles.csv", required, VEHICLES, may_lack=True)
    return _ids(cells, "vehicle_id"), Fleet(
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


def _read_fares(reading: Reading) -> Tickets:
    cells = _whole_file(reading, "fares.csv", ("origin", "destination", "fare"), ("days",), may_lack=True)
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


def _whole_file(
    reading: Reading, name: str, required: Sequence[str], optional: Sequence[str], *, may_lack: bool = False
) -> Cells:
    reading.go_on()
    path = reading.folder / name
    if may_lack and not path.exists():
        return Cells(name, Portion({}, ()), reading.faults)
    return Cells(name, read_table(path, reading.faults, required=required, optional=optional), reading.faults)


def _ids(cells: Cells, name: str) -> Ids:
    names = cells.texts(name)
    position = dict(zip(reversed(names), range(len(names) - 1, -1, -1), strict=True))  # the first line of an id counts
    if len(position) < len(names) or "" in position:
        for at, (line, one) in enumerate(zip(cells.portion.lines, names, strict=True)):
            if not one:
                cells.faults.add(cells.file, line, f"{name} is empty")
            elif position[one] != at:
                first = cells.portion.lines[position[one]]
                cells.faults.add(cells.file, line, f"{name} {one!r} stands twice, first in line {first}")
    return Ids(tuple(names), position, known=name in cells.portion.columns)


def _known_ids(cells: Cells, name: str, ids: Ids) -> IntArray:
    found = ids.find(cells.texts(name))
    if ids.known and len(found) and found.min() < 0:
        for at in np.flatnonzero(found < 0).tolist():
            one = cells.texts(name)[at]
            wrong = f"{name} {one!r} is not in {name.removesuffix('_id')}s.csv" if one else f"{name} is empty"
            cells.faults.add(cells.file, cells.portion.lines[at], wrong)
    return found


def _men_and_women(cells: Cells, size: IntArray) -> tuple[IntArray, IntArray]:
    """UNSAID where neither is given; a row of one person may say its sex instead."""
    men, women = cells.counts("men", UNSAID), cells.counts("women", UNSAID)
    sex = np.array(cells.texts("sex"), dtype=np.str_)
    told, male, female = sex != "", sex == "M", sex == "F"
    said = (men != UNSAID) & (women != UNSAID)
    for wrong, words in (
        ((men == UNSAID) != (women == UNSAID), "men and women must both be given, or neither"),
        (said & (men + women != size), "men and women together must be the size"),
        (told & ~male & ~female, "sex is neither M nor F"),
        ((male | female) & (size != 1), "sex is for one person; a row of several gives men and women"),
        ((male | female) & (size == 1) & said & (men != male), "sex does not agree with men and women"),
    ):
        for at in np.flatnonzero(wrong).tolist():
            given = f"sex {sex[at]!s}, men {men[at]}, women {women[at]}, size {size[at]}"
            cells.faults.add(cells.file, cells.portion.lines[at], f"{words} ({given})".replace(str(UNSAID), "not said"))
    one = told & (size == 1)
    return np.where(one, male, men).astype(np.int64), np.where(one, female, women).astype(np.int64)


def _groups_have_one_origin(cells: Cells, rows: Rows) -> None:
    first: dict[int, int] = {}
    for at in np.flatnonzero(rows.group >= 0).tolist():
        leader = first.setdefault(int(rows.group[at]), at)
        if rows.origin[at] != rows.origin[leader]:
            group, line = cells.texts("group_id")[at], cells.portion.lines[leader]
            wrong = f"group {group!r} has another origin in line {line}; a group leaves from one hub"
            cells.faults.add(cells.file, cells.portion.lines[at], wrong)


def _stops(reading: Reading, cells: Cells, name: str) -> Ragged:
    stops = []
    for line, cell in zip(cells.portion.lines, cells.texts(name), strict=True):
        hubs = cell.split("|")
        if not all(hubs):
            cells.faults.add(cells.file, line, f"{name} {cell!r} names no hub, or an empty one")
        stops.append([reading.hub(hub) for hub in dict.fromkeys(hubs)])
    return Ragged.of(stops)


def _runs(cell: str) -> int:
    return NO_LIMIT if cell == "*" else count(cell)


def _pair_positions(reading: Reading, settings: Settings, kind: str, tables: tuple[Ids, Ids, PairTable]) -> IntArray:
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
