"""workers.csv: rows of one person or several, their groups, sexes and days."""

from __future__ import annotations

from typing import Final

import numpy as np

from api.plainfiles.cells import Cells, headcount
from api.plainfiles.reading import FolderReading, Ids, ids_of, whole_file
from labor.arrays import IntArray
from optimizer import UNSAID, Rows

MOST_PEOPLE: Final = 50_000_000  # of a folder: many times a province's people who move for work
COLUMNS: Final = ("size", "group_id", "origin", "sex", "men", "women", "earliest", "latest")


def read_workers(reading: FolderReading) -> tuple[Ids, Rows]:
    """The ids and the rows."""
    cells = whole_file(reading, "workers.csv", ("worker_id",), COLUMNS)
    ids = ids_of(cells, "worker_id")
    size = cells.counts("size", 1, headcount)
    if (everybody := int(size.sum())) > MOST_PEOPLE:
        cells.faults.add(cells.file, 1, f"the rows stand for {everybody} people; {MOST_PEOPLE} are the most")
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
