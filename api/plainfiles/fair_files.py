"""A folder of people, booths and pairs to one Fair, or every fault of it at once (docs/formats-fair.md)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from api.plainfiles.cells import Cells, quoted, time_of_day
from api.plainfiles.fair_settings import FairSettings, read_fair_settings
from api.plainfiles.pair_blocks import Columns
from api.plainfiles.pair_table import PairSide, read_pair_table
from api.plainfiles.reading import FolderReading, Ids, ids_of, whole_file
from api.plainfiles.settings_json import NAME
from api.plainfiles.tables import read_table
from labor.arrays import BoolArray, IntArray
from optimizer.fairs import NO_LIMIT, Before, Booths, Clockwork, Fair, FairPairs, People, Talks, broken_by_fixed

MOST_TALKS: Final = 4  # of a person, where nothing is said
PEOPLE: Final = ("arrives", "leaves", "most")
BOOTHS: Final = ("interviewers", "opens", "closes", "breaks", "most", "x", "y")
WHOLE_DAY: Final = Clockwork(0, 24 * 60, 15)  # to read the rest by, where the fair's own hours are not known


def read_fair(folder: Path, go_on: Callable[[], None] = lambda: None) -> tuple[Fair, Ids, Ids]:
    """Read a folder; also the ids of people and booths.

    ``go_on`` is asked between portions and may raise to end the reading. Raises FaultyFolder with all faults.
    """
    reading = FolderReading(folder, go_on)
    if not folder.is_dir():
        reading.faults.add(str(folder), 1, "is not a folder")
        reading.faults.refuse_any()
    settings = read_fair_settings(folder, reading.faults)
    clock = settings.clock if settings else WHOLE_DAY
    person_ids, people = _read_people(reading, clock)
    booth_ids, booths = _read_booths(reading, clock)
    sides = (PairSide("person_id", "people.csv", person_ids), PairSide("booth_id", "booths.csv", booth_ids))
    columns = read_pair_table(reading, sides)
    keys = _Keys(reading, sides, columns)
    banned = keys.banned(settings) if settings else np.zeros(len(columns[0]), dtype=np.bool_)
    before = _read_before(reading, settings, keys) if settings and settings.before is not None else None
    fixed, said = keys.fixed(settings) if settings else (Talks(), [])
    reading.faults.refuse_any()
    assert settings is not None
    fair = Fair(clock, people, booths, FairPairs(*columns, banned), settings.aims, fixed, before)
    for at, wrong in broken_by_fixed(fair):
        reading.faults.add(NAME, settings.lines[0], f"fixed: {said[at]} {wrong}")
    reading.faults.refuse_any()
    return fair, person_ids, booth_ids


def _read_people(reading: FolderReading, clock: Clockwork) -> tuple[Ids, People]:
    cells = whole_file(reading, "people.csv", ("person_id",), PEOPLE)
    arrives, leaves = cells.minutes("arrives", clock.start), cells.minutes("leaves", clock.end)
    _in_order(cells, ("arrives", "leaves"), arrives > leaves)
    return ids_of(cells, "person_id"), People(clock.within(arrives, leaves), cells.counts("most", MOST_TALKS))


def _read_booths(reading: FolderReading, clock: Clockwork) -> tuple[Ids, Booths]:
    cells = whole_file(reading, "booths.csv", ("booth_id",), BOOTHS)
    opens, closes = cells.minutes("opens", clock.start), cells.minutes("closes", clock.end)
    _in_order(cells, ("opens", "closes"), opens > closes)
    open_ = clock.within(opens, closes)
    begins = clock.begins()
    for at, (line, cell) in enumerate(zip(cells.portion.lines, cells.texts("breaks"), strict=True)):
        for first, last in _breaks(cells, line, cell):
            open_[at] &= (begins >= last) | (begins + clock.slot <= first)
    x, y = cells.decimals_or_nan("x"), cells.decimals_or_nan("y")
    somewhere = ~np.isnan(x) & ~np.isnan(y)
    return ids_of(cells, "booth_id"), Booths(
        open=open_,
        interviewers=cells.counts("interviewers", 1),
        most=cells.counts("most", NO_LIMIT),
        x=np.where(somewhere, x, np.nan),
        y=np.where(somewhere, y, np.nan),
    )


def _in_order(cells: Cells, names: tuple[str, str], wrong: BoolArray) -> None:
    """Of two times that are both said, the first is not the later one."""
    first, last = cells.texts(names[0]), cells.texts(names[1])
    for at in np.flatnonzero(wrong).tolist():
        if first[at] and last[at]:
            said = f"{names[0]} {quoted(first[at])} is after {names[1]} {quoted(last[at])}"
            cells.faults.add(cells.file, cells.portion.lines[at], said)


def _breaks(cells: Cells, line: int, cell: str) -> list[tuple[int, int]]:
    """The breaks of one booth; what is none is noted."""
    found = []
    for one in cell.split("|") if cell else ():
        first, dash, last = one.partition("-")
        try:
            if not dash:
                raise ValueError(f"{quoted(one)} is not HH:MM-HH:MM")
            times = (time_of_day(first), time_of_day(last))
            if times[0] >= times[1]:
                raise ValueError(f"{quoted(one)} ends no later than it begins")
        except ValueError as error:
            cells.faults.add(cells.file, line, f"breaks {error}")
            continue
        found.append(times)
    return found


class _Keys:
    """Finds pairs by their ids."""

    def __init__(self, reading: FolderReading, sides: tuple[PairSide, PairSide], columns: Columns) -> None:
        self.reading, self.sides = reading, sides
        self.width = max(1, len(sides[1].ids.names))
        self.key = columns[0] * self.width + columns[1]

    def pair(self, person: str, booth: str) -> int:
        """Where the pair stands, -1 where it is not listed."""
        row, column = (side.ids.position.get(one, -1) for side, one in zip(self.sides, (person, booth), strict=True))
        wanted = row * self.width + column
        at = int(np.searchsorted(self.key, wanted))
        return at if min(row, column) >= 0 and at < len(self.key) and self.key[at] == wanted else -1

    def known(self, kind: str, line: int, ids: tuple[str, str]) -> bool:
        """Whether both ids are listed; an unknown one is a fault."""
        unknown = [
            f"{kind}: {side.column} {one!r} is not in {side.file}"
            for side, one in zip(self.sides, ids, strict=True)
            if side.ids.known and one not in side.ids.position
        ]
        for wrong in unknown:
            self.reading.faults.add(NAME, line, wrong)
        return not unknown and all(side.ids.known for side in self.sides)

    def banned(self, settings: FairSettings) -> BoolArray:
        """By pair; a ban of a pair that is not listed changes nothing."""
        banned = np.zeros(len(self.key), dtype=np.bool_)
        for ids in settings.bans:
            if self.known("bans", settings.lines[1], ids) and (at := self.pair(*ids)) >= 0:
                banned[at] = True
        return banned

    def fixed(self, settings: FairSettings) -> tuple[Talks, list[str]]:
        """The fixed talks, and each as it was said."""
        line, clock, found, names = settings.lines[0], settings.clock, [], []
        for person, booth, minute in settings.fixed:
            said = f"[{person}, {booth}, {clock_time(minute)}]"
            if not self.known("fixed", line, (person, booth)):
                continue
            slot, off = divmod(minute - clock.start, clock.slot)
            if (pair := self.pair(person, booth)) < 0:
                self.reading.faults.add(NAME, line, f"fixed: {said} is not a listed pair")
            elif off or not 0 <= slot < clock.slots:
                self.reading.faults.add(NAME, line, f"fixed: {said} does not begin with a slot of the fair")
            else:
                found.append((pair, slot))
                names.append(said)
        return _talks(found), names


def _read_before(reading: FolderReading, settings: FairSettings, keys: _Keys) -> Before | None:
    """The plan to stay near; people and booths that are no longer there are no fault."""
    path = reading.folder / str(settings.before)
    if not path.is_file():
        reading.faults.add(NAME, settings.lines[2], f"before {settings.before!r}: there is no such file")
        return None
    table = read_table(path, reading.faults, required=("person_id", "booth_id", "starts"))
    cells, clock = Cells(path.name, table, reading.faults), settings.clock
    minutes = cells.minutes("starts", -1)
    people, kept, gone = keys.sides[0].ids, set[tuple[int, int]](), set[str]()
    lost = np.zeros(len(people.names), dtype=np.bool_)
    for at, (person, booth) in enumerate(zip(cells.texts("person_id"), cells.texts("booth_id"), strict=True)):
        if minutes[at] < 0 or not person or not booth:
            cells.faults.add(cells.file, cells.portion.lines[at], "person_id, booth_id or starts is empty")
            continue
        slot, off = divmod(int(minutes[at]) - clock.start, clock.slot)
        pair = keys.pair(person, booth)
        if person not in people.position:
            gone.add(person)
        elif pair < 0 or off or not 0 <= slot < clock.slots:
            lost[people.position[person]] = True
        else:
            kept.add((pair, slot))
    return Before(_talks(sorted(kept)), lost, len(gone))


def _talks(found: list[tuple[int, int]]) -> Talks:
    both: IntArray = np.array(found, dtype=np.int64).reshape(-1, 2)
    return Talks(both[:, 0].copy(), both[:, 1].copy())


def clock_time(minute: int) -> str:
    """HH:MM."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
